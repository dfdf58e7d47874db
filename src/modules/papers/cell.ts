import type { Value } from './paper.ts'

/** A text that a spreadsheet would take for a formula is made a text again (trust.md, S10). */
export function safeCell(value: Value): Value {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
