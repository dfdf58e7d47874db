import type pg from 'pg'
import { migrations } from '../database/migrate.ts'
import { type Finding, fail, ok, warn } from './check.ts'
import type { Eyes } from './database.ts'

/** How a table stands behind row-level security. */
interface Wall {
  name: string
  on: boolean
  forced: boolean
  /** By name: for whom, for what and with which words. */
  policies: Record<string, string>
}

/** What a script says of row-level security, and of which table. */
const saying =
  /^(?:select yz_wall\('(\w+)'\);|alter table (\w+) (?:no )?(?:enable|disable|force) row level security;|(?:create|alter|drop) policy \w+ on (\w+)\b[^;]*;)/gim

function sayings(ran: readonly string[]): { table: string; text: string }[] {
  return migrations()
    .filter(({ name }) => ran.includes(name))
    .flatMap(({ text }) => [...text.matchAll(saying)])
    .map(([text, ...tables]) => ({ text, table: tables.find((table) => table !== undefined)! }))
}

/** How these tables of a schema stand; the role that owns a table is called its owner, whoever that is. */
async function wallsOf(client: pg.Client, schema: string, tables: readonly string[]): Promise<Map<string, Wall>> {
  const { rows } = await client.query<Wall>(
    `select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced, coalesce((
       select json_object_agg(p.polname, concat_ws(' | ', p.polcmd::text, p.polpermissive::text,
         array(select case role when c.relowner then 'owner' else role::regrole::text end from unnest(p.polroles) as role order by 1)::text,
         pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid))) from pg_policy p where p.polrelid = c.oid), '{}') as policies
     from pg_class c where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and c.relname = any($2)`,
    [schema, tables],
  )
  return new Map(rows.map((wall) => [wall.name, wall]))
}

/**
 * How the tables stand, and how the scripts that ran would have them stand: these say it once more over empty tables of
 * the same shape and names, in a transaction that is taken back.
 */
async function compared(owner: pg.Client): Promise<{ is: Map<string, Wall>; should: Map<string, Wall> }> {
  const { rows: ran } = await owner.query<{ name: string }>('select name from migration')
  const said = sayings(ran.map(({ name }) => name))
  const tables = [...new Set(said.map(({ table }) => table))]
  const is = await wallsOf(owner, 'public', tables)
  await owner.query('begin')
  try {
    for (const table of is.keys()) {
      const name = owner.escapeIdentifier(table)
      await owner.query(`create temporary table ${name} (like public.${name}) on commit drop`)
    }
    // a table's own name now means the empty one: temporary tables come first
    for (const { table, text } of said) if (is.has(table)) await owner.query(text)
    const { rows } = await owner.query<{ schema: string }>('select pg_my_temp_schema()::regnamespace::text as schema')
    const should = await wallsOf(owner, rows[0]!.schema, tables)
    for (const table of tables)
      if (!is.has(table)) should.set(table, { name: table, on: true, forced: true, policies: {} })
    return { is, should }
  } finally {
    await owner.query('rollback')
  }
}

function faultsOf(is: Wall | undefined, should: Wall, open: boolean): string[] {
  if (!is) return ['表不在了']
  const missing = Object.keys(should.policies).filter((name) => !(name in is.policies))
  const changed = Object.keys(should.policies).filter(
    (name) => name in is.policies && is.policies[name] !== should.policies[name],
  )
  const more = Object.keys(is.policies).filter((name) => !(name in should.policies))
  return [
    ...(is.on || !should.on ? [] : ['没有开启']),
    ...(is.forced || !should.forced ? [] : ['对属主不强制']),
    ...(missing.length > 0 ? [`少了策略 ${missing.join('、')}`] : []),
    ...(changed.length > 0 ? [`策略 ${changed.join('、')} 被改动`] : []),
    ...(more.length > 0 ? [`多出策略 ${more.join('、')}`] : []),
    ...(open ? ['没有范围也能读到行'] : []),
  ]
}

/**
 * Every table stands behind row-level security just as the product's scripts have put it; and the application, asking
 * without a scope, truly gets no row.
 */
export async function walls({ owner, app }: Eyes): Promise<Finding> {
  const { is, should } = await compared(owner)
  if (should.size === 0) return warn('还没有带区划的表', '请先启动一次一站')
  const broken: string[] = []
  for (const [name, wanted] of [...should].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const seen = is.has(name)
      ? await app.query<{ open: boolean }>(`select exists (select from public.${app.escapeIdentifier(name)}) as open`)
      : { rows: [{ open: false }] }
    const faults = faultsOf(is.get(name), wanted, seen.rows[0]!.open)
    if (faults.length > 0) broken.push(`${name}（${faults.join('、')}）`)
  }
  return broken.length === 0
    ? ok(`${should.size} 张表都有行级安全`)
    : fail(
        `${broken.length} 张表的行级安全有缺口：${broken.join('，')}`,
        '请立即停用一站，用备份核对是谁在何时改动了数据库，再恢复这些表的策略',
      )
}
