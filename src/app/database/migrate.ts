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

/**
 * Brings the schema up to date as the owner: each script once, in its own transaction, under one lock.
 * A script that was changed after it ran stops the start. Answers the names that ran now.
 */
export async function migrate(owner: pg.ClientConfig): Promise<string[]> {
  const client = new pg.Client(owner)
  await client.connect()
  const ran: string[] = []
  try {
    await client.query('select pg_advisory_lock(20261123)')
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, at timestamptz not null)',
    )
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')
    const known = new Map(rows.map(({ name, sha256 }) => [name, sha256]))
    for (const { name, text } of migrations()) {
      const hash = known.get(name)
      if (hash === hashOf(text)) continue
      if (hash) throw new Error(`数据库脚本 ${name} 在执行之后被改动过：请恢复原文件，把改动写成新的脚本`)
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
        await client.query('rollback')
        throw new Error(`数据库脚本 ${name} 执行失败：${(error as Error).message}`, { cause: error })
      }
      ran.push(name)
    }
    return ran
  } finally {
    await client.end()
  }
}
