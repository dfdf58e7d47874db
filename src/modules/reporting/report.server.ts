import { sql } from 'kysely'
import { type Actor, reachesStation, reachOf } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, id, instant, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { type Period, periodOf } from '../measures/index.ts'
import { homeOf } from '../places/index.server.ts'
import type { PlaceKind } from '../places/index.ts'
import { currentPacks, policyAt } from '../policy/index.server.ts'
import type { Policy } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { dueOnOf } from './due.ts'
import { freeze, stationsIn, totals } from './figures.server.ts'
import { holdParts, stationFigures } from './parts.server.ts'
import { Report, type ReportLevel, ReportStep, reportFlow, reportLevels } from './report.ts'
import { seriesOf } from './series.ts'

type ReportRow = RowOf<typeof Report>

const grantOf = (verb: 'submit' | 'decide') => (report: { level: ReportLevel }) => {
  const level = { station: 'Station', county: 'County', city: 'City' }[report.level]
  return `report.${verb}${level}`
}

/** The period a key names; refused where it names none. */
export function periodNamed(key: string): Period {
  const period = periodOf(key)
  if (!period) throw refuseField('period', '期间请写成 2026-11（月）、2026-Q4（季）或 2026-H2（半年）')
  return period
}

function periodIn(key: string, today: string): Period {
  const period = periodNamed(key)
  if (period.from > today) throw refuseField('period', '还没到这一期，不能编制')
  return period
}

/** A station reports the periods in which it was open for a day or more. */
function refuseUnlessOpen({ openedOn, closedOn }: RowOf<typeof Station>, period: Period): void {
  if (!openedOn) throw refuseField('period', '该站尚未启用，请先填写启用日期，再编制报表')
  if (period.to < openedOn) throw refuseField('period', `该站于 ${openedOn} 启用，请选择启用以后的期间`)
  if (closedOn && period.from > closedOn) throw refuseField('period', `该站已于 ${closedOn} 停用，请选择停用以前的期间`)
}

/** An area's report is made of its stations': there is none for a period in which none was open. */
async function refuseWithoutStations(tx: Tx, place: string, period: Period): Promise<void> {
  if ((await stationsIn(tx, place, period)).length > 0) return
  const first = (await tx.first<{ openedOn: string | null }>(sql`select min(opened_on) as "openedOn" from station
    where place in (select id from place_within(${place}, ${tx.today}::date))`))!.openedOn
  throw refuseField(
    'period',
    first && period.to < first
      ? `辖区第一个社工站于 ${first} 启用，请选择启用以后的期间`
      : '这一期辖区内没有运行的社工站，请另选期间',
  )
}

const seriesWords = (key: string) =>
  /Q/.test(key) ? '季报' : /H/.test(key) ? '半年报' : /^\d{4}$/.test(key) ? '年报' : '月报'

/** The day a report is due: the pack's series from this party for periods of this length says it. */
function dueOn(policy: Policy, level: ReportLevel, period: Period): string | null {
  const line = seriesOf(policy, level, period)
  return line ? dueOnOf(period, line.dueDay) : null
}

async function open(
  tx: Tx,
  at: { county: string; station: string | null; place: string; name: string; level: ReportLevel },
  period: Period,
): Promise<ReportRow> {
  const same = await select(
    tx,
    Report,
    sql`where county = ${at.county} and period = ${period.key} and level = ${at.level}
      and ${at.station ? sql`station = ${splitId(at.station).uuid}::uuid` : sql`station is null and place = ${at.place}`}`,
  )
  // compiling twice opens the same report: there is only one a period
  if (same[0]) return same[0]
  const policy = await policyAt(tx, at.place, period.to)
  const report = await insert(
    tx,
    Report,
    { id: newId(at.county), station: at.station, county: at.county },
    {
      level: at.level,
      place: at.place,
      title: `${at.name}${period.label}工作${seriesWords(period.key)}`,
      period: period.key,
      state: reportFlow.initial as 'draft',
      dueOn: dueOn(policy, at.level, period),
      policyCode: policy.head.code,
      policyHash: currentPacks().hash,
    },
  )
  await noteStep(tx, report, '编制', null)
  return report
}

/** The step stands after its lock: whoever waited for it finds it earlier than their own moment. */
async function noteStep(tx: Tx, report: ReportRow, move: string, reason: string | null): Promise<void> {
  await insert(
    tx,
    ReportStep,
    { id: newId(report.county), station: report.station, county: report.county },
    { report: report.id, move, byName: tx.actor.name, reportVersion: String(report.version), reason, at: tx.moment() },
  )
}

/** Opens a station's report of a period, or the one already there. */
export const compileStationReport = action({
  label: '编制站级报表',
  grant: 'report.submitStation',
  input: { station: ref('社工站', 'station'), period: text('期间', { max: 10 }) },
  output: Report,
  clause: '昆民通〔2021〕8号 三（四）',
  async run({ tx, input }) {
    const station = (await find(tx, Station, input.station))!
    const period = periodIn(input.period, tx.today)
    refuseUnlessOpen(station, period)
    const at = {
      county: station.county,
      station: station.id,
      place: station.place,
      name: station.name,
      level: 'station' as const,
    }
    return open(tx, at, period)
  },
})

