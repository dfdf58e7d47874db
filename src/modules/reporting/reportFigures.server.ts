import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, decimal, flag, id, instant, list, optional, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Measure } from '../../core/measures.ts'
import { findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { behind, measureNamed, readingOf, type Total, total } from '../measures/index.server.ts'
import { type Period, periodBefore, periodOf } from '../measures/index.ts'
import { packCodesOf, policyAt, policyByCode } from '../policy/index.server.ts'
import { catalogueWords, measureParameters } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { frozenFigures, type StationAt, type StationFigure, totals } from './figures.server.ts'
import { partsOf, stationFigures, stationsOf } from './parts.server.ts'
import { standings } from './parts.ts'
import { periodNamed } from './report.server.ts'
import { Report } from './report.ts'
import { reportSections } from './template.ts'

type ReportRow = RowOf<typeof Report>

const figure = shape('数据', {
  measure: text('度量'),
  dimension: text('分项'),
  label: text('名称', { max: 200 }),
  group: optional(text('分组')),
  catalogue: optional(text('服务目录')),
  unit: text('单位'),
  value: optional(decimal('数值')),
  numerator: decimal('分子'),
  denominator: optional(decimal('分母')),
  previous: optional(decimal('上期')),
  definition: text('统计口径', { max: 500 }),
})
const section = shape('部分', { title: text('标题'), figures: list('数据', figure) })

/** What a report shows: fixed figures once handed up, else the records as they stand. */
async function totalsOf(tx: Tx, report: ReportRow, period: Period): Promise<Map<string, Total>> {
  if (report.figuresAt) return totals(await frozenFigures(tx, [report]))
  return totals((await stationFigures(tx, report, period)).figures)
}

/** The same places' figures of the period before, from what was then fixed, else as the records stand. */
async function previousTotals(tx: Tx, report: ReportRow): Promise<Map<string, Total>> {
  const period = periodOf(periodBefore(report.period))!
  const at = report.station
    ? sql`station = ${splitId(report.station).uuid}::uuid`
    : sql`station is null and place = ${report.place}`
  const before = await tx.first<{ id: string; station: string | null; figuresAt: string | null }>(sql`
    select county || '-' || id as id, station, figures_at from report
    where county = ${report.county} and level = ${report.level} and period = ${period.key} and ${at}`)
  if (before?.figuresAt) return totals(await frozenFigures(tx, [before]))
  const { figures } = await stationFigures(tx, { ...report, period: period.key, figuresAt: null }, period)
  return totals(figures)
}

interface Words {
  label: string
  group: string | null
  /** The document that numbers an item. */
  catalogue: string | null
  order: string
}

/** The words of a measure's dimension keys; catalogue items by every policy that applies at these stations. */
async function wordsFor(
  tx: Tx,
  report: ReportRow,
  stations: readonly StationAt[],
  period: Period,
): Promise<(measure: Measure, dimension: string) => Words> {
  const codes = await packCodesOf(tx, [report.place, ...stations.map(({ place }) => place)], period.to)
  const items = new Map(
    [...new Set(codes.values())].flatMap((code) => [...catalogueWords(policyByCode(code, period.to))]),
  )
  return (measure, dimension) => {
    if (!measure.dimension) return { label: measure.label, group: null, catalogue: null, order: '' }
    const { words } = measure.dimension
    if (words !== 'catalogue') {
      const order = String(Object.keys(words).indexOf(dimension)).padStart(3, '0')
      return { label: words[dimension] ?? dimension, group: measure.label, catalogue: null, order }
    }
    const item = items.get(dimension)
    if (!item) return { label: dimension, group: null, catalogue: null, order: '9999' }
    const order = `${item.document} ${item.number}`.replace(/\d+/g, (digits) => digits.padStart(4, '0'))
    return { label: `${item.number} ${item.label}`, group: item.domain, catalogue: item.document, order }
  }
}

/** Which catalogue an item stands in is said only where the stations follow several: their numbers are alike. */
function byCatalogue<F extends { catalogue: string | null }>(figures: readonly F[]): F[] {
  const several = new Set(figures.map(({ catalogue }) => catalogue)).size > 1
  return figures.map((one) => (several ? one : { ...one, catalogue: null }))
}

/** A report's figures in their sections, each with its definition and the period before. */
export async function sectionsOf(tx: Tx, report: ReportRow) {
  const period = periodOf(report.period)!
  const stations = await stationsOf(tx, report, period)
  const [now, before, words] = await Promise.all([
    totalsOf(tx, report, period),
    previousTotals(tx, report),
    wordsFor(tx, report, stations, period),
  ])
  return reportSections.map(({ title, measures }) => ({
    title,
    figures: byCatalogue(
      measures.flatMap((measure) => {
        const keys = measure.dimension
          ? [...now.keys()].filter((key) => key.startsWith(`${measure.name}|`))
          : [`${measure.name}|`]
        return keys
          .map((key) => {
            const dimension = key.slice(measure.name.length + 1)
            const found = now.get(key) ?? { numerator: 0, denominator: measure.adds === 'ratio' ? 0 : null }
            const former = before.get(key)
            const { order, ...named } = words(measure, dimension)
            return {
              order,
              figure: {
                measure: measure.name,
                dimension,
                ...named,
                unit: measure.unit,
                value: readingOf(found),
                ...found,
                previous: former ? readingOf(former) : measure.adds === 'ratio' ? null : 0,
                definition: measure.definition,
              },
            }
          })
          .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
          .map((one) => one.figure)
      }),
    ),
  }))
}

export const reportFigures = query({
  label: '报表数据',
  grant: 'report.read',
  input: { id: id() },
  output: shape('报表数据', { sections: list('部分', section), figuresAt: optional(instant('数据截至')) }),
  async run({ tx, reach, input }) {
    const report = await findReachable(tx, Report, reach, input.id)
    return { sections: await sectionsOf(tx, report), figuresAt: report.figuresAt }
  },
})

/** Which stations an area's figures are made of: those accepted by then stand with their own report. */
export const reportParts = query({
  label: '数据来自哪些站',
  grant: 'report.read',
  input: { id: id() },
  output: list(
    '各站',
    shape('站', {
      station: text('编号'),
      name: text('社工站'),
      standing: choice('报送情况', standings),
      report: optional(text('月报')),
    }),
  ),
  async run({ tx, reach, input }) {
    const report = await findReachable(tx, Report, reach, input.id)
    const parts = await partsOf(tx, report, periodOf(report.period)!)
    return parts.map(({ station, ...part }) => ({ ...part, station: station.id, name: station.name }))
  },
})

/** Where a figure of an area's report comes from: each station's part, and the moment as of which its records are listed. */
export const figureStations = query({
  label: '数据来自各站',
  grant: 'report.read',
  input: { id: id(), measure: text('度量'), dimension: optional(text('分项')) },
  output: list(
    '各站',
    shape('站', {
      station: text('编号'),
      name: text('社工站'),
      value: optional(decimal('数值')),
      standing: choice('报送情况', standings),
      fixedAt: optional(instant('数据截至')),
    }),
  ),
  async run({ tx, reach, input }) {
    const report = await findReachable(tx, Report, reach, input.id)
    const measure = measureNamed(input.measure)
    const { parts, figures } = await stationFigures(tx, report, periodOf(report.period)!, [measure])
    const partOf = (station: string): StationFigure[] =>
      figures.filter(
        (one) => one.station === station && one.measure === measure.name && one.dimension === (input.dimension ?? ''),
      )
    return parts
      .map(({ station, standing, fixedAt }) => ({
        station: station.id,
        name: station.name,
        value: readingOf(total(partOf(station.id))),
        standing,
        fixedAt,
      }))
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  },
})

const behindLine = shape('记录', {
  entity: text('类别'),
  id: text('编号', { max: 80 }),
  on: optional(date('日期')),
  label: text('内容', { max: 600 }),
  value: optional(decimal('数值')),
  hit: optional(flag('计入')),
})

/** The records behind a figure of one station, as they were when the figure was fixed, else as they stand. */
export const figureRecords = query({
  label: '数据背后的记录',
  grant: 'report.read',
  input: {
    station: text('社工站', { max: 60 }),
    period: text('期间', { max: 10 }),
    measure: text('度量'),
    dimension: optional(text('分项')),
    recordedBy: optional(instant('截至')),
  },
  output: shape('记录', {
    measureLabel: text('度量'),
    definition: text('统计口径', { max: 500 }),
    rows: list('记录', behindLine),
  }),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const period = periodNamed(input.period)
    const measure = measureNamed(input.measure)
    const policy = await policyAt(tx, station.place, period.to)
    const span = measure.over === 'day' && period.to > tx.today ? { ...period, to: tx.today } : period
    const rows = await behind(
      tx,
      measure,
      {
        subject: { stations: [station.id] },
        period: span,
        with: measureParameters(policy, station.level),
        ...(input.recordedBy && { recordedBy: input.recordedBy }),
      },
      input.dimension ?? '',
    )
    const words = catalogueWords(policy)
    const order = [...words.keys()]
    const named = (await titled(tx, rows)).map((row) => {
      const item = words.get(row.id)
      return item ? { ...row, label: `${item.number} ${item.label}` } : row
    })
    return {
      measureLabel: measure.label,
      definition: measure.definition,
      // items stand in the order of their document, what was not served first
      rows: named.sort((a, b) => Number(a.hit) - Number(b.hit) || order.indexOf(a.id) - order.indexOf(b.id)),
    }
  },
})

/** Rows with the words of service records: who, and what was done. */
export async function titled<R extends { entity: string; id: string; label: string }>(
  tx: Tx,
  rows: readonly R[],
): Promise<R[]> {
  const ids = rows.filter(({ entity }) => entity === 'service_record').map((row) => splitId(row.id))
  if (ids.length === 0) return [...rows]
  const found = await tx.rows<{ id: string; label: string }>(sql`
    select r.county || '-' || r.id as id, p.name || '：' || r.summary as label
    from service_record r join person p on p.county = r.county and p.id = r.worker
    where r.county = any(${[...new Set(ids.map(({ county }) => county))]}::text[]) and r.id = any(${ids.map(({ uuid }) => uuid)}::uuid[])`)
  const labels = new Map(found.map(({ id: one, label }) => [one, label]))
  return rows.map((row) => ({ ...row, label: labels.get(row.id) ?? row.label }))
}
