import type { Actor, Reach } from '../../core/access.ts'
import type { Fields } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'

/** Where a sheet is imported: a county's home code, and the station if it is for one. */
export interface ImportPlace {
  county: string
  station: string | null
}

/** A row as it was read: values by column, still without what only the database knows. */
export interface ReadRow {
  sheet: string
  row: number
  values: Record<string, unknown>
  /** Columns whose cell could not be read: they are said already. */
  broken: readonly string[]
}

/** A row on its way: what is wrong with it, or that it is already there. */
export interface ExaminedRow extends ReadRow {
  /** Sentences by column. */
  wrong: Record<string, string>
  /** Why nothing needs to be made of it. */
  known: string | null
  /** What the check found in records for `write`: ids, codes. */
  found: Record<string, string>
}

export interface Examining {
  tx: Tx
  actor: Actor
  reach: Reach
  at: ImportPlace
}

/**
 * A kind of sheet that offices hand in. Its columns are entity fields, so that headings, checks and the template's lists
 * come from where the form takes them; `write` uses the code of the form's action.
 */
export interface SheetKind {
  readonly name: string
  readonly label: string
  /** What the importer must hold; it decides the reach too. */
  readonly grant: string
  readonly columns: Fields
  /** Other headings that offices use for a column. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>
  /** What to say in the template's notes, a sentence a line. */
  readonly notes: readonly string[]
  /** One made-up row of the template's notes, by column. */
  readonly example: Readonly<Record<string, string>>
  /** Fills in what other cells of the row already say, before anything is checked. */
  complete?(values: Record<string, unknown>): void
  /** Lists of words for columns whose choices come from records or the policy. */
  lists(examining: Examining): Promise<Record<string, readonly string[]>>
  /** Checks rows against records and against each other, and keeps in `found` what `write` needs of them. */
  examine(examining: Examining, rows: readonly ExaminedRow[]): Promise<void>
  /** Writes rows by the code of the form's action; answers what was made, each after what it points to. */
  write(tx: Tx, rows: readonly Pick<ExaminedRow, 'values' | 'found'>[]): Promise<readonly Made[]>
}

/** A record that an import made. */
export interface Made {
  entity: string
  id: string
  station: string | null
}

const kinds = new Map<string, SheetKind>()

/** Offers a kind of sheet for import. */
export function defineImport(kind: SheetKind): SheetKind {
  kinds.set(kind.name, kind)
  return kind
}

export const sheetKinds = (): readonly SheetKind[] => [...kinds.values()]

export function sheetKind(name: string): SheetKind | undefined {
  return kinds.get(name)
}
