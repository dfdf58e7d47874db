import { type Reach, unite } from './access.ts'
import { setScope } from './db.ts'
import type { Tx } from './tx.ts'

/** Everything for which a transaction may step beyond its actor's scope (trust.md, Who sees what). Nothing else may. */
export const widenings = {
  sameIdentity: '核对身份证号是否已在本区县建档',
  transfer: '服务对象转站',
  referral: '转介到其他社工站',
  seats: '核对课程名额',
} as const
export type Widening = keyof typeof widenings

/**
 * From here to the end of the transaction the second wall also lets these counties and stations through. What is written
 * there is audited there; what is read must not leave the action but for what its purpose says.
 */
export function widen(tx: Tx, more: Reach, _purpose: Widening): void {
  tx.seen.clear()
  setScope(tx, unite([...tx.actor.grants.values(), more]))
}

/** The same for one look; afterwards the wall stands where it stood. Nothing else may be under way meanwhile. */
export async function lookBeyond<T>(tx: Tx, more: Reach, purpose: Widening, look: () => Promise<T>): Promise<T> {
  widen(tx, more, purpose)
  const seen = await look()
  tx.seen.clear()
  setScope(tx, unite(tx.actor.grants.values()))
  return seen
}
