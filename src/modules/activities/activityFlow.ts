import { defineWorkflow } from '../../core/workflow.ts'

/** The life of a community activity: planned, held and summed up, or called off. Only what was held counts. */
export const activityFlow = defineWorkflow({
  states: { planned: '已安排', held: '已举办', cancelled: '已取消' },
  initial: 'planned',
  moves: {
    finish: { from: ['planned'], to: 'held', label: '总结' },
    reopen: { from: ['held'], to: 'planned', label: '撤销总结', needs: ['opinion'] },
    cancel: { from: ['planned'], to: 'cancelled', label: '取消活动', needs: ['opinion'] },
    restore: { from: ['cancelled'], to: 'planned', label: '恢复活动', needs: ['opinion'] },
  },
})

export type ActivityState = keyof typeof activityFlow.states
