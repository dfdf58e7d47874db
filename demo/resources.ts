import type { resourceKinds } from '../src/modules/resources/index.ts'

interface ResourceWords {
  kind: keyof typeof resourceKinds
  name: string
  provider: string
  contact: string
  offers: string
  /** Days since it was taken in. */
  age: number
}

/** What a community can give: made up in every part. */
export const resourcesShown: readonly ResourceWords[] = [
  {
    kind: 'charity',
    name: '示例爱心食堂',
    provider: '示例慈善会',
    contact: '值班室 19900000311',
    offers: '每日午餐二十份，优先独居和失能老人；可送餐上门',
    age: 420,
  },
  {
    kind: 'volunteer',
    name: '示例理发义工队',
    provider: '示例志愿服务协会',
    contact: '队长 19900000312',
    offers: '每月第二个周六上门理发、换灯泡、测血压',
    age: 90,
  },
  {
    kind: 'funeral',
    name: '示例殡仪服务点',
    provider: '示例殡仪馆',
    contact: '二十四小时 19900000313',
    offers: '遗体接运、惠民殡葬减免办理、公益性骨灰寄存',
    age: 60,
  },
]

export const matchesShown = [
  { resource: 0, need: '独自在家，做饭不便，想每天有一顿热饭', outcome: 'met', result: '自次日起送餐上门' },
  { resource: 1, need: '行动不便，半年没有理发', outcome: 'pending', result: null },
  { resource: 2, need: '家属在外地，问丧葬补助和接运怎么办', outcome: 'met', result: '已陪同办理减免和接运' },
] as const
