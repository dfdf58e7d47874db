import type { RowOf } from '../../core/entity.ts'
import { find } from '../../core/records.ts'
import { record, type Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { catalogueFor } from '../policy/index.ts'
import { serviceGiven } from '../services/index.ts'
import { Station } from '../stations/index.ts'
import { type CountedEvent, itemsCounting } from './aid.ts'

/** The catalogue items of a station that count an event of this kind of assistance. */
export async function countedItems(
  tx: Tx,
  station: Pick<RowOf<typeof Station>, 'place' | 'level'>,
  event: CountedEvent,
  on: string,
  kind: string | null = null,
): Promise<string[]> {
  return itemsCounting(catalogueFor(await policyAt(tx, station.place, on), station.level), event, kind)
}

interface Counted {
  source: { entity: string; id: string }
  station: string
  event: CountedEvent
  on: string
  kind: string | null
  /** Only what a station's own person did is the station's service. */
  worker: string | null
  client?: string | null
  form?: 'visit' | 'linkage' | 'other'
  people?: number
  minutes?: number | null
}

/**
 * Counts what was done as a service of the month, where the local catalogue has an item for it: the report's lines are
 * then full without a second entry, and nothing is counted that the catalogue does not know.
 */
export async function countService(tx: Tx, counted: Counted): Promise<void> {
  if (!counted.worker) return
  const station = (await find(tx, Station, counted.station))!
  const items = await countedItems(tx, station, counted.event, counted.on, counted.kind)
  if (items.length === 0) return
  record(tx, {
    kind: serviceGiven.name,
    county: station.county,
    station: station.id,
    on: counted.on,
    source: counted.source,
    variant: counted.form ?? 'other',
    worker: counted.worker,
    client: counted.client ?? null,
    people: counted.people ?? 1,
    minutes: counted.minutes ?? 0,
    items,
  })
}
