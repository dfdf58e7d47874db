import {
  cite,
  coveredBy,
  educations,
  licencesOf,
  linesOf,
  type Policy,
  type ResolvedLine,
  speaksOfLevel,
} from '../policy/index.ts'
import { ageOn } from './identity.ts'

/** What is asked of one appointment, and whether it holds on the day it begins. */
export interface EligibilityCheck {
  key: string
  label: string
  met: boolean
  /** What was found and what is asked, as users read them. */
  value: string
  required: string
  clause: string
}

export interface Judged {
  bornOn: string
  education: keyof typeof educations
  socialWorkMajor: boolean
  certificates: readonly {
    certificate: string
    issuedOn: string
    registeredOn: string | null
    registeredUntil: string | null
    /** Every registration there was, where it is known; else the last one above stands alone. */
    registrations?: readonly { fromOn: string; untilOn: string | null }[]
  }[]
}

/** Whether a certificate's registration held on a day. */
function registeredOnDay(held: Judged['certificates'][number], day: string): boolean {
  const { registeredOn, registeredUntil, registrations } = held
  const all = registrations ?? (registeredOn ? [{ fromOn: registeredOn, untilOn: registeredUntil }] : [])
  return all.some(({ fromOn, untilOn }) => fromOn <= day && (untilOn === null || untilOn >= day))
}

const educationOrder = Object.keys(educations)

/** Whether a condition speaks of an appointment: by the station's level, what the person does and where they come from. */
function appliesTo(
  policy: Policy,
  line: ResolvedLine<'eligibility'>,
  level: string,
  appointment: { post: string; origin: string },
): boolean {
  const { posts, origin } = coveredBy(policy, line)
  return (
    speaksOfLevel(line.levels, level) &&
    posts.includes(appointment.post) &&
    (origin === null || origin === appointment.origin)
  )
}

/**
 * Judges an appointment on the day it begins (KM-4.4b, GD-4.4b, CG-3.4, BH-1.3): age, education, licence, registration,
 * each with the clause. A certificate counts from the day it was issued. `level` is the station's.
 */
export function eligibilityOf(
  policy: Policy,
  level: string,
  appointment: { post: string; origin: string; fullTime: boolean; fromOn: string },
  person: Judged,
): EligibilityCheck[] {
  const day = appointment.fromOn
  const held = person.certificates.filter(({ issuedOn }) => issuedOn <= day)
  const licences = licencesOf(policy)
  const licensed = held.some(({ certificate }) => licences.includes(certificate))
  const checks: EligibilityCheck[] = []
  for (const line of linesOf(policy, 'eligibility').filter((one) => appliesTo(policy, one, level, appointment))) {
    const add = (part: string, label: string, met: boolean, value: string, required: string) =>
      checks.push({ key: `${line.key}.${part}`, label, met, value, required, clause: cite(policy, line) })
    if (line.ageAtMost !== null) {
      const age = ageOn(person.bornOn, day)
      const met = line.ageInclusive === false ? age < line.ageAtMost : age <= line.ageAtMost
      add(
        'age',
        '年龄',
        met,
        `${age} 周岁`,
        `${line.ageAtMost} 周岁以下${line.ageInclusive === false ? '（不含本数）' : '（含本数）'}`,
      )
    }
    if (line.education !== null) {
      const met = educationOrder.indexOf(person.education) >= educationOrder.indexOf(line.education)
      add('education', '学历', met, educations[person.education], `${educations[line.education]}及以上`)
    }
    if (line.licensed) {
      const met = licensed || (line.orMajor === true && person.socialWorkMajor)
      const required = line.orMajor ? '持证，或社会工作专业毕业' : '持有职业资格证书'
      add(
        'licensed',
        '持证',
        met,
        licensed ? '持证' : person.socialWorkMajor ? '未持证，社会工作专业毕业' : '未持证',
        required,
      )
    }
    if (line.certificates) {
      const wanted: readonly string[] = line.certificates
      const met = held.some(({ certificate }) => wanted.includes(certificate))
      add('certificate', '认可证书', met, met ? '有认可的证书' : '没有认可的证书', '全国职业资格证书或本地认可的证书')
    }
    if (line.registered) {
      const met = held.some((one) => registeredOnDay(one, day))
      add('registered', '登记', met, met ? '登记在有效期内' : '没有有效登记', '按规定登记并在有效期内')
    }
    if (line.fullTime) add('fullTime', '专职', appointment.fullTime, appointment.fullTime ? '专职' : '兼职', '专职')
  }
  return checks
}
