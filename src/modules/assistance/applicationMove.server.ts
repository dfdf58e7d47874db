import { sql } from 'kysely'
import type { Actor } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, id, optional, text, version } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { record, type Tx } from '../../core/tx.ts'
import { Client, ClientCategory } from '../clients/index.ts'
import { linesOf } from '../policy/index.ts'
import { type CountedEvent, clockOf, dueBy, hasStep, noticeEnd, workdaysAfter } from './aid.ts'
import {
  type ApplicationRow,
  aidOf,
  beside,
  noteStep,
  policyOf,
  rowsOfApplication,
  stepDue,
} from './application.server.ts'
import { Application, ApplicationPaper, assistanceGranted, assistanceRefused } from './application.ts'
import { type ApplicationMove, type ApplicationState, applicationFlow } from './applicationFlow.ts'
import { countService } from './counting.server.ts'
import { NoticeObjection, PublicNotice } from './notice.ts'
import { enterRoster } from './roster.server.ts'

const moving = {
  id: id(),
  version: version(),
  onDay: optional(date('办理日期', { past: true, help: '不填即今天' })),
  opinion: optional(text('意见', { max: 500, multiline: true })),
}

interface Moved {
  tx: Tx
  actor: Actor
  found: ApplicationRow
  input: { onDay?: string | null; opinion?: string | null }
}

type Patch = Partial<Omit<ApplicationRow, 'id'>>

/** The day of a step: not before the one it follows. */
function dayOf({ tx, found, input }: Moved): string {
  const day = input.onDay ?? tx.today
  if (day < found.stateSince) throw refuseField('onDay', `不能早于上一步的日期 ${found.stateSince}`)
  return day
}

/** Takes the step: the new state with its clock, the line that says who did it, and the service it was. */
async function advance(
  moved: Moved,
  move: ApplicationMove,
  { to, patch = {}, event }: { to?: ApplicationState; patch?: Patch; event?: CountedEvent } = {},
): Promise<ApplicationRow> {
  const { tx, actor, found, input } = moved
  const on = dayOf(moved)
  const state = to ?? applicationFlow.moves[move].to
  await noteStep(tx, actor, found, {
    move,
    from: found.state,
    to: state,
    on,
    dueOn: found.dueOn,
    opinion: input.opinion ?? null,
  })
  const policy = await policyOf(tx, found, found.appliedOn)
  const row = await update(tx, Application, found, {
    dueOn: stepDue(policy, found.kind, state, on),
    ...patch,
    state,
    stateSince: on,
  })
  if (event)
    await countService(tx, {
      source: { entity: Application.name, id: found.id },
      station: found.station!,
      event,
      on,
      kind: found.kind,
      worker: actor.person,
      client: found.client,
    })
  return row
}

/** Takes the application in: every required paper is here or not needed; what is missing is told at once. */
export const acceptApplication = action({
  label: '受理',
  grant: 'assistance.write',
  on: Application,
  move: 'accept',
  input: moving,
  output: Application,
  clause: '官渡区方案 附件3 第25项',
  async run(context) {
    const { tx, found } = context
    const missing = (await rowsOfApplication(tx, ApplicationPaper, found)).filter(
      ({ need, state }) => need === 'required' && state === 'missing',
    )
    if (missing.length > 0)
      throw new Failure(
        'conflict',
        `还缺 ${missing.length} 份材料：${missing.map(({ label }) => label).join('、')}；收齐后受理，或退回补材料`,
      )
    const on = dayOf(context)
    const whole = clockOf(await policyOf(tx, found, found.appliedOn), found.kind, 'whole')
    return advance(context, 'accept', {
      patch: { acceptedOn: on, wholeDueOn: whole ? dueBy(whole, on) : null, closingReason: null },
    })
  },
})

export const returnPapers = action({
  label: '退回补材料',
  grant: 'assistance.firstReview',
  on: Application,
  move: 'returnPapers',
  input: moving,
  output: Application,
  run: (context) => advance(context, 'returnPapers', { patch: { closingReason: context.input.opinion ?? null } }),
})

export const resubmitApplication = action({
  label: '重新提交',
  grant: 'assistance.write',
  on: Application,
  move: 'resubmit',
  input: moving,
  output: Application,
  run: (context) => advance(context, 'resubmit', { patch: { closingReason: null } }),
})

