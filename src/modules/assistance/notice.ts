import { defineEntity } from '../../core/entity.ts'
import { choice, date, files, integer, optional, ref, text } from '../../core/field.ts'

export const noticeOutcomes = {
  clear: '无异议',
  dismissed: '有异议，核实后不成立',
  upheld: '异议成立',
  stopped: '中止',
} as const

/** A notice on the board of the village: from when to when it hangs, and what came of it. */
export const PublicNotice = defineEntity(
  'public_notice',
  '公示',
  { privacy: 'personal', unique: { public_notice_round: ['startOn', '这次公示刚刚由别人登记，请刷新'] } },
  {
    application: ref('救助申请', 'assistance_application'),
    second: choice('公示', { first: '初审后公示', second: '复核后公示' }),
    turn: integer('次数', { min: 1 }),
    startOn: date('公示起', { past: true }),
    endOn: date('公示止'),
    postedAt: text('张贴地点', { max: 100 }),
    files: files('公示照片', { max: 6, readBy: 'assistance.read' }),
    closedOn: optional(date('结束日期')),
    outcome: optional(choice('公示结果', noticeOutcomes)),
  },
)

export const objectionStates = { open: '待核实', dismissed: '不成立', upheld: '成立' } as const

/** Something said against an application while it hung; who said it stays hidden from the applicant. */
export const NoticeObjection = defineEntity(
  'notice_objection',
  '公示异议',
  { privacy: 'sensitive' },
  {
    notice: ref('公示', 'public_notice'),
    onDay: date('收到日期', { past: true }),
    saidBy: optional(text('反映人', { max: 40, help: '可以不填；只用于核实，不对外公开' })),
    content: text('反映的情况', { max: 500, multiline: true }),
    state: choice('核实结果', objectionStates),
    answeredOn: optional(date('核实日期', { past: true })),
    answer: optional(text('核实情况', { max: 500, multiline: true })),
    answeredBy: optional(text('核实人', { max: 40 })),
  },
)
