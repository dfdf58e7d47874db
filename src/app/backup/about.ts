import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Failure } from '../../core/failure.ts'
import type { Suite } from '../../core/seal.ts'
import { root, type Settings } from '../runtime.ts'
import { damaged } from './sealed.ts'

/** Rows of a table when the backup began and when the copy was done; between them people went on working. */
export interface TableCount {
  name: string
  before: number
  after: number
  /** The application can only add to it: any copy from between must hold a number between. */
  lasting: boolean
}

/** What a backup is: its first entry, read before anything else is unpacked. */
export interface About {
  /** Version of the product. */
  yizhan: string
  at: string
  /** A copy of the embedded server's own files, or the rows of every table. */
  kind: 'cluster' | 'tables'
  server: { version: number; platform: string }
  suite: Suite
  migrations: string[]
  /** False where the key is given by the environment: then it is kept apart, and is not in here. False too before there is one. */
  masterKey: boolean
  tables: TableCount[]
  /** With `tables`: the columns of each, parents first. */
  columns: Record<string, string[]>
}

export const programVersion = () =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

export const platform = `${process.platform}-${process.arch}`

/** Every table of the product, parents before those that refer to them. */
async function tablesOf(client: pg.Client): Promise<{ name: string; lasting: boolean }[]> {
  const { rows } = await client.query<{ name: string; lasting: boolean; parents: string[] }>(`
    select c.relname as name, not has_table_privilege('yz_app', c.oid, 'delete') and not has_table_privilege('yz_app', c.oid, 'truncate') as lasting,
      array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as parents
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by c.relname`)
  const ordered: typeof rows = []
  for (let left = rows; left.length > 0; ) {
    const known = new Set(ordered.map(({ name }) => name))
    const ready = left.filter(({ parents }) => parents.every((parent) => known.has(parent)))
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${left.map(({ name }) => name)}`)
    ordered.push(...ready)
    left = left.filter((one) => !ready.includes(one))
  }
  return ordered.map(({ name, lasting }) => ({ name, lasting }))
}

/** The rows of every table as of one moment; begins that moment's transaction, which the asker ends. */
export async function countRows(client: pg.Client): Promise<{ name: string; lasting: boolean; rows: number }[]> {
  await client.query('begin isolation level repeatable read read only')
  const counted = []
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from ${client.escapeIdentifier(table.name)}`,
    )
    counted.push({ ...table, rows: Number(rows[0]!.n) })
  }
  return counted
}

/** What stays the same while the backup is made. Throws `conflict` on a database that nothing was ever put into. */
export async function describe(
  config: pg.PoolConfig,
  { suite, data }: Settings,
): Promise<Omit<About, 'kind' | 'tables' | 'columns'>> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ version: string; there: boolean }>(
      "select current_setting('server_version_num') as version, to_regclass('public.migration') is not null as there",
    )
    if (!rows[0]!.there) throw new Failure('conflict', '这里还没有数据，不用备份：先用 npm start 启动一次')
    const { rows: ran } = await client.query<{ name: string }>('select name from migration order by name')
    return {
      yizhan: programVersion(),
      at: new Date().toISOString(),
      server: { version: Number(rows[0]!.version), platform },
      suite,
      migrations: ran.map(({ name }) => name),
      masterKey: !process.env.YIZHAN_MASTER_KEY && existsSync(join(data, 'master.key')),
    }
  } finally {
    await client.end()
  }
}

/** Reads a description. Throws `invalid` when it is none of ours, or names what could not be a table. */
export function readAbout(text: string): About {
  try {
    const about = JSON.parse(text) as About
    const known = ['cluster', 'tables'].includes(about.kind) && about.tables.length > 0
    if (known && about.tables.every(({ name }) => /^[a-z_0-9]+$/.test(name))) return about
  } catch {
    // refused below
  }
  throw damaged()
}
