import { action } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, integer, optional, ref, text } from '../../core/field.ts'
import { partAt } from '../../core/parts.ts'
import { find, insert, update } from '../../core/records.ts'
import { record, reverse } from '../../core/tx.ts'
import { openStation, refuseForeignItems } from '../services/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { ownPaper, whyEnded, whyLocked } from './caseFile.server.ts'
import { CaseFile } from './caseFile.ts'
import type { CaseStage } from './caseFlow.ts'
import {
  CaseAssessment,
  CaseContact,
  CaseFeedback,
  CaseFollowUp,
  CaseGoal,
  CasePlan,
  CaseRecord,
  CaseReview,
  goalRatings,
} from './casePaper.ts'
import { type CaseRow, planOf } from './gates.server.ts'

/** Which paper is changed, and in which version it was seen; without, a new one is written. */
const changing = (entity: string) => ({
  paper: optional(ref('表单', entity)),
  paperVersion: optional(integer('表单版本', { min: 1 })),
})

const inStages =
  (stages: readonly CaseStage[], says: string) =>
  (found: CaseRow): string | undefined =>
    whyLocked(found) ?? (stages.includes(found.stage) ? undefined : says)

/** The fields of a paper without those the action fills in. */
function typedOf<F extends object, K extends keyof F>(fields: F, ...filled: K[]): Omit<F, K> {
  const rest = { ...fields }
  for (const key of filled) delete rest[key]
  return rest
}

/** What was found out before planning (C-01B, BH-3.1p: a plan after assessment). */
export const writeAssessment = action({
  label: '填写预估表',
  grant: 'case.write',
  on: CaseFile,
  clause: '滨民政 三（一）',
  input: { id: id(), ...changing('case_assessment'), ...typedOf(CaseAssessment.fields, 'caseFile', 'worker') },
  output: CaseAssessment,
  guard: inStages(['intake', 'assessment', 'plan', 'intervention', 'evaluation'], '这个阶段不能填写预估表'),
  async run({ tx, found, input: { id: _id, paper, paperVersion, ...values } }) {
    if (!paper)
      return insert(tx, CaseAssessment, partAt(found), { ...values, caseFile: found.id, worker: found.worker })
    return update(tx, CaseAssessment, await ownPaper(found, find(tx, CaseAssessment, paper), paperVersion), values)
  },
})

const planning = inStages(['assessment', 'plan'], '计划已经通过，要修改请用「修订计划」')

/** The plan agreed with the client (C-02). There is one draft at a time; a signed plan is never changed. */
export const writePlan = action({
  label: '填写服务计划',
  grant: 'case.write',
  on: CaseFile,
  clause: '滨民政 三（一）',
  input: {
    id: id(),
    paperVersion: optional(integer('表单版本', { min: 1 })),
    ...typedOf(CasePlan.fields, 'caseFile', 'revision', 'state', 'worker'),
  },
  output: CasePlan,
  guard: planning,
  async run({ tx, found, input: { id: _id, paperVersion, ...values } }) {
    if (values.toOn < values.fromOn) throw refuseField('toOn', '计划止不能早于计划起')
    const last = await planOf(tx, found)
    if (last?.state === 'draft')
      return update(tx, CasePlan, await ownPaper(found, Promise.resolve(last), paperVersion), values)
    return insert(tx, CasePlan, partAt(found), {
      ...values,
      caseFile: found.id,
      revision: (last?.revision ?? 0) + 1,
      state: 'draft',
      worker: found.worker,
    })
  },
})

/** A goal with its measure, target and day (BH-3.1p). */
export const setGoal = action({
  label: '写目标',
  grant: 'case.write',
  on: CaseFile,
  clause: '滨民政 三（一）',
  input: {
    id: id(),
    ...changing('case_goal'),
    ...typedOf(CaseGoal.fields, 'caseFile', 'progress', 'rating', 'ratedOn', 'result'),
  },
  output: CaseGoal,
  guard: planning,
  async run({ tx, found, input: { id: _id, paper, paperVersion, ...values } }) {
    if (!paper) return insert(tx, CaseGoal, partAt(found), { ...values, caseFile: found.id, progress: 0 })
    return update(tx, CaseGoal, await ownPaper(found, find(tx, CaseGoal, paper), paperVersion), values)
  },
})

