import type { Actor } from './access.ts'
import type { Change } from './audit.ts'
import type { Connection, Database } from './db.ts'
import type { Fact, WrittenFact } from './facts.ts'
import { reversalsOf } from './facts.ts'
import { splitId } from './identifiers.ts'
import type { Sealer } from './seal.ts'
import { businessDay } from './time.ts'

/** What the outside gives to every request; tests fake only this. */
export interface Surroundings {
  readonly db: Database
  readonly sealer: Sealer
  readonly now: () => Date
}

/** One transaction of one actor: the only thing in scope inside an action (style.md). */
export interface Tx extends Connection {
  readonly actor: Actor
  readonly sealer: Sealer
  /** The moment of this transaction, ISO 8601. */
  readonly now: string
  /** The present moment, later than `now`: for what must come after a lock was waited for. */
  moment(): string
  /** Today in Asia/Shanghai, `YYYY-MM-DD`. */
  readonly today: string
  /** Changes for the audit line; records.ts fills it. */
  readonly changes: Change[]
  readonly facts: WrittenFact[]
  /** Records already read by their id in this transaction; a change forgets what it changed. */
  readonly seen: Map<string, Promise<unknown>>
  /** New rows of counted entities; `by` −1 takes one out of the count, as when a file is closed. */
  readonly inserted: { county: string; station: string; entity: string; by?: 1 | -1 }[]
}

export function openTx(connection: Connection, surroundings: Pick<Surroundings, 'sealer' | 'now'>, actor: Actor): Tx {
  const at = surroundings.now()
  return {
    ...connection,
    actor,
    sealer: surroundings.sealer,
    now: at.toISOString(),
    moment: () => surroundings.now().toISOString(),
    today: businessDay(at),
    changes: [],
    facts: [],
    inserted: [],
    seen: new Map(),
  }
}

/** Keeps the totals of lists with the write, in sorted order (trust.md, lock order). */
export function writeCounts(tx: Tx): void {
  const counts = new Map<string, number>()
  for (const { county, station, entity, by = 1 } of tx.inserted) {
    const key = `${county}|${splitId(station).uuid}|${entity}`
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
  for (const key of [...counts.keys()].sort()) {
    tx.send({
      name: 'record_count_add',
      text: 'insert into record_count (county, station, entity, records) values ($1, $2, $3, $4) on conflict (county, station, entity) do update set records = record_count.records + $4',
      values: [...key.split('|'), counts.get(key)],
    })
  }
}

/** Records a fact, in the record's own transaction. */
export function record(tx: Tx, fact: Fact): void {
  tx.facts.push({ ...fact, sign: 1, reverses: null })
}

/** Reverses every standing fact of a record: before it counts differently, or no longer. */
export async function reverse(tx: Tx, source: { entity: string; id: string }): Promise<void> {
  tx.facts.push(...(await reversalsOf(tx, source)))
}
