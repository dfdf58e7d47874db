import { defineWorkflow } from '../../core/workflow.ts'

/**
 * The life of a case (攀民政〔2021〕31号 导引 4.4): 接案 → 预估 → 计划 → 介入 → 评估 → 结案. What goes past a step is a move of its
 * own that needs a reason; plans and closures pass a second person; every state has a way out.
 */
export const caseFlow = defineWorkflow({
  states: {
    intake: '接案',
    assessment: '预估',
    plan: '计划',
    planReview: '计划审核',
    intervention: '介入',
    evaluation: '评估',
    closureReview: '结案审核',
    closed: '已结案',
    declined: '不开案',
  },
  initial: 'intake',
  moves: {
    open: { from: ['intake'], to: 'assessment', label: '开案', clause: '攀民政〔2021〕31号 导引 4.4' },
    decline: { from: ['intake'], to: 'declined', label: '不开案', needs: ['opinion'] },
    reconsider: { from: ['declined'], to: 'intake', label: '重新接案', needs: ['opinion'] },
    startPlan: { from: ['assessment'], to: 'plan', label: '完成预估' },
    submitPlan: { from: ['plan'], to: 'planReview', label: '提交计划' },
    withdrawPlan: { from: ['planReview'], to: 'plan', label: '撤回' },
    returnPlan: { from: ['planReview'], to: 'plan', label: '退回', needs: ['opinion'] },
    approvePlan: { from: ['planReview'], to: 'intervention', label: '通过计划' },
    revisePlan: { from: ['intervention', 'evaluation'], to: 'plan', label: '修订计划', needs: ['opinion'] },
    startEvaluation: { from: ['intervention'], to: 'evaluation', label: '进入评估' },
    resume: { from: ['evaluation'], to: 'intervention', label: '继续介入', needs: ['opinion'] },
    submitClosure: { from: ['evaluation'], to: 'closureReview', label: '提交结案' },
    withdrawClosure: { from: ['closureReview'], to: 'evaluation', label: '撤回' },
    returnClosure: { from: ['closureReview'], to: 'evaluation', label: '退回', needs: ['opinion'] },
    approveClosure: { from: ['closureReview'], to: 'closed', label: '同意结案' },
    reopen: { from: ['closed'], to: 'assessment', label: '重新开案', needs: ['opinion'] },
    skipAssessment: { from: ['assessment'], to: 'plan', label: '跳过预估', needs: ['opinion'] },
    skipPlan: { from: ['plan'], to: 'intervention', label: '先行介入', needs: ['opinion'] },
    endEarly: { from: ['assessment', 'plan', 'intervention'], to: 'evaluation', label: '提前结束', needs: ['opinion'] },
  },
})

export type CaseStage = keyof typeof caseFlow.states
export type CaseMove = keyof typeof caseFlow.moves

/** Moves that go past a step: their reason is kept as such (PZ-G4.4: no skipping without a recorded reason). */
export const skippingMoves: readonly CaseMove[] = ['skipAssessment', 'skipPlan', 'endEarly']

/** The stages as the rail shows them; a review belongs to the stage whose paper is reviewed. */
export const railStages = ['intake', 'assessment', 'plan', 'intervention', 'evaluation', 'closed'] as const
export type RailStage = (typeof railStages)[number]

/** The step of a document (`caseStep`) that each of them is: it gives them their names. */
export const stepOf: Record<RailStage, string> = {
  intake: 'intake',
  assessment: 'assessment',
  plan: 'plan',
  intervention: 'intervention',
  evaluation: 'evaluation',
  closed: 'closure',
}

export const railOf: Record<CaseStage, RailStage> = {
  intake: 'intake',
  declined: 'intake',
  assessment: 'assessment',
  plan: 'plan',
  planReview: 'plan',
  intervention: 'intervention',
  evaluation: 'evaluation',
  closureReview: 'evaluation',
  closed: 'closed',
}

/** Stages in which a case is being worked on. */
export const workingStages: readonly CaseStage[] = [
  'intake',
  'assessment',
  'plan',
  'planReview',
  'intervention',
  'evaluation',
  'closureReview',
]

/** What a worker does next, in a line. */
export const nextSteps: Record<CaseStage, string> = {
  intake: '决定是否开案',
  assessment: '完成预估',
  plan: '制订计划并提交审核',
  planReview: '等待督导审核计划',
  intervention: '按计划介入',
  evaluation: '评定目标并提交结案',
  closureReview: '等待督导审核结案',
  closed: '结案后回访',
  declined: '已决定不开案',
}
