import type { Period } from '../measures/index.ts'
import { linesOf, type Policy, type ResolvedLine } from '../policy/index.ts'
import type { ReportLevel } from './report.ts'

/** Who hands up the reports of a level. */
export const partiesOf: Record<ReportLevel, readonly string[]> = {
  station: ['operator', 'station'],
  county: ['county'],
  city: ['city'],
}

const lengthOf = ({ key }: Pick<Period, 'key'>) =>
  /Q/.test(key) ? 'quarter' : /H/.test(key) ? 'halfYear' : /^\d{4}$/.test(key) ? 'year' : 'month'

/** The line of a document that asks for the report of this level for periods of this length. */
export function seriesOf(
  policy: Policy,
  level: ReportLevel,
  period: Pick<Period, 'key'>,
): ResolvedLine<'reportSeries'> | undefined {
  return linesOf(policy, 'reportSeries').find(
    (line) => partiesOf[level].includes(line.by) && line.period === lengthOf(period),
  )
}
