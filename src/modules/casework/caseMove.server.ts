import type { Actor } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { id, optional, text, version } from '../../core/field.ts'
import { partAt } from '../../core/parts.ts'
import { insert, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { noteStep } from './caseFile.server.ts'
import { CaseFile, CaseStep, caseClosed, caseOpened } from './caseFile.ts'
import { type CaseMove, type CaseStage, caseFlow } from './caseFlow.ts'
import { settingOf } from './caseNumber.server.ts'
import { CaseFollowUp, CasePlan } from './casePaper.ts'
import { type CaseRow, closingOf, fingerprintOf, papersOf, planOf, refuseMissing } from './gates.server.ts'

const moving = {
  id: id(),
  version: version(),
  opinion: optional(text('意见与理由', { max: 500, multiline: true })),
}

interface Moved {
  tx: Tx
  actor: Actor
  found: CaseRow
  next: string
  input: { opinion?: string | null }
}

type Patch = Partial<Omit<CaseRow, 'id'>>

/** Takes the step: the state, and the line that says who did it and why. */
async function advance(
  { tx, actor, found, next, input }: Moved,
  move: CaseMove,
  patch: Patch = {},
  fingerprint: string | null = null,
): Promise<CaseRow> {
  const to = next as CaseStage
  await noteStep(tx, actor, found, { move, from: found.stage, to, opinion: input.opinion ?? null, fingerprint })
  return update(tx, CaseFile, found, { ...patch, stage: to, stageSince: tx.today })
}

/** A move of the worker: its gates are asked first; nothing else happens. */
function plainMove(move: CaseMove) {
  return action({
    label: caseFlow.moves[move].label,
    grant: 'case.write',
    on: CaseFile,
    move,
    input: moving,
    output: CaseFile,
    clause: '攀民政〔2021〕31号 导引 4.4',
    async run(context) {
      await refuseMissing(context.tx, context.found, move)
      return advance(context, move)
    },
  })
}

function factOf(found: CaseRow, kind: string, on: string, variant: string | null) {
  return {
    kind,
    county: found.county,
    station: found.station!,
    on,
    source: { entity: 'case_file', id: found.id },
    variant,
    worker: found.worker,
    client: found.client,
    people: 1,
  }
}

/** Opens the case: from here on it is counted as one. */
export const openCase = action({
  label: '开案',
  grant: 'case.write',
  on: CaseFile,
  move: 'open',
  input: moving,
  output: CaseFile,
  clause: '攀民政〔2021〕31号 导引 4.4',
  async run(context) {
    const { tx, found } = context
    await refuseMissing(tx, found, 'open')
    record(tx, factOf(found, caseOpened.name, tx.today, found.domain))
    return advance(context, 'open', { openedOn: tx.today })
  },
})

/** Not opened: the reason is kept, and where else help was shown. */
export const declineCase = action({
  label: '不开案',
  grant: 'case.write',
  on: CaseFile,
  move: 'decline',
  input: moving,
  output: CaseFile,
  async run(context) {
    return advance(context, 'decline', { closing: 'notOpened', closedOn: context.tx.today })
  },
})

export const reconsiderCase = action({
  label: '重新接案',
  grant: 'case.write',
  on: CaseFile,
  move: 'reconsider',
  input: moving,
  output: CaseFile,
  async run(context) {
    return advance(context, 'reconsider', { closing: null, closedOn: null })
  },
})

export const finishAssessment = plainMove('startPlan')
export const skipAssessment = plainMove('skipAssessment')
export const skipPlan = plainMove('skipPlan')
export const startEvaluation = plainMove('startEvaluation')
export const endEarly = plainMove('endEarly')
export const resumeIntervention = plainMove('resume')

/** Hands the plan to the supervisor: what is read is frozen under its fingerprint until it comes back. */
export const submitPlan = action({
  label: '提交计划',
  grant: 'case.write',
  on: CaseFile,
  move: 'submitPlan',
  input: moving,
  output: CaseFile,
  async run(context) {
    const { tx, actor, found } = context
    await refuseMissing(tx, found, 'submitPlan')
    await update(tx, CasePlan, (await planOf(tx, found))!, { state: 'submitted' })
    return advance(
      context,
      'submitPlan',
      { submittedBy: actor.account, returnReason: null },
      await fingerprintOf(tx, found, 'plan'),
    )
  },
})

async function planBack(context: Moved, move: 'withdrawPlan' | 'returnPlan', patch: Patch): Promise<CaseRow> {
  const plan = (await planOf(context.tx, context.found))!
  await update(context.tx, CasePlan, plan, { state: 'draft' })
  return advance(context, move, patch)
}

export const withdrawPlan = action({
  label: '撤回计划',
  grant: 'case.write',
  on: CaseFile,
  move: 'withdrawPlan',
  input: moving,
  output: CaseFile,
  run: (context) => planBack(context, 'withdrawPlan', { submittedBy: null }),
})

/** Who signs cannot be who wrote. */
function secondPerson(found: CaseRow, actor: Actor): string | undefined {
  return found.submittedBy === actor.account || (actor.person !== null && found.worker === actor.person)
    ? '提交人不能审核自己的个案，请由另一位站长、督导或承接主体审核'
    : undefined
}

export const returnPlan = action({
  label: '退回计划',
  grant: 'case.review',
  on: CaseFile,
  move: 'returnPlan',
  input: moving,
  output: CaseFile,
  guard: secondPerson,
  run: (context) => planBack(context, 'returnPlan', { returnReason: context.input.opinion ?? null }),
})

/** The content that lies before the supervisor must be the one that was submitted. */
async function signed(tx: Tx, found: CaseRow, submit: 'submitPlan' | 'submitClosure'): Promise<string> {
  const steps = await papersOf(tx, CaseStep, found, 'at')
  const handedIn = steps.filter(({ move }) => move === submit).at(-1)?.fingerprint
  const now = await fingerprintOf(tx, found, submit === 'submitPlan' ? 'plan' : 'closure')
  if (handedIn !== now) throw new Failure('conflict', '提交后内容有改动，不能审核；请退回，由社工重新提交')
  return now
}

/** The supervisor's signature under the plan. */
export const approvePlan = action({
  label: '通过计划',
  grant: 'case.review',
  on: CaseFile,
  move: 'approvePlan',
  input: moving,
  output: CaseFile,
  guard: secondPerson,
  async run(context) {
    const { tx, found } = context
    const fingerprint = await signed(tx, found, 'submitPlan')
    await update(tx, CasePlan, (await planOf(tx, found))!, { state: 'approved' })
    return advance(context, 'approvePlan', { returnReason: null }, fingerprint)
  },
})

/** A new revision of the plan, begun with the words of the last one; the last one stays as it was signed. */
export const revisePlan = action({
  label: '修订计划',
  grant: 'case.write',
  on: CaseFile,
  move: 'revisePlan',
  input: moving,
  output: CaseFile,
  async run(context) {
    const { tx, found } = context
    const last = await planOf(tx, found)
    if (last && last.state === 'approved') {
      await update(tx, CasePlan, last, { state: 'replaced' })
      const { aim, services, approach, difficulties, dangers, willing, fromOn, toOn } = last
      const words = { aim, services, approach, difficulties, dangers, willing, fromOn, toOn }
      await insert(tx, CasePlan, partAt(found), {
        ...words,
        caseFile: found.id,
        revision: last.revision + 1,
        state: 'draft',
        worker: found.worker,
      })
    }
    return advance(context, 'revisePlan')
  },
})

export const submitClosure = action({
  label: '提交结案',
  grant: 'case.write',
  on: CaseFile,
  move: 'submitClosure',
  input: moving,
  output: CaseFile,
  clause: '攀民政〔2021〕31号 导引 4.4',
  async run(context) {
    const { tx, actor, found } = context
    await refuseMissing(tx, found, 'submitClosure')
    return advance(
      context,
      'submitClosure',
      { submittedBy: actor.account, returnReason: null },
      await fingerprintOf(tx, found, 'closure'),
    )
  },
})

export const withdrawClosure = action({
  label: '撤回结案',
  grant: 'case.write',
  on: CaseFile,
  move: 'withdrawClosure',
  input: moving,
  output: CaseFile,
  run: (context) => advance(context, 'withdrawClosure', { submittedBy: null }),
})

export const returnClosure = action({
  label: '退回结案',
  grant: 'case.review',
  on: CaseFile,
  move: 'returnClosure',
  input: moving,
  output: CaseFile,
  guard: secondPerson,
  run: (context) => advance(context, 'returnClosure', { returnReason: context.input.opinion ?? null }),
})

/** The supervisor's signature under the closure: counted as a completed case, and asked after later (BH-3.1b). */
export const approveClosure = action({
  label: '同意结案',
  grant: 'case.review',
  on: CaseFile,
  move: 'approveClosure',
  input: moving,
  output: CaseFile,
  guard: secondPerson,
  async run(context) {
    const { tx, found } = context
    const fingerprint = await signed(tx, found, 'submitClosure')
    const closing = (await closingOf(tx, found))!.closing
    record(tx, factOf(found, caseClosed.name, tx.today, closing))
    await askLater(tx, found, closing)
    return advance(
      context,
      'approveClosure',
      { closing, closedOn: tx.today, returnReason: null, nextAim: null, nextOn: null },
      fingerprint,
    )
  },
})

/** Days on which a closed case is asked after; nobody is asked where the client has died or moved away. */
async function askLater(tx: Tx, found: CaseRow, closing: CaseRow['closing']): Promise<void> {
  if (closing === 'changed') return
  const { firstFollowUp, secondFollowUp } = await settingOf(tx, found.county)
  for (const days of [firstFollowUp, secondFollowUp])
    if (days)
      await insert(tx, CaseFollowUp, partAt(found), {
        caseFile: found.id,
        dueOn: addDays(tx.today, days),
        worker: found.worker,
      })
}

/** Opens a closed case again: it is no completed case until it is closed anew. */
export const reopenCase = action({
  label: '重新开案',
  grant: 'case.write',
  on: CaseFile,
  move: 'reopen',
  input: moving,
  output: CaseFile,
  async run(context) {
    const { tx, found } = context
    await reverse(tx, { entity: 'case_file', id: found.id })
    record(tx, factOf(found, caseOpened.name, found.openedOn ?? tx.today, found.domain))
    return advance(context, 'reopen', { closing: null, closedOn: null, submittedBy: null })
  },
})