/** How far a goal has come; with a rating, what became of it in the end. */
export const rateGoal = action({
  label: '评定目标',
  grant: 'case.write',
  on: CaseFile,
  input: {
    id: id(),
    paper: ref('目标', 'case_goal'),
    paperVersion: optional(integer('表单版本', { min: 1 })),
    progress: CaseGoal.fields.progress,
    rating: CaseGoal.fields.rating,
    result: CaseGoal.fields.result,
  },
  output: CaseGoal,
  guard: inStages(['plan', 'intervention', 'evaluation'], '这个阶段不能评定目标'),
  async run({ tx, found, input: { paper, paperVersion, progress, rating, result } }) {
    const goal = await ownPaper(found, find(tx, CaseGoal, paper), paperVersion)
    if (rating && !result) throw refuseField('result', `评为「${goalRatings[rating]}」的依据是什么，请写一句`)
    return update(tx, CaseGoal, goal, {
      progress: rating === 'reached' ? 100 : progress,
      rating: rating ?? null,
      result: result ?? null,
      ratedOn: rating ? tx.today : null,
    })
  },
})

const {
  guidance: _guidance,
  guidedBy: _guidedBy,
  state: _state,
  reversedReason: _reason,
  ...meeting
} = CaseRecord.fields
const meetingInput = typedOf(meeting, 'caseFile', 'worker')

type RecordRow = Awaited<ReturnType<typeof insert<typeof CaseRecord>>>

/** A meeting is a service of the form 个案: the same fact that the month counts. */
const serviceOf = (found: CaseRow, row: RecordRow) => ({
  kind: serviceGiven.name,
  county: row.county,
  station: row.station!,
  on: row.onDay,
  source: { entity: 'case_record', id: row.id },
  variant: 'case',
  worker: row.worker,
  client: found.client,
  people: row.people,
  minutes: row.minutes,
  items: row.items,
})

const following = ({ nextPlan, nextOn }: { nextPlan?: string | null; nextOn?: string | null }) =>
  nextOn ? { nextAim: (nextPlan ?? '按计划会谈').slice(0, 200), nextOn } : {}

/** Writes down a meeting (C-06) in any stage of a running case; the month counts it as a service at once. */
export const recordMeeting = action({
  label: '登记过程记录',
  grant: 'case.write',
  offline: true,
  on: CaseFile,
  input: { id: id(), ...meetingInput },
  output: CaseRecord,
  guard: whyEnded,
  async run({ tx, actor, found, input: { id: _id, ...values } }) {
    if (values.onDay < found.intakeOn) throw refuseField('onDay', `不能早于接案日期 ${found.intakeOn}`)
    const station = await openStation(tx, found.station!, values.onDay)
    await refuseForeignItems(tx, station, values.onDay, values.items)
    const row = await insert(tx, CaseRecord, partAt(found), {
      ...values,
      caseFile: found.id,
      worker: actor.person ?? found.worker,
      state: 'valid',
    })
    record(tx, serviceOf(found, row))
    const next = following(values)
    if (Object.keys(next).length > 0) await update(tx, CaseFile, found, next)
    return row
  },
})

const record_ = { paper: ref('过程记录', 'case_record'), paperVersion: optional(integer('表单版本', { min: 1 })) }

/** Corrects a meeting: its service is reversed and counted anew. */
export const editMeeting = action({
  label: '修改过程记录',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), ...record_, ...meetingInput },
  output: CaseRecord,
  guard: whyEnded,
  async run({ tx, found, input: { id: _id, paper, paperVersion, ...values } }) {
    const row = await ownPaper(found, find(tx, CaseRecord, paper), paperVersion)
    if (row.state === 'reversed') throw refuseField('paper', '这条记录已冲销，不能再修改')
    const station = await openStation(tx, found.station!, values.onDay)
    await refuseForeignItems(tx, station, values.onDay, values.items)
    await reverse(tx, { entity: 'case_record', id: row.id })
    const changed = await update(tx, CaseRecord, row, values)
    record(tx, serviceOf(found, changed))
    return changed
  },
})

/** Takes a meeting out of every count, with the reason. */
export const reverseMeeting = action({
  label: '冲销过程记录',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), ...record_, reversedReason: text('冲销原因', { max: 200 }) },
  output: CaseRecord,
  guard: whyEnded,
  async run({ tx, found, input }) {
    const row = await ownPaper(found, find(tx, CaseRecord, input.paper), input.paperVersion)
    if (row.state === 'reversed') throw refuseField('paper', '这条记录已经冲销')
    await reverse(tx, { entity: 'case_record', id: row.id })
    return update(tx, CaseRecord, row, { state: 'reversed', reversedReason: input.reversedReason })
  },
})

/** The supervisor's word on a meeting. */
export const guideMeeting = action({
  label: '写督导意见',
  grant: 'case.review',
  on: CaseFile,
  input: { id: id(), ...record_, guidance: text('督导意见', { privacy: 'sensitive', max: 1000, multiline: true }) },
  output: CaseRecord,
  async run({ tx, actor, found, input }) {
    const row = await ownPaper(found, find(tx, CaseRecord, input.paper), input.paperVersion)
    if (actor.person && row.worker === actor.person) throw refuseField('guidance', '督导意见请由另一位督导填写')
    return update(tx, CaseRecord, row, { guidance: input.guidance, guidedBy: actor.name })
  },
})

