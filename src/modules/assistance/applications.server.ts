import { type RawBuilder, sql } from 'kysely'
import { query } from '../../core/action.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { page } from '../../core/pages.ts'
import { partsOf, pointsTo } from '../../core/parts.ts'
import { findReachable, select } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import { cite } from '../policy/index.ts'
import { aidGroups, clockOf, dueBy, hasStep, papersFor, type Step, stepsOf } from './aid.ts'
import { aidOf, policyOf } from './application.server.ts'
import { Application, ApplicationPaper, ApplicationStep, ApplicationSurvey, Handout } from './application.ts'
import { applicationFlow, applicationViews, openStates } from './applicationFlow.ts'
import { NoticeObjection, PublicNotice } from './notice.ts'
import { aidsAt } from './roster.server.ts'

type View = keyof typeof applicationViews

const openSql = sql<boolean>`assistance_application.state = any(${[...openStates]}::text[])`

/** Past its step's day, or past the whole time from acceptance: asked of the dates, never stored. */
const lateSql = (today: string) =>
  sql<boolean>`(assistance_application.due_on < ${today}::date or assistance_application.whole_due_on < ${today}::date)`

function inView(view: View, today: string): RawBuilder<boolean>[] {
  switch (view) {
    case 'open':
      return [openSql]
    case 'late':
      return [openSql, lateSql(today)]
    case 'notice':
      return [sql<boolean>`assistance_application.state in ('onNotice', 'onSecondNotice')`]
    case 'decided':
      return [sql<boolean>`not ${openSql}`]
    case 'all':
      return []
  }
}

const besideApplication = {
  columns: {
    stationName: sql<string | null>`shown_station.name`,
    workerName: sql<string | null>`shown_worker.name`,
  },
  from: sql`left join station shown_station on shown_station.county = assistance_application.county and shown_station.id = assistance_application.station
    left join person shown_worker on shown_worker.county = assistance_application.county and shown_worker.id = assistance_application.worker`,
}

const listed = shape('救助申请', {
  application: Application.row,
  stationName: text('社工站'),
  workerName: optional(text('经办社工')),
})

