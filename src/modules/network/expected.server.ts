import { type RawBuilder, sql } from 'kysely'
import type { Connection } from '../../core/db.ts'
import type { PlaceKind } from '../places/index.ts'
import { currentPacks, policyByCode } from '../policy/index.server.ts'
import { linesOf, type Policy, type ResolvedLine } from '../policy/index.ts'

/** Who has to do something by a day: an office of a place, or a station. */
export interface Unit {
  unit: 'place' | 'station'
  place: string
  station: string | null
  name: string
  kind: PlaceKind | null
  county: string
  /** The place and everything above it, nearest first. */
  chain: readonly string[]
  openedOn: string | null
}

export interface Expected {
  unit: Unit
  policy: Policy
  line: ResolvedLine<'milestone'>
  dueOn: string | null
}

type Each = ResolvedLine<'milestone'>['each']

/** Kinds of places that a line speaks of; 各开发区、街镇 are zones and townships alike (滨海新区通知 二（三）). */
const kindsOf: Readonly<Record<Exclude<Each, 'jurisdiction' | 'station'>, readonly PlaceKind[]>> = {
  county: ['county'],
  township: ['township'],
  zone: ['zone', 'township'],
}

function speaksOf(line: ResolvedLine<'milestone'>, policy: Policy, { unit, place, kind }: Unit): boolean {
  if (line.each === 'station') return unit === 'station'
  if (unit === 'station') return false
  if (line.each === 'jurisdiction') return place === policy.head.place
  return kind !== null && kindsOf[line.each].includes(kind)
}

/** Whether the office of this unit answers to the document, or is the one that issued it. */
const isBelow = (unit: Unit, policy: Policy) => unit.unit === 'station' || unit.place !== policy.head.place

/**
 * The nodes that documents set to a unit: each document's own lines, unless a nearer one says something else under the
 * same key. What a higher office asks of the office that issued the nearer one still stands: 官渡区 answers 昆明市 for
 * its plan, and its streets answer 官渡区 for theirs.
 */
export function nodesOf(
  unit: Unit,
  policies: ReadonlyMap<string, Policy>,
): { policy: Policy; line: ResolvedLine<'milestone'> }[] {
  const around = unit.chain.flatMap((place) => policies.get(place) ?? [])
  return around.flatMap((policy, i) => {
    const nearer = around.slice(0, i).filter((one) => isBelow(unit, one))
    const said = new Set(nearer.flatMap((one) => ownLines(one).map(({ key }) => key)))
    return ownLines(policy)
      .filter((line) => !said.has(line.key) && speaksOf(line, policy, unit))
      .map((line) => ({ policy, line }))
  })
}

function ownLines(policy: Policy): ResolvedLine<'milestone'>[] {
  return linesOf(policy, 'milestone').filter(({ from }) => from === policy.head.code)
}

/** The documents in force on a day by the place they were issued for. */
export function policiesByPlace(day: string): Map<string, Policy> {
  const heads = [...currentPacks().heads.values()].filter(
    ({ code, inForceFrom, inForceUntil }) =>
      code !== 'cn' && (inForceFrom === null || inForceFrom <= day) && (inForceUntil === null || inForceUntil >= day),
  )
  return new Map(heads.map(({ place, code }) => [place, policyByCode(code, day)]))
}

/** A station that is not open yet is due by its own opening day: the document's first round has passed it by. */
export function dueOnOf(line: ResolvedLine<'milestone'>, unit: Unit, day: string): string | null {
  if (unit.unit === 'place' || (unit.openedOn !== null && unit.openedOn <= day)) return line.value
  if (unit.openedOn !== null) return unit.openedOn > line.value ? unit.openedOn : line.value
  return line.value >= day ? line.value : null
}

const officeKinds = ['city', 'county', 'township', 'zone'] as const

async function offices(connection: Connection, place: string, day: string): Promise<Unit[]> {
  const above: readonly string[] = ['country', 'province', ...officeKinds]
  const rows = await connection.rows<{
    id: string
    name: string
    kind: PlaceKind
    county: string
    chain: string[]
  }>(sql`
    select p.id, p.name, p.kind, p.county, (select array_agg(a.id order by a.depth) from place_above(p.id, ${day}::date) a) as chain
    from place_on(${day}::date) p
    where p.kind = any(${[...officeKinds]}::text[]) and p.id in (select id from place_within(${place}, ${day}::date, ${[...above]}::text[]))
    order by p.id`)
  return rows.map(({ id, ...row }) => ({ ...row, unit: 'place', place: id, station: null, openedOn: null }))
}

/** Township stations, planned or open on a day: hubs and rooms are not what 各站 means. */
async function stationUnits(connection: Connection, where: RawBuilder<unknown>, day: string): Promise<Unit[]> {
  const rows = await connection.rows<{
    id: string
    name: string
    place: string
    county: string
    openedOn: string | null
    chain: string[]
  }>(sql`
    select s.county || '-' || s.id as id, s.name, s.place, s.county, s.opened_on,
      (select array_agg(a.id order by a.depth) from place_above(s.place, ${day}::date) a) as chain
    from station s where ${where} and s.level = 'station' and (s.closed_on is null or s.closed_on >= ${day}::date) order by s.county, s.name`)
  return rows.map(({ id, ...row }) => ({ ...row, unit: 'station', station: id, kind: null }))
}

/** Every node that is set to a place, and to offices and stations in it, on a day. */
export async function expectedIn(connection: Connection, place: string, day: string): Promise<Expected[]> {
  const policies = policiesByPlace(day)
  const within = sql`s.place in (select id from place_within(${place}, ${day}::date))`
  const [places, stations] = await Promise.all([offices(connection, place, day), stationUnits(connection, within, day)])
  return expectedOf([...places, ...stations], policies, day)
}

/** The nodes of one station, and of the street it stands in. */
export async function expectedOfStation(
  connection: Connection,
  station: { county: string; uuid: string; place: string },
  day: string,
): Promise<Expected[]> {
  const only = sql`s.county = ${station.county} and s.id = ${station.uuid}::uuid`
  const [stations, streets] = await Promise.all([
    stationUnits(connection, only, day),
    connection.rows<{ id: string; name: string; kind: PlaceKind; county: string; chain: string[] }>(sql`
      select p.id, p.name, p.kind, p.county, (select array_agg(up.id order by up.depth) from place_above(p.id, ${day}::date) up) as chain
      from place_above(${station.place}, ${day}::date) a join place_on(${day}::date) p on p.id = a.id where p.kind in ('township', 'zone')`),
  ])
  const units: Unit[] = [
    ...stations,
    ...streets.map(({ id, ...row }): Unit => ({ ...row, unit: 'place', place: id, station: null, openedOn: null })),
  ]
  return expectedOf(units, policiesByPlace(day), day)
}

function expectedOf(units: readonly Unit[], policies: ReadonlyMap<string, Policy>, day: string): Expected[] {
  return units.flatMap((unit) =>
    nodesOf(unit, policies).map(({ policy, line }) => ({ unit, policy, line, dueOn: dueOnOf(line, unit, day) })),
  )
}
