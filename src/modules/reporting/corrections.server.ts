import { type RawBuilder, sql } from 'kysely'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import {
  choice,
  date,
  id,
  instant,
  integer,
  link,
  list,
  type OutputOf,
  optional,
  shape,
  text,
} from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { openable } from '../measures/index.server.ts'
import { type Period, periodOf } from '../measures/index.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { dueOnOf, timelinessOf, timelinessWords } from './due.ts'
import { stationsIn } from './figures.server.ts'
import { partsOf } from './parts.server.ts'
import { periodNamed } from './report.server.ts'
import { Report, type ReportLevel, reportFlow } from './report.ts'
import { titled } from './reportFigures.server.ts'
import { seriesOf } from './series.ts'

type ReportRow = RowOf<typeof Report>

/** The moment from which a station's records are no more in a report's figures. */
interface Fixed {
  report: string
  station: string
  at: string
}

/** The stations of these reports whose figures are fixed; a draft of an area has those that were accepted. */
async function fixedOf(tx: Tx, reports: readonly ReportRow[], period: Period): Promise<Fixed[]> {
  const parts = await Promise.all(
    reports.map(async (report) => {
      if (report.station) return [{ report: report.id, station: report.station, at: report.figuresAt }]
      const below = await partsOf(tx, report, period)
      return below.map(({ station, fixedAt }) => ({ report: report.id, station: station.id, at: fixedAt }))
    }),
  )
  return parts.flat().filter((one): one is Fixed => one.at !== null)
}

/**
 * Services of a period recorded after the figures they belong to were fixed, as `f` beside `p`; what a report does not
 * count is no correction of it. The fence keeps the planner to one index range a station.
 */
function recordedSince(fixed: readonly Fixed[], period: Period): RawBuilder<unknown> {
  const stations = fixed.map(({ station }) => splitId(station))
  return sql`
    unnest(${fixed.map(({ report }) => report)}::text[], ${stations.map(({ county }) => county)}::text[],
      ${stations.map(({ uuid }) => uuid)}::uuid[], ${fixed.map(({ at }) => at)}::timestamptz[]) as p(report, county, station, fixed_at)
    cross join lateral (
      select * from fact where fact.county = p.county and fact.station = p.station and fact.kind = ${serviceGiven.name}
        and fact.on_day between ${period.from}::date and ${period.to}::date and fact.recorded_at > p.fixed_at offset 0) as f`
}

/** When a returned report had been handed up, so that its writer sees what has changed since. */
async function handedUpAt(tx: Tx, report: ReportRow): Promise<string | null> {
  const { county, uuid } = splitId(report.id)
  const last = await tx.first<{ at: string }>(sql`
    select max(at) as at from report_step where county = ${county} and report = ${uuid}::uuid and move = ${reportFlow.moves.submit.label}`)
  return last?.at ?? null
}

const correctionFields = {
  stationName: text('社工站'),
  recordedAt: instant('登记时间'),
  onDay: date('服务日期'),
  entity: text('类别'),
  id: text('编号', { max: 80 }),
  label: text('内容', { max: 600 }),
  records: integer('次数变动', { min: -2_000_000_000 }),
  people: integer('人次变动', { min: -2_000_000_000 }),
  minutes: integer('时长变动', { min: -2_000_000_000 }),
}
const correction = shape('更正', correctionFields)
export type Correction = OutputOf<typeof correctionFields>

/** What changed in a report's period after its figures were fixed, there and at the stations below, by record and moment. */
export async function correctionsOf(tx: Tx, report: ReportRow): Promise<Correction[]> {
  const figuresAt = report.state === 'returned' ? await handedUpAt(tx, report) : report.figuresAt
  const period = periodOf(report.period)!
  const fixed = await fixedOf(tx, [{ ...report, figuresAt }], period)
  const rows = await tx.rows<Correction>(sql`
    select s.name as station_name, '' as label, f.recorded_at, max(f.on_day)::date as on_day, f.source_entity as entity,
      f.county || '-' || f.source as id, sum(f.sign)::int as records, sum(f.sign * f.people)::int as people,
      sum(f.sign * f.minutes)::int as minutes
    from ${recordedSince(fixed, period)} join station s on s.county = f.county and s.id = f.station
    group by s.name, f.recorded_at, f.source_entity, f.county, f.source order by f.recorded_at, s.name`)
  return titled(tx, await openable(tx, rows))
}

export const reportCorrections = query({
  label: '上报后的更正',
  grant: 'report.read',
  input: { id: id() },
  output: list('更正', correction),
  run: async ({ tx, reach, input }) => correctionsOf(tx, await findReachable(tx, Report, reach, input.id)),
})

const boardLine = shape('报送情况', {
  station: optional(text('社工站编号')),
  place: text('区划'),
  name: text('名称'),
  report: optional(text('报表')),
  timeliness: choice('报送情况', timelinessWords),
  dueOn: text('应报日期'),
  corrections: integer('上报后更正'),
})

/** Who has reported a period and who has not: the stations of a county, or the counties of a city. */
export const reportBoard = query({
  label: '报送情况',
  grant: 'report.read',
  input: { place: link('辖区', 'place'), period: text('期间', { max: 10 }) },
  output: shape('报送情况', { stations: list('各站', boardLine), counties: list('各区县', boardLine) }),
  async run({ tx, input }) {
    const period = periodNamed(input.period)
    const stations = await stationsIn(tx, input.place, period)
    const counties = await tx.rows<{ id: string; name: string }>(sql`
      select id, name from place_on(${tx.today}::date) where kind = 'county' and id <> ${input.place}
        and id in (select id from place_within(${input.place}, ${tx.today}::date))
        and id in (select county from place where id = any(${stations.map(({ place }) => place)}::text[])) order by id`)
    const homes = [...new Set(stations.map(({ id: one }) => splitId(one).county))]
    const reports = await select(tx, Report, sql`where county = any(${homes}::text[]) and period = ${period.key}`)
    const handedUp = reports.filter(({ figuresAt, level }) => figuresAt !== null && level !== 'city')
    const late = new Map(
      (
        await tx.rows<{ report: string; count: number }>(sql`
          select p.report, count(distinct f.source)::int as count
          from ${recordedSince(await fixedOf(tx, handedUp, period), period)} group by p.report`)
      ).map(({ report, count }) => [report, count]),
    )
    const codes = await packCodesOf(
      tx,
      [...stations.map(({ place }) => place), ...counties.map((one) => one.id)],
      period.to,
    )
    const dueOf = (level: ReportLevel, place: string) => {
      const policy = policyByCode(codes.get(place) ?? 'cn', period.to)
      return dueOnOf(period, seriesOf(policy, level, period)?.dueDay ?? null)
    }
    const line = (
      of: { name: string; place: string; station: string | null },
      report: (typeof reports)[number] | undefined,
    ) => {
      const dueOn = report?.dueOn ?? dueOf(of.station ? 'station' : 'county', of.place)
      return {
        ...of,
        report: report?.id ?? null,
        dueOn,
        timeliness: timelinessOf(period, dueOn, tx.today, report?.state ?? null),
        corrections: (report && late.get(report.id)) ?? 0,
      }
    }
    return {
      stations: stations.map((one) =>
        line(
          { name: one.name, place: one.place, station: one.id },
          reports.find(({ level, station }) => level === 'station' && station === one.id),
        ),
      ),
      counties: counties.map((one) =>
        line(
          { name: one.name, place: one.id, station: null },
          reports.find(({ level, place }) => level === 'county' && place === one.id),
        ),
      ),
    }
  },
})