/** The first review of the village: the survey the policy asks for is on file. Children go on without a notice. */
export const passFirstReview = action({
  label: '初审通过',
  grant: 'assistance.firstReview',
  on: Application,
  move: 'passFirst',
  input: moving,
  output: Application,
  clause: '官渡区方案 附件3 第2、25项',
  async run(context) {
    const { tx, actor, found } = context
    const policy = await policyOf(tx, found, found.appliedOn)
    if (hasStep(policy, found.kind, 'survey')) {
      const surveyed = await tx.first(sql`
        select 1 as there from application_survey where county = ${found.county} and application = ${splitId(found.id).uuid}::uuid
          and kind in ('home', 'neighbour', 'letter', 'check') limit 1`)
      if (!surveyed) throw new Failure('conflict', '还没有家庭调查：请先登记入户调查、邻里访问、信函索证或信息核查')
    }
    const hidden = aidOf(policy, found.kind)?.noNotice
    return advance(context, 'passFirst', {
      ...(hidden && { to: 'toReview' as const }),
      patch: { firstReviewBy: actor.account, firstReviewPerson: actor.person, firstReviewOn: dayOf(context) },
      event: 'firstReview',
    })
  },
})

async function noticesOf(tx: Tx, found: ApplicationRow) {
  return select(
    tx,
    PublicNotice,
    sql`where county = ${found.county} and application = ${splitId(found.id).uuid}::uuid order by created_at, id`,
  )
}

const posting = {
  id: id(),
  version: version(),
  startOn: PublicNotice.fields.startOn,
  postedAt: PublicNotice.fields.postedAt,
  files: PublicNotice.fields.files,
}

async function post(
  context: Moved & { input: { startOn: string; postedAt: string; files: string[] } },
  second: 'first' | 'second',
): Promise<ApplicationRow> {
  const { tx, found, input } = context
  const { startOn, postedAt, files } = input
  if (startOn < found.stateSince) throw refuseField('startOn', `不能早于上一步的日期 ${found.stateSince}`)
  const clock = clockOf(
    await policyOf(tx, found, found.appliedOn),
    found.kind,
    second === 'first' ? 'notice' : 'secondNotice',
  )
  if (!clock) throw new Failure('conflict', '本地没有规定公示的天数，请先在政策包中写明')
  const endOn = noticeEnd(clock, startOn)
  const before = (await noticesOf(tx, found)).filter((one) => one.second === second)
  await insert(tx, PublicNotice, beside(found), {
    application: found.id,
    second,
    turn: before.length + 1,
    startOn,
    endOn,
    postedAt,
    files,
  })
  return advance(
    { ...context, input: { ...context.input, onDay: startOn } },
    second === 'first' ? 'publish' : 'publishAgain',
    {
      patch: { dueOn: workdaysAfter(endOn, 1) },
      event: 'notice',
    },
  )
}

/** Puts the notice up: its last day is worked out of the policy's days. */
export const publishNotice = action({
  label: '开始公示',
  grant: 'assistance.firstReview',
  on: Application,
  move: 'publish',
  input: posting,
  output: Application,
  clause: '官渡区方案 附件3 第2、25项',
  run: (context) => post(context, 'first'),
})

/** The second notice after the review, where the document asks for one (官渡区方案 附件3 第25项). */
export const publishSecondNotice = action({
  label: '开始复核后公示',
  grant: 'assistance.review',
  on: Application,
  move: 'publishAgain',
  input: posting,
  output: Application,
  clause: '官渡区方案 附件3 第25项',
  run: (context) => post(context, 'second'),
})

/** Ends the notice that hangs; before its last day is over, or with an objection open, it can't be. */
async function endNotice(context: Moved): Promise<void> {
  const { tx, found } = context
  const on = dayOf(context)
  const hanging = (await noticesOf(tx, found)).find(({ closedOn }) => closedOn === null)
  if (!hanging) throw new Failure('conflict', '没有正在公示的内容，请刷新')
  if (on <= hanging.endOn) throw new Failure('conflict', `公示到 ${hanging.endOn} 为止，期满后再办理`)
  const objections = await objectionsOf(tx, hanging)
  if (objections.some(({ state }) => state === 'open'))
    throw new Failure('conflict', '还有异议没有核实，请先登记核实结果')
  if (objections.some(({ state }) => state === 'upheld')) throw new Failure('conflict', '有异议成立，请退回重新初审')
  await update(tx, PublicNotice, hanging, { closedOn: on, outcome: objections.length > 0 ? 'dismissed' : 'clear' })
}

export function objectionsOf(tx: Tx, notice: { county: string; id: string }) {
  return select(
    tx,
    NoticeObjection,
    sql`where county = ${notice.county} and notice = ${splitId(notice.id).uuid}::uuid order by on_day, id`,
  )
}

