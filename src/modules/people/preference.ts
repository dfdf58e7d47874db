import { cite, licencesOf, linesOf, type Policy, readsPolicy } from '../policy/index.ts'

readsPolicy('preference', 'shown')

/** A preference of the pack, and whether this person has it; null where only people can tell. */
export interface Preferred {
  key: string
  order: number
  label: string
  held: boolean | null
  clause: string
}

interface Traits {
  certificate?: string | null
  localHousehold: boolean
  localMinority: boolean
}

/**
 * KM-4.4b: preference, not a bar, in two steps: what stands first (a certificate) is looked at first, and only among
 * equals the next (local household, local ethnic minority, side by side). The pack says the steps and their order.
 */
export function preferencesOf(policy: Policy, traits: Traits): Preferred[] {
  const licences = licencesOf(policy)
  const known: Record<string, boolean> = {
    certificate: Boolean(traits.certificate && licences.includes(traits.certificate)),
    localHousehold: traits.localHousehold,
    localEthnic: traits.localMinority,
  }
  return linesOf(policy, 'preference').map((line) => ({
    key: line.key,
    order: line.order,
    label: String(line.value),
    held: known[line.key.slice(line.key.lastIndexOf('.') + 1)] ?? null,
    clause: cite(policy, line),
  }))
}

/** How many preferences are held at each step, the first step first: compared from the left. */
export function standingOf(preferences: readonly Preferred[]): number[] {
  const steps = [...new Set(preferences.map(({ order }) => order))].sort((a, b) => a - b)
  return steps.map((order) => preferences.filter((one) => one.order === order && one.held).length)
}

/** Orders by eligibility first, then step by step; 0 means that the document does not prefer one to the other. */
export function compareStanding(
  a: { eligible: boolean; standing: readonly number[] },
  b: { eligible: boolean; standing: readonly number[] },
): number {
  if (a.eligible !== b.eligible) return a.eligible ? -1 : 1
  for (const [i, held] of a.standing.entries()) {
    const other = b.standing[i] ?? 0
    if (held !== other) return other - held
  }
  return 0
}