/** Applications by what is to be done with them, newest first; what is late is worked out of their days. */
export const listApplications = query({
  label: '救助申请',
  grant: 'assistance.read',
  input: {
    view: choice('范围', applicationViews),
    station: optional(ref('社工站', 'station')),
    client: optional(ref('申请人', 'client')),
    aidGroup: optional(choice('类别', aidGroups)),
    kind: optional(Application.fields.kind),
    state: optional(choice('状态', applicationFlow.states)),
    search: optional(text('姓名或拼音', { max: 40 })),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('救助申请', { rows: list('申请', listed), total: integer('总数'), next: optional(text('下一页')) }),
  async run({ tx, reach, input: { view, station, client, aidGroup, kind, state, search, after, limit } }) {
    const at = (value: string, column: string) => pointsTo('assistance_application', column, value)
    const where = [
      ...inView(view, tx.today),
      ...(station ? [at(station, 'station')] : []),
      ...(client ? [at(client, 'client')] : []),
      ...(aidGroup ? [sql<boolean>`assistance_application.aid_group = ${aidGroup}`] : []),
      ...(kind ? [sql<boolean>`assistance_application.kind = ${kind}`] : []),
      ...(state ? [sql<boolean>`assistance_application.state = ${state}`] : []),
      ...(search?.trim() ? [worded(Application, reach, search)] : []),
    ]
    const found = await page(tx, Application, reach, {
      where,
      order: ['applied_on', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside: besideApplication,
    })
    return {
      ...found,
      rows: found.rows.map((application) => ({
        application,
        stationName: application.beside.stationName ?? '',
        workerName: application.beside.workerName,
      })),
    }
  },
})

/** What waits for this person: applications that stand where they may take the next step, the late ones first. */
export const waitingApplications = query({
  label: '待办的救助申请',
  grant: 'assistance.read',
  input: {},
  output: shape('待办', {
    rows: list('申请', listed),
    late: integer('超期', { unit: '份' }),
    ended: integer('公示已期满', { unit: '份' }),
    open: integer('办理中', { unit: '份' }),
  }),
  async run({ tx, actor, reach }) {
    const steps: [grant: string, states: string[]][] = [
      ['assistance.write', ['applied', 'returned']],
      ['assistance.firstReview', ['accepted', 'toPublish', 'onNotice']],
      ['assistance.review', ['toReview', 'toPublishAgain', 'onSecondNotice', 'toSubmit']],
      ['assistance.decide', ['submitted']],
    ]
    const mine = steps.flatMap(([grant, states]) => (actor.grants.has(grant) ? states : []))
    const held = async (filter: RawBuilder<boolean>[], limit: number) =>
      page(tx, Application, reach, { where: filter, order: ['applied_on', 'desc'], limit, beside: besideApplication })
    // a notice that still hangs waits for nobody
    const waiting = sql<boolean>`assistance_application.state = any(${mine}::text[])
      and not (assistance_application.state in ('onNotice', 'onSecondNotice') and assistance_application.due_on > ${tx.today}::date + 1)`
    const [rows, late, open, ended] = await Promise.all([
      held([waiting], 50),
      held([openSql, lateSql(tx.today)], 1),
      held([openSql], 1),
      held(
        [
          sql<boolean>`assistance_application.state in ('onNotice', 'onSecondNotice') and assistance_application.due_on <= ${tx.today}::date`,
        ],
        1,
      ),
    ])
    const due = (row: { dueOn: string | null }) => row.dueOn ?? '9999'
    return {
      rows: rows.rows
        .sort((a, b) => (due(a) < due(b) ? -1 : 1))
        .slice(0, 10)
        .map((application) => ({
          application,
          stationName: application.beside.stationName ?? '',
          workerName: application.beside.workerName,
        })),
      late: late.total,
      ended: ended.total,
      open: open.total,
    }
  },
})

/** One application with everything that belongs to it, and what the policy says of its kind. */
export const getApplication = query({
  label: '救助申请',
  grant: 'assistance.read',
  input: { id: id() },
  output: shape('救助申请', {
    application: Application.row,
    stationName: text('社工站'),
    workerName: optional(text('经办社工')),
    papers: list('材料', ApplicationPaper.row),
    surveys: list('家庭调查', ApplicationSurvey.row),
    notices: list('公示', shape('公示', { notice: PublicNotice.row, objections: list('异议', NoticeObjection.row) })),
    steps: list('办理记录', ApplicationStep.row),
    handouts: list('物资发放', Handout.row),
    clause: text('依据', { max: 200 }),
    department: optional(text('主管部门')),
    monthly: flag('按月发放'),
    /** What to put into the form of an approval. */
    suggestedMonth: optional(text('起发月份')),
    /** The last day of a notice put up today. */
    noticeEndsOn: optional(date('公示止')),
    noticeClause: optional(text('公示依据', { max: 200 })),
    clocks: list('时限', shape('时限', { label: text('时限', { max: 200 }), clause: text('条款', { max: 200 }) })),
    localSteps: list('本地步骤', shape('步骤', { label: text('步骤'), clause: text('条款', { max: 200 }) })),
    needsSurvey: flag('须家庭调查'),
  }),
  async run({ tx, reach, input }) {
    const application = await findReachable(tx, Application, reach, input.id, besideApplication)
    const [policy, papers, steps, surveys, notices, handouts, objections] = await Promise.all([
      policyOf(tx, application, application.appliedOn),
      partsOf(tx, ApplicationPaper, 'application', application, 'rank'),
      partsOf(tx, ApplicationStep, 'application', application, 'at'),
      partsOf(tx, ApplicationSurvey, 'application', application, 'on_day'),
      partsOf(tx, PublicNotice, 'application', application, 'created_at'),
      partsOf(tx, Handout, 'application', application, 'handed_on'),
      select(
        tx,
        NoticeObjection,
        sql`where notice_objection.county = ${application.county} and notice_objection.notice in (select id from public_notice where ${pointsTo('public_notice', 'application', application.id)}) order by on_day, id`,
      ),
    ])
    const aid = aidOf(policy, application.kind)
    const second = application.state === 'toPublishAgain'
    const notice = clockOf(policy, application.kind, second ? 'secondNotice' : 'notice')
    const asked: Step[] = ['accept', 'firstReview', 'notice', 'review', 'submit', 'decide', 'whole']
    return {
      application,
      stationName: application.beside.stationName ?? '',
      workerName: application.beside.workerName,
      papers,
      surveys,
      notices: notices.map((one) => ({ notice: one, objections: objections.filter((said) => said.notice === one.id) })),
      steps,
      handouts,
      clause: aid?.clause ?? '原版本的政策',
      department: aid?.department ?? null,
      monthly: aid?.payment === 'monthly',
      suggestedMonth: suggested(aid?.fromMonth ?? null, application.appliedOn, tx.today),
      noticeEndsOn: notice && !aid?.noNotice ? dueBy(notice, tx.today) : null,
      noticeClause: notice ? cite(policy, notice) : null,
      clocks: asked.flatMap((step) => {
        const clock = clockOf(policy, application.kind, step)
        if (!clock || (step === 'notice' && aid?.noNotice)) return []
        const unit = clock.days === 'workday' ? '个工作日' : '日'
        return [{ label: `${clock.label.replace(/^.*：/, '')}：${clock.value} ${unit}`, clause: cite(policy, clock) }]
      }),
      localSteps: stepsOf(policy, application.kind),
      needsSurvey: hasStep(policy, application.kind, 'survey'),
    }
  },
})

/** The month from which it is paid, as the policy says: of the application, of the decision, or the one after. */
function suggested(from: 'application' | 'decision' | 'next' | null, appliedOn: string, today: string): string | null {
  if (from === null) return null
  if (from === 'application') return appliedOn.slice(0, 7)
  if (from === 'decision') return today.slice(0, 7)
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
}

/** What one may apply for at a station, with the papers it takes (PZ-G3.2.1c, CG-2.1: 8+1 类救助，各有主管部门). */
export const listAids = query({
  label: '救助种类',
  grant: 'assistance.read',
  input: { station: optional(ref('社工站', 'station')) },
  output: list(
    '救助种类',
    shape('救助种类', {
      code: text('代码'),
      label: text('名称'),
      aidGroup: choice('类别', aidGroups),
      payment: choice('发放', { monthly: '按月', once: '一次性' }),
      department: optional(text('主管部门')),
      certified: flag('须生存认证'),
      clause: text('条款', { max: 200 }),
      papers: list(
        '材料',
        shape('材料', {
          key: text('键', { max: 80 }),
          label: text('材料'),
          need: choice('性质', { required: '必须', ifAny: '有则提供' }),
        }),
      ),
    }),
  ),
  async run({ tx, actor, reach, input }) {
    const { policy, aids } = await aidsAt(tx, reach, actor, input.station)
    return aids.map(({ code, label, group, payment, department, certification, clause }) => ({
      code,
      label,
      aidGroup: group,
      payment,
      department,
      certified: certification !== null,
      clause,
      papers: papersFor(policy, code),
    }))
  },
})