export const closeNotice = action({
  label: '公示期满',
  grant: 'assistance.firstReview',
  on: Application,
  move: 'closeNotice',
  input: moving,
  output: Application,
  async run(context) {
    await endNotice(context)
    return advance(context, 'closeNotice')
  },
})

export const closeSecondNotice = action({
  label: '复核后公示期满',
  grant: 'assistance.review',
  on: Application,
  move: 'closeSecondNotice',
  input: moving,
  output: Application,
  async run(context) {
    await endNotice(context)
    return advance(context, 'closeSecondNotice')
  },
})

/** Takes a notice that still hangs down, with what came of it. */
async function takeDown(context: Moved, outcome: 'upheld' | 'stopped'): Promise<void> {
  const { tx, found } = context
  const hanging = (await noticesOf(tx, found)).find(({ closedOn }) => closedOn === null)
  if (hanging) await update(tx, PublicNotice, hanging, { closedOn: dayOf(context), outcome })
}

/** Back to the first review: an objection stands, or the reviewer wants it looked at again. */
export const reexamine = action({
  label: '退回重新初审',
  grant: 'assistance.firstReview',
  on: Application,
  move: 'reexamine',
  input: moving,
  output: Application,
  async run(context) {
    await takeDown(context, 'upheld')
    const cleared = {
      firstReviewBy: null,
      firstReviewPerson: null,
      firstReviewOn: null,
      reviewBy: null,
      reviewOn: null,
    }
    return advance(context, 'reexamine', { patch: { ...cleared, closingReason: context.input.opinion ?? null } })
  },
})

/** Whoever passed the first review does not review it (受理与审核分离). */
function otherHand(found: ApplicationRow, actor: Actor): string | undefined {
  const same =
    found.firstReviewBy === actor.account || (actor.person !== null && found.firstReviewPerson === actor.person)
  return same && ['toReview', 'toPublishAgain', 'onSecondNotice'].includes(found.state)
    ? '初审人不能复核自己初审的申请，请由街道（乡镇）或另一位负责人复核'
    : undefined
}

/** The review of the street or township; by another hand than the first review. */
export const passReview = action({
  label: '复核通过',
  grant: 'assistance.review',
  on: Application,
  move: 'passReview',
  input: moving,
  output: Application,
  clause: '官渡区方案 附件3 第25、26项',
  guard: otherHand,
  async run(context) {
    const { tx, actor, found } = context
    const policy = await policyOf(tx, found, found.appliedOn)
    const again = hasStep(policy, found.kind, 'secondNotice') && !aidOf(policy, found.kind)?.noNotice
    return advance(context, 'passReview', {
      ...(again && { to: 'toPublishAgain' as const }),
      patch: { reviewBy: actor.account, reviewOn: dayOf(context) },
      event: 'review',
    })
  },
})

export const submitApplication = action({
  label: '报送',
  grant: 'assistance.review',
  on: Application,
  move: 'submit',
  input: { ...moving, submittedTo: text('报送单位', { max: 60, help: '如 区民政局' }) },
  output: Application,
  clause: '官渡区方案 附件3 第28项',
  run: (context) =>
    advance(context, 'submit', {
      patch: { submittedOn: dayOf(context), submittedTo: context.input.submittedTo },
      event: 'submit',
    }),
})

const { amountFen, goods, fromMonth } = Application.fields

/** Writes the approval down: who receives by the month is on the roster from then on, and of the category it brings. */
export const grantApplication = action({
  label: '登记批准',
  grant: 'assistance.decide',
  on: Application,
  move: 'grant',
  input: {
    id: id(),
    version: version(),
    decidedOn: date('批准日期', { past: true }),
    amountFen,
    goods,
    fromMonth,
    opinion: moving.opinion,
  },
  output: Application,
  async run(context) {
    const { tx, found, input } = context
    if (input.decidedOn < found.stateSince) throw refuseField('decidedOn', `不能早于上一步的日期 ${found.stateSince}`)
    const aid = aidOf(await policyOf(tx, found, found.appliedOn), found.kind)
    const monthly = aid?.payment === 'monthly'
    if (monthly && !input.amountFen) throw refuseField('amountFen', '按月发放的，请填写每月金额')
    if (monthly && !input.fromMonth) throw refuseField('fromMonth', '按月发放的，请填写起发月份')
    if (input.fromMonth && input.fromMonth < found.appliedOn.slice(0, 7))
      throw refuseField('fromMonth', `起发月份不能早于申请当月 ${found.appliedOn.slice(0, 7)}`)
    const values = {
      decidedOn: input.decidedOn,
      amountFen: input.amountFen ?? null,
      goods: input.goods ?? null,
      fromMonth: input.fromMonth ?? null,
    }
    const row = await advance(
      { ...context, input: { onDay: input.decidedOn, opinion: input.opinion ?? null } },
      'grant',
      {
        patch: values,
      },
    )
    if (monthly)
      await enterRoster(tx, {
        client: (await find(tx, Client, found.client))!,
        station: found.station!,
        aid: aid!,
        application: found.id,
        members: found.members,
        monthlyFen: input.amountFen!,
        fromMonth: input.fromMonth!,
        source: 'granted',
      })
    if (aid?.category) await bringCategory(tx, row, aid.category)
    record(tx, decided(row, assistanceGranted.name, { people: row.members, fen: row.amountFen ?? 0 }))
    return row
  },
})

