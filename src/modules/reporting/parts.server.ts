import { sql } from 'kysely'
import type { RowOf } from '../../core/entity.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { monthsOf, type Period } from '../measures/index.ts'
import { frozenFigures, liveFigures, reportMeasures, type StationAt, stationsIn } from './figures.server.ts'
import type { Standing } from './parts.ts'
import { type Report, reportFlow } from './report.ts'

type ReportRow = RowOf<typeof Report>

/** What a station gives to a report: its own, or that of its county or city. */
export interface Part {
  station: StationAt
  standing: Standing
  /** The station's own report, if there is one. */
  report: string | null
  /** The moment its figures were fixed; null while the records are read as they stand. */
  fixedAt: string | null
}

/** Stations whose reports and records a report adds up; one for a station's own. */
export async function stationsOf(tx: Tx, report: ReportRow, period: Period): Promise<StationAt[]> {
  if (!report.station) return stationsIn(tx, report.place, period)
  const { county, uuid } = splitId(report.station)
  return tx.rows<StationAt>(
    sql`select county || '-' || id as id, name, level, place from station where county = ${county} and id = ${uuid}::uuid`,
  )
}

const { submit, return: giveBack, accept } = reportFlow.moves
/** Where each step of a report's trail leaves it; compiling and withdrawing leave it unreported. */
const standingAfter: Readonly<Record<string, Standing>> = {
  [submit.label]: 'submitted',
  [giveBack.label]: 'returned',
  [accept.label]: 'accepted',
}

/**
 * The parts of a report: as they were when its figures were fixed, else as they are. A station that was accepted by then
 * stands with its own report; every other with its records.
 */
export async function partsOf(tx: Tx, report: ReportRow, period: Period): Promise<Part[]> {
  const stations = await stationsOf(tx, report, period)
  const steps = await tx.rows<{
    station: string
    report: string
    figuresAt: string | null
    move: string
    at: string
  }>(sql`
    select r.county || '-' || r.station as station, r.county || '-' || r.id as report, r.figures_at, t.move, t.at
    from report r join report_step t on t.county = r.county and t.report = r.id
    where ${reportsOf(stations, period)} order by t.at, t.id`)
  const fixed = report.figuresAt
  return stations.map((station) => {
    const own = steps.filter((step) => step.station === station.id)
    const last = own.findLast(({ at }) => fixed === null || at <= fixed)
    const standing = (last && standingAfter[last.move]) ?? 'unreported'
    return {
      station,
      standing,
      report: own[0]?.report ?? null,
      fixedAt: standing === 'accepted' ? own[0]!.figuresAt : fixed,
    }
  })
}

/** The stations' own reports of a period, as `r`. */
function reportsOf(stations: readonly StationAt[], period: Period) {
  const counties = [...new Set(stations.map(({ id }) => splitId(id).county))]
  return sql`r.county = any(${counties}::text[]) and r.period = ${period.key} and r.level = 'station'
    and r.station = any(${stations.map(({ id }) => splitId(id).uuid)}::uuid[])`
}

/**
 * A report's figures by station: fixed ones of accepted reports, and for the rest the records as they stand, or as they
 * stood when the report was handed up.
 */
export async function stationFigures(tx: Tx, report: ReportRow, period: Period, measures = reportMeasures) {
  const parts = await partsOf(tx, report, period)
  const settled = parts.filter(({ standing }) => standing === 'accepted')
  const open = parts.filter(({ standing }) => standing !== 'accepted').map(({ station }) => station)
  const [frozen, live] = await Promise.all([
    frozenFigures(
      tx,
      settled.map(({ report: own, station }) => ({ id: own!, station: station.id })),
    ),
    liveFigures(tx, open, period, tx.today, measures, report.figuresAt),
  ])
  return { parts, figures: [...frozen, ...live] }
}

/**
 * Waits for who writes what a report adds up and keeps new ones waiting: no decision on a station's report and no record
 * slips between the figures and their moment.
 */
export async function holdParts(tx: Tx, report: ReportRow, period: Period): Promise<void> {
  const stations = await stationsOf(tx, report, period)
  if (!report.station)
    await tx.rows(sql`select 1 from report r where ${reportsOf(stations, period)} order by r.county, r.id for share`)
  const parts = await partsOf(tx, report, period)
  const marks = parts
    .filter(({ standing }) => standing !== 'accepted')
    .flatMap(({ station }) => monthsOf(period)!.map((month) => ({ ...splitId(station.id), month })))
    // in the order in which writers take them (trust.md, lock order)
    .sort((a, b) => (`${a.county}|${a.uuid}|${a.month}` < `${b.county}|${b.uuid}|${b.month}` ? -1 : 1))
  await tx.rows(sql`
    insert into stale_month (county, station, month, touched_at)
    select county, station, month, ${tx.now}::timestamptz
    from unnest(${marks.map(({ county }) => county)}::text[], ${marks.map(({ uuid }) => uuid)}::uuid[],
      ${marks.map(({ month }) => month)}::text[]) as marks(county, station, month)
    on conflict (county, station, month) do update set touched_at = excluded.touched_at returning 1`)
}
