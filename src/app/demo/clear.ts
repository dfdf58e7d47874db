import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { mergerNote } from '../../../demo/network.ts'
import { dropAnchors } from '../anchor.ts'
import { jobFolder } from '../jobs.ts'
import { loginsFile } from './logins.ts'
import type { Ground } from './stage.ts'

/**
 * What is no part of the demo: the schema's own list, the division tree, and the counties' data keys, with which a
 * server that is running right now may go on sealing.
 */
const kept = /^(migration|data_key|place(_.*)?)$/

/** Empties every table but those kept, in one transaction: afterwards the installation is as on its first day. */
export async function clearEverything(ground: Ground): Promise<void> {
  const { owner, settings } = ground
  const { rows } = await owner.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const tables = rows.map(({ name }) => name).filter((name) => !kept.test(name))
  const client = await owner.pool.connect()
  try {
    await client.query('begin')
    // a running server's requests are short: whoever holds a table for longer is not waited for
    await client.query("set local lock_timeout = '10s'")
    await client.query('delete from place_merger where note = $1 or created_by in (select id from account)', [
      mergerNote,
    ])
    await client.query(`truncate table ${tables.map((name) => client.escapeIdentifier(name)).join(', ')}`)
    await client.query('commit')
    client.release()
  } catch (error) {
    await client.query('rollback').catch(() => {})
    client.release()
    throw error
  }
  // no row speaks of an uploaded or a finished file any more
  for (const folder of [join(settings.data, 'files'), jobFolder(settings.data)])
    rmSync(folder, { recursive: true, force: true })
  rmSync(loginsFile(ground), { force: true })
  await dropAnchors(settings.data)
}