const decided = (row: ApplicationRow, kind: string, more: { people: number; fen: number }) => ({
  kind,
  county: row.county,
  station: row.station!,
  on: row.decidedOn!,
  source: { entity: Application.name, id: row.id },
  variant: row.aidGroup,
  client: row.client,
  ...more,
})

/** The client is of the category the approval brings; nobody types it again. */
async function bringCategory(tx: Tx, row: ApplicationRow, category: string): Promise<void> {
  const known = linesOf(await policyOf(tx, row, row.decidedOn!), 'clientCategory').some(
    (one) => one.category === category,
  )
  const client = (await find(tx, Client, row.client))!
  const held = await tx.first(sql`
    select 1 as there from client_category where county = ${row.county} and client = ${splitId(row.client).uuid}::uuid
      and category = ${category} and (to_on is null or to_on >= ${row.decidedOn}::date) limit 1`)
  if (!known || held) return
  await insert(
    tx,
    ClientCategory,
    { ...beside(row), station: client.station },
    { client: row.client, category, fromOn: row.decidedOn!, source: 'applied', proof: [] },
  )
}

export const refuseApplication = action({
  label: '登记不予批准',
  grant: 'assistance.decide',
  on: Application,
  move: 'refuse',
  input: {
    id: id(),
    version: version(),
    decidedOn: date('决定日期', { past: true }),
    opinion: text('不予批准的理由', { max: 500, multiline: true }),
  },
  output: Application,
  async run(context) {
    const { tx, input } = context
    const row = await advance({ ...context, input: { onDay: input.decidedOn, opinion: input.opinion } }, 'refuse', {
      patch: { decidedOn: input.decidedOn, closingReason: input.opinion },
    })
    record(tx, decided(row, assistanceRefused.name, { people: row.members, fen: 0 }))
    return row
  },
})

export const withdrawApplication = action({
  label: '撤回申请',
  grant: 'assistance.write',
  on: Application,
  move: 'withdraw',
  input: moving,
  output: Application,
  async run(context) {
    await takeDown(context, 'stopped')
    return advance(context, 'withdraw', { patch: { closingReason: context.input.opinion ?? null } })
  },
})

/** Somebody said something against it while it hung. */
export const recordObjection = action({
  label: '登记异议',
  grant: 'assistance.firstReview',
  on: PublicNotice,
  input: {
    id: id(),
    onDay: NoticeObjection.fields.onDay,
    saidBy: NoticeObjection.fields.saidBy,
    content: NoticeObjection.fields.content,
  },
  output: NoticeObjection,
  guard: ({ closedOn }) => (closedOn ? '这次公示已经结束' : undefined),
  async run({ tx, found, input: { id: _id, ...values } }) {
    if (values.onDay < found.startOn) throw refuseField('onDay', `公示自 ${found.startOn} 起，不能更早`)
    return insert(tx, NoticeObjection, beside(found), { ...values, notice: found.id, state: 'open' })
  },
})

export const answerObjection = action({
  label: '登记核实结果',
  grant: 'assistance.firstReview',
  on: NoticeObjection,
  input: {
    id: id(),
    version: version(),
    upheld: NoticeObjection.fields.state,
    answer: text('核实情况', { max: 500, multiline: true }),
    answeredOn: optional(date('核实日期', { past: true })),
  },
  output: NoticeObjection,
  guard: ({ state }) => (state === 'open' ? undefined : '这条异议已经核实'),
  async run({ tx, actor, found, input }) {
    if (input.upheld === 'open') throw refuseField('upheld', '请选择异议成立还是不成立')
    return update(tx, NoticeObjection, found, {
      state: input.upheld,
      answer: input.answer,
      answeredOn: input.answeredOn ?? tx.today,
      answeredBy: actor.name,
    })
  },
})
