import { sql } from 'kysely'
import type { Actor } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, id, text, version } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { partAt, partsOf } from '../../core/parts.ts'
import { find, insert } from '../../core/records.ts'
import { record, type Tx } from '../../core/tx.ts'
import { Client, ClientCategory } from '../clients/index.ts'
import { linesOf } from '../policy/index.ts'
import { clockOf, dueBy, hasStep } from './aid.ts'
import { type ApplicationRow, aidOf, policyOf } from './application.server.ts'
import { Application, ApplicationPaper, assistanceGranted, assistanceRefused } from './application.ts'
import { takeDown } from './applicationNotice.server.ts'
import { advance, dayOf, moving } from './applicationStep.server.ts'
import { enterRoster } from './roster.server.ts'

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
    const missing = (await partsOf(tx, ApplicationPaper, 'application', found, 'rank')).filter(
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
    { ...partAt(row), station: client.station },
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
