import type { Measure } from '../../core/measures.ts'

/** Whether a rule holds for its subject (glossary: 核查结论). */
export const results = { met: '达到', notMet: '未达到', notMeasurable: '暂不能核查' } as const
export type Result = keyof typeof results

/** What a rule is about: how findings are grouped, and where what they speak of is entered. */
export const groups = {
  network: '网络与进度',
  premises: '场地与设施',
  sign: '标牌与着装',
  documents: '制度与计划',
  people: '人员',
  operator: '承接主体',
  growth: '建设层次',
  service: '服务与活动',
  reports: '报表',
  money: '资金',
} as const
export type Group = keyof typeof groups

/** Where a demand on a network is asked: of the document's own area as a whole, of whatever part of it is looked at, of each county in it, or of single places. */
export type About = 'whole' | 'part' | 'county' | readonly string[]

/** What a policy asks of a station or a place, worked out of a line of any checkable kind. */
export interface Demand {
  /** The policy line's key. */
  rule: string
  label: string
  group: Group
  /** The measure that answers it; a name no measure has yet makes the finding "not measurable". */
  measure: string
  with: Readonly<Record<string, unknown>>
  atLeast?: number
  atMost?: number
  exactly?: number
  unit: string
  /** How far back it looks. */
  period: 'now' | 'once' | 'month' | 'quarter' | 'halfYear' | 'year' | 'lastYear' | 'fiveYears'
  grain: 'station' | 'place'
  /** Only with grain `place`. */
  about?: About
  /** A deadline: before it, falling short is not yet a fault. */
  dueOn?: string
  /** Of a report: the day of the month after its period by which it is handed up; null is the product's own. */
  handedUpBy?: number | null
  /** Where no measure answers it yet: what is missing for one, as users read it. */
  lacks?: string
  /** The document encourages it, or asks it of stations further on: falling short is a hint, not a fault. */
  advisory: boolean
  fix: string | null
  clause: string
  requirement: string | null
}

/** What is required, as users read it: 不少于 2 人. */
export function requiredWords(demand: Pick<Demand, 'atLeast' | 'atMost' | 'exactly' | 'unit'>): string {
  if (demand.atLeast !== undefined && demand.atLeast === demand.atMost)
    return requiredWords({ exactly: demand.atLeast, unit: demand.unit })
  const parts = [
    demand.exactly !== undefined && `正好 ${demand.exactly} ${demand.unit}`,
    demand.atLeast !== undefined && `不少于 ${demand.atLeast} ${demand.unit}`,
    demand.atMost !== undefined && `不超过 ${demand.atMost} ${demand.unit}`,
  ].filter((part) => part !== false)
  return parts.join('，').replaceAll(' %', '%').trim()
}

/** How a value stands to a demand: what is missing (positive) or too much (negative); 0 when it holds. */
export function gapOf(demand: Pick<Demand, 'atLeast' | 'atMost' | 'exactly'>, value: number): number {
  if (demand.exactly !== undefined && value !== demand.exactly) return demand.exactly - value
  if (demand.atLeast !== undefined && value < demand.atLeast) return demand.atLeast - value
  if (demand.atMost !== undefined && value > demand.atMost) return demand.atMost - value
  return 0
}

/** The gap as a sentence: 还差 1 人, 多出 2 人; of a share, how many of how many fall short. */
export function gapWords(
  gap: number,
  unit: string,
  { numerator, denominator }: { numerator: number; denominator: number | null },
): string {
  if (denominator === 1) return '不符合'
  if (denominator !== null) return `${denominator} 个中有 ${denominator - numerator} 个不符合`
  const size = Math.round(Math.abs(gap) * 10) / 10
  return `${gap > 0 ? '还差' : '多出'} ${size} ${unit}`.trim()
}

/** Why nothing can be said where no measure of a demand's name exists. */
export const withoutMeasure = '系统还没有这项数据'

/** A measure of a place's network says nothing of a station; one that answers both says so by having no grain. */
export const answersStations = ({ grain }: Pick<Measure, 'grain'>): boolean => grain !== 'place'

/** A measure of stations says nothing of a network; one of both answers for whichever it is asked about. */
export const answersPlaces = ({ grain }: Pick<Measure, 'grain'>): boolean => grain === 'place' || grain === 'both'
