import { sql } from 'kysely'
import type { Connection } from '../../core/db.ts'
import { splitId } from '../../core/identifiers.ts'
import { measures } from '../../core/measures.ts'
import { figures, readingOf, type Subject, type Total, total } from '../measures/index.server.ts'
import { type Period, periodBefore, periodKeyOf, periodOf } from '../measures/index.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { linesOf, measureParameters, type Policy } from '../policy/index.ts'
import { placeDemands, type StationKind, stationDemands } from './demands.ts'
import { type Demand, gapOf, gapWords, type Result, requiredWords } from './finding.ts'

/** A rule, a subject and a day: met or not, by how much, on what evidence, and what would mend it. */
export interface Finding {
  station: string | null
  stationName: string | null
  place: string
  rule: string
  label: string
  result: Result
  value: number | null
  unit: string
  required: string
  gap: string | null
  /** True while the deadline, or the period it is counted in, has not ended. */
  pending: boolean
  fix: string | null
  clause: string
  requirement: string | null
  measure: string
  parameters: Readonly<Record<string, unknown>>
  period: string
}

interface Judged {
  id: string
  name: string
  level: string
  place: string
  mode: string | null
}

/** The span a demand looks at on a day: the last finished month, the running year, the last five years, or the day itself. */
export function spanOf(demand: Demand, day: string): Period {
  switch (demand.period) {
    case 'now':
      return periodOf(day)!
    case 'month':
      return periodOf(periodBefore(periodKeyOf('month', day)))!
    case 'quarter':
      return periodOf(periodBefore(periodKeyOf('quarter', day)))!
    case 'halfYear':
      return periodOf(periodBefore(periodKeyOf('halfYear', day)))!
    case 'year':
      return periodOf(periodKeyOf('year', day))!
    case 'fiveYears':
      return { key: day, from: `${Number(day.slice(0, 4)) - 5}${day.slice(4)}`, to: day, label: `截至 ${day} 的五年` }
  }
}

/** Stations open on a day, with how each is run then. */
async function stationsOn(
  connection: Connection,
  subject: { place?: string; station?: string },
  day: string,
): Promise<Judged[]> {
  const where = subject.station
    ? sql`s.county = ${splitId(subject.station).county} and s.id = ${splitId(subject.station).uuid}::uuid`
    : sql`s.place in (select id from place_within(${subject.place!}, ${day}::date))`
  return connection.rows<Judged>(sql`
    select s.county || '-' || s.id as id, s.name, s.level, s.place, m.mode
    from station s left join station_mode m on m.county = s.county and m.station = s.id and m.from_on <= ${day}::date and (m.to_on is null or m.to_on >= ${day}::date)
    where ${where} and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date) order by s.county, s.name`)
}

function kindOf(policy: Policy, { id, level, mode }: Judged): StationKind {
  const { county } = splitId(id)
  const pilot = linesOf(policy, 'areaLabel').some((line) => line.mark === 'socialWorkPilot' && line.place === county)
  return { level, mode, pilot }
}

/** What is asked of one station on a day. */
export async function demandsOfStation(
  connection: Connection,
  id: string,
  policy: Policy,
  day: string,
): Promise<Demand[]> {
  const [station] = await stationsOn(connection, { station: id }, day)
  return station ? stationDemands(policy, kindOf(policy, station)) : []
}

/** Findings of one station, or of every station in a place. */
export async function stationFindings(
  connection: Connection,
  subject: { place?: string; station?: string },
  day: string,
): Promise<Finding[]> {
  const stations = await stationsOn(connection, subject, day)
  const codes = await packCodesOf(
    connection,
    stations.map(({ place }) => place),
    day,
  )
  const groups = new Map<string, { policy: Policy; kind: StationKind; stations: Judged[] }>()
  for (const station of stations) {
    const code = codes.get(station.place) ?? 'cn'
    const policy = policyByCode(code, day)
    const kind = kindOf(policy, station)
    const key = `${code}|${kind.level}|${kind.mode}|${kind.pilot}`
    const group = groups.get(key) ?? { policy, kind, stations: [] }
    group.stations.push(station)
    groups.set(key, group)
  }
  const answered = [...groups.values()].flatMap(({ policy, kind, stations: members }) =>
    stationDemands(policy, kind).map((demand) =>
      judge(connection, demand, members, measureParameters(policy, kind.level), day),
    ),
  )
  return (await Promise.all(answered)).flat()
}

async function judge(
  connection: Connection,
  demand: Demand,
  stations: readonly Judged[],
  parameters: Readonly<Record<string, unknown>>,
  day: string,
): Promise<Finding[]> {
  const period = spanOf(demand, day)
  const measure = measures().get(demand.measure)
  const asked = {
    subject: { stations: stations.map(({ id }) => id) } satisfies Subject,
    period,
    with: { ...parameters, ...demand.with },
  }
  const found = measure ? await figures(connection, measure, asked) : []
  return stations.map((station) => {
    const mine = found.filter((figure) => figure.station === station.id)
    const none = { numerator: 0, denominator: measure?.adds === 'ratio' ? 0 : null }
    const reading = measure ? total(mine.length > 0 ? mine : [none]) : null
    return conclude(demand, reading, period, day, {
      station: station.id,
      stationName: station.name,
      place: station.place,
    })
  })
}

/** Findings on the network of a document's own area. */
export async function placeFindings(connection: Connection, policy: Policy, day: string): Promise<Finding[]> {
  const { place } = policy.head
  return Promise.all(
    placeDemands(policy).map(async (demand) => {
      const period = spanOf(demand, day)
      const measure = measures().get(demand.measure)
      const cells = measure ? await figures(connection, measure, { subject: { place }, period, with: demand.with }) : []
      const reading = measure ? total(cells) : null
      return conclude(demand, reading, period, day, { station: null, stationName: null, place })
    }),
  )
}

function conclude(
  demand: Demand,
  reading: Total | null,
  period: Period,
  day: string,
  subject: Pick<Finding, 'station' | 'stationName' | 'place'>,
): Finding {
  const value = reading && readingOf(reading)
  const gap = value === null ? 0 : gapOf(demand, value)
  const result: Result = value === null ? 'notMeasurable' : gap === 0 ? 'met' : 'notMet'
  return {
    ...subject,
    rule: demand.rule,
    label: demand.label,
    result,
    value,
    unit: demand.unit,
    required: requiredWords(demand),
    gap: result === 'notMet' ? gapWords(gap, demand.unit, reading!) : null,
    pending:
      result === 'notMet' &&
      ((demand.dueOn !== undefined && demand.dueOn >= day) || (demand.period === 'year' && period.to > day)),
    fix: result === 'notMet' ? demand.fix : null,
    clause: demand.clause,
    requirement: demand.requirement,
    measure: demand.measure,
    parameters: demand.with,
    period: period.key,
  }
}
