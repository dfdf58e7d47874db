/** One command as its writer knows it, kept beside the phone: what the checkers hold the product against. */
export interface Typed {
  command: string
  account: string
  call: string
  county: string
  /** With an edit: the client. */
  record: string | null
  /** What was typed, and what it was mended into, oldest first. */
  contents: Record<string, unknown>[]
  /** Whether a photo goes with it. */
  photo: boolean
  /** With an edit, by field: every value the writer has had before their eyes. */
  seen: Map<string, Set<string>>
  /** With an edit: the version up to which the writer knew of hidden values that others replaced. */
  knows: number
  /** Fields in which the writer chose the other's value. */
  yielded: Set<string>
}

/** Everything that was typed in a run, by its command. */
export type Ledger = Map<string, Typed>

/** Values are compared as the server compares them. */
export const told = (value: unknown): string => JSON.stringify(value ?? null)

/** Notes that the writer has seen these values. */
export function see(typed: Typed, values: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(values)) {
    const known = typed.seen.get(field) ?? new Set()
    typed.seen.set(field, known.add(told(value)))
  }
}
