import { defineEntity } from '../../core/entity.ts'
import { choice, instant, link, optional, ref, text } from '../../core/field.ts'
import { defineWorkflow } from '../../core/workflow.ts'

export const reportLevels = { station: '站级', county: '区县', city: '市级' } as const
export type ReportLevel = keyof typeof reportLevels

/** The life of a report. A returned one goes back to who compiled it; an accepted one is locked. */
export const reportFlow = defineWorkflow({
  states: { draft: '编制中', submitted: '已上报', returned: '已退回', accepted: '已接收' },
  initial: 'draft',
  moves: {
    submit: {
      from: ['draft', 'returned'],
      to: 'submitted',
      label: '上报',
      needs: ['highlights', 'nextPlan'],
      clause: '昆民通〔2021〕8号 三（四）',
    },
    withdraw: { from: ['submitted'], to: 'draft', label: '撤回' },
    return: { from: ['submitted'], to: 'returned', label: '退回', needs: ['returnReason'] },
    accept: { from: ['submitted'], to: 'accepted', label: '接收', clause: '昆民通〔2021〕8号 三（二）' },
  },
})

const remark = (label: string, help: string) => optional(text(label, { max: 2000, multiline: true, help }))

/** A report of a station, a county or a city on a period. Its figures are worked out; only the remarks are written. */
export const Report = defineEntity(
  'report',
  '报表',
  { privacy: 'open', flow: { flow: reportFlow, field: 'state' } },
  {
    level: choice('层级', reportLevels),
    place: link('报送单位所在区划', 'place'),
    title: text('标题', { max: 120 }),
    period: text('期间', { max: 10 }),
    state: choice('状态', reportFlow.states),
    highlights: remark('工作情况', '本期做了什么、有什么成效'),
    problems: remark('存在问题', '困难与需要上级协调的事项'),
    nextPlan: remark('下期计划', '下一期重点工作'),
    returnReason: optional(text('退回原因', { max: 500, multiline: true })),
    dueOn: optional(text('应报日期', { max: 10 })),
    figuresAt: optional(instant('数据截至')),
    submittedBy: optional(link('上报人', 'account')),
    decidedBy: optional(link('审核人', 'account')),
    policyCode: text('适用政策', { max: 8 }),
    policyHash: text('政策版本', { max: 40 }),
  },
)

/** Who took which step on which version, and why: the report's own trail for everyone who may read it. */
export const ReportStep = defineEntity(
  'report_step',
  '办理记录',
  { privacy: 'open' },
  {
    report: ref('报表', 'report'),
    move: text('步骤', { max: 20 }),
    byName: text('办理人', { max: 40 }),
    reportVersion: text('版本', { max: 10 }),
    reason: optional(text('说明', { max: 500 })),
    at: instant('时间'),
  },
)
