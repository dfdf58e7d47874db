import type { Connection } from './db.ts'
import { splitId, uuidv7 } from './identifiers.ts'
import { insertRows } from './rows.ts'

/** What happened, small, only added or reversed (house.md room 6). Facts are written in the record's own transaction. */
export interface Fact {
  kind: string
  county: string
  /** Station id. */
  station: string
  /** Business day it counts for. */
  on: string
  /** The record it comes from. */
  source: { entity: string; id: string }
  /** A sub-kind, e.g. the form of a service. */
  variant?: string | null
  /** Place id, down to the village. */
  place?: string | null
  /** Person who did it. */
  worker?: string | null
  /** Client it was done for. */
  client?: string | null
  /** Heads reached, minutes spent, money in 分. */
  people?: number
  minutes?: number
  fen?: number
  /** Keys of catalogue items. */
  items?: readonly string[]
}

export interface FactKind {
  readonly name: string
  readonly label: string
}

const kinds = new Map<string, FactKind>()

/** Names a kind of fact once; measures ask for it by this name. */
export function defineFact(name: string, label: string): FactKind {
  const kind = { name, label }
  kinds.set(name, kind)
  return kind
}

export function factKinds(): ReadonlyMap<string, FactKind> {
  return kinds
}

interface Written extends Fact {
  sign: 1 | -1
  reverses: string | null
}

const columns =
  'county, id, station, kind, on_day, recorded_at, variant, place, worker, client, people, minutes, fen, items, source_entity, source, sign, reverses'

function values(fact: Written, at: string): unknown[] {
  const uuid = (id: string | null | undefined) => (id ? splitId(id).uuid : null)
  return [
    fact.county,
    uuidv7(),
    uuid(fact.station),
    fact.kind,
    fact.on,
    at,
    fact.variant ?? null,
    fact.place ?? null,
    uuid(fact.worker),
    uuid(fact.client),
    fact.people ?? 0,
    fact.minutes ?? 0,
    fact.fen ?? 0,
    fact.items ?? [],
    fact.source.entity,
    uuid(fact.source.id),
    fact.sign,
    fact.reverses,
  ]
}

/** The month a day belongs to, `YYYY-MM`. */
export const monthOf = (day: string) => day.slice(0, 7)

/**
 * Marks each (station, month) that these facts touch as stale, so that roll-ups are worked out anew before the next
 * read. The marks are row locks held to the end: whoever fixes a report's figures takes the same lock first, so no
 * fact slips in between. Taken in sorted order (trust.md, lock order).
 */
export function markStale(connection: Connection, facts: readonly Written[], at: string): void {
  const stale = new Set(facts.map((fact) => `${fact.county}|${splitId(fact.station).uuid}|${monthOf(fact.on)}`))
  for (const mark of [...stale].sort()) {
    connection.send({
      name: 'stale_month_mark',
      text: `insert into stale_month (county, station, month, touched_at) values ($1, $2, $3, $4) on conflict (county, station, month) do update set touched_at = excluded.touched_at`,
      values: [...mark.split('|'), at],
    })
  }
}

/** Writes an action's facts. `at` is taken after the marks are held. */
export function writeFacts(connection: Connection, facts: readonly Written[], at: string): void {
  insertRows(
    connection,
    'fact',
    columns,
    facts.map((fact) => values(fact, at)),
  )
}

/** The counterparts of every fact of this record that still stands: same day and dimensions, sign −1. */
export async function reversalsOf(connection: Connection, source: { entity: string; id: string }): Promise<Written[]> {
  const { county, uuid } = splitId(source.id)
  const standing = await connection.rows<{
    id: string
    station: string
    kind: string
    onDay: string
    variant: string | null
    place: string | null
    worker: string | null
    client: string | null
    people: number
    minutes: number
    fen: number
    items: string[]
  }>({
    text: `select id, station, kind, on_day, variant, place, worker, client, people, minutes, fen, items from fact f
      where county = $1 and source = $2 and source_entity = $3 and sign = 1
        and not exists (select from fact r where r.county = f.county and r.source = f.source and r.reverses = f.id)`,
    values: [county, uuid, source.entity],
  })
  const joined = (id: string | null) => (id ? `${county}-${id}` : null)
  return standing.map(({ id, onDay, ...fact }) => ({
    ...fact,
    county,
    station: `${county}-${fact.station}`,
    worker: joined(fact.worker),
    client: joined(fact.client),
    on: onDay,
    source,
    sign: -1,
    reverses: id,
  }))
}

export type { Written as WrittenFact }
