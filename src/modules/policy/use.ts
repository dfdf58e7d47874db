import type { LineKindName } from './kinds.ts'
import type { Line } from './pack.ts'

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
const strongest = Object.keys(uses) as Use[]

/** A module says what it does with a kind of line, beside the code that reads it. Of several modules the one that does most is shown. */
export function readsPolicy(kind: LineKindName, use: Use | ((line: Line) => Use)): void {
  readers.set(kind, [...(readers.get(kind) ?? []), typeof use === 'function' ? use : () => use])
}

/** What is done with a line; nothing has been said means not yet. */
export function usageOf(line: Line): Use {
  const said = (readers.get(line.kind) ?? []).map((use) => use(line))
  return strongest.find((use) => said.includes(use)) ?? 'notYet'
}
