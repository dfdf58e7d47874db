import { defineEntity } from '../../core/entity.ts'
import { choice, choices, date, files, flag, optional, ref, secret, text } from '../../core/field.ts'
import { phoneProblem } from '../people/index.ts'

export const selfCares = { full: '能自理', partial: '部分失能', none: '完全失能', child: '需人照料的儿童' } as const

/** How far a client cares for themselves, and how their health is, until the next entry. */
export const ClientCare = defineEntity(
  'client_care',
  '照料能力',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    selfCare: choice('自理能力', selfCares),
    carer: optional(text('主要照料人', { max: 60 })),
    health: optional(secret('健康状况与用药', { max: 500 })),
    fromOn: date('自', { past: true }),
    toOn: optional(date('至')),
  },
)

export const guardianRelations = {
  father: '父亲',
  mother: '母亲',
  grandparent: '祖父母或外祖父母',
  sibling: '成年兄姐',
  spouse: '配偶',
  child: '成年子女',
  relative: '其他亲属',
  committee: '居（村）民委员会',
  department: '民政部门',
  other: '其他',
} as const

export const guardianKinds = { direct: '履行监护', entrusted: '受委托照护' } as const

/** Who is responsible for a client who is not so themselves, from one day to another. */
export const Guardian = defineEntity(
  'guardian',
  '监护人',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    name: text('监护人姓名', { max: 40 }),
    relation: choice('与服务对象的关系', guardianRelations),
    kind: choice('监护方式', guardianKinds),
    phone: optional(secret('监护人电话', { max: 20, check: phoneProblem })),
    fromOn: date('自', { past: true }),
    toOn: optional(date('至')),
    memo: optional(text('备注', { max: 200 })),
  },
)

export const consentPurposes = {
  service: '建档与提供服务',
  share: '转介时向有关单位提供必要信息',
  photo: '服务中拍照录像留存',
  publicity: '宣传中使用影像或故事',
  transfer: '转到其他站点继续服务',
} as const

export const consentBases = { consent: '本人或监护人同意', law: '依法履职' } as const
export const consentWays = { written: '书面签字', verbal: '口头（有见证）', electronic: '电子确认' } as const
export const consentGivers = { self: '本人', guardian: '监护人' } as const

/** Below this age a guardian consents (个人信息保护法 第三十一条). */
export const consentAge = 14

/** What clients are told before they consent; a new wording is a new version. */
export const noticeVersion = '2026-11'

/** That a client may be served or known about for one purpose: by consent, or because the law says so. */
export const Consent = defineEntity(
  'consent',
  '同意',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    purpose: choice('用途', consentPurposes),
    basis: choice('依据', consentBases, { clause: '个人信息保护法 第十三条' }),
    law: optional(text('法律或文件依据', { max: 100, help: '依法履职的请写明，如：社会救助暂行办法' })),
    noticeVersion: text('告知书版本', { max: 20 }),
    way: optional(choice('方式', consentWays)),
    givenBy: optional(choice('由谁同意', consentGivers)),
    guardian: optional(ref('监护人', 'guardian')),
    onDay: date('日期', { past: true }),
    proof: files('签字材料', { max: 5, readBy: 'client.read' }),
    withdrawnOn: optional(date('撤回日期', { past: true })),
    withdrawnReason: optional(text('撤回说明', { max: 200 })),
  },
)

export const contactKinds = { person: '个人', organisation: '单位或组织' } as const
export const strengths = { strong: '紧密', weak: '一般或疏远', strained: '紧张' } as const

/** A person or organisation around a client, as the eco-map shows it. */
export const ClientContact = defineEntity(
  'client_contact',
  '社会关系',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    kind: choice('类型', contactKinds),
    name: text('姓名或单位名称', { max: 60 }),
    relation: text('关系', { max: 30, help: '如：邻居、班主任、社区卫生服务中心' }),
    strength: choice('关系强弱', strengths),
    phone: optional(secret('电话', { max: 20, check: phoneProblem })),
    urgent: flag('紧急联系人'),
    memo: optional(text('备注', { max: 200 })),
    toOn: optional(date('至')),
  },
)

export const needKinds = {
  living: '生活困难',
  medical: '医疗康复',
  care: '照料护理',
  housing: '住房',
  schooling: '教育',
  employment: '就业',
  legal: '法律与权益',
  mental: '心理与情绪',
  safety: '安全保护',
  family: '家庭关系',
  social: '社会交往',
  policy: '政策办理',
  tracing: '寻亲返乡',
  funeral: '殡葬事务',
  other: '其他',
} as const
export const needStates = { open: '待回应', working: '办理中', met: '已满足', notPossible: '暂无法满足' } as const

/** Something a client needs, from the day it was found to the day it was met (滨民政 清单 一2). */
export const Need = defineEntity(
  'need',
  '需求',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    kind: choice('需求类型', needKinds),
    content: text('具体需求', { max: 300, multiline: true }),
    foundOn: date('发现日期', { past: true }),
    state: choice('状态', needStates),
    closedOn: optional(date('办结日期', { past: true })),
    result: optional(text('结果', { max: 300 })),
  },
)

export const needsCovers = { needs: '需求', mentalHealth: '心理健康' } as const
export const moods = { calm: '平稳', attention: '需要关注', referral: '建议专业转介' } as const

/** That a client's needs, and perhaps mental health, were gone over on a day: what makes an archive fresh. */
export const NeedsAssessment = defineEntity(
  'needs_assessment',
  '需求评估',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    household: optional(ref('家庭', 'household')),
    onDay: date('评估日期', { past: true }),
    covers: choices('更新内容', needsCovers),
    mood: optional(choice('心理健康', moods, { clause: '官渡区方案 附件3 第17项' })),
    summary: text('评估情况', { max: 500, multiline: true }),
    worker: ref('评估人', 'person'),
  },
)

/** Something everyone who opens the file must see first, such as a dog, an infection, a threat. */
export const ClientAlert = defineEntity(
  'client_alert',
  '提醒',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    content: text('提醒内容', { max: 120 }),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)

export const tracingWays = {
  network: '全国救助寻亲网',
  police: '公安机关比对',
  dna: '血样采集比对',
  media: '媒体寻亲',
  visit: '实地走访',
  interview: '与本人交谈',
} as const
export const tracingResults = { searching: '继续查找', found: '找到亲属', none: '没有线索' } as const

/** A step in finding the family of someone in a relief institution (攀民政〔2021〕31号 导引 3.2.1.8). */
export const FamilyTracing = defineEntity(
  'family_tracing',
  '寻亲',
  { privacy: 'personal' },
  {
    client: ref('服务对象', 'client'),
    onDay: date('日期', { past: true }),
    way: choice('途径', tracingWays, { clause: '攀民政〔2021〕31号 导引 3.2.1.8' }),
    result: choice('结果', tracingResults),
    content: text('情况', { max: 300, multiline: true }),
  },
)
