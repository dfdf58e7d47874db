import { addDays } from '../src/core/time.ts'
import { yearsBefore } from './days.ts'
import type { Dice } from './dice.ts'
import type { Register } from './people.ts'

/** Somebody a station serves, made up in every part; categories are taken from what the local policy knows. */
export interface ClientPlan {
  name: string
  sex: 'male' | 'female'
  bornOn: string
  idNumber?: string
  phone?: string
  /** Codes in the order they are wished for; those the local policy does not know are left out. */
  categories: readonly string[]
  occupation: string
  risk: 'high' | 'medium' | 'low'
  why: string
  need: readonly [
    kind: 'living' | 'medical' | 'care' | 'schooling' | 'mental' | 'policy' | 'social' | 'employment',
    words: string,
  ]
  visit: string
  guardian?: { name: string; relation: 'grandparent' | 'mother' | 'child' }
  /** Lives with the client before this one in the list. */
  withLast?: true
  assessedDaysAgo?: number
}

interface Kind {
  age: readonly [number, number]
  categories: readonly string[]
  occupation: string
  risk: ClientPlan['risk']
  why: string
  need: ClientPlan['need']
  visit: string
  assessedDaysAgo?: number
  guardian?: 'grandparent' | 'mother' | 'child'
  withLast?: true
}

const kinds: readonly Kind[] = [
  {
    age: [76, 88],
    categories: ['livingAlone', 'specialElder', 'emptyNest', 'elder'],
    occupation: '退休',
    risk: 'high',
    why: '独居，患高血压和膝关节病，近半年跌倒过一次',
    need: ['care', '白天无人照看，希望有人定期上门'],
    visit: '上门看望，量了血压，检查了煤气和电线',
    assessedDaysAgo: 40,
    guardian: 'child',
  },
  {
    age: [66, 80],
    categories: ['dibao', 'emptyNest'],
    occupation: '务农',
    risk: 'medium',
    why: '子女在外省务工，收入主要靠低保',
    need: ['living', '冬季取暖费用有困难'],
    visit: '陪同到社区提交临时救助材料',
    assessedDaysAgo: 230,
  },
  {
    age: [8, 13],
    categories: ['leftBehindChild', 'childInDifficulty', 'child'],
    occupation: '在读小学',
    risk: 'medium',
    why: '父母外出务工，由祖辈照料，作业无人辅导',
    need: ['schooling', '放学后没有人辅导功课'],
    visit: '家访，了解在校情况，与班主任通了电话',
    guardian: 'grandparent',
    assessedDaysAgo: 60,
  },
  {
    age: [62, 74],
    categories: ['elderCarer', 'elder', 'disability'],
    occupation: '务农',
    risk: 'low',
    why: '照料留守孙辈，自己身体尚可',
    need: ['social', '想参加社区的老年活动'],
    visit: '邀请参加社区重阳活动并登记报名',
    withLast: true,
  },
  {
    age: [35, 55],
    categories: ['disability', 'severelyDisabled', 'livingDifficultyDisabled'],
    occupation: '待业',
    risk: 'low',
    why: '肢体残疾，能自理，有就业意愿',
    need: ['employment', '希望找到离家近的工作'],
    visit: '介绍辅助性就业岗位，协助填写登记表',
    assessedDaysAgo: 15,
  },
  {
    age: [70, 85],
    categories: ['tekun', 'tekunElder', 'specialElder'],
    occupation: '无',
    risk: 'medium',
    why: '无子女，患慢性病，情绪低落',
    need: ['mental', '常说没意思，愿意有人陪着说话'],
    visit: '陪伴谈话四十分钟，情绪较上次平稳',
    assessedDaysAgo: 120,
  },
]

/** The clients of a station; a few have gaps in their file, as everywhere. */
export function clientsOf(register: Register, dice: Dice, today: string): ClientPlan[] {
  return kinds.map((kind, i) => {
    const sex = dice.chance(0.55) ? 'female' : 'male'
    const bornOn = addDays(yearsBefore(today, dice.between(...kind.age)), -dice.between(5, 340))
    const { age: _age, guardian, ...rest } = kind
    const named = register.name(dice, sex)
    return {
      ...rest,
      name: named,
      sex,
      bornOn,
      idNumber: register.idNumber(bornOn, sex),
      ...(i !== 1 && { phone: register.phone() }),
      ...(guardian && { guardian: { name: register.name(dice, 'female'), relation: guardian } }),
    }
  })
}
