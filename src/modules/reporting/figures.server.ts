import { sql } from 'kysely'
import type { Connection } from '../../core/db.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Measure } from '../../core/measures.ts'
import { type Figure, figures, type Total, total } from '../measures/index.server.ts'
import type { Period } from '../measures/index.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { measureParameters } from '../policy/index.ts'
import { reportSections } from './template.ts'

export interface StationAt {
  /** Station id. */
  id: string
  name: string
  level: string
  place: string
}

/** What a measure answered for each station, keyed by measure and dimension. */
export interface StationFigure extends Figure {
  measure: string
}

export const reportMeasures: readonly Measure[] = reportSections.flatMap(({ measures }) => measures)

/** Stations that exist in a place or below it at some time of a period, and are not yet closed before it. */
export async function stationsIn(connection: Connection, place: string, period: Period): Promise<StationAt[]> {
  return connection.rows<StationAt>(sql`
    select county || '-' || id as id, name, level, place from station
    where place in (select id from place_within(${place}, ${period.to}::date))
      and opened_on <= ${period.to}::date and (closed_on is null or closed_on >= ${period.from}::date)
    order by county, name`)
}

/** A standing value is taken on the period's last day, or today while the period runs. */
const asOf = (period: Period, today: string): Period =>
  period.to > today && period.from <= today ? { ...period, key: today, to: today } : period

/**
 * Every figure of a report for these stations, as the records stand. Stations under different policies or of different
 * levels are measured with their own catalogue and certificates, a statement a group, never one a station. With
 * `recordedBy`, as the records stood at that moment.
 */
export async function liveFigures(
  connection: Connection,
  stations: readonly StationAt[],
  period: Period,
  today: string,
  measures = reportMeasures,
  recordedBy: string | null = null,
): Promise<StationFigure[]> {
  if (stations.length === 0) return []
  const codes = await packCodesOf(
    connection,
    stations.map(({ place }) => place),
    period.to,
  )
  const groups = new Map<string, { code: string; level: string; stations: string[] }>()
  for (const { id, level, place } of stations) {
    const code = codes.get(place) ?? 'cn'
    const key = `${code}|${level}`
    const group = groups.get(key) ?? { code, level, stations: [] }
    group.stations.push(id)
    groups.set(key, group)
  }
  const asked = [...groups.values()].flatMap((group) =>
    measures.map(async (measure) => {
      const parameters = measureParameters(policyByCode(group.code, period.to), group.level)
      const span = measure.over === 'day' ? asOf(period, today) : period
      const found = await figures(connection, measure, {
        subject: { stations: group.stations },
        period: span,
        with: parameters,
        ...(recordedBy && { recordedBy }),
      })
      return found.map((figure) => ({ ...figure, measure: measure.name }))
    }),
  )
  return (await Promise.all(asked)).flat()
}

/** Adds station figures up to one total a measure and dimension. */
export function totals(of: readonly StationFigure[]): Map<string, Total> {
  const groups = new Map<string, StationFigure[]>()
  for (const figure of of) {
    const key = `${figure.measure}|${figure.dimension}`
    groups.set(key, [...(groups.get(key) ?? []), figure])
  }
  return new Map([...groups].map(([key, group]) => [key, total(group)]))
}

/** The figures a report was submitted with. */
export async function frozenFigures(
  connection: Connection,
  reports: readonly { id: string; station: string | null }[],
): Promise<StationFigure[]> {
  if (reports.length === 0) return []
  const counties = [...new Set(reports.map(({ id }) => splitId(id).county))]
  const uuids = reports.map(({ id }) => splitId(id).uuid)
  const rows = await connection.rows<{
    county: string
    station: string | null
    measure: string
    dimension: string
    numerator: number
    denominator: number | null
  }>(sql`
    select county, station, measure, dimension, numerator, denominator from report_figure
    where county = any(${counties}::text[]) and report = any(${uuids}::uuid[])`)
  return rows.map((row) => ({ ...row, station: row.station ? `${row.county}-${row.station}` : '' }))
}

/** Keeps a report's figures as rows, in place of earlier ones. */
export function freeze(
  connection: Connection,
  report: { id: string; county: string; station: string | null },
  of: Map<string, Total>,
): void {
  const { uuid } = splitId(report.id)
  connection.send({
    text: 'delete from report_figure where county = $1 and report = $2',
    values: [report.county, uuid],
  })
  const keys = [...of.keys()].map((key) => key.split('|') as [string, string])
  const values = [...of.values()]
  connection.send({
    text: `insert into report_figure (county, station, report, measure, dimension, numerator, denominator)
      select $1, $2, $3, * from unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[])`,
    values: [
      report.county,
      report.station ? splitId(report.station).uuid : null,
      uuid,
      keys.map(([measure]) => measure),
      keys.map(([, dimension]) => dimension),
      values.map(({ numerator }) => numerator),
      values.map(({ denominator }) => denominator),
    ],
  })
}
