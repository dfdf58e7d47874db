import type { Actor } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { id, optional, text, version } from '../../core/field.ts'
import { update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { noteStep } from './group.server.ts'
import { GroupReview, GroupStep, groupEnded, ServiceGroup } from './group.ts'
import { type GroupMove, type GroupState, groupFlow } from './groupFlow.ts'
import { fingerprintOf, type GroupRow, papersOf, refuseMissing } from './papers.server.ts'

const moving = {
  id: id(),
  version: version(),
  opinion: optional(text('意见与理由', { max: 500, multiline: true })),
}

interface Moved {
  tx: Tx
  actor: Actor
  found: GroupRow
  next: string
  input: { opinion?: string | null }
}

async function advance(
  { tx, actor, found, next, input }: Moved,
  move: GroupMove,
  patch: Partial<Omit<GroupRow, 'id'>> = {},
  fingerprint: string | null = null,
): Promise<GroupRow> {
  const to = next as GroupState
  await noteStep(tx, actor, found, { move, to, opinion: input.opinion ?? null, fingerprint })
  return update(tx, ServiceGroup, found, { ...patch, state: to, stateSince: tx.today })
}

function moveOf(
  move: GroupMove,
  grant: 'group.write' | 'group.review',
  run: (context: Moved) => Promise<GroupRow>,
  guard?: (found: GroupRow, actor: Actor) => string | undefined,
) {
  return action({
    label: groupFlow.moves[move].label,
    grant,
    on: ServiceGroup,
    move,
    input: moving,
    output: ServiceGroup,
    ...(guard && { guard }),
    run,
  })
}

/** Who signs cannot be who wrote. */
function secondPerson(found: GroupRow, actor: Actor): string | undefined {
  return found.submittedBy === actor.account || (actor.person !== null && found.worker === actor.person)
    ? '提交人不能审核自己的小组，请由另一位站长、督导或承接主体审核'
    : undefined
}

const handIn = (move: 'submitPlan' | 'submitReport', paper: 'plan' | 'report') =>
  moveOf(move, 'group.write', async (context) => {
    const { tx, actor, found } = context
    await refuseMissing(tx, found, move)
    const fingerprint = await fingerprintOf(tx, found, paper)
    return advance(context, move, { submittedBy: actor.account, returnReason: null }, fingerprint)
  })

/** The content that lies before the supervisor must be the one that was handed in. */
async function signed(tx: Tx, found: GroupRow, submit: 'submitPlan' | 'submitReport'): Promise<string> {
  const steps = await papersOf(tx, GroupStep, found, 'at')
  const handedIn = steps.filter(({ move }) => move === submit).at(-1)?.fingerprint
  const now = await fingerprintOf(tx, found, submit === 'submitPlan' ? 'plan' : 'report')
  if (handedIn !== now) throw new Failure('conflict', '提交后内容有改动，不能审核；请退回，由社工重新提交')
  return now
}

export const submitGroupPlan = handIn('submitPlan', 'plan')
export const withdrawGroupPlan = moveOf('withdrawPlan', 'group.write', (context) =>
  advance(context, 'withdrawPlan', { submittedBy: null }),
)
export const returnGroupPlan = moveOf(
  'returnPlan',
  'group.review',
  (context) => advance(context, 'returnPlan', { returnReason: context.input.opinion ?? null }),
  secondPerson,
)

/** The supervisor's signature under the plan: from here on sessions can be held. */
export const approveGroupPlan = moveOf(
  'approvePlan',
  'group.review',
  async (context) => advance(context, 'approvePlan', {}, await signed(context.tx, context.found, 'submitPlan')),
  secondPerson,
)
export const reviseGroupPlan = moveOf('revisePlan', 'group.write', (context) => advance(context, 'revisePlan'))

export const submitGroupReport = handIn('submitReport', 'report')
export const withdrawGroupReport = moveOf('withdrawReport', 'group.write', (context) =>
  advance(context, 'withdrawReport', { submittedBy: null }),
)
export const returnGroupReport = moveOf(
  'returnReport',
  'group.review',
  (context) => advance(context, 'returnReport', { returnReason: context.input.opinion ?? null }),
  secondPerson,
)

/** The supervisor's signature under the report: the group counts as completed from this day. */
export const approveGroupReport = moveOf(
  'approveReport',
  'group.review',
  async (context) => {
    const { tx, actor, found, input } = context
    const fingerprint = await signed(tx, found, 'submitReport')
    const report = (await papersOf(tx, GroupReview, found, 'on_day')).find(({ kind }) => kind === 'end')!
    if (input.opinion) await update(tx, GroupReview, report, { guidance: input.opinion, guidedBy: actor.name })
    record(tx, {
      kind: groupEnded.name,
      county: found.county,
      station: found.station!,
      on: tx.today,
      source: { entity: 'service_group', id: found.id },
      variant: found.kind,
      worker: found.worker,
    })
    return advance(context, 'approveReport', { endedOn: tx.today, returnReason: null }, fingerprint)
  },
  secondPerson,
)

/** Goes on after its end: it is no completed group until it ends anew. */
export const reopenGroup = moveOf('reopen', 'group.write', async (context) => {
  await reverse(context.tx, { entity: 'service_group', id: context.found.id })
  return advance(context, 'reopen', { endedOn: null, submittedBy: null })
})

export const cancelGroup = moveOf('cancel', 'group.write', (context) => advance(context, 'cancel'))
export const reconsiderGroup = moveOf('reconsider', 'group.write', (context) => advance(context, 'reconsider'))
