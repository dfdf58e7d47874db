import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, choices, date, decimal, farRef, files, flag, integer, optional, ref, text } from '../../core/field.ts'

export const supervisionKinds = {
  individual: '个别督导',
  group: '小组督导',
  peer: '同辈督导',
  onSite: '现场督导',
} as const

/** What a station plans to be supervised in, in a year. */
export const SupervisionPlan = defineEntity(
  'supervision_plan',
  '督导计划',
  { privacy: 'open', unique: { supervision_plan_once: ['year', '本站这一年的督导计划刚刚登记，请刷新后修改'] } },
  {
    year: integer('年度', { min: 2015, max: 2100 }),
    hours: decimal('计划时数', { unit: '小时', min: 1, max: 2000, clause: '滨海新区 三（一）' }),
    kinds: choices('方式', supervisionKinds),
    supervisor: text('督导者', { max: 120 }),
    goals: text('目标与安排', { max: 500, multiline: true }),
  },
)

export const sessionStates = { valid: '有效', reversed: '已冲销' } as const

/** One session: who supervised whom, for how long, about what (BH-3.4). */
export const SupervisionSession = defineEntity(
  'supervision_session',
  '督导记录',
  { privacy: 'open' },
  {
    onDay: date('督导日期', { past: true }),
    kind: choice('方式', supervisionKinds),
    hours: decimal('时数', { unit: '小时', min: 0.5, max: 24 }),
    expert: optional(farRef('督导（专家库）', 'expert')),
    person: optional(ref('督导（本地人员）', 'person')),
    supervisorName: text('督导者', { max: 40 }),
    project: optional(text('督导的项目', { max: 80, help: '对某个服务项目的督导，写项目名称；对全站的留空' })),
    summary: text('督导内容与建议', { max: 1000, multiline: true }),
    files: files('附件', { max: 10, readBy: 'supervision.read' }),
    state: choice('状态', sessionStates),
    reversedReason: optional(text('冲销原因', { max: 200 })),
  },
)

/** Who was guided in a session, and what they say of it: their own feedback. */
export const Guided = defineEntity(
  'guided',
  '受督导',
  { privacy: 'personal', owner: 'person' },
  {
    session: ref('督导记录', 'supervision_session'),
    person: ref('人员', 'person'),
    personName: text('姓名', { max: 40 }),
    present: flag('到场'),
    rating: optional(integer('对工作的帮助', { min: 1, max: 5, unit: '分', help: '1 到 5 分，5 分为很有帮助' })),
    feedback: optional(text('反馈', { max: 500, multiline: true })),
  },
)

/** Supervision was given at a station: minutes of the session, people guided. */
export const supervisionGiven = defineFact('supervision.given', '开展督导')
