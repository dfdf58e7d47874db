import { defineEntity } from '../../core/entity.ts'
import { choice, choices, date, files, flag, integer, link, optional, ref, text } from '../../core/field.ts'
import { certificateCodes, educations, postCode } from '../policy/index.ts'
import { origins, sexes } from './person.ts'

export const employmentKinds = {
  labour: '劳动合同',
  dispatch: '劳务派遣',
  service: '劳务协议',
  establishment: '编制内聘用',
} as const

/** Who employs a person, from–to, and by which channel of the pack they came. */
export const Employment = defineEntity(
  'employment',
  '劳动合同',
  { privacy: 'personal' },
  {
    person: ref('人员', 'person'),
    employer: optional(link('用人单位', 'organisation', { help: '已登记的机构从列表选择' })),
    employerName: optional(text('用人单位名称', { max: 60, help: '没有登记为机构的单位，写全称' })),
    kind: choice('合同类别', employmentKinds),
    channel: optional(text('用人渠道', { max: 80, clause: '攀枝花指引 2.3' })),
    fromOn: date('合同起'),
    toOn: optional(date('合同止', { help: '无固定期限的留空' })),
    files: files('合同扫描件', { max: 5, readBy: 'person.manage' }),
  },
)

export const insuranceKinds = {
  pension: '养老',
  medical: '医疗',
  unemployment: '失业',
  injury: '工伤',
  maternity: '生育',
} as const

export const monthField = text('月份', {
  min: 7,
  max: 7,
  pattern: '^20\\d\\d-(0[1-9]|1[0-2])$',
  help: '写成 2026-11 这样的月份',
})

/** One month of social insurance of one person, with its proof (BH-4.2b). */
export const InsuranceMonth = defineEntity(
  'insurance_month',
  '社会保险',
  { privacy: 'personal', unique: { insurance_month_once: ['toMonth', '其中有月份刚刚登记过，请刷新后核对'] } },
  {
    person: ref('人员', 'person'),
    month: monthField,
    kinds: choices('险种', insuranceKinds),
    files: files('缴费凭证', { max: 5, readBy: 'person.manage' }),
    withdrawnReason: optional(text('撤销原因', { max: 100 })),
  },
)

/** PZ-G2: keeping the code of ethics is proved by a signed statement. */
export const EthicsStatement = defineEntity(
  'ethics_statement',
  '职业道德承诺',
  { privacy: 'personal' },
  {
    person: ref('人员', 'person'),
    edition: text('承诺书版本', { max: 60, help: '如 2026 版' }),
    signedOn: date('签署日期', { past: true }),
    files: files('签署件', { max: 3, readBy: 'person.manage' }),
  },
)

export const EducationEntry = defineEntity(
  'education_entry',
  '教育经历',
  { privacy: 'personal' },
  {
    person: ref('人员', 'person'),
    education: choice('学历', educations),
    school: text('学校', { max: 60 }),
    major: optional(text('专业', { max: 60 })),
    socialWork: flag('社会工作专业'),
    graduatedOn: optional(date('毕业日期')),
    files: files('学历证明', { max: 3, readBy: 'person.manage' }),
  },
)

export const checkResults = { clear: '无不宜从业记录', unfit: '有不宜从业记录' } as const

/** Of those close to minors: day and result only (未成年人保护法 第六十二条). */
export const BackgroundCheck = defineEntity(
  'background_check',
  '从业查询',
  { privacy: 'sensitive' },
  {
    person: ref('人员', 'person'),
    checkedOn: date('查询日期', { past: true }),
    result: choice('查询结果', checkResults),
    checkedBy: text('查询机关', { max: 60 }),
    nextOn: date('下次查询应在', { help: '每年一次' }),
  },
)

const { tianjinAide: _local, ...national } = certificateCodes
export const examResults = { pending: '已报名', passed: '通过', failed: '未通过', absent: '缺考' } as const

/** An entry to the national examination of a year, and how it ended (PZ-2.1c). */
export const ExamEntry = defineEntity(
  'exam_entry',
  '职业水平考试',
  { privacy: 'personal', unique: { exam_entry_once: ['year', '这一年的这级考试已登记，请修改原记录'] } },
  {
    person: ref('人员', 'person'),
    year: integer('考试年度', { min: 2008, max: 2100 }),
    certificate: choice('报考级别', national),
    result: choice('结果', examResults),
  },
)

/** A student who practises at a station (BH-3.2, GD-A3.41); not one of its staff. */
export const Intern = defineEntity(
  'intern',
  '实习生',
  { privacy: 'personal' },
  {
    name: text('姓名', { max: 40 }),
    school: text('学校', { max: 60 }),
    major: optional(text('专业', { max: 60 })),
    teacher: text('指导教师', { max: 40, help: '学校一方的带队或指导教师' }),
    guide: optional(ref('本站带教人员', 'person')),
    fromOn: date('实习起'),
    toOn: optional(date('实习止')),
    hours: optional(integer('实习时数', { unit: '小时', max: 5000 })),
    evaluation: optional(text('实习评价', { max: 500, multiline: true })),
  },
)

/** KM-3.3: who at the street or township manages the station, by office, from–to. */
export const StreetManager = defineEntity(
  'street_manager',
  '街道管理人员',
  { privacy: 'personal' },
  {
    name: text('姓名', { max: 40 }),
    office: text('所在科室与职务', { max: 60 }),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)

export const candidateStates = { waiting: '待定', chosen: '拟录用', declined: '不录用' } as const

/** Someone considered for a post, before being anybody's staff (KM-4.4b). */
export const Candidate = defineEntity(
  'candidate',
  '应聘人员',
  { privacy: 'personal' },
  {
    name: text('姓名', { max: 40 }),
    sex: choice('性别', sexes),
    bornOn: date('出生日期', { past: true }),
    education: choice('学历', educations),
    socialWorkMajor: flag('社会工作专业毕业'),
    certificate: optional(choice('证书', certificateCodes)),
    issuedOn: optional(date('取得日期', { past: true })),
    registeredOn: optional(date('登记日期', { past: true })),
    registeredUntil: optional(date('登记有效期至')),
    localHousehold: flag('本地户籍'),
    localMinority: flag('本地少数民族'),
    // posts are named by each document: PostControl offers those of the station's (postsAt)
    post: postCode('应聘岗位'),
    origin: choice('人员来源', origins),
    fullTime: flag('专职'),
    fromOn: date('拟任职起', { help: '任职条件按这一天核对' }),
    state: choice('结果', candidateStates),
    reason: optional(text('说明', { max: 200 })),
  },
)

/** What of a person's file ends one day and must be renewed. */
export const endings = { certificate: '证书登记', contract: '劳动合同', check: '从业查询' } as const
