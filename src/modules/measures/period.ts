import { idShape } from '../../core/identifiers.ts'
import { addDays } from '../../core/time.ts'

/** A span of business days that a report or a rule speaks of. */
export interface Period {
  /** `2026-11`, `2026-Q4`, `2026-H2`, `2026`, or a day `2026-11-24`. */
  readonly key: string
  readonly from: string
  readonly to: string
  readonly label: string
}

const pad = (n: number) => String(n).padStart(2, '0')

function lastDay(year: number, month: number): string {
  return `${year}-${pad(month)}-${pad(new Date(Date.UTC(year, month, 0)).getUTCDate())}`
}

const span = (key: string, year: number, first: number, last: number, label: string): Period => ({
  key,
  from: `${year}-${pad(first)}-01`,
  to: lastDay(year, last),
  label,
})

/** The period of a key; `undefined` if it is none. */
export function periodOf(key: string): Period | undefined {
  const year = Number(key.slice(0, 4))
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.exec(key)?.[1]
  if (month) return span(key, year, Number(month), Number(month), `${year}年${Number(month)}月`)
  const quarter = /^\d{4}-Q([1-4])$/.exec(key)?.[1]
  if (quarter)
    return span(
      key,
      year,
      Number(quarter) * 3 - 2,
      Number(quarter) * 3,
      `${year}年第${'一二三四'[Number(quarter) - 1]}季度`,
    )
  const half = /^\d{4}-H([12])$/.exec(key)?.[1]
  if (half) return span(key, year, Number(half) * 6 - 5, Number(half) * 6, `${year}年${half === '1' ? '上' : '下'}半年`)
  if (/^\d{4}$/.test(key)) return span(key, year, 1, 12, `${year}年`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return { key, from: key, to: key, label: key }
  return undefined
}

/** The months a period is made of; `undefined` for a single day. */
export function monthsOf({ key, from, to }: Period): string[] | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return undefined
  const months: string[] = []
  for (
    let year = Number(from.slice(0, 4)), month = Number(from.slice(5, 7));
    `${year}-${pad(month)}` <= to.slice(0, 7);
  ) {
    months.push(`${year}-${pad(month)}`)
    month += 1
    if (month > 12) {
      month = 1
      year += 1
    }
  }
  return months
}

/** The key of the period of this length that a day lies in. */
export function periodKeyOf(length: 'month' | 'quarter' | 'halfYear' | 'year', day: string): string {
  const year = day.slice(0, 4)
  const month = Number(day.slice(5, 7))
  switch (length) {
    case 'month':
      return day.slice(0, 7)
    case 'quarter':
      return `${year}-Q${Math.ceil(month / 3)}`
    case 'halfYear':
      return `${year}-H${month <= 6 ? 1 : 2}`
    case 'year':
      return year
  }
}

/** The key of the period before. */
export function periodBefore(key: string): string {
  const period = periodOf(key)!
  const before = addDays(period.from, -1)
  if (/Q/.test(key)) return periodKeyOf('quarter', before)
  if (/H/.test(key)) return periodKeyOf('halfYear', before)
  if (/^\d{4}$/.test(key)) return periodKeyOf('year', before)
  return /^\d{4}-\d{2}$/.test(key) ? periodKeyOf('month', before) : before
}

/** The parts of a ledger's address, `<station>_<period>` and what follows; `undefined` if it is none. */
export function ledgerOf(address: string): { station: string; span: Period; rest: string[] } | undefined {
  const [station = '', period = '', ...rest] = address.split('_')
  const span = periodOf(period)
  return span && idShape.test(station) ? { station, span, rest } : undefined
}
