import { defineEntity } from '../../core/entity.ts'
import { choice, choices, date, integer, optional, text, texts } from '../../core/field.ts'
import { visitWays } from './visit.ts'

export const arrangementSpans = { month: '每月', quarter: '每季度', halfYear: '每半年', year: '每年' } as const
export type ArrangementSpan = keyof typeof arrangementSpans

/** How often a street or station has those of some categories visited, where its document names no number (附件3 第24项). */
export const VisitArrangement = defineEntity(
  'visit_arrangement',
  '走访安排',
  { privacy: 'open' },
  {
    label: text('名称', { max: 60, help: '如 空巢、独居老年人巡防关爱' }),
    categories: texts('服务对象类别', { min: 1, max: 20 }),
    span: choice('周期', arrangementSpans),
    times: integer('每期次数', { unit: '次', min: 1, max: 31 }),
    ways: choices('方式', visitWays),
    basis: text('依据', { max: 120, help: '如 街道巡防关爱实施办法及印发日期' }),
    fromOn: date('自'),
    toOn: optional(date('至')),
  },
)

/** The arrangement a plan comes from, by the rule it names (`own/<from>/<uuid>`); undefined where that is a document's. */
export const arrangementOf = (rule: string): string | undefined => /^own\/[^/]+\/(.+)$/.exec(rule)?.[1]
