import { sql } from 'kysely'
import type { RowOf } from '../../core/entity.ts'
import { find, findReachable } from '../../core/records.ts'
import { formatInstant, writtenDay } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { periodOf } from '../measures/index.ts'
import { definePaper } from '../papers/index.server.ts'
import { type Block, type Column, ordinal } from '../papers/index.ts'
import { policyByCode } from '../policy/index.server.ts'
import { cite, type Line, readsPolicy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { type Correction, correctionsOf } from './corrections.server.ts'
import { sayCorrections } from './corrections.ts'
import { type Part, partsOf } from './parts.server.ts'
import { sayParts, standings } from './parts.ts'
import { stepsOf } from './report.server.ts'
import { Report, reportFlow } from './report.ts'
import { sectionsOf } from './reportFigures.server.ts'
import { partiesOf, seriesOf } from './series.ts'

const columns: readonly Column[] = [
  { label: '指标', width: 0.5 },
  { label: '单位', width: 0.12, align: 'center' },
  { label: '本期', width: 0.19, align: 'right' },
  { label: '上期', width: 0.19, align: 'right' },
]

/** A report as it is handed up: figures by section, the written part, who and when (昆民通〔2021〕8号 三（二）（四）). */
export const reportPaper = definePaper({
  name: 'report',
  label: '报表',
  grant: 'report.read',
  async build({ tx, reach, input }) {
    const report = await findReachable(tx, Report, reach, input.id)
    const sections = await sectionsOf(tx, report)
    const station = report.station ? await find(tx, Station, report.station) : undefined
    const place = await tx.first<{ name: string }>(
      sql`select name from place_on(${tx.today}::date) where id = ${report.place}`,
    )
    const period = periodOf(report.period)!
    const policy = policyByCode(report.policyCode, period.to)
    const series = seriesOf(policy, report.level, period)
    const blocks: Block[] = report.station ? [] : sourceOf(await partsOf(tx, report, period), report.figuresAt !== null)
    let number = 0
    const heading = (text: string) => blocks.push({ kind: 'heading', text: ordinal(++number, text) })
    for (const { title, figures } of sections) {
      heading(title)
      if (figures.length === 0) {
        blocks.push({ kind: 'paragraph', text: '本期没有记录。' })
        continue
      }
      // items of two documents bear the same numbers
      for (const catalogue of new Set(figures.map((one) => one.catalogue))) {
        const rows = figures.filter((one) => one.catalogue === catalogue)
        blocks.push({
          kind: 'table',
          ...(catalogue !== null && { caption: `服务目录：${catalogue}` }),
          columns,
          rows: rows.map((one) => [one.label, one.unit, one.value, one.previous]),
        })
      }
    }
    for (const [title, text] of [
      ['工作情况', report.highlights],
      ['存在问题', report.problems],
      ['下期计划', report.nextPlan],
    ] as const) {
      heading(title)
      blocks.push({ kind: 'paragraph', text: text ?? '（未填）' })
    }
    const corrections = await correctionsOf(tx, report)
    if (corrections.length > 0) {
      heading('上报后的更正')
      blocks.push(...correctionsIn(report, corrections))
    }
    const hands = await handsOf(tx, report)
    if (hands) blocks.push({ kind: 'paragraph', text: hands })
    blocks.push({
      kind: 'signature',
      lines: [
        station?.name ?? `${place?.name ?? ''}民政部门`,
        '（盖章）',
        writtenDay(formatInstant(report.figuresAt ?? tx.now).slice(0, 10)),
      ],
    })
    const fixed = report.figuresAt
      ? `数据截至 ${formatInstant(report.figuresAt)} 固定`
      : report.station
        ? '尚未上报，数据为导出时的实时汇总'
        : '尚未上报，数据为导出时按已接收的月报和现有记录的汇总'
    return {
      title: report.title,
      subtitle: `${period.label} · ${reportFlow.states[report.state]}`,
      fileName: report.title,
      blocks,
      footnote: `本表数据由服务记录自动汇总，${fixed}。${series ? `依据：${cite(policy, series)}。` : ''}`,
    }
  },
})

/** What an area's figures are made of, and by name the stations that are not accepted. */
function sourceOf(parts: readonly Part[], fixed: boolean): Block[] {
  const named = (['submitted', 'returned', 'unreported'] as const).flatMap((of) => {
    const names = parts.filter(({ standing }) => standing === of).map(({ station }) => station.name)
    return names.length > 0 ? [`${standings[of]}：${names.join('、')}。`] : []
  })
  return [
    { kind: 'paragraph' as const, text: `数据来源：${sayParts(parts, fixed)}。` },
    ...(named.length > 0 ? [{ kind: 'paragraph' as const, text: named.join('') }] : []),
  ]
}

/** Who handed up what stands here, and who accepted it, each with the day. */
async function handsOf(tx: Tx, report: RowOf<typeof Report>): Promise<string> {
  const { submit, accept } = reportFlow.moves
  const moves = { draft: [], returned: [], submitted: [submit], accepted: [submit, accept] }[report.state]
  if (moves.length === 0) return ''
  const steps = await stepsOf(tx, report)
  return moves
    .flatMap(({ label }) => steps.filter(({ move }) => move === label).slice(-1))
    .map(({ move, byName, at }) => `${move}：${byName}，${writtenDay(formatInstant(at).slice(0, 10))}`)
    .join('\n')
}

/** Each correction by its day and numbers; what it tells of people is read where it is opened, not on paper. */
function correctionsIn(report: RowOf<typeof Report>, corrections: readonly Correction[]): Block[] {
  const ofArea = !report.station
  return [
    { kind: 'paragraph', text: sayCorrections(report) },
    {
      kind: 'table',
      columns: [
        ...(ofArea ? [{ label: '社工站', width: 0.28 }] : []),
        { label: '服务日期', width: ofArea ? 0.17 : 0.28 },
        { label: '登记时间', width: ofArea ? 0.25 : 0.36 },
        { label: '次数', width: ofArea ? 0.1 : 0.12, align: 'right', change: true },
        { label: '人次', width: ofArea ? 0.1 : 0.12, align: 'right', change: true },
        { label: '分钟', width: ofArea ? 0.1 : 0.12, align: 'right', change: true },
      ],
      rows: corrections.map(({ stationName, onDay, recordedAt, records, people, minutes }) => [
        ...(ofArea ? [stationName] : []),
        onDay,
        formatInstant(recordedAt),
        records,
        people,
        minutes,
      ]),
    },
  ]
}

const handedUp: readonly string[] = Object.values(partiesOf).flat()
// a report names the line that asks for it, and its items by the names of the catalogue
readsPolicy('reportSeries', (line) => {
  const { by, period, roster } = line as Line<'reportSeries'>
  return handedUp.includes(by) && roster === null && period !== 'once' ? 'printed' : 'notYet'
})
readsPolicy('catalogue', 'printed')