/** A talk with family, school, hospital (C-05). */
export const logContact = action({
  label: '登记联络',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), ...changing('case_contact'), ...typedOf(CaseContact.fields, 'caseFile', 'worker') },
  output: CaseContact,
  guard: whyEnded,
  async run({ tx, actor, found, input: { id: _id, paper, paperVersion, ...values } }) {
    if (paper) return update(tx, CaseContact, await ownPaper(found, find(tx, CaseContact, paper), paperVersion), values)
    const next = following({ nextPlan: values.nextAim ?? null, nextOn: values.nextOn ?? null })
    if (Object.keys(next).length > 0) await update(tx, CaseFile, found, next)
    return insert(tx, CaseContact, partAt(found), {
      ...values,
      caseFile: found.id,
      worker: actor.person ?? found.worker,
    })
  },
})

/** Looks back at a stretch of the case, or closes it (C-07, C-08). There is one closing form at a time. */
export const writeReview = action({
  label: '填写检视或结案表',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), ...changing('case_review'), ...typedOf(CaseReview.fields, 'caseFile', 'worker') },
  output: CaseReview,
  guard: inStages(['intervention', 'evaluation'], '介入开始后才能检视'),
  async run({ tx, found, input: { id: _id, paper, paperVersion, ...values } }) {
    if (values.toOn < values.fromOn) throw refuseField('toOn', '检视至不能早于检视自')
    if (values.kind === 'closing') {
      if (found.stage !== 'evaluation') throw refuseField('kind', '结案表在评估阶段填写，请先进入评估')
      if (!values.closing) throw refuseField('closing', '请选择结案原因')
      if (values.closing === 'notOpened') throw refuseField('closing', '已开案的个案不能以「不开案」结案')
      if (values.clientTold !== true && values.closing !== 'changed')
        throw refuseField('clientTold', '结案前请告知服务对象服务结束及再求助的途径；已去世或失联的请选「情况有变」')
      if (values.clientTold && !values.comeBack) throw refuseField('comeBack', '请写明告知了哪些再求助的途径')
    }
    if (!paper) return insert(tx, CaseReview, partAt(found), { ...values, caseFile: found.id, worker: found.worker })
    return update(tx, CaseReview, await ownPaper(found, find(tx, CaseReview, paper), paperVersion), values)
  },
})

/** What the client says at the end (C-10). */
export const takeFeedback = action({
  label: '登记结束评估',
  grant: 'case.write',
  on: CaseFile,
  input: { id: id(), ...changing('case_feedback'), ...typedOf(CaseFeedback.fields, 'caseFile') },
  output: CaseFeedback,
  guard: inStages(['intervention', 'evaluation'], '介入开始后才能登记结束评估'),
  async run({ tx, found, input: { id: _id, paper, paperVersion, ...values } }) {
    if (!paper) return insert(tx, CaseFeedback, partAt(found), { ...values, caseFile: found.id })
    return update(tx, CaseFeedback, await ownPaper(found, find(tx, CaseFeedback, paper), paperVersion), values)
  },
})

/** Asks after a closed case; another day can be set where it needs watching. */
export const followUpCase = action({
  label: '登记回访',
  grant: 'case.write',
  on: CaseFile,
  input: {
    id: id(),
    paper: ref('回访', 'case_follow_up'),
    doneOn: date('回访日期', { past: true }),
    way: CaseFollowUp.fields.way,
    standing: text('目前情况', { privacy: 'sensitive', max: 500, multiline: true }),
    result: CaseFollowUp.fields.result,
    againOn: optional(date('再次回访日期')),
  },
  output: CaseFollowUp,
  guard: ({ stage }) => (stage === 'closed' ? undefined : '结案后才登记回访'),
  async run({ tx, actor, found, input: { paper, doneOn, way, standing, result, againOn } }) {
    const row = await ownPaper(found, find(tx, CaseFollowUp, paper), null)
    if (row.doneOn) throw refuseField('doneOn', '这次回访已经登记')
    if (found.closedOn && doneOn < found.closedOn) throw refuseField('doneOn', `不能早于结案日期 ${found.closedOn}`)
    if (!way) throw refuseField('way', '请选择方式')
    if (!result) throw refuseField('result', '请选择结果')
    if (result === 'watch' && !againOn) throw refuseField('againOn', '需要再次回访的，请定下日期')
    if (againOn) {
      if (againOn <= doneOn) throw refuseField('againOn', '再次回访应晚于这次')
      await insert(tx, CaseFollowUp, partAt(found), { caseFile: found.id, dueOn: againOn, worker: found.worker })
    }
    return update(tx, CaseFollowUp, row, { doneOn, way, standing, result, worker: actor.person ?? found.worker })
  },
})
