import { createHash } from 'node:crypto'
import pg from 'pg'

/** Every module's SQL, in the order of its file's date. */
const scripts = import.meta.glob<string>('../../**/*.sql', { query: '?raw', import: 'default', eager: true })

export interface Migration {
  name: string
  text: string
}

/** All migrations in order: `20261123_core` before `20261124_place`. */
export function migrations(): Migration[] {
  return Object.entries(scripts)
    .map(([path, text]) => ({ name: path.split('/').at(-1)!.replace('.sql', ''), text }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** How a database stands to these scripts: still to run, changed after they ran, and run by a newer product. */
export interface SchemaState {
  pending: string[]
  changed: string[]
  unknown: string[]
}

/** Compares a database with the scripts of this product; one that was never used has them all to run. */
export async function schemaState(client: pg.Client): Promise<SchemaState> {
  const { rows: there } = await client.query<{ there: boolean }>(
    "select to_regclass('public.migration') is not null as there",
  )
  const { rows } = there[0]!.there
    ? await client.query<{ name: string; sha256: string }>('select name, sha256 from migration order by name')
    : { rows: [] }
  const ran = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
  const ours = new Map(migrations().map(({ name, text }) => [name, hashOf(text)]))
  return {
    pending: [...ours.keys()].filter((name) => !ran.has(name)),
    changed: [...ours].filter(([name, hash]) => ran.has(name) && ran.get(name) !== hash).map(([name]) => name),
    unknown: [...ran.keys()].filter((name) => !ours.has(name)),
  }
}

/**
 * Brings the schema up to date as the owner: each script once, in its own transaction, under one lock; with `only`, no
 * further than these. A script that was changed after it ran stops the start. Answers the names that ran now.
 */
export async function migrate(owner: pg.ClientConfig, { only }: { only?: readonly string[] } = {}): Promise<string[]> {
  const client = new pg.Client(owner)
  client.on('error', () => {})
  await client.connect()
  const ran: string[] = []
  try {
    await client.query('select pg_advisory_lock(20261123)')
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, at timestamptz not null)',
    )
    const { pending, changed } = await schemaState(client)
    if (changed[0]) throw new Error(`数据库脚本 ${changed[0]} 在执行之后被改动过：请恢复原文件，把改动写成新的脚本`)
    for (const { name, text } of migrations()) {
      if (!pending.includes(name) || (only && !only.includes(name))) continue
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into migration (name, sha256, at) values ($1, $2, $3)', [
          name,
          hashOf(text),
          new Date(),
        ])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback').catch(() => {})
        throw new Error(`数据库脚本 ${name} 执行失败：${(error as Error).message}`, { cause: error })
      }
      ran.push(name)
    }
    return ran
  } finally {
    await client.end()
  }
}
