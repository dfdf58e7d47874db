import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, date, fen, files, integer, optional, ref, text } from '../../core/field.ts'
import { aidGroups } from './aid.ts'

export const rosterSources = {
  granted: '申请批准',
  imported: '名册导入',
  entered: '补登',
  changed: '调整金额或人数',
} as const

export const rosterEndings = {
  died: '去世',
  income: '收入或财产变化，不再符合',
  moved: '户籍迁出',
  age: '超过年龄',
  status: '身份或残疾等级变化',
  refused: '本人不再要求',
  changed: '调整金额或人数',
  mistaken: '误登',
  other: '其他',
} as const

/** How a line of a month's roster stands to the month before. */
export const standings = { same: '在册', added: '新增', changed: '调整', ended: '减少' } as const

/** Somebody on the roster of a kind of assistance, from one month to another; another sum is another row. */
export const RosterEntry = defineEntity(
  'roster_entry',
  '在册',
  {
    privacy: 'personal',
    unique: { roster_entry_once: ['fromOn', '这个人这个月已在这份名册上，请刷新后核对'] },
  },
  {
    client: ref('服务对象', 'client'),
    clientName: text('姓名', { max: 40 }),
    kind: text('救助种类', { max: 40, pattern: '^[A-Za-z0-9]+$' }),
    kindLabel: text('救助种类', { max: 60 }),
    aidGroup: choice('类别', aidGroups),
    application: optional(ref('救助申请', 'assistance_application')),
    cardNumber: optional(text('证号', { max: 40 })),
    members: integer('保障人数', { unit: '人', min: 1, max: 20 }),
    monthlyFen: fen('月金额'),
    fromOn: date('起'),
    toOn: optional(date('止')),
    ending: optional(choice('停发原因', rosterEndings)),
    endNote: optional(text('停发说明', { max: 200 })),
    source: choice('来源', rosterSources),
  },
)

/** A month's roster as it went up: its sums as they stood, and whether the money was seen to arrive (官渡区方案 附件3 第28、29项). */
export const RosterReport = defineEntity(
  'roster_report',
  '名册月报',
  { privacy: 'open', unique: { roster_report_once: ['month', '这个月的名册刚刚由别人报送，请刷新'] } },
  {
    aidGroup: choice('类别', aidGroups),
    month: text('月份', { max: 7 }),
    rows: integer('户（人）数', { unit: '条' }),
    members: integer('保障人数', { unit: '人' }),
    totalFen: fen('当月金额'),
    added: integer('新增', { unit: '条' }),
    ended: integer('减少', { unit: '条' }),
    sentOn: date('报送日期', { past: true }),
    sentTo: text('报送单位', { max: 60 }),
    checkedOn: optional(date('核查发放日期', { past: true })),
    unpaid: optional(text('未到账的情况', { max: 300, multiline: true })),
    byName: text('报送人', { max: 40 }),
  },
)

export const certificationWays = { phone: '电话', video: '视频', visit: '上门' } as const
export const certificationOutcomes = { alive: '健在', died: '已去世', unreached: '没有联系上' } as const

/** Where a recipient stands in the period that is asked about. */
export const dueStates = { due: '待认证', late: '逾期未认证', done: '已认证', died: '认证时已去世' } as const

/** 生存认证: whether a recipient is alive, in the period their kind asks for (官渡区方案 附件3 第23项). */
export const Certification = defineEntity(
  'life_certification',
  '生存认证',
  { privacy: 'personal', owner: 'worker' },
  {
    client: ref('服务对象', 'client'),
    clientName: text('姓名', { max: 40 }),
    entry: ref('在册', 'roster_entry'),
    kind: text('救助种类', { max: 40 }),
    onDay: date('认证日期', { past: true }),
    way: choice('认证方式', certificationWays),
    outcome: choice('认证结果', certificationOutcomes),
    minutes: optional(integer('用时', { unit: '分钟', max: 300 })),
    note: optional(text('情况', { max: 300, multiline: true })),
    files: files('照片或截图', { max: 4, readBy: 'assistance.read' }),
    worker: ref('认证人', 'person'),
    state: choice('状态', { valid: '有效', reversed: '已冲销' }),
    reversedReason: optional(text('冲销原因', { max: 200 })),
  },
)

export const lifeCertified = defineFact('assistance.certified', '生存认证')
export const rosterSent = defineFact('assistance.rosterSent', '名册月报')
