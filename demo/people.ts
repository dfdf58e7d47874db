import { addDays } from '../src/core/time.ts'
import { identityCheck } from '../src/modules/people/index.ts'
import { yearsBefore } from './days.ts'
import { type Dice, openDice } from './dice.ts'
import type { Seat } from './teams.ts'

const surnames = [
  ...'赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹喻苏潘葛范彭鲁韦马方俞任袁柳唐罗薛雷贺倪汤殷毕郝邬安常乐于傅',
]
const womens = [
  '晓燕',
  '思雨',
  '春梅',
  '佳慧',
  '丽萍',
  '雅琴',
  '文静',
  '秀兰',
  '海霞',
  '月华',
  '诗涵',
  '红梅',
  '玉洁',
  '婉清',
  '若兰',
  '冬梅',
  '琳琳',
  '燕妮',
  '慧芳',
  '雪莹',
  '欣然',
  '明珠',
  '素云',
  '巧玲',
  '小满',
  '依依',
  '晨曦',
  '念慈',
]
const mens = [
  '志强',
  '建国',
  '宇航',
  '永康',
  '文博',
  '晓东',
  '海涛',
  '明远',
  '家豪',
  '立新',
  '成林',
  '振华',
  '子轩',
  '国栋',
  '云飞',
  '鹏程',
  '学文',
  '浩然',
  '兴旺',
  '思远',
  '德顺',
  '天佑',
  '光辉',
  '长青',
  '致和',
  '仲谋',
  '松柏',
  '望舒',
]

/** A person of a team, made up in every part. */
export interface PersonPlan {
  name: string
  sex: 'male' | 'female'
  bornOn: string
  idNumber: string
  phone: string
  localHousehold: boolean
  localMinority: boolean
  fromOn: string
  toOn?: string
  certificate?: CertificatePlan
}

export interface CertificatePlan {
  number: string
  issuedOn: string
  registeredOn?: string
  registeredUntil?: string
}

/** Gives out names, numbers and phones, none of them twice. */
export interface Register {
  name(dice: Dice, sex: 'male' | 'female'): string
  idNumber(bornOn: string, sex: 'male' | 'female'): string
  /** Of a range of numbers that is not in use. */
  phone(): string
  certificate(): string
}

export function openRegister(): Register {
  const taken = new Set<string>()
  let people = 0
  let certificates = 0
  return {
    name(dice, sex) {
      for (;;) {
        const name = dice.pick(surnames) + dice.pick(sex === 'female' ? womens : mens)
        if (taken.has(name)) continue
        taken.add(name)
        return name
      }
    },
    idNumber(bornOn, sex) {
      people += 1
      // the 17th digit is odd for men; area 999999 does not exist
      const serial = (people * 2 + (sex === 'male' ? 1 : 0)) % 1000
      const body = `999999${bornOn.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
      return body + identityCheck(body)
    },
    phone: () => `1990000${String(1000 + people).padStart(4, '0')}`,
    certificate() {
      certificates += 1
      return `示例${String(2_600_000 + certificates)}`
    },
  }
}

/** Seats somebody as the seat says. `opened` is the first day of the station, `today` the day the demo is loaded. */
export function seatPerson(register: Register, word: string, seat: Seat, opened: string, today: string): PersonPlan {
  const dice = openDice(word)
  const sex = dice.chance(seat.post === 'head' || seat.post === 'deputyHead' ? 0.45 : 0.78) ? 'female' : 'male'
  const [least, most] = seat.years ?? [1, 4]
  const since = seat.joinedDaysAgo
    ? addDays(today, -seat.joinedDaysAgo)
    : addDays(yearsBefore(today, dice.between(least, most)), -dice.between(5, 170))
  const fromOn = since < opened ? opened : since
  const age = dice.between(...seat.age)
  const bornOn = addDays(yearsBefore(fromOn, age), -dice.between(20, 340))
  const idNumber = register.idNumber(bornOn, sex)
  return {
    name: register.name(dice, sex),
    sex,
    bornOn,
    idNumber,
    phone: register.phone(),
    localHousehold: dice.chance(0.8),
    localMinority: dice.chance(0.15),
    fromOn,
    ...(seat.leftDaysAgo && { toOn: addDays(today, -seat.leftDaysAgo) }),
    ...(seat.licence && { certificate: certificateOf(register, dice, seat, fromOn, today) }),
  }
}

function certificateOf(register: Register, dice: Dice, seat: Seat, fromOn: string, today: string): CertificatePlan {
  const number = register.certificate()
  if (seat.justLicensed) return { number, issuedOn: addDays(today, -dice.between(60, 75)) }
  const issuedOn = addDays(fromOn, -dice.between(150, 900))
  // a registration holds for three years and must have begun before the appointment (民发〔2009〕123号, BH-1.3)
  const endsIn = {
    valid: dice.between(120, 260),
    endsSoon: dice.between(12, 28),
    expired: -dice.between(30, 50),
    none: 0,
  }
  const { registration = 'valid' } = seat
  if (registration === 'none') return { number, issuedOn }
  const begun = addDays(fromOn, -dice.between(10, 60))
  const running = addDays(yearsBefore(begun, -3), -1)
  const ends = registration === 'valid' && running > today ? running : addDays(today, endsIn[registration])
  const registeredOn = addDays(yearsBefore(ends, 3), 1)
  return {
    number,
    issuedOn: issuedOn < registeredOn ? issuedOn : addDays(registeredOn, -30),
    registeredOn,
    registeredUntil: ends,
  }
}
