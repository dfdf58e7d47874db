import { sql } from 'kysely'
import type { Reach } from '../../core/access.ts'
import type { Connection } from '../../core/db.ts'
import { type Measure, measures } from '../../core/measures.ts'
import { figures, total } from '../measures/index.server.ts'
import { countiesWithin, homeOf, isHome } from '../places/index.server.ts'
import { currentPacks, packCodesOf, policyByCode } from '../policy/index.server.ts'
import type { Policy } from '../policy/index.ts'
import { placeDemands } from './demands.ts'
import { answersPlaces, type Demand } from './finding.ts'
import { conclude, type Finding } from './judge.server.ts'
import { fallsDueOn, spanOf } from './span.ts'

/** A demand on a network, and the place it is asked of. */
export interface PlaceQuestion {
  policy: Policy
  demand: Demand
  place: string
  /** The document's own area, or something within it that is only a part. */
  isPart: boolean
}

/**
 * Whether a reader sees everything in a place: half a network gives wrong figures. A street or community is seen whole by
 * whoever sees its county, or stations of it.
 */
export async function seesWhole(connection: Connection, reach: Reach, place: string, day: string): Promise<boolean> {
  if (await isHome(connection, place))
    return (await countiesWithin(connection, place, day)).every((county) => reach.whole.includes(county))
  return reach.whole.includes(await homeOf(connection, place)) || reach.stations.length > 0
}

/** A place on a day and what lies in it down to its streets: villages bear no document and no task. */
export interface Extent {
  root: string
  /** By kind, the place itself included. */
  kindOf: ReadonlyMap<string, string>
}

/** What lies in a place on a day. */
export async function extentOf(connection: Connection, root: string, day: string): Promise<Extent> {
  const kinds = sql`array['country', 'province', 'city', 'county', 'township', 'zone']`
  const rows = await connection.rows<{ id: string; kind: string }>(
    sql`select w.id, p.kind from place_within(${root}, ${day}::date, ${kinds}) w join place p on p.id = w.id order by w.id`,
  )
  return { root, kindOf: new Map(rows.map(({ id, kind }) => [id, kind])) }
}

/** The documents whose rules a place answers: the one that governs it, and those of areas within it. */
export async function policiesAbout(
  connection: Connection,
  { root, kindOf }: Extent,
  day: string,
): Promise<{ policy: Policy; within: boolean }[]> {
  const heads = [...currentPacks().heads.values()].filter(
    ({ code, inForceFrom, inForceUntil }) =>
      code !== 'cn' && (inForceFrom === null || inForceFrom <= day) && (inForceUntil === null || inForceUntil >= day),
  )
  const below = heads.filter((head) => kindOf.has(head.place)).map(({ code }) => code)
  const governing = (await packCodesOf(connection, [root], day)).get(root) ?? 'cn'
  const codes = [...new Set([...(governing === 'cn' ? [] : [governing]), ...below])]
  return codes.map((code) => ({ policy: policyByCode(code, day), within: below.includes(code) }))
}

/** Everything that documents ask of the network in a place. `within` tells a document of this area or one inside it from one above. */
export async function placeQuestions(
  connection: Connection,
  { root, kindOf }: Extent,
  day: string,
  documents: readonly { policy: Policy; within: boolean }[],
): Promise<PlaceQuestion[]> {
  const counties = [...kindOf].flatMap(([id, kind]) => (kind === 'county' ? [id] : []))
  const codes = await packCodesOf(connection, counties, day)
  return documents.flatMap(({ policy, within }) => {
    const area = within ? policy.head.place : root
    const governed = counties.filter((county) => codes.get(county) === policy.head.code)
    return placeDemands(policy).flatMap((demand): PlaceQuestion[] => {
      const ask = (place: string, isPart: boolean) => ({ policy, demand, place, isPart })
      switch (demand.about) {
        case 'whole':
          return within ? [ask(area, false)] : []
        case 'part':
          return [ask(area, !within)]
        case 'county':
          return governed.map((county) => ask(county, county !== policy.head.place))
        default:
          return (demand.about ?? []).filter((place) => kindOf.has(place)).map((place) => ask(place, place !== area))
      }
    })
  })
}

/** Findings on the network of a place: targets, build tasks, ranges, milestones, rules of the area. */
export async function judgePlaces(
  connection: Connection,
  questions: readonly PlaceQuestion[],
  day: string,
): Promise<Finding[]> {
  const names = await namesOf(connection, [...new Set(questions.map(({ place }) => place))], day)
  const found = await Promise.all(
    questions.map(async ({ policy, demand, place, isPart }) => {
      const measure = measures().get(demand.measure)
      const reading =
        measure && answersPlaces(measure) ? total(await cellsOf(connection, measure, demand, place, day)) : null
      const finding = conclude(demand, reading, day, fallsDueOn(demand, day), {
        policy: policy.head.code,
        document: policy.head.document,
        station: null,
        stationName: null,
        place,
        placeName: names.get(place) ?? place,
      })
      // a part in which there is nothing to ask for is not asked
      return isPart && reading?.denominator === 0 ? [] : [finding]
    }),
  )
  return found.flat()
}

function cellsOf(connection: Connection, measure: Measure, demand: Demand, place: string, day: string) {
  return figures(connection, measure, { subject: { place }, period: spanOf(demand, day), with: demand.with })
}

async function namesOf(connection: Connection, places: readonly string[], day: string): Promise<Map<string, string>> {
  const rows = await connection.rows<{ id: string; name: string }>(
    sql`select id, name from place_on(${day}::date) where id = any(${[...places]}::text[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
