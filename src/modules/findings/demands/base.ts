import { cite, type Policy, type ResolvedLine } from '../../policy/index.ts'
import type { Demand } from '../finding.ts'

/** What a station is, as far as rules ask: they may speak of a level, a way of running it, or how far it is built. */
export interface StationKind {
  level: string
  mode: string | null
  /** Whether it stands in a county that carries the provincial social-work pilot (攀民政〔2021〕31号 附件1). */
  pilot: boolean
  /** The `tier` line it is built to, if one was recorded (攀民政〔2021〕31号 二（一）). */
  tier: string | null
}

type Base = Pick<Demand, 'rule' | 'label' | 'unit' | 'clause' | 'requirement' | 'advisory' | 'period'>

/** What every demand takes from its line: an unlooked-for unit stands for lines that name none. */
export function base(policy: Policy, line: ResolvedLine, unit: string): Base {
  return {
    rule: line.key,
    label: line.label,
    unit: line.unit ?? unit,
    clause: cite(policy, line),
    requirement: line.requirement,
    advisory: 'advisory' in line && line.advisory === true,
    period: 'now',
  }
}
