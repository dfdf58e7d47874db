import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { Failure } from '../../core/failure.ts'
import { migrate, migrations } from '../database/migrate.ts'
import { type About, countRows, type TableCount } from './about.ts'

/** The list of scripts that ran is written anew by those that make the schema. */
const schemaList = 'migration'

/** Every table's rows as of one moment, each in a file of this folder. */
export async function exportTables(
  owner: pg.PoolConfig,
  folder: string,
): Promise<{ tables: TableCount[]; columns: About['columns']; fileOf: (table: string) => string }> {
  const client = new pg.Client(owner)
  client.on('error', () => {})
  await client.connect()
  const fileOf = (table: string) => join(folder, `${table}.copy`)
  const columns: About['columns'] = {}
  try {
    const counted = await countRows(client)
    for (const { name } of counted) {
      if (name === schemaList) continue
      const { rows } = await client.query<{ column: string }>(
        "select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum",
        [client.escapeIdentifier(name)],
      )
      columns[name] = rows.map(({ column }) => column)
      const reading = client.query(copyStreams.to(`copy ${targetOf(client, name, columns[name])} to stdout`))
      await pipeline(reading, createWriteStream(fileOf(name), { mode: 0o600 }))
    }
    await client.query('commit')
    const tables = counted.map(({ name, lasting, rows }) => ({ name, lasting, before: rows, after: rows }))
    return { tables, columns, fileOf }
  } finally {
    await client.end()
  }
}

function targetOf(client: pg.Client, table: string, columns: readonly string[]): string {
  return `${client.escapeIdentifier(table)} (${columns.map((one) => client.escapeIdentifier(one)).join(', ')})`
}

/**
 * Makes the schema as it was when the backup was made, in an empty database. Throws `conflict` where it is not empty,
 * and where a newer product made the backup.
 */
export async function prepareTables(owner: pg.PoolConfig, { migrations: ran, yizhan, tables }: About): Promise<void> {
  const ours = new Set(migrations().map(({ name }) => name))
  const unknown = ran.find((name) => !ours.has(name))
  if (unknown)
    throw new Failure(
      'conflict',
      `这份备份由较新的一站（${yizhan}）制作，本机没有它的数据库脚本 ${unknown}：请先更新一站`,
    )
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r' limit 1",
    )
    if (rows[0]) throw new Failure('conflict', `要恢复到的数据库不是空的（已有表 ${rows[0].name}）：请另建一个空库`)
    await migrate(owner, { only: ran })
    // what a script itself has put in comes with the rows
    const emptied = tables.filter(({ name }) => name !== schemaList).map(({ name }) => client.escapeIdentifier(name))
    await client.query(`truncate table ${emptied.join(', ')}`)
  } finally {
    await client.end()
  }
}

/** Fills one table of a schema that `prepareTables` has made. */
export async function importTable(
  owner: pg.PoolConfig,
  table: string,
  columns: readonly string[],
  content: Readable,
): Promise<void> {
  const client = new pg.Client(owner)
  client.on('error', () => {})
  await client.connect()
  const target = client.escapeIdentifier(table)
  try {
    // COPY does not go through row-level security; the owner may step aside from it for one transaction
    const { rows } = await client.query<{ forced: boolean }>(
      'select relforcerowsecurity as forced from pg_class where oid = $1::regclass',
      [target],
    )
    await client.query('begin')
    if (rows[0]!.forced) await client.query(`alter table ${target} no force row level security`)
    await pipeline(content, client.query(copyStreams.from(`copy ${targetOf(client, table, columns)} from stdin`)))
    if (rows[0]!.forced) await client.query(`alter table ${target} force row level security`)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/**
 * The queue of jobs is no table of ours and was left behind: who waited for an export then is told to ask again.
 * PostgreSQL looks the filled tables over, so that it finds its way in them from the first question on.
 */
export async function finishTables(owner: pg.PoolConfig): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query(
      `update job_run set state = 'failed', problem = '系统已从备份恢复，请重新办理' where state in ('waiting', 'running')`,
    )
    await client.query('analyze')
  } finally {
    await client.end()
  }
}
