import { addDays } from '../../core/time.ts'
import type { Period } from '../measures/index.ts'

/** Where a document asks for a report but names no day, the product counts to this day of the following period. */
export const defaultDueDay = 5

/** The day a period's report is due: this day of the month after it. */
export function dueOnOf(period: Period, dueDay: number | null): string {
  const next = addDays(period.to, 1).slice(0, 7)
  return `${next}-${String(dueDay ?? defaultDueDay).padStart(2, '0')}`
}

/** How a report stands against its day. */
export type Timeliness = 'notDue' | 'due' | 'late' | 'submitted' | 'returned' | 'accepted'

export const timelinessWords: Record<Timeliness, string> = {
  notDue: '未到期',
  due: '待上报',
  late: '逾期未报',
  submitted: '待审核',
  returned: '已退回',
  accepted: '已接收',
}

/** How a period's report stands today: nothing, not yet, late, or its state. */
export function timelinessOf(period: Period, dueOn: string, today: string, state: string | null): Timeliness {
  if (state === 'submitted' || state === 'returned' || state === 'accepted') return state
  if (today <= period.to) return 'notDue'
  return today > dueOn ? 'late' : 'due'
}
