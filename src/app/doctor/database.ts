import type pg from 'pg'
import { nowhere } from '../../core/access.ts'
import { compareAnchor } from '../../core/audit.ts'
import { type Database, transact } from '../../core/db.ts'
import { formatInstant } from '../../core/time.ts'
import { schemaState } from '../database/migrate.ts'
import { type Finding, fail, ok, warn } from './check.ts'
import { lastAnchor } from './machine.ts'

/** What the checks of the database look through: as the owner of the tables, and as the application. */
export interface Eyes {
  owner: pg.Client
  app: pg.Client
}

const oldestRelease = 150_000

export async function version({ owner }: Eyes): Promise<Finding> {
  const { rows } = await owner.query<{ number: number; name: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
  )
  const { number, name } = rows[0]!
  return number >= oldestRelease
    ? ok(`数据库连得上，PostgreSQL ${name}`)
    : fail(`PostgreSQL ${name} 版本过低`, '请升级到 15 以上')
}

export async function schema({ owner }: Eyes): Promise<Finding> {
  const { pending, changed, unknown } = await schemaState(owner)
  if (changed.length > 0)
    return fail(`数据库脚本 ${changed.join('、')} 在执行之后被改动过`, '请恢复原来的文件，把改动写成新的脚本')
  if (unknown.length > 0)
    return fail(`数据库由较新的一站更新过（${unknown.join('、')}）`, '请更新一站，不要用旧版本打开新的数据')
  if (pending.length > 0)
    return warn(`有 ${pending.length} 个数据库脚本还没有执行`, '请执行 ./yizhan migrate，或重新启动一站')
  return ok('数据库结构是最新的')
}

/** The application's role owns nothing and cannot step past the wall (trust.md, "Who sees what"). */
export async function role({ owner, app }: Eyes): Promise<Finding> {
  const { rows: who } = await app.query<{ name: string }>('select current_user as name')
  const name = who[0]!.name
  const { rows } = await owner.query<{ wrong: string[] }>(
    `select array_remove(array[
       case when r.rolsuper then '是超级用户' end,
       case when r.rolbypassrls then '可以绕过行级安全' end,
       case when r.rolcreaterole then '可以新建角色' end,
       case when exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm')) then '拥有表' end,
       case when exists (select from pg_auth_members m where m.member = r.oid) then '属于别的角色' end,
       (select '可以改动或删除 ' || string_agg(t.name, '、') from unnest(array['audit', 'access_log', 'fact']) as t(name)
         where to_regclass('public.' || t.name) is not null and has_table_privilege(r.oid, to_regclass('public.' || t.name), 'update, delete, truncate'))
     ], null) as wrong from pg_roles r where r.rolname = $1`,
    [name],
  )
  const wrong = rows[0]?.wrong ?? ['不存在']
  return wrong.length === 0
    ? ok(`应用角色 ${name} 没有多余的权限`)
    : fail(`应用角色 ${name} ${wrong.join('，')}`, '请让数据库管理员收回这些权限：它们能越过区划之间的隔离')
}

export async function places({ owner }: Eyes): Promise<Finding> {
  const { rows } = await owner.query<{ n: string }>('select count(*) as n from place')
  const n = Number(rows[0]!.n)
  return n > 0 ? ok(`已载入 ${n.toLocaleString('en')} 个区划`) : fail('没有行政区划', '请重新执行 npm start 载入')
}

/** How late an anchor may be: it is taken every hour while the server runs. */
const lateHours = 2

/** What the chains were when last signed still stands, and what was written since is not old. */
export async function anchor({ owner }: Eyes, database: Database, data: string, now: Date): Promise<Finding> {
  const kept = await lastAnchor(data)
  const { rows } = await owner.query<{ last: Date | null }>('select max(at) as last from audit')
  const last = rows[0]!.last
  const restart = '请看一站的运行日志里有没有「锚点」或「留痕」的报错，并重新启动一站'
  if (!kept) {
    if (!last) return ok('还没有留痕，不需要锚点')
    return warn('还没有锚点，留痕末尾被截去时查不出来', '请启动一站：锚点在运行时每小时取一次')
  }
  const problems = await transact(database, nowhere, 'read', (connection) =>
    compareAnchor(connection, kept.anchor, kept.publicKey),
  )
  if (problems.length > 0)
    return fail(
      `留痕与锚点（${formatInstant(kept.anchor.at)}）不符，共 ${problems.length} 处`,
      '请用 ./yizhan audit verify 逐条查看，并用备份核对',
    )
  const late =
    last !== null && last > new Date(kept.anchor.at) && now.getTime() - last.getTime() > lateHours * 3_600_000
  return late
    ? warn(`锚点停在 ${formatInstant(kept.anchor.at)}，之后的留痕没有锚点`, restart)
    : ok(`锚点 ${formatInstant(kept.anchor.at)}，与留痕一致`)
}
