import { defineEntity } from '../../core/entity.ts'
import { choice, date, files, integer, link, optional, ref, secret, text } from '../../core/field.ts'
import { identityProblem, phoneProblem } from '../people/index.ts'

export const clientSexes = { male: '男', female: '女', unknown: '未查明' } as const

export const schoolings = {
  none: '未上学',
  preschool: '学龄前',
  primary: '小学',
  juniorHigh: '初中',
  seniorHigh: '高中（中专）',
  juniorCollege: '大专',
  college: '本科及以上',
} as const

export const maritals = {
  single: '未婚',
  married: '已婚',
  widowed: '丧偶',
  divorced: '离异',
  unknown: '未说明',
} as const

/** How a file stands. A merged one lives on as an alias of the file that was kept. */
export const clientStates = {
  active: '服务中',
  closed: '已结束',
  transferred: '已转出',
  merged: '已合并',
} as const

export const closings = {
  moved: '迁出本地',
  died: '去世',
  resolved: '困难已解除，不再需要服务',
  refused: '本人或监护人不再同意',
  lost: '失去联系',
  mistaken: '误建档案',
} as const

/** Someone a station serves. The station is the one that serves them now; the former ones stand in `ClientStation`. */
export const Client = defineEntity(
  'client',
  '服务对象',
  { privacy: 'personal', search: ['name', 'formerName'], counted: true },
  {
    name: text('姓名', { max: 40, help: '身份不明的可写「无名氏」加登记地点' }),
    sex: choice('性别', clientSexes),
    bornOn: optional(date('出生日期', { past: true })),
    idNumber: optional(secret('身份证号', { max: 18, searchable: true, check: identityProblem, clause: 'GB 11643' })),
    noIdReason: optional(text('无身份证号的原因', { max: 100 })),
    phone: optional(secret('联系电话', { max: 20, searchable: true, check: phoneProblem })),
    place: link('居住地', 'place', { help: '选到社区（村）；流动人员可只选街道（乡镇）' }),
    address: optional(secret('详细住址', { max: 120, searchable: true })),
    household: optional(ref('家庭', 'household')),
    formerName: optional(text('曾用名或小名', { max: 40 })),
    ethnicGroup: optional(text('民族', { max: 20 })),
    schooling: optional(choice('文化程度', schoolings)),
    marital: optional(choice('婚姻状况', maritals)),
    occupation: optional(text('职业或就读学校', { max: 60 })),
    institution: optional(text('所在救助或养老机构', { max: 60, clause: '攀民政〔2021〕31号 导引 3.2.1.8' })),
    memo: optional(text('备注', { max: 300, multiline: true })),
    state: choice('档案状态', clientStates),
    closedOn: optional(date('结束日期')),
    closing: optional(choice('结束原因', closings)),
    mergedInto: optional(ref('并入的档案', 'client')),
  },
)

/** Which station served a client, from one day to another. */
export const ClientStation = defineEntity(
  'client_station',
  '服务站点',
  { privacy: 'open' },
  {
    client: ref('服务对象', 'client'),
    servedBy: ref('社工站', 'station'),
    fromOn: date('自'),
    toOn: optional(date('至')),
    handover: optional(text('交接摘要', { max: 1000, multiline: true, privacy: 'personal' })),
    records: optional(integer('转出时的记录数', { unit: '条' })),
  },
)

/** The worker who answers for a client, from one day to another. */
export const ClientWorker = defineEntity(
  'client_worker',
  '责任社工',
  { privacy: 'open' },
  {
    client: ref('服务对象', 'client'),
    worker: ref('责任社工', 'person'),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)

export const categorySources = {
  discovered: '走访发现',
  applied: '本人申请',
  roster: '民政部门名册',
  referred: '转介',
  imported: '批量导入',
} as const

/**
 * One category of a client, by the code of the pack, from one day to another; a client has several at once. For children of
 * the special groups the street confirms the status and takes them in (官渡区方案 附件3 第5、6项).
 */
export const ClientCategory = defineEntity(
  'client_category',
  '服务对象类别',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    category: text('类别', { max: 40, pattern: '^[a-z][A-Za-z]+$', clause: '攀民政〔2021〕31号 导引 3.2.1.7' }),
    fromOn: date('起始日期', { past: true }),
    toOn: optional(date('终止日期')),
    source: choice('来源', categorySources),
    proof: files('证明材料', { max: 5, readBy: 'client.read' }),
    confirmedOn: optional(date('身份确认日期', { past: true, clause: '官渡区方案 附件3 第6项' })),
    includedOn: optional(date('纳入保障日期', { past: true, clause: '官渡区方案 附件3 第6项' })),
    endReason: optional(text('终止原因', { max: 100 })),
  },
)

export const riskLevels = { high: '高', medium: '中', low: '低' } as const

/** A client's risk as assessed, in force until the next assessment (攀民政〔2021〕31号 导引 3.2.2.2). */
export const ClientRisk = defineEntity(
  'client_risk',
  '风险等级',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    level: choice('风险等级', riskLevels, { clause: '攀民政〔2021〕31号 导引 3.2.2.2' }),
    reasons: text('理由', { max: 300, multiline: true }),
    fromOn: date('评定日期', { past: true }),
    toOn: optional(date('至')),
    reviewOn: date('复评日期'),
  },
)
