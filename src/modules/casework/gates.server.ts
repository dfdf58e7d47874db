import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import { partsOf } from '../../core/parts.ts'
import type { Tx } from '../../core/tx.ts'
import type { CaseFile } from './caseFile.ts'
import { type CaseMove, caseFlow } from './caseFlow.ts'
import { CaseAssessment, CaseFeedback, CaseGoal, CasePlan, CaseRecord, CaseReview } from './casePaper.ts'

export type CaseRow = RowOf<typeof CaseFile>

/** All rows of a kind that belong to a case, oldest first by this column. */
export function papersOf<E extends AnyEntity>(tx: Tx, entity: E, found: CaseRow, order: string): Promise<RowOf<E>[]> {
  return partsOf(tx, entity, 'caseFile', found, order)
}

/** The plan that is worked on or in force: the highest revision. */
export async function planOf(tx: Tx, found: CaseRow): Promise<RowOf<typeof CasePlan> | undefined> {
  return (await papersOf(tx, CasePlan, found, 'revision')).at(-1)
}

export async function closingOf(tx: Tx, found: CaseRow): Promise<RowOf<typeof CaseReview> | undefined> {
  const reviews = await papersOf(tx, CaseReview, found, 'to_on')
  return reviews.filter(({ kind }) => kind === 'closing').at(-1)
}

/** What is missing before a move, each by the part of the page where it is done. Nothing missing: an empty list. */
export interface Missing {
  part: 'intake' | 'assessment' | 'plan' | 'goals' | 'records' | 'closing' | 'feedback'
  what: string
}

async function mayServe(tx: Tx, found: CaseRow): Promise<boolean> {
  const row = await tx.first<{ some: boolean }>(sql`
    select exists (select from consent where county = ${found.county} and client = ${splitId(found.client).uuid}::uuid
      and purpose = 'service' and withdrawn_on is null) as some`)
  return row!.some
}

/** PZ-G4.4: a stage is left only when its record is there. */
export async function missingFor(tx: Tx, found: CaseRow, move: CaseMove): Promise<Missing[]> {
  switch (move) {
    case 'open':
      return (await mayServe(tx, found))
        ? []
        : [{ part: 'intake', what: '服务对象档案中还没有「建档与提供服务」的同意或依法履职的依据' }]
    case 'startPlan': {
      const assessments = await papersOf(tx, CaseAssessment, found, 'on_day')
      return assessments.length > 0 ? [] : [{ part: 'assessment', what: '填写预估表' }]
    }
    case 'submitPlan': {
      const [plan, goals] = await Promise.all([planOf(tx, found), papersOf(tx, CaseGoal, found, 'due_on')])
      const missing: Missing[] = []
      if (plan?.state !== 'draft') missing.push({ part: 'plan', what: '填写服务计划' })
      else if (!plan.agreedOn) missing.push({ part: 'plan', what: '写明与服务对象商定计划的日期' })
      if (!goals.some(({ rating }) => rating !== 'dropped')) missing.push({ part: 'goals', what: '至少写一个目标' })
      return missing
    }
    case 'startEvaluation': {
      const records = await papersOf(tx, CaseRecord, found, 'on_day')
      return records.some(({ state }) => state === 'valid') ? [] : [{ part: 'records', what: '至少登记一次过程记录' }]
    }
    case 'submitClosure': {
      const [goals, closing, feedback] = await Promise.all([
        papersOf(tx, CaseGoal, found, 'due_on'),
        closingOf(tx, found),
        papersOf(tx, CaseFeedback, found, 'on_day'),
      ])
      const unrated = goals.filter(({ rating }) => rating === null)
      const missing: Missing[] = []
      if (unrated.length > 0) missing.push({ part: 'goals', what: `评定 ${unrated.length} 个目标` })
      if (!closing) missing.push({ part: 'closing', what: '填写结案表' })
      if (feedback.length === 0 && !closing?.noFeedback)
        missing.push({ part: 'feedback', what: '请服务对象填写结束评估，或在结案表写明没有的原因' })
      return missing
    }
    default:
      return []
  }
}

/** Refuses a move whose record is not there yet, naming all that is missing. */
export async function refuseMissing(tx: Tx, found: CaseRow, move: CaseMove): Promise<void> {
  const missing = await missingFor(tx, found, move)
  if (missing.length > 0)
    throw new Failure('conflict', `${caseFlow.moves[move].label}前还缺：${missing.map(({ what }) => what).join('；')}`)
}

const written = (row: object) =>
  Object.entries(row)
    .filter(([key]) => !['can', 'beside', 'version', 'state', 'createdAt'].includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** Names the content that is signed: the same words give the same 64 letters, any change others. */
export async function fingerprintOf(tx: Tx, found: CaseRow, paper: 'plan' | 'closure'): Promise<string> {
  const goals = (await papersOf(tx, CaseGoal, found, 'due_on')).map(written)
  const rest =
    paper === 'plan'
      ? [await planOf(tx, found)]
      : [await closingOf(tx, found), ...(await papersOf(tx, CaseFeedback, found, 'on_day'))]
  const content = JSON.stringify([paper, goals, rest.flatMap((row) => (row ? [written(row)] : []))])
  return createHash('sha256').update(content).digest('hex')
}
