import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Anchor } from '../../core/audit.ts'
import { formatInstant } from '../../core/time.ts'
import { fontFolders, render } from '../../modules/papers/index.server.ts'
import { loadPacks, PackError } from '../../modules/policy/index.server.ts'
import { anchorStore } from '../anchor.ts'
import { backupsFile } from '../backup/make.ts'
import { root } from '../runtime.ts'
import { type Finding, fail, ok, warn } from './check.ts'

export function nodeVersion(version = process.versions.node): Finding {
  const [major, minor] = version.split('.').map(Number) as [number, number]
  return major > 20 || (major === 20 && minor >= 19)
    ? ok(`Node.js ${version}`)
    : fail(`Node.js ${version} 太旧`, '请升级到 20.19 以上')
}

export async function dataWritable(data: string): Promise<Finding> {
  const path = join(data, `.doctor-${process.pid}`)
  await mkdir(data, { recursive: true })
  try {
    await writeFile(path, '')
    return ok(`数据文件夹 ${data} 可写`)
  } catch (error) {
    return fail(
      `数据文件夹 ${data} 不可写（${(error as NodeJS.ErrnoException).code}）`,
      '请用启动一站的用户运行，或改正文件夹的属主与权限',
    )
  } finally {
    await rm(path, { force: true })
  }
}

/** The share of the disk below which it is time to act, and below which the database may stop (trust.md: alarm at 85%). */
const enough = 0.15
const scarce = 0.05

export async function diskFree(data: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(data)
  const share = bavail / blocks
  const says = `数据所在磁盘剩余 ${Math.floor(share * 100)}%（${((bavail * bsize) / 1e9).toFixed(1)} GB）`
  if (share >= enough) return ok(says)
  const todo = '请清理磁盘或换到更大的磁盘：写满后不能保存，只能查看'
  return share >= scarce ? warn(says, todo) : fail(says, todo)
}

/** Keys and passwords lie open to nobody else. */
export function keysClosed(data: string): Finding {
  const names = ['master.key', 'anchor.key', 'database-passwords.json'].filter((name) => existsSync(join(data, name)))
  const open = names.filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0)
  if (open.length > 0)
    return fail(
      `别的用户也能读 ${open.join('、')}`,
      `请执行 chmod 600 ${open.map((name) => join(data, name)).join(' ')}`,
    )
  return ok(names.length > 0 ? '密钥文件只有属主能读' : '还没有密钥文件，第一次启动时生成')
}

export function packsSound(data: string): Finding {
  try {
    const packs = loadPacks([join(root, 'policies'), join(data, 'policies')])
    return ok(`${packs.heads.size} 个政策包，没有问题`)
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return fail(`政策包有 ${error.problems.length} 处问题`, '请用 ./yizhan policy check 逐条查看并改正')
  }
}

const rebuild = '请重新执行 npm start 以完成构建'

export async function fontsThere(): Promise<Finding> {
  const faces = (await Promise.all(fontFolders().map((folder) => readdir(folder)))).flat()
  const kinds = [/Serif.*Regular/, /Serif.*Bold/, /Sans.*Regular/, /Sans.*Bold/]
  return kinds.every((kind) => faces.some((face) => kind.test(face)))
    ? ok('打印用的中文字体齐全')
    : fail('打印用的中文字体不齐全', rebuild)
}

/** Makes a small paper and looks for Chinese faces inside it. */
export async function pdfMade(): Promise<Finding> {
  const blocks = [
    { kind: 'heading', text: '一、字体' },
    { kind: 'paragraph', text: '社会工作服务站' },
  ] as const
  const content = await render({ title: '检查', fileName: '检查', blocks }, 'pdf')
  const inside = content.toString('latin1')
  const embedded = /\/BaseFont \/[A-Z]{6}\+NotoS/.test(inside) && /\/FontFile[23]/.test(inside)
  return embedded ? ok('能生成中文 PDF，字体已嵌入') : fail('生成的 PDF 里没有嵌入中文字体', rebuild)
}

interface BackupNote {
  at: string
  file: string
}

const days = (since: string, now: Date) => (now.getTime() - Date.parse(since)) / 86_400_000
/** A week of an office's work is what may be lost at most before somebody is told. */
const oldBackup = 7

export async function backupAge(data: string, now: Date): Promise<Finding> {
  const last = await lastBackup(data)
  const todo = '请用 ./yizhan backup 备份，最好每天定时做，并把文件放到另一台机器上'
  if (!last) return warn('还没有做过备份', todo)
  const age = days(last.at, now)
  const says = `上次备份在 ${formatInstant(last.at)}（${last.file}）`
  return age <= oldBackup ? ok(says) : warn(`${says}，已过 ${Math.floor(age)} 天`, todo)
}

async function lastBackup(data: string): Promise<BackupNote | undefined> {
  if (!existsSync(backupsFile(data))) return undefined
  const lines = (await readFile(backupsFile(data), 'utf8')).split('\n').filter((line) => line !== '')
  // a line that was cut off by a crash is not the last backup
  for (const line of lines.reverse()) {
    try {
      return JSON.parse(line) as BackupNote
    } catch {}
  }
  return undefined
}

/** The newest anchor, if there is one. */
export async function lastAnchor(data: string): Promise<{ anchor: Anchor; publicKey: string } | undefined> {
  return anchorStore(data).newest()
}

/** What was done already is not later than now. */
export async function clockSane(data: string, now: Date, databaseAhead: number): Promise<Finding> {
  const todo = '请校准本机的时间（例如开启 NTP），再启动一站：时间不对，报表期限和留痕都会错'
  const done = [(await lastAnchor(data))?.anchor.at, (await lastBackup(data))?.at].filter((at) => at !== undefined)
  const ahead = done.find((at) => days(at, now) < -1 / 24)
  if (ahead)
    return fail(`本机时间 ${formatInstant(now.toISOString())} 早于已有的锚点或备份（${formatInstant(ahead)}）`, todo)
  const apart = Math.abs(databaseAhead)
  if (apart > 5) return warn(`本机与数据库的时间相差 ${Math.round(apart)} 秒`, todo)
  return ok(`本机时间 ${formatInstant(now.toISOString())}（北京时间）`)
}
