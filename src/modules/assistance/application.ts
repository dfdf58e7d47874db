import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, date, decimal, fen, files, instant, integer, link, optional, ref, text } from '../../core/field.ts'
import { stateOf, stepOf } from '../../core/workflow.ts'
import { aidGroups } from './aid.ts'
import { applicationFlow } from './applicationFlow.ts'
import { monthKey } from './month.ts'

export const applyWays = {
  self: '本人申请',
  helped: '社工站协助申请',
  agent: '他人代为申请',
  discovered: '主动发现后帮助申请',
} as const

const readBy = 'assistance.read'
const narrative = (label: string, max: number, help?: string) =>
  text(label, { privacy: 'sensitive', max, multiline: true, ...(help && { help }) })

/** What is asked when somebody applies. */
export const applyFields = {
  way: choice('申请方式', applyWays),
  agentName: optional(text('代办人', { max: 40, help: '他人代为申请的，写明姓名和与本人的关系' })),
  appliedOn: date('申请日期', { past: true }),
  members: integer('保障人数', { unit: '人', min: 1, max: 20 }),
  reason: narrative('申请理由', 500, '家庭收入、支出、疾病残疾等主要困难'),
}

/** An application for assistance, from the day it is handed in to the result (官渡区方案 附件3 第2、3、23、25–29项). */
export const Application = defineEntity(
  'assistance_application',
  '救助申请',
  {
    privacy: 'personal',
    flow: { flow: applicationFlow, field: 'state' },
    owner: 'worker',
    counted: true,
    search: ['clientName'],
  },
  {
    client: ref('申请人', 'client'),
    clientName: text('姓名', { max: 40 }),
    household: optional(ref('家庭', 'household')),
    kind: text('救助种类', { max: 40, pattern: '^[A-Za-z0-9]+$' }),
    kindLabel: text('救助种类', { max: 60 }),
    aidGroup: choice('类别', aidGroups),
    ...applyFields,
    worker: optional(ref('经办社工', 'person')),
    state: stateOf('状态', applicationFlow),
    stateSince: date('进入本环节'),
    dueOn: optional(date('本环节期限')),
    acceptedOn: optional(date('受理日期')),
    wholeDueOn: optional(date('全程期限')),
    firstReviewBy: optional(link('初审人', 'account')),
    firstReviewPerson: optional(ref('初审人', 'person')),
    firstReviewOn: optional(date('初审日期')),
    reviewBy: optional(link('复核人', 'account')),
    reviewOn: optional(date('复核日期')),
    submittedOn: optional(date('报送日期')),
    submittedTo: optional(text('报送单位', { max: 60 })),
    decidedOn: optional(date('批准或不予批准日期', { past: true })),
    amountFen: optional(fen('金额', { help: '按月发放的填每月金额，一次性的填总额' })),
    goods: optional(text('实物或服务', { max: 200 })),
    fromMonth: optional(monthKey('起发月份', '如 2026-12')),
    closingReason: optional(text('退回或不予批准的原因', { max: 500, multiline: true })),
  },
)

export const paperStates = { missing: '未交', have: '已交', waived: '不需要' } as const

/** One paper of an application's checklist: what the policy asked for on the day, and whether it is here. */
export const ApplicationPaper = defineEntity(
  'application_paper',
  '申请材料',
  { privacy: 'personal' },
  {
    application: ref('救助申请', 'assistance_application'),
    paper: text('材料', { max: 80 }),
    rank: integer('次序', { min: 1 }),
    label: text('材料', { max: 100 }),
    need: choice('性质', { required: '必须', ifAny: '有则提供' }),
    state: choice('情况', paperStates),
    gotOn: optional(date('收到日期', { past: true })),
    why: optional(text('不需要的理由', { max: 100, help: '如：已通过信息共享查到' })),
    files: files('扫描件', { max: 6, readBy }),
  },
)

export const surveyKinds = {
  screening: '排查',
  home: '入户调查',
  neighbour: '邻里访问',
  letter: '信函索证',
  appraisal: '群众评议',
  check: '信息核查',
  entry: '系统录入',
} as const
export const surveyResults = { consistent: '与申报相符', inconsistent: '与申报不符', unclear: '还要再核' } as const

/** What was asked or looked at about the family, attached to its household (官渡区方案 附件3 第2项). */
export const ApplicationSurvey = defineEntity(
  'application_survey',
  '家庭调查',
  { privacy: 'personal' },
  {
    application: ref('救助申请', 'assistance_application'),
    client: ref('申请人', 'client'),
    household: optional(ref('家庭', 'household')),
    kind: choice('调查方式', surveyKinds),
    onDay: date('日期', { past: true }),
    asked: optional(text('访问了谁或发函单位', { max: 100 })),
    findings: narrative('调查情况', 1000),
    result: choice('结论', surveyResults),
    minutes: optional(integer('用时', { unit: '分钟', max: 600 })),
    byName: text('调查人', { max: 60 }),
    files: files('调查表与照片', { max: 8, readBy }),
  },
)

/** Who took which step, when, why, and by when it was due. */
export const ApplicationStep = defineEntity(
  'application_step',
  '办理记录',
  { privacy: 'personal' },
  {
    application: ref('救助申请', 'assistance_application'),
    move: stepOf('步骤', applicationFlow, { register: '登记申请' }),
    fromState: optional(stateOf('原环节', applicationFlow)),
    toState: stateOf('到', applicationFlow),
    opinion: optional(text('意见', { max: 500, multiline: true })),
    onDay: date('办理日期'),
    dueOn: optional(date('期限')),
    byName: text('办理人', { max: 40 }),
    byPerson: optional(ref('办理人', 'person')),
    at: instant('登记时间'),
  },
)

/** Goods handed out for an application, with who received them (官渡区方案 附件3 第3项). */
export const Handout = defineEntity(
  'assistance_handout',
  '物资发放',
  { privacy: 'personal' },
  {
    application: ref('救助申请', 'assistance_application'),
    client: ref('领取人', 'client'),
    handedOn: date('发放日期', { past: true }),
    goods: text('物资', { max: 60 }),
    quantity: decimal('数量', { min: 0.01, max: 100_000 }),
    measuredIn: text('计量单位', { max: 10, help: '如 袋、床、份' }),
    valueFen: optional(fen('折合金额')),
    receivedBy: text('领取签字人', { max: 40 }),
    files: files('领取单', { max: 4, readBy }),
  },
)

/** Somebody applied, with or without the station's help; the variant is the group. */
export const applicationMade = defineFact('assistance.applied', '救助申请')
/** Assistance was granted: people of the family and money a month, or once. */
export const assistanceGranted = defineFact('assistance.granted', '救助批准')
export const assistanceRefused = defineFact('assistance.refused', '救助未批准')
