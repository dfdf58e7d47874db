import { checkerOf } from '../../core/checker.ts'
import { Failure } from '../../core/failure.ts'
import type { Problem, ReadSheet } from './read.server.ts'
import type { ExaminedRow, Examining, ReadRow, SheetKind } from './sheetKind.server.ts'

/** What is kept of a sheet between its check and its import. */
export interface Examined {
  rows: ExaminedRow[]
  problems: Problem[]
  notes: string[]
}

/**
 * Checks rows as the form would: each field's own checks first, then what the kind of sheet asks of records and of rows
 * against each other. Nothing is written.
 */
export async function examineRows(
  kind: SheetKind,
  examining: Examining,
  rows: readonly ReadRow[],
): Promise<ExaminedRow[]> {
  const check = checkerOf(kind.columns)
  const examined = rows.map((read): ExaminedRow => {
    const values = { ...read.values }
    kind.complete?.(values)
    return { ...read, values, wrong: wrongOf(check, values, read.broken, examining.tx.today), known: null, found: {} }
  })
  await kind.examine(examining, examined)
  return examined
}

function wrongOf(
  check: ReturnType<typeof checkerOf>,
  values: Record<string, unknown>,
  broken: readonly string[],
  today: string,
): Record<string, string> {
  try {
    check(values, today)
    return {}
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return Object.fromEntries(Object.entries(error.fields).filter(([key]) => !broken.includes(key)))
  }
}

export const isGood = ({ wrong, known, broken }: ExaminedRow) =>
  broken.length === 0 && known === null && Object.keys(wrong).length === 0

/** A read sheet with everything that is wrong said at its cell, in the order of the rows. */
export async function examineSheet(kind: SheetKind, examining: Examining, read: ReadSheet): Promise<Examined> {
  const rows = await examineRows(kind, examining, read.rows)
  const problems = [...read.problems]
  for (const { sheet, row, wrong, values } of rows)
    for (const [key, message] of Object.entries(wrong)) {
      const value = values[key]
      const typed = read.typedIn(sheet, row, key) || (typeof value === 'string' ? value : '')
      problems.push({ sheet, row, column: read.columnOf(sheet, key), typed, message })
    }
  const order = [...new Set(read.rows.map(({ sheet }) => sheet))]
  problems.sort((a, b) => order.indexOf(a.sheet) - order.indexOf(b.sheet) || a.row - b.row)
  return { rows, problems, notes: read.notes }
}
