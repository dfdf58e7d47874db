import type { Scale } from './scale.ts'
import { dailyLiving, instrumentalLiving } from './scales/ability.ts'
import { familyFunction, guardianshipRisk } from './scales/family.ts'
import { bereavement, endOfLife } from './scales/farewell.ts'
import { elderHealth, housingSafety } from './scales/home.ts'
import { cognition, elderMood } from './scales/mind.ts'
import { familyEconomy, serviceNeeds } from './scales/needs.ts'

/** The scales that come with the system. A county may load others; a loaded one with the same key replaces it there. */
export const shippedScales: readonly Scale[] = [
  dailyLiving,
  instrumentalLiving,
  elderMood,
  cognition,
  elderHealth,
  housingSafety,
  familyEconomy,
  serviceNeeds,
  familyFunction,
  guardianshipRisk,
  endOfLife,
  bereavement,
]

/** Known instruments whose text may not be shipped: a slot to load one's own licensed copy. */
export const licensedElsewhere = [
  { key: 'mmse', title: '简易智力状态检查（MMSE）', why: '题目受版权保护，由版权方收费授权' },
  { key: 'gds15', title: '老年抑郁量表简版（GDS-15）', why: '原版公开，中文译本各有权利人，使用前确认译本授权' },
  { key: 'moca', title: '蒙特利尔认知评估（MoCA）', why: '使用者须受训并取得许可' },
  { key: 'whoqol', title: '世界卫生组织生活质量简表', why: '使用前向版权方登记' },
] as const
