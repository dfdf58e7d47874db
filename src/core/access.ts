import { type RawBuilder, sql } from 'kysely'
import type { AnyEntity } from './entity.ts'
import { splitId } from './identifiers.ts'
import type { Statement } from './turn.ts'

/** How far a grant goes: own records, a station, an organisation's stations, an area's subtree. */
export type ReachKind = 'own' | 'station' | 'organisation' | 'area' | 'everywhere'

/**
 * A reach worked out into rows it holds: whole counties (home codes), single stations, and stations
 * where only the person's own records count. Empty means nothing.
 */
export interface Reach {
  readonly whole: readonly string[]
  readonly stations: readonly string[]
  readonly own: readonly string[]
}

export const nowhere: Reach = { whole: [], stations: [], own: [] }

/** Who acts, and how far each of their grants goes today. */
export interface Actor {
  readonly account: string
  /** The person behind the account, if they work at a station: `<county>-<uuid>`. */
  readonly person: string | null
  readonly name: string
  /** Home code of the area the account belongs to. */
  readonly county: string
  readonly grants: ReadonlyMap<string, Reach>
  readonly session: string | null
}

/** The reach of one grant; a grant not held reaches nothing. */
export function reachOf(actor: Actor, grant: string): Reach {
  return actor.grants.get(grant) ?? nowhere
}

export function unite(reaches: Iterable<Reach>): Reach {
  const whole = new Set<string>()
  const stations = new Set<string>()
  const own = new Set<string>()
  for (const reach of reaches) {
    for (const county of reach.whole) whole.add(county)
    for (const station of reach.stations) stations.add(station)
    for (const station of reach.own) own.add(station)
  }
  return { whole: [...whole], stations: [...stations], own: [...own] }
}

export function reachesNothing(reach: Reach): boolean {
  return reach.whole.length === 0 && reach.stations.length === 0 && reach.own.length === 0
}

/** Whether a reach holds a whole station (not only own records there), or with `null` the area's own rows. */
export function reachesStation(reach: Reach, county: string, station: string | null): boolean {
  return reach.whole.includes(county) || (station !== null && reach.stations.includes(station))
}

/** Whether somebody may work at a station: in all of it, or in what is their own there. */
export function reachesAsPlaceOfWork(reach: Reach, station: string): boolean {
  return reach.own.includes(station) || reachesStation(reach, splitId(station).county, station)
}

/** The check on one record. It must never disagree with `reachSql`; a property test draws both. */
export function reachesRecord(
  reach: Reach,
  actor: Actor,
  entity: AnyEntity,
  row: { county: string; station: string | null; createdBy: string | null },
): boolean {
  if (reachesStation(reach, row.county, row.station)) return true
  if (row.station === null || !reach.own.includes(row.station)) return false
  const { owner } = entity.options
  return owner
    ? actor.person !== null && (row as Record<string, unknown>)[owner] === actor.person
    : row.createdBy === actor.account
}

const uuidsOf = (stations: readonly string[]) => stations.map((station) => splitId(station).uuid)
const countiesOf = (stations: readonly string[]) => [...new Set(stations.map((station) => splitId(station).county))]

/** Home codes of the areas a reach touches. */
export const countiesIn = ({ whole, stations, own }: Reach): string[] => [
  ...new Set([...whole, ...countiesOf([...stations, ...own])]),
]

/** A reference table may name a county and no station. */
const hasStation = (entity: AnyEntity) => entity.columns.some(({ name }) => name === 'station')

/**
 * The same rule as SQL over a table with `county`, `station` and, for own records, the owner's column.
 * Written with one array per way in, so that each way can use the index (lessons.md L9).
 */
export function reachSql(
  reach: Reach,
  actor: Actor,
  entity: AnyEntity,
  alias: string = entity.table,
): RawBuilder<boolean> {
  const county = sql.ref(`${alias}.county`)
  const station = sql.ref(`${alias}.station`)
  const ways: RawBuilder<boolean>[] = []
  if (reach.whole.length > 0) ways.push(oneOf(county, reach.whole, 'text'))
  if (!hasStation(entity)) return ways[0] ?? sql`false`
  const at = (stations: readonly string[]) =>
    sql<boolean>`${oneOf(county, countiesOf(stations), 'text')} and ${oneOf(station, uuidsOf(stations), 'uuid')}`
  if (reach.stations.length > 0) ways.push(sql`(${at(reach.stations)})`)
  if (reach.own.length > 0) {
    const { owner } = entity.options
    const mine = owner
      ? actor.person && sql`${sql.ref(`${alias}.${owner}`)} = ${splitId(actor.person).uuid}::uuid`
      : sql`${sql.ref(`${alias}.created_by`)} = ${actor.account}::uuid`
    if (mine) ways.push(sql`(${at(reach.own)} and ${mine})`)
  }
  return ways.length === 0 ? sql`false` : sql`(${sql.join(ways, sql` or `)})`
}

/** One value is compared plainly, so that an index's order can be used; several as an array. */
function oneOf(column: RawBuilder<unknown>, values: readonly string[], type: 'text' | 'uuid'): RawBuilder<boolean> {
  const cast = sql.raw(type)
  return values.length === 1
    ? sql<boolean>`${column} = ${values[0]}::${cast}`
    : sql<boolean>`${column} = any(${[...values]}::${cast}[])`
}

const safeCode = /^[0-9A-Za-z]{1,12}$/
const safeUuid = /^[0-9a-f-]{36}$/

/**
 * The second wall's scope as one literal `SET LOCAL`, `whole|stations|counties`: validated and quoted, never `set_config`
 * (it would not reach the nodes of the distributed engine, scale.md rule 7).
 */
export function scopeStatement(reach: Reach): Statement {
  const known = scopes.get(reach)
  if (known) return known
  const counties = countiesIn(reach)
  const uuids = uuidsOf([...reach.stations, ...reach.own])
  for (const code of counties) if (!safeCode.test(code)) throw new Error(`not a county code: ${code}`)
  for (const one of uuids) if (!safeUuid.test(one)) throw new Error(`not a station id: ${one}`)
  const statement = {
    text: `set local yz.scope = '${reach.whole.join(',')}|${uuids.join(',')}|${counties.join(',')}'`,
    silent: true,
  }
  scopes.set(reach, statement)
  return statement
}

// a session's scope is the same object from request to request
const scopes = new WeakMap<Reach, Statement>()
