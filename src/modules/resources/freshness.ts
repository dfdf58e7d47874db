import { linesOf, monthsBetween, type Policy } from '../policy/index.ts'

/** The line that says how often the library of resources is gone over, if the document has one (BH-S1.3). */
export const libraryRule = (policy: Policy) => linesOf(policy, 'freshness').find(({ of }) => of === 'resource')

/** Months from one review of a resource to the next; null where the document asks for none. */
export function reviewMonths(policy: Policy): number | null {
  const line = libraryRule(policy)
  return line ? monthsBetween(line) : null
}
