import { defineEntity } from '../../core/entity.ts'
import { choice, date, flag, optional, ref, secret, text } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { educations, postCode } from '../policy/index.ts'
import { identityProblem, phoneProblem } from './identity.ts'

export const sexes = { male: '男', female: '女' } as const

/** Someone who works at a station. */
export const Person = defineEntity(
  'person',
  '人员',
  { privacy: 'personal', search: ['name'] },
  {
    name: text('姓名', { max: 40 }),
    sex: choice('性别', sexes),
    bornOn: date('出生日期', { past: true }),
    idNumber: optional(secret('身份证号', { max: 18, searchable: true, check: identityProblem, clause: 'GB 11643' })),
    noIdReason: optional(text('无身份证号的原因', { max: 100 })),
    phone: optional(secret('联系电话', { max: 20, check: phoneProblem })),
    education: choice('学历', educations),
    socialWorkMajor: flag('社会工作专业毕业'),
    localHousehold: flag('本地户籍'),
    localMinority: flag('本地少数民族'),
  },
)

export const origins = {
  dispatched: '承接主体派驻',
  converted: '现有人员转换',
  government: '街道（乡镇）干部',
  hired: '聘用',
} as const

/** A person in a post at a station, from–to. The name is written on it as on the paper it stands for. */
export const Appointment = defineEntity(
  'appointment',
  '任职',
  { privacy: 'personal' },
  {
    person: ref('人员', 'person'),
    personName: text('姓名', { max: 40 }),
    post: postCode('岗位'),
    /** What the station's document calls the post; written on the appointment, as on the paper it stands for. */
    postName: text('岗位名称', { max: 20 }),
    origin: choice('人员来源', origins),
    fullTime: flag('专职'),
    closeToMinors: optional(flag('密切接触未成年人', { help: '填「是」的，每年要做一次从业查询' })),
    fromOn: date('任职起'),
    toOn: optional(date('任职止')),
  },
)

export const certificateKinds = {
  assistant: '助理社会工作师',
  intermediate: '社会工作师',
  senior: '高级社会工作师',
  tianjinAide: '天津市社会工作员',
} as const

/** A professional certificate and its registration. */
export const Certificate = defineEntity(
  'certificate',
  '证书',
  { privacy: 'personal' },
  {
    person: ref('人员', 'person'),
    certificate: choice('证书', certificateKinds),
    number: text('证书编号', { max: 40 }),
    issuedOn: date('取得日期', { past: true }),
    registeredOn: optional(date('登记日期', { past: true })),
    registeredUntil: optional(date('登记有效期至')),
  },
)

/** One registration of a certificate; a renewal is a new row (民发〔2009〕123号). */
export const CertificateRegistration = defineEntity(
  'certificate_registration',
  '证书登记',
  { privacy: 'personal' },
  {
    certificate: ref('证书', 'certificate'),
    person: ref('人员', 'person'),
    fromOn: date('登记日期', { past: true }),
    untilOn: optional(date('登记有效期至')),
  },
)

export const registrations = { none: '未登记', valid: '有效', ending: '将到期', ended: '已过期' } as const

/** How a certificate's registration stands on a day; 将到期 within ninety days of its end. */
export function registrationOn(
  { registeredOn, registeredUntil }: { registeredOn: string | null; registeredUntil: string | null },
  day: string,
): keyof typeof registrations {
  if (registeredOn === null || registeredOn > day) return 'none'
  if (registeredUntil === null) return 'valid'
  if (registeredUntil < day) return 'ended'
  return registeredUntil <= addDays(day, 90) ? 'ending' : 'valid'
}
