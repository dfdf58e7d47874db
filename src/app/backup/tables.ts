import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { Failure } from '../../core/failure.ts'
import { migrate } from '../database/migrate.ts'
import { type About, countRows, type TableCount } from './about.ts'

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
      const { rows } = await client.query<{ column: string }>(
        'select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = \'\' order by attnum',
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

/** Makes the schema as it was when the backup was made, in an empty database. Throws `conflict` where it is not empty. */
export async function prepareTables(owner: pg.PoolConfig, { migrations, yizhan }: About): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r' limit 1",
    )
    if (rows[0]) throw new Failure('conflict', `要恢复到的数据库不是空的（已有表 ${rows[0].name}）：请另建一个空库`)
  } finally {
    await client.end()
  }
  await migrate(owner, {
    only: migrations,
    missing: (name) =>
      new Failure('conflict', `这份备份由较新的一站（${yizhan}）制作，有本机没有的数据库脚本 ${name}：请先更新一站`),
  })
}

/** Fills one table of a schema that `prepareTables` has made. */
export async function importTable(
  owner: pg.PoolConfig,
  table: string,
  columns: readonly string[],
  content: Readable | string,
): Promise<void> {
  // the schema keeps its own list of scripts
  if (table === 'migration') return
  const client = new pg.Client(owner)
  client.on('error', () => {})
  await client.connect()
  try {
    const writing = client.query(copyStreams.from(`copy ${targetOf(client, table, columns)} from stdin`))
    await pipeline(typeof content === 'string' ? createReadStream(content) : content, writing)
  } finally {
    await client.end()
  }
}
