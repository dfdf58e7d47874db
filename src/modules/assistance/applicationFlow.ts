import { defineWorkflow } from '../../core/workflow.ts'

/**
 * The life of an application: 受理 → 初审 → 公示 → 复核 → 报送 → 结果 (官渡区方案 附件3 第2、25、28项). Which of the two ways past
 * a notice is taken follows from the policy: children are never shown in public, some documents ask for a second notice.
 */
export const applicationFlow = defineWorkflow({
  states: {
    applied: '待受理',
    returned: '待补材料',
    accepted: '待初审',
    toPublish: '待公示',
    onNotice: '公示中',
    toReview: '待复核',
    toPublishAgain: '待复核后公示',
    onSecondNotice: '复核后公示中',
    toSubmit: '待报送',
    submitted: '已报送',
    granted: '已批准',
    refused: '未批准',
    withdrawn: '已撤回',
  },
  initial: 'applied',
  moves: {
    accept: { from: ['applied'], to: 'accepted', label: '受理' },
    returnPapers: {
      from: ['applied', 'accepted', 'toReview'],
      to: 'returned',
      label: '退回补材料',
      needs: ['opinion'],
    },
    resubmit: { from: ['returned'], to: 'applied', label: '重新提交' },
    passFirst: { from: ['accepted'], to: 'toPublish', label: '初审通过', needs: ['opinion'] },
    publish: { from: ['toPublish'], to: 'onNotice', label: '开始公示' },
    closeNotice: { from: ['onNotice'], to: 'toReview', label: '公示期满' },
    reexamine: {
      from: ['onNotice', 'onSecondNotice', 'toReview'],
      to: 'accepted',
      label: '退回重新初审',
      needs: ['opinion'],
    },
    passReview: { from: ['toReview'], to: 'toSubmit', label: '复核通过', needs: ['opinion'] },
    publishAgain: { from: ['toPublishAgain'], to: 'onSecondNotice', label: '开始复核后公示' },
    closeSecondNotice: { from: ['onSecondNotice'], to: 'toSubmit', label: '复核后公示期满' },
    submit: { from: ['toSubmit'], to: 'submitted', label: '报送' },
    grant: { from: ['submitted'], to: 'granted', label: '登记批准' },
    refuse: {
      from: ['accepted', 'toReview', 'submitted'],
      to: 'refused',
      label: '登记不予批准',
      needs: ['opinion'],
    },
    withdraw: {
      from: [
        'applied',
        'returned',
        'accepted',
        'toPublish',
        'onNotice',
        'toReview',
        'toPublishAgain',
        'onSecondNotice',
        'toSubmit',
        'submitted',
      ],
      to: 'withdrawn',
      label: '撤回申请',
      needs: ['opinion'],
    },
  },
})

export type ApplicationState = keyof typeof applicationFlow.states
export type ApplicationMove = keyof typeof applicationFlow.moves

/** States in which somebody still has to do something. */
export const openStates: readonly ApplicationState[] = [
  'applied',
  'returned',
  'accepted',
  'toPublish',
  'onNotice',
  'toReview',
  'toPublishAgain',
  'onSecondNotice',
  'toSubmit',
  'submitted',
]

/** The views of the list of applications. */
export const applicationViews = {
  open: '办理中',
  late: '超期',
  notice: '公示中',
  decided: '已办结',
  all: '全部',
} as const

/** What the rail of a page shows, and where each state stands on it. */
export const railSteps = {
  accept: '受理',
  firstReview: '初审',
  notice: '公示',
  review: '复核',
  submit: '报送',
  decide: '结果',
} as const
export const railOf: Record<ApplicationState, keyof typeof railSteps> = {
  applied: 'accept',
  returned: 'accept',
  accepted: 'firstReview',
  toPublish: 'notice',
  onNotice: 'notice',
  toReview: 'review',
  toPublishAgain: 'review',
  onSecondNotice: 'review',
  toSubmit: 'submit',
  submitted: 'decide',
  granted: 'decide',
  refused: 'decide',
  withdrawn: 'decide',
}

/** The clock that runs while an application stands in a state. Papers that are missing wait for the applicant. */
export const clockSteps: Partial<
  Record<ApplicationState, 'accept' | 'firstReview' | 'notice' | 'review' | 'submit' | 'decide'>
> = {
  applied: 'accept',
  accepted: 'firstReview',
  toReview: 'review',
  toSubmit: 'submit',
  submitted: 'decide',
}
