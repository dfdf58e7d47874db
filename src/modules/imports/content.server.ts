import { sql } from 'kysely'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import type { Examined } from './examine.server.ts'

const contextOf = (batch: string) => `import_content|${batch}`

/** Keeps what was read of a sheet, sealed under the county's key. */
export async function keepContent(tx: Tx, batch: string, station: string | null, content: Examined): Promise<void> {
  const { county, uuid } = splitId(batch)
  await tx.sealer.prepare([county])
  const sealed = tx.sealer.seal(county, contextOf(batch), JSON.stringify(content))
  tx.send(sql`insert into import_content (county, id, station, content)
    values (${county}, ${uuid}::uuid, ${station && splitId(station).uuid}::uuid, ${sealed})`)
}

/** What was read of a sheet; nothing once it was imported or given up. */
export async function contentOf(tx: Tx, batch: string): Promise<Examined | undefined> {
  const { county, uuid } = splitId(batch)
  const [found] = await tx.rows<{ content: Buffer }>(
    sql`select content from import_content where county = ${county} and id = ${uuid}::uuid`,
  )
  if (!found) return undefined
  await tx.sealer.prepare([county])
  return JSON.parse(tx.sealer.unseal(county, contextOf(batch), found.content)) as Examined
}

/** Forgets it: identity numbers lie nowhere but in the records. */
export function dropContent(tx: Tx, batch: string): void {
  const { county, uuid } = splitId(batch)
  tx.send(sql`delete from import_content where county = ${county} and id = ${uuid}::uuid`)
}
