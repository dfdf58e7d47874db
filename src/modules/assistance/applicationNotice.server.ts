import { action } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, id, optional, text, version } from '../../core/field.ts'
import { partAt, partsOf } from '../../core/parts.ts'
import { insert, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { clockOf, dueBy, workdaysAfter } from './aid.ts'
import { type ApplicationRow, policyOf } from './application.server.ts'
import { Application } from './application.ts'
import { advance, dayOf, type Moved, moving } from './applicationStep.server.ts'
import { NoticeObjection, PublicNotice } from './notice.ts'

const noticesOf = (tx: Tx, found: ApplicationRow) => partsOf(tx, PublicNotice, 'application', found, 'created_at')

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
  const endOn = dueBy(clock, startOn)
  const before = (await noticesOf(tx, found)).filter((one) => one.second === second)
  await insert(tx, PublicNotice, partAt(found), {
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
  const objections = await partsOf(tx, NoticeObjection, 'notice', hanging, 'on_day')
  if (objections.some(({ state }) => state === 'open'))
    throw new Failure('conflict', '还有异议没有核实，请先登记核实结果')
  if (objections.some(({ state }) => state === 'upheld')) throw new Failure('conflict', '有异议成立，请退回重新初审')
  await update(tx, PublicNotice, hanging, { closedOn: on, outcome: objections.length > 0 ? 'dismissed' : 'clear' })
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
export async function takeDown(context: Moved, outcome: 'upheld' | 'stopped'): Promise<void> {
  const { tx, found } = context
  const hanging = (await noticesOf(tx, found)).find(({ closedOn }) => closedOn === null)
  if (hanging) await update(tx, PublicNotice, hanging, { closedOn: dayOf(context), outcome })
}

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
    return insert(tx, NoticeObjection, partAt(found), { ...values, notice: found.id, state: 'open' })
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
