import { text } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { periodOf } from '../measures/index.ts'

/** The field of a month: 2026-12. */
export const monthKey = (label: string, help?: string) =>
  text(label, { max: 7, pattern: '^\\d{4}-(0[1-9]|1[0-2])$', ...(help && { help }) })

/** A month by its key: first and last day, and the month after. */
export function monthSpan(key: string): { from: string; to: string; next: string } | undefined {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(key)) return undefined
  const { from, to } = periodOf(key)!
  return { from, to, next: addDays(to, 1).slice(0, 7) }
}
