import type pg from 'pg'
import { nowhere } from '../../core/access.ts'
import { compareAnchor } from '../../core/audit.ts'
import { type Database, transact } from '../../core/db.ts'
import { entities } from '../../core/entity.ts'
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

interface Wall {
  name: string
  on: boolean
  forced: boolean
  reach: string | null
  others: string[]
  open: boolean
}

/** Tables that name a county but are read before a scope is known, or hold nothing of a person (trust.md, Writes). */
const withoutWall = ['op_log', 'audit_head', 'data_key']

/**
 * Every table of a county stands behind row-level security, forced, with the one policy that all share and none beside
 * it; and the application, asking without a scope, truly gets no row.
 */
export async function walls({ owner, app }: Eyes): Promise<Finding> {
  const references = [...entities().values()].filter(({ options }) => !options.tenant).map(({ table }) => table)
  const { rows } = await owner.query<Omit<Wall, 'open'>>(
    `select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
       (select pg_get_expr(p.polqual, c.oid) || '|' || coalesce(pg_get_expr(p.polwithcheck, c.oid), '') from pg_policy p
         where p.polrelid = c.oid and p.polname = 'reach' and p.polcmd = '*' and p.polroles = array[0::oid]) as reach,
       array(select p.polname::text from pg_policy p where p.polrelid = c.oid and p.polname <> 'reach'
         and not (p.polname = 'owner' and p.polroles = array[c.relowner]) and p.polpermissive) as others
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relname = any($1))
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county' and not a.attisdropped)
     order by c.relname`,
    [[...references, ...withoutWall]],
  )
  if (rows.length === 0) return warn('还没有带区划的表', '请先启动一次一站')
  const common = mostCommon(rows.map(({ reach }) => reach))
  const broken: string[] = []
  for (const wall of rows) {
    const { rows: seen } = await app.query<{ open: boolean }>(
      `select exists (select from ${app.escapeIdentifier(wall.name)}) as open`,
    )
    const faults = faultsOf({ ...wall, open: seen[0]!.open }, common)
    if (faults.length > 0) broken.push(`${wall.name}（${faults.join('、')}）`)
  }
  return broken.length === 0
    ? ok(`${rows.length} 张表都有行级安全`)
    : fail(
        `${broken.length} 张表的行级安全有缺口：${broken.join('，')}`,
        '请立即停用一站，用备份核对是谁在何时改动了数据库，再恢复这些表的策略',
      )
}

function faultsOf({ on, forced, reach, others, open }: Wall, common: string | null): string[] {
  const says = ['yz.counties', 'yz.whole', 'yz.stations'].every((setting) => reach?.includes(setting))
  return [
    ...(on ? [] : ['没有开启']),
    ...(forced ? [] : ['对属主不强制']),
    ...(reach === null ? ['没有范围策略'] : says && reach === common ? [] : ['范围策略被改动']),
    ...(others.length > 0 ? [`多出策略 ${others.join('、')}`] : []),
    ...(open ? ['没有范围也能读到行'] : []),
  ]
}

function mostCommon(values: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
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
