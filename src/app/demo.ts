import { existsSync } from 'node:fs'
import { Failure } from '../core/failure.ts'
import { clearEverything } from './demo/clear.ts'
import { loadEverything } from './demo/load.ts'
import { type GivenLogins, giveLogins, lastLogin, loginsFile } from './demo/logins.ts'
import type { Ground } from './demo/stage.ts'

/** `half`: a load was cut off. Passwords come last, so nobody has worked in it. */
type DemoState = 'none' | 'half' | 'loaded'

async function stateOf({ owner }: Ground): Promise<{ demo: DemoState; others: string[] }> {
  const { rows } = await owner.pool.query<{ demo: boolean; ready: boolean; others: string[] }>(
    `select exists (select from account where demo) as demo,
       exists (select from account a join account_secret s on s.account = a.id where a.demo and a.login = $1) as ready,
       array(select login from account where not demo order by created_at limit 3) as others`,
    [lastLogin],
  )
  const { demo, ready, others } = rows[0]!
  return { demo: demo ? (ready ? 'loaded' : 'half') : 'none', others }
}

/**
 * Loads the demo into an empty installation; answers what to print about logging in, if anything. A load that was cut
 * off is cleared first. With `empty` nothing is loaded.
 */
export async function prepareDemo(
  ground: Ground,
  { empty, progress }: { empty: boolean; progress: (line: string) => void },
): Promise<string | undefined> {
  const { demo, others } = await stateOf(ground)
  if (demo === 'half' && others.length === 0) {
    progress('上次载入演示数据没有完成，正在清除')
    await clearEverything(ground)
  }
  if (demo === 'loaded') return whereLogins(ground)
  if (empty || others.length > 0) return undefined
  return (await load(ground, progress, 1)).table
}

function whereLogins(ground: Ground): string {
  const file = loginsFile(ground)
  return existsSync(file)
    ? `演示数据已载入，各角色的登录名与口令见 ${file}；清除演示数据：./yizhan demo clear`
    : '演示数据已载入，但记录口令的文件不在了：请用 ./yizhan demo clear 清除，再用 ./yizhan demo load 重新载入'
}

async function load(ground: Ground, progress: (line: string) => void, size: number): Promise<GivenLogins> {
  progress('正在载入演示数据（五个地区，仅第一次，约二十秒）')
  return giveLogins(ground, await loadEverything(ground, progress, size))
}

/**
 * Loads the demo by command. `size` is the share of service records, for tests. Answers the logins.
 * Throws `conflict` when there are accounts already.
 */
export async function loadDemo(
  ground: Ground,
  progress: (line: string) => void = () => {},
  { size = 1 }: { size?: number } = {},
): Promise<GivenLogins> {
  const { demo, others } = await stateOf(ground)
  if (demo === 'loaded') throw new Failure('conflict', whereLogins(ground))
  if (others.length > 0)
    throw new Failure('conflict', '这里已经在正式使用，不能载入演示数据；请用 YIZHAN_DATA 另指定一个空的数据文件夹')
  if (demo === 'half') await clearEverything(ground)
  return load(ground, progress, size)
}

/**
 * Removes everything that was written since the demo was loaded; places and schema stay, and the next start opens the
 * first-run set-up or the demo. Answers a sentence. Throws `conflict` when an account of somebody real exists.
 */
export async function clearDemo(ground: Ground): Promise<string> {
  const { demo, others } = await stateOf(ground)
  if (others.length > 0)
    throw new Failure(
      'conflict',
      `这里已开设正式账号（${others.join('、')}），清除会删去全部站点和记录，因此不能清除；要一个空的系统，请用 YIZHAN_DATA 另指定数据文件夹`,
    )
  if (demo === 'none') return '这里没有演示数据'
  await clearEverything(ground)
  return '演示数据已清除，站点、人员、记录与账号都已删去；下次用 npm start -- --empty 启动，进行首次设置'
}
