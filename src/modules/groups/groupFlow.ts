import { defineWorkflow } from '../../core/workflow.ts'

/**
 * The life of a group (MZ/T 095 小组工作): its plan and its closing report pass a second person, nothing begins before the
 * plan is signed, and every state has a way out.
 */
export const groupFlow = defineWorkflow({
  states: {
    draft: '计划中',
    planReview: '计划审核',
    running: '开展中',
    reportReview: '结束审核',
    ended: '已结束',
    cancelled: '不开展',
  },
  initial: 'draft',
  moves: {
    submitPlan: { from: ['draft'], to: 'planReview', label: '提交计划' },
    withdrawPlan: { from: ['planReview'], to: 'draft', label: '撤回' },
    returnPlan: { from: ['planReview'], to: 'draft', label: '退回', needs: ['opinion'] },
    approvePlan: { from: ['planReview'], to: 'running', label: '通过计划' },
    revisePlan: { from: ['running'], to: 'draft', label: '修订计划', needs: ['opinion'] },
    submitReport: { from: ['running'], to: 'reportReview', label: '提交报告' },
    withdrawReport: { from: ['reportReview'], to: 'running', label: '撤回' },
    returnReport: { from: ['reportReview'], to: 'running', label: '退回', needs: ['opinion'] },
    approveReport: { from: ['reportReview'], to: 'ended', label: '同意结束' },
    reopen: { from: ['ended'], to: 'running', label: '继续开展', needs: ['opinion'] },
    cancel: { from: ['draft', 'planReview'], to: 'cancelled', label: '不开展', needs: ['opinion'] },
    reconsider: { from: ['cancelled'], to: 'draft', label: '重新计划', needs: ['opinion'] },
  },
})

export type GroupState = keyof typeof groupFlow.states
export type GroupMove = keyof typeof groupFlow.moves

/** States in which a group still asks something of somebody. */
export const openStates: readonly GroupState[] = ['draft', 'planReview', 'running', 'reportReview']

/** What comes next, in a line. */
export const nextSteps: Record<GroupState, string> = {
  draft: '写好计划并提交审核',
  planReview: '等待督导审核计划',
  running: '按节次开展，逐节点名和记录',
  reportReview: '等待督导审核结束报告',
  ended: '已经结束',
  cancelled: '已决定不开展',
}
