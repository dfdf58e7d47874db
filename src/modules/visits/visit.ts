import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, choices, date, files, flag, integer, optional, ref, text, texts } from '../../core/field.ts'

export const visitWays = { home: '入户', door: '上门未入户', phone: '电话', video: '视频' } as const
export type VisitWay = keyof typeof visitWays

/** Who was met. Nobody met is an attempt: it is kept, and counts for no rule and no service. */
export const visitOutcomes = {
  met: '见到本人',
  family: '见到家人或照料人',
  absent: '没有见到',
  refused: '谢绝走访',
} as const

export const visitStates = { valid: '有效', reversed: '已冲销' } as const

/**
 * A visit that a rule of the policy asks for: one row for rule version, client and period, however often they are worked
 * out. Whether it is done or overdue is asked of the visits, never kept here (官渡区方案 附件3 第8、11项).
 */
export const VisitPlan = defineEntity(
  'visit_plan',
  '应走访',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    rule: text('规则', { max: 120, help: '政策包、生效日与规则键' }),
    period: text('期间', { max: 10 }),
    fromOn: date('自'),
    dueOn: date('应于'),
    times: integer('次数', { unit: '次', min: 1 }),
    ways: choices('方式', visitWays),
  },
)

/** What a worker saw at one client on one day. */
export const Visit = defineEntity(
  'visit',
  '走访记录',
  { privacy: 'personal', owner: 'worker', counted: true },
  {
    client: ref('服务对象', 'client'),
    clientName: text('姓名', { max: 40 }),
    onDay: date('走访日期', { past: true }),
    way: choice('走访方式', visitWays),
    outcome: choice('走访结果', visitOutcomes),
    minutes: integer('用时', { unit: '分钟', max: 600 }),
    unchanged: flag('情况无变化'),
    findings: optional(text('发现的情况', { max: 1000, multiline: true })),
    items: texts('服务事项', { max: 12, help: '从本地服务目录中选择' }),
    files: files('照片与附件', { max: 12, readBy: 'visit.read' }),
    worker: ref('走访人', 'person'),
    state: choice('状态', visitStates),
    reversedReason: optional(text('冲销原因', { max: 200 })),
  },
)

/** One line of the form that fits the client: what was looked at, and how it stood. */
export const VisitAnswer = defineEntity(
  'visit_answer',
  '走访所见',
  { privacy: 'personal' },
  { visit: ref('走访记录', 'visit'), item: text('项目', { max: 40 }), answer: text('情况', { max: 40 }) },
)

/** What is still to be done after a visit, by whom and when. */
export const VisitTask = defineEntity(
  'visit_task',
  '跟进事项',
  { privacy: 'personal', owner: 'worker' },
  {
    visit: ref('走访记录', 'visit'),
    client: ref('服务对象', 'client'),
    what: text('要做的事', { max: 200 }),
    worker: ref('由谁跟进', 'person'),
    dueOn: date('应于'),
    doneOn: optional(date('完成日期', { past: true })),
    result: optional(text('结果', { max: 300 })),
  },
)

/** A visit was tried or paid; its variant is the way. */
export const visitMade = defineFact('visit.made', '走访')
