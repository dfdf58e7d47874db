import { linesOf, monthsBetween, type Policy } from '../policy/index.ts'

/** A rule on how often a client's needs must be gone over, worked out of the pack. */
export interface FreshnessRule {
  key: string
  label: string
  clause: string
  /** Months from one update to the next. */
  months: number
  /** Categories it speaks of; empty means every client. */
  categories: readonly string[]
  /** Only from this age on. */
  fromAge: number | null
  /** What must have been gone over. */
  covers: readonly ('needs' | 'mentalHealth')[]
}

/** From which age one counts as elderly: the pack's own reading, else the law's sixty. */
export function elderAgeOf(policy: Policy): number {
  return linesOf(policy, 'parameter').find(({ key }) => key === 'parameter.elderAge')?.age ?? 60
}

/** What a policy asks of the archives of clients: needs yearly, those of hard-pressed elderly half-yearly with mental health. */
export function freshnessOf(policy: Policy, cite: (line: { from: string; clause: string }) => string): FreshnessRule[] {
  return linesOf(policy, 'freshness')
    .filter(({ of }) => of === 'need' || of === 'elderArchive')
    .map((line) => ({
      key: line.key,
      label: line.label,
      clause: cite(line),
      months: monthsBetween(line),
      categories: line.categories ?? [],
      fromAge: line.of === 'elderArchive' ? elderAgeOf(policy) : null,
      covers: line.of === 'elderArchive' ? ['needs', 'mentalHealth'] : ['needs'],
    }))
}