/** Opens a county's or a city's report of a period, compiled from its stations. */
export const compileAreaReport = action({
  label: '编制辖区报表',
  grant: 'report.read',
  input: { place: link('辖区', 'place'), period: text('期间', { max: 10 }) },
  output: Report,
  clause: '昆民通〔2021〕8号 三（一）（二）',
  async run({ tx, actor, input }) {
    const place = (await tx.first<{ kind: PlaceKind; name: string }>(
      sql`select kind, name from place_on(${tx.today}::date) where id = ${input.place}`,
    ))!
    const { kind: level, name } = place
    if (level !== 'county' && level !== 'city') throw refuseField('place', '辖区报表由区县或市级编制，请重新选择')
    if (!reachesStation(reachOf(actor, grantOf('submit')({ level })), input.place, null)) {
      throw new Failure('forbidden', '您不能编制这个辖区的报表')
    }
    const period = periodIn(input.period, tx.today)
    await refuseWithoutStations(tx, input.place, period)
    const at = { county: await homeOf(tx, input.place), station: null, place: input.place, name, level }
    return open(tx, at, period)
  },
})

const remarks = {
  highlights: Report.fields.highlights,
  problems: Report.fields.problems,
  nextPlan: Report.fields.nextPlan,
}
const unsubmitted = ({ state }: ReportRow) =>
  state === 'draft' || state === 'returned' ? undefined : '已上报的报表不能再改文字，请先撤回或等待退回'

/** Saves the written part; figures cannot be typed. */
export const saveRemarks = action({
  label: '保存文字',
  grant: 'report.read',
  on: Report,
  needs: grantOf('submit'),
  guard: unsubmitted,
  input: { id: id(), version: version(), ...remarks },
  output: Report,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    return update(tx, Report, found, values)
  },
})

/** Fixes the figures as they stand now and hands the report up. */
export const submitReport = action({
  label: '上报',
  grant: 'report.read',
  on: Report,
  needs: grantOf('submit'),
  move: 'submit',
  input: { id: id(), version: version(), ...remarks },
  output: Report,
  async run({ tx, actor, found, next, input: { id: _id, version: _version, ...values } }) {
    const period = periodOf(found.period)!
    await holdParts(tx, found, period)
    const figuresAt = tx.moment()
    const { figures } = await stationFigures(tx, found, period)
    freeze(tx, found, totals(figures))
    const report = await update(tx, Report, found, {
      ...values,
      state: next as 'submitted',
      figuresAt,
      submittedBy: actor.account,
      returnReason: null,
    })
    await noteStep(tx, report, reportFlow.moves.submit.label, null)
    return report
  },
})

export const withdrawReport = action({
  label: '撤回',
  grant: 'report.read',
  on: Report,
  needs: grantOf('submit'),
  move: 'withdraw',
  input: { id: id(), version: version() },
  output: Report,
  async run({ tx, found, next }) {
    const report = await update(tx, Report, found, { state: next as 'draft', figuresAt: null })
    await noteStep(tx, report, reportFlow.moves.withdraw.label, null)
    return report
  },
})

const notOwn = ({ submittedBy }: ReportRow, actor: Actor) =>
  submittedBy === actor.account ? '自己上报的报表须由他人审核' : undefined

/** Gives a report back: its figures are the records as they stand again, so that what is handed up next has been seen. */
export const returnReport = action({
  label: '退回',
  grant: 'report.read',
  on: Report,
  needs: grantOf('decide'),
  move: 'return',
  guard: notOwn,
  input: { id: id(), version: version(), returnReason: text('退回原因', { max: 500, multiline: true }) },
  output: Report,
  async run({ tx, actor, found, next, input }) {
    const report = await update(tx, Report, found, {
      state: next as 'returned',
      returnReason: input.returnReason,
      figuresAt: null,
      decidedBy: actor.account,
    })
    await noteStep(tx, report, reportFlow.moves.return.label, input.returnReason)
    return report
  },
})

/** Accepts and locks a report: what changes afterwards shows as a dated correction. */
export const acceptReport = action({
  label: '接收',
  grant: 'report.read',
  on: Report,
  needs: grantOf('decide'),
  move: 'accept',
  guard: notOwn,
  input: { id: id(), version: version() },
  output: Report,
  async run({ tx, actor, found, next }) {
    const report = await update(tx, Report, found, { state: next as 'accepted', decidedBy: actor.account })
    await noteStep(tx, report, reportFlow.moves.accept.label, null)
    return report
  },
})

export const listReports = query({
  label: '报表列表',
  grant: 'report.read',
  input: {
    period: optional(text('期间', { max: 10 })),
    level: optional(choice('层级', reportLevels)),
    state: optional(choice('状态', reportFlow.states)),
    station: optional(ref('社工站', 'station')),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('报表列表', { rows: list('报表', Report.row), total: integer('总数'), next: optional(text('下一页')) }),
  async run({ tx, reach, input }) {
    const where = [
      ...(input.period ? [sql<boolean>`report.period = ${input.period}`] : []),
      ...(input.level ? [sql<boolean>`report.level = ${input.level}`] : []),
      ...(input.state ? [sql<boolean>`report.state = ${input.state}`] : []),
      ...(input.station ? [sql<boolean>`report.station = ${splitId(input.station).uuid}::uuid`] : []),
    ]
    return page(tx, Report, reach, { where, order: ['period', 'desc'], after: input.after ?? null, limit: 50 })
  },
})

const step = shape('办理记录', {
  move: text('步骤'),
  byName: text('办理人'),
  reportVersion: text('版本'),
  reason: optional(text('说明', { max: 500 })),
  at: instant('时间'),
})

/** What was done with a report, in its order. */
export async function stepsOf(tx: Tx, report: ReportRow): Promise<RowOf<typeof ReportStep>[]> {
  const { county, uuid } = splitId(report.id)
  return select(tx, ReportStep, sql`where county = ${county} and report = ${uuid}::uuid order by at, id`)
}

export const getReport = query({
  label: '报表',
  grant: 'report.read',
  input: { id: id() },
  output: shape('报表', {
    report: Report.row,
    steps: list('办理记录', step),
  }),
  async run({ tx, reach, input }) {
    const report = await findReachable(tx, Report, reach, input.id)
    return { report, steps: await stepsOf(tx, report) }
  },
})
