import { sql } from 'kysely'
import { type Actor, type Reach, reachesStation, reachOf, reachSql } from '../../core/access.ts'
import type { Connection } from '../../core/db.ts'
import { splitId } from '../../core/identifiers.ts'
import { measures } from '../../core/measures.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { linesOf, measureParameters, type Policy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { type StationKind, stationDemands } from './demands.ts'
import type { Demand } from './finding.ts'
import { type Finding, judge } from './judge.server.ts'

/** A station that is judged, with how it was run and to which standard it was built on the day. */
export interface Judged {
  id: string
  name: string
  level: string
  place: string
  openedOn: string
  mode: string | null
  tier: string | null
}

/** Whose stations: one, or those in a place, as far as the reader's grant goes. */
export interface Asked {
  actor: Actor
  reach: Reach
  place?: string
  station?: string
}

/** Stations open on a day, with how each is run then. */
export async function stationsOn(connection: Connection, asked: Asked, day: string): Promise<Judged[]> {
  const where = asked.station
    ? sql`s.county = ${splitId(asked.station).county} and s.id = ${splitId(asked.station).uuid}::uuid`
    : sql`s.place in (select id from place_within(${asked.place!}, ${day}::date))`
  const on = (alias: string) => {
    const column = (name: string) => sql.ref(`${alias}.${name}`)
    return sql`${column('county')} = s.county and ${column('station')} = s.id and ${column('from_on')} <= ${day}::date and (${column('to_on')} is null or ${column('to_on')} >= ${day}::date)`
  }
  return connection.rows<Judged>(sql`
    select s.county || '-' || s.id as id, s.name, s.level, s.place, s.opened_on, m.mode, t.tier
    from station s left join station_mode m on ${on('m')}
      left join lateral (select t.tier from station_tier t where ${on('t')} order by t.from_on desc limit 1) t on true
    where ${where} and ${reachSql(asked.reach, asked.actor, Station, 's')}
      and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date) order by s.county, s.name`)
}

/** What a station is in the eyes of its policy. */
export function kindOf(policy: Policy, { id, level, mode, tier }: Judged): StationKind {
  const { county } = splitId(id)
  const pilot = linesOf(policy, 'areaLabel').some((line) => line.mark === 'socialWorkPilot' && line.place === county)
  return { level, mode, pilot, tier }
}

/** Stations that the same rules are asked of. */
export interface Company {
  policy: Policy
  kind: StationKind
  stations: Judged[]
}

/** Puts stations together that are asked the same: one policy, one level, one way of running, one standard. */
export async function companiesOf(
  connection: Connection,
  stations: readonly Judged[],
  day: string,
  policyOf: (code: string) => Policy = (code) => policyByCode(code, day),
): Promise<Company[]> {
  const codes = await packCodesOf(
    connection,
    stations.map(({ place }) => place),
    day,
  )
  const companies = new Map<string, Company>()
  for (const station of stations) {
    const policy = policyOf(codes.get(station.place) ?? 'cn')
    const kind = kindOf(policy, station)
    const key = `${policy.head.code}|${kind.level}|${kind.mode}|${kind.pilot}|${kind.tier}`
    const company = companies.get(key) ?? { policy, kind, stations: [] }
    company.stations.push(station)
    companies.set(key, company)
  }
  return [...companies.values()]
}

/** A demand and the stations it is asked of; `parameters` are what its measure must know of the policy. */
export interface Question {
  demand: Demand
  policy: Policy
  parameters: Readonly<Record<string, unknown>>
  stations: readonly Judged[]
}

/** Whether this person may know what a demand counts at a station, such as sealed matters; own records alone are not enough. */
function mayKnow(actor: Actor, demand: Demand, { id }: Pick<Judged, 'id'>): boolean {
  const grant = measures().get(demand.measure)?.grant
  return grant === undefined || reachesStation(reachOf(actor, grant), splitId(id).county, id)
}

/** Everything that is asked of these stations and that this person may know. */
export function questionsOf(companies: readonly Company[], actor: Actor): Question[] {
  return companies.flatMap(({ policy, kind, stations }) => {
    const parameters = measureParameters(policy, kind.level)
    return stationDemands(policy, kind).map((demand) => ({
      demand,
      policy,
      parameters,
      stations: stations.filter((station) => mayKnow(actor, demand, station)),
    }))
  })
}

/** What is asked of one station on a day. */
export async function demandsOfStation(
  connection: Connection,
  asked: Asked,
  policy: Policy,
  day: string,
): Promise<Demand[]> {
  const [station] = await stationsOn(connection, asked, day)
  if (!station) return []
  return stationDemands(policy, kindOf(policy, station)).filter((demand) => mayKnow(asked.actor, demand, station))
}

/** Findings of one station, or of every station in a place that the reader reaches. */
export async function stationFindings(connection: Connection, asked: Asked, day: string): Promise<Finding[]> {
  const companies = await companiesOf(connection, await stationsOn(connection, asked, day), day)
  return judge(connection, questionsOf(companies, asked.actor), day)
}
