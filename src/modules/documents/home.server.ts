import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesStation } from '../../core/access.ts'
import { refuseField } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { homeOf } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf } from '../policy/index.ts'

/** Where a document or a plan belongs: a station, or the area of an office. */
export interface Home {
  county: string
  station: string | null
  place: string | null
}

/** Exactly one of the two, within reach; the door has looked at the station already. */
export async function homeFor(
  tx: Tx,
  reach: Reach,
  { station, place }: { station?: string | null; place?: string | null },
): Promise<Home> {
  if (station) return { county: splitId(station).county, station, place: null }
  if (!place) throw refuseField('station', '请选择社工站，或写明是哪个辖区的本级文件')
  const county = await homeOf(tx, place)
  if (county !== place || !reachesStation(reach, county, null))
    throw refuseField('place', '只能登记本级区县或市的文件，请重新选择辖区')
  return { county, station: null, place }
}

/** The rows of one home, over a table or alias with `county`, `station` and `place`. */
export function atHome(alias: string, { county, station, place }: Home): RawBuilder<boolean> {
  const of = sql.ref(`${alias}.county`)
  return station
    ? sql<boolean>`${of} = ${county} and ${sql.ref(`${alias}.station`)} = ${splitId(station).uuid}::uuid`
    : sql<boolean>`${of} = ${county} and ${sql.ref(`${alias}.place`)} = ${place}`
}

/** The keys must be document lines of the policy of this place. */
export async function refuseForeignLines(tx: Tx, place: string, keys: readonly string[]): Promise<void> {
  const known = new Set(linesOf(await policyAt(tx, place, tx.today), 'document').map(({ key }) => key))
  const foreign = keys.find((key) => !known.has(key))
  if (foreign) throw refuseField('lines', `「${foreign}」不在本地适用的文件里，请从列表中选择`)
}
