import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, choices, date, files, instant, integer, link, optional, ref, secret, text } from '../../core/field.ts'
import { defineWorkflow, stateOf, stepOf } from '../../core/workflow.ts'
import { phoneProblem } from '../people/index.ts'

/** A family in need that nobody applied for: 发现 → 核实 → 报送街道 → 转办 → 结果 (官渡区方案 附件3 第4项). */
export const discoveryFlow = defineWorkflow({
  states: {
    found: '待核实',
    verified: '已核实',
    reported: '已报街道（乡镇）',
    referred: '已转办',
    answered: '已办结',
    unfounded: '不属实',
  },
  initial: 'found',
  moves: {
    verify: { from: ['found'], to: 'verified', label: '核实属实' },
    dismiss: { from: ['found', 'verified'], to: 'unfounded', label: '核实不属实' },
    report: { from: ['verified'], to: 'reported', label: '报街道（乡镇）' },
    refer: { from: ['verified', 'reported', 'referred'], to: 'referred', label: '转办' },
    answer: { from: ['verified', 'reported', 'referred'], to: 'answered', label: '登记结果' },
    reopen: { from: ['answered', 'unfounded'], to: 'verified', label: '重新办理' },
  },
})
export type DiscoveryState = keyof typeof discoveryFlow.states
export const openDiscoveries: readonly DiscoveryState[] = ['found', 'verified', 'reported', 'referred']

/** The views of the ledger. */
export const discoveryViews = { open: '办理中', late: '超期', closed: '已办结', all: '全部' } as const

export const foundWays = {
  visit: '走访巡查',
  cadre: '村（居）委会干部、网格员',
  neighbour: '邻里反映',
  hotline: '热线或来信来访',
  warning: '数据监测预警',
  other: '其他',
} as const

export const discoveredNeeds = {
  living: '基本生活',
  medical: '就医',
  education: '上学',
  housing: '住房',
  employment: '就业',
  care: '照料护理',
  accident: '意外或急难',
  mind: '心理支持',
  other: '其他',
} as const

export const referTargets = {
  application: '救助申请',
  case: '个案服务',
  department: '其他部门',
  charity: '慈善帮扶',
} as const

/** What is typed when somebody is found. */
export const foundFields = {
  foundOn: date('发现日期', { past: true }),
  way: choice('发现途径', foundWays),
  foundBy: text('发现人', { max: 40 }),
  name: text('困难家庭或个人', { max: 60 }),
  phone: optional(secret('联系电话', { max: 20, check: phoneProblem })),
  place: link('所在地', 'place', { help: '选到社区（村）' }),
  members: integer('家庭人数', { unit: '人', min: 1, max: 30 }),
  needs: choices('困难', discoveredNeeds),
  situation: text('情况', { privacy: 'sensitive', max: 1000, multiline: true }),
  client: optional(ref('已建档的服务对象', 'client')),
  minutes: optional(integer('用时', { unit: '分钟', max: 600 })),
  files: files('照片', { max: 8, readBy: 'outreach.read' }),
}

/** One line of the ledger: found how and by whom, what need, referred to what, with what result. */
export const Discovery = defineEntity(
  'discovery',
  '主动发现',
  {
    privacy: 'personal',
    flow: { flow: discoveryFlow, field: 'state' },
    owner: 'worker',
    counted: true,
    search: ['name'],
  },
  {
    ...foundFields,
    worker: optional(ref('登记人', 'person')),
    state: stateOf('状态', discoveryFlow),
    verifyBy: date('核实期限'),
    answerBy: date('办结期限'),
    verifiedOn: optional(date('核实日期', { past: true })),
    reportedOn: optional(date('报街道（乡镇）日期', { past: true })),
    referredOn: optional(date('转办日期', { past: true })),
    referredTo: optional(choice('转到', referTargets)),
    application: optional(ref('救助申请', 'assistance_application')),
    party: optional(text('承办单位', { max: 60 })),
    answeredOn: optional(date('办结日期', { past: true })),
    result: optional(text('结果', { max: 500, multiline: true })),
  },
)

/** Who took which step with a discovery, when, and what was said. */
export const DiscoveryStep = defineEntity(
  'discovery_step',
  '办理记录',
  { privacy: 'personal' },
  {
    discovery: ref('主动发现', 'discovery'),
    move: stepOf('步骤', discoveryFlow, { register: '登记发现' }),
    toState: stateOf('到', discoveryFlow),
    onDay: date('日期'),
    note: optional(text('说明', { max: 500, multiline: true })),
    byName: text('办理人', { max: 40 }),
    at: instant('登记时间'),
  },
)

export const familyFound = defineFact('discovery.found', '主动发现')
