import { defineEntity } from '../../core/entity.ts'
import { defineFact } from '../../core/facts.ts'
import { choice, date, flag, instant, integer, link, optional, ref, text } from '../../core/field.ts'
import { stateOf, stepOf } from '../../core/workflow.ts'
import { caseFlow } from './caseFlow.ts'

/** The field a case belongs to, and the letters some jurisdictions put into file numbers. */
export const domains = {
  elder: '老年人',
  child: '儿童青少年',
  family: '婚姻家庭',
  disability: '残障康复',
  relief: '社会救助',
  mental: '精神卫生',
  health: '医务',
  correction: '社区矫正与禁毒',
  community: '社区融入',
  other: '其他',
} as const
export const domainLetters: Record<keyof typeof domains, string> = {
  elder: 'ELD',
  child: 'CHI',
  family: 'FAM',
  disability: 'DIS',
  relief: 'REL',
  mental: 'MEN',
  health: 'HEA',
  correction: 'JUS',
  community: 'COM',
  other: 'OTH',
}

export const intakeSources = {
  self: '本人或家属求助',
  found: '社工主动发现',
  referral: '其他单位转介',
  station: '其他站点转介',
  office: '村（居）委会或街道交办',
} as const

export const closings = {
  aimsMet: '达到目标',
  capable: '已具备面对类似困难的能力',
  unwilling: '服务对象不愿继续',
  changed: '情况有变（去世、搬迁等）',
  referred: '已转介',
  notOpened: '不开案',
  other: '其他',
} as const

const narrative = (label: string, max: number, help?: string) =>
  text(label, { privacy: 'sensitive', max, multiline: true, ...(help && { help }) })

/** What is written down when somebody asks for help (C-01). */
export const intakeFields = {
  domain: choice('服务领域', domains),
  source: choice('来源', intakeSources),
  referredBy: optional(text('转介或交办单位', { max: 80 })),
  intakeOn: date('接案日期', { past: true }),
  request: narrative('本人自述的要求', 500, '用服务对象自己的话'),
  problem: narrative('主要问题与服务需求', 1000),
  background: optional(narrative('家庭与个人背景', 1000)),
  servicesUsed: optional(narrative('曾使用的社会服务', 500)),
}

/** One client's case from the request for help to the follow-up after closure. */
export const CaseFile = defineEntity(
  'case_file',
  '个案',
  {
    privacy: 'personal',
    flow: { flow: caseFlow, field: 'stage' },
    owner: 'worker',
    counted: true,
    search: ['clientName'],
    unique: { case_file_number: ['client', '这个个案编号刚刚被占用；两个站编号相同的，请区县管理员分别设置站点代码'] },
  },
  {
    number: text('个案编号', { max: 60 }),
    client: ref('服务对象', 'client'),
    clientName: text('姓名', { max: 40 }),
    worker: ref('负责社工', 'person'),
    ...intakeFields,
    stage: stateOf('阶段', caseFlow),
    stageSince: date('进入本阶段'),
    openedOn: optional(date('开案日期')),
    closedOn: optional(date('结案日期')),
    closing: optional(choice('结案原因', closings)),
    crisis: flag('危机'),
    nextAim: optional(text('下一步', { max: 200 })),
    nextOn: optional(date('下一步日期')),
    submittedBy: optional(link('提交人', 'account')),
    returnReason: optional(text('退回原因', { max: 500, multiline: true })),
  },
)

/** Who took which step with a case, why, and by which content: what was signed is named by its fingerprint. */
export const CaseStep = defineEntity(
  'case_step',
  '办理记录',
  { privacy: 'personal' },
  {
    caseFile: ref('个案', 'case_file'),
    move: stepOf('步骤', caseFlow, { register: '接案登记', reassign: '转办' }),
    fromStage: optional(stateOf('原阶段', caseFlow)),
    toStage: stateOf('到', caseFlow),
    skips: flag('跳过步骤'),
    opinion: optional(text('意见与理由', { max: 500, multiline: true })),
    byName: text('办理人', { max: 40 }),
    byPerson: optional(ref('办理人', 'person')),
    fingerprint: optional(text('所签内容的指纹', { max: 64 })),
    onDay: date('日期'),
    at: instant('时间'),
  },
)

/** The worker who answers for a case, from one day to another. */
export const CaseWorker = defineEntity(
  'case_worker',
  '负责社工',
  { privacy: 'open' },
  {
    caseFile: ref('个案', 'case_file'),
    worker: ref('负责社工', 'person'),
    fromOn: date('自'),
    toOn: optional(date('至')),
    handover: optional(text('交接说明', { max: 500, multiline: true, privacy: 'sensitive' })),
  },
)

export const crisisKinds = {
  suicide: '自伤或自杀风险',
  violence: '暴力或侵害',
  abandonment: '无人照料、失踪或被遗弃',
  living: '断炊、断医、无住处',
  health: '突发疾病或精神急症',
  disaster: '灾害事故',
  other: '其他',
} as const

/** A crisis within a case, from the day it was seen to the day it was over (昆民通〔2021〕8号 五). */
export const CaseCrisis = defineEntity(
  'case_crisis',
  '危机介入',
  { privacy: 'sensitive' },
  {
    caseFile: ref('个案', 'case_file'),
    kind: choice('危机类型', crisisKinds),
    content: narrative('情况', 500),
    measures: narrative('已采取的紧急措施', 500, '做了什么、通知了谁、谁在陪伴'),
    reportedTo: optional(text('已报告的单位', { max: 100 })),
    fromOn: date('发现日期', { past: true }),
    toOn: optional(date('解除日期', { past: true })),
    result: optional(narrative('解除时的情况', 500)),
  },
)

/** How a county numbers its cases and when it asks after closed ones. */
export const CaseSetting = defineEntity(
  'case_setting',
  '个案规则',
  {
    privacy: 'open',
    tenant: false,
    unique: { case_setting_once: ['pattern', '本区县的个案规则刚刚被别人保存，请刷新'] },
  },
  {
    pattern: text('编号格式', { max: 60 }),
    restart: choice('流水号', { yearly: '每年从 1 起', never: '一直往下排' }),
    firstFollowUp: integer('首次回访', { unit: '天', min: 1, max: 730 }),
    secondFollowUp: optional(integer('再次回访', { unit: '天', min: 1, max: 730 })),
  },
)

/** What stands for a station in file numbers; without one, the end of its place's code. */
export const CaseStationCode = defineEntity(
  'case_station_code',
  '站点代码',
  {
    privacy: 'open',
    unique: {
      case_station_code_once: ['code', '另一个站已经使用这个代码，请换一个'],
      case_station_code_one: ['code', '这个站的代码刚刚被别人设置，请刷新'],
    },
  },
  { code: text('站点代码', { max: 12, pattern: '^[0-9A-Za-z]{1,12}$', help: '1–12 位字母或数字，如 DC' }) },
)

export const caseOpened = defineFact('case.opened', '个案开案')
export const caseClosed = defineFact('case.closed', '个案结案')
export const caseReferred = defineFact('case.referred', '转介')
export const caseCrisisFact = defineFact('case.crisis', '危机介入')
