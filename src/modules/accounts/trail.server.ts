import type { Actor } from '../../core/access.ts'
import { type Change, writeAudit } from '../../core/audit.ts'
import { transact } from '../../core/db.ts'
import { openTx, type Surroundings, type Tx } from '../../core/tx.ts'

/** What is known of an account without being it: enough to say in the audit whose it was. */
export interface AuditedAccount {
  id: string
  county: string
  /** Station id, or null for an account of an area. */
  station: string | null
  version: number
}

/** One audited write beside the door, within the county it belongs to. `by` is whoever does it. */
export async function audited<T>(
  surroundings: Surroundings,
  by: { account: string; name: string; county: string },
  name: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const actor: Actor = { ...by, person: null, grants: new Map(), session: null }
  const scope = { whole: [by.county], stations: [], own: [] }
  return transact(surroundings.db, scope, 'write', async (connection) => {
    const tx = openTx(connection, surroundings, actor)
    const answer = await work(tx)
    await writeAudit(tx, surroundings.sealer.suite, actor, name, tx.now, tx.changes)
    return answer
  })
}

/** Notes for the audit that something was done to an account; secrets are never among the changes. */
export function noteDone(
  tx: Pick<Tx, 'changes'>,
  { id, county, station, version }: AuditedAccount,
  changes: Change['changes'] = {},
): void {
  tx.changes.push({ county, station, entity: 'account', record: id, version, changes })
}
