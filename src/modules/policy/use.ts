import type { LineKindName } from './kinds.ts'
import type { Line, Policy } from './pack.ts'

/** What the system does with a policy line today, shown honestly on 政策依据. */
export const uses = {
  measured: '自动核查',
  checked: '录入时校验',
  printed: '用于打印',
  shown: '供查阅引用',
  notYet: '尚未接入',
} as const
export type Use = keyof typeof uses

const readers = new Map<LineKindName, ((line: Line) => Use)[]>()

/** A module says what it does with a kind of line, beside the code that reads it; `notYet` for lines of the kind it leaves out. */
export function readsPolicy(kind: LineKindName, use: Use | ((line: Line) => Use)): void {
  readers.set(kind, [...(readers.get(kind) ?? []), typeof use === 'function' ? use : () => use])
}

/** Of each line of a policy that is asked of somebody, by its key: null where it is measured, else what is missing for that. */
export type Judged = ReadonlyMap<string, string | null>

let judgedIn: (policy: Policy) => Judged = () => new Map()

/** Findings say themselves which lines they judge, so that 自动核查 stands at those and at no other. */
export function judgesPolicy(judged: (policy: Policy) => Judged): void {
  judgedIn = judged
}

/** Everything that is done with a line, what does most first; nothing has been said means not yet. */
export function usesOf(policy: Policy, line: Line): Use[] {
  const said = new Set((readers.get(line.kind) ?? []).map((use) => use(line)))
  if (judgedIn(policy).get(line.key) === null) said.add('measured')
  const found = (Object.keys(uses) as Use[]).filter((use) => use !== 'notYet' && said.has(use))
  return found.length > 0 ? found : ['notYet']
}

/** What is missing for a line to be measured, where findings ask for it and have no measure; undefined where they do not ask. */
export function lackingFor(policy: Policy, line: Line): string | undefined {
  return judgedIn(policy).get(line.key) ?? undefined
}
