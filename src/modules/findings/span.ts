import { addDays } from '../../core/time.ts'
import { type Period, periodBefore, periodKeyOf, periodOf } from '../measures/index.ts'
import type { Policy } from '../policy/index.ts'
import { dueOnOf } from '../reporting/index.ts'
import type { Demand } from './finding.ts'

/** Before any station: what is due once may have been done at any time. */
const beginning = '2000-01-01'

/** The span a demand looks at on a day: the last finished month, the running year, the last five years, or the day itself. */
export function spanOf(demand: Pick<Demand, 'period'>, day: string): Period {
  switch (demand.period) {
    case 'now':
      return periodOf(day)!
    case 'once':
      return { key: day, from: beginning, to: day, label: `截至 ${day}` }
    case 'month':
      return periodOf(periodBefore(periodKeyOf('month', day)))!
    case 'quarter':
      return periodOf(periodBefore(periodKeyOf('quarter', day)))!
    case 'halfYear':
      return periodOf(periodBefore(periodKeyOf('halfYear', day)))!
    case 'year':
      return periodOf(periodKeyOf('year', day))!
    case 'lastYear':
      return periodOf(periodBefore(periodKeyOf('year', day)))!
    case 'fiveYears':
      return { key: day, from: addDays(fiveYears(day, -1), 1), to: day, label: `截至 ${day} 的五年` }
  }
}

/** The day by which a demand must be met: its own deadline, that of its report, or the end of the running year it is counted in. */
export function fallsDueOn(demand: Pick<Demand, 'period' | 'dueOn' | 'handedUpBy'>, day: string): string | null {
  if (demand.dueOn !== undefined) return demand.dueOn
  if (demand.handedUpBy !== undefined) return dueOnOf(spanOf(demand, day), demand.handedUpBy)
  return demand.period === 'year' ? spanOf(demand, day).to : null
}

/** Five years on or back; the 29th of February becomes the 1st of March. */
function fiveYears(day: string, sign: 1 | -1): string {
  return addDays(`${Number(day.slice(0, 4)) + 5 * sign}${day.slice(4, 8)}01`, Number(day.slice(8)) - 1)
}

/** The last day of a five-year span that began with the station, or with the document if that came later (攀民政〔2021〕31号 二（三）). */
export function endOfFiveYears(policy: Policy, openedOn: string): string {
  const { inForceFrom, issuedOn } = policy.head
  const begun = inForceFrom ?? issuedOn ?? openedOn
  return addDays(fiveYears(begun > openedOn ? begun : openedOn, 1), -1)
}
