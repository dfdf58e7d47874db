import { measures } from '../../core/measures.ts'
import { nearest } from './clerk.ts'
import { lineKinds } from './kinds.ts'
import type { Line, Policy, ResolvedLine } from './pack.ts'
import { lackingFor, type Use, uses, usesOf } from './use.ts'

export interface Usage {
  /** Lines by use; one that is judged and printed counts in both. */
  counts: Record<Use, number>
  lines: { key: string; uses: Use[] }[]
  /** Lines that nothing reads yet, and why. */
  notYet: { key: string; kind: string; label: string; clause: string; why: string }[]
}

function whyNot(policy: Policy, line: ResolvedLine): string {
  const { measure } = line as unknown as Partial<Line<'rule'>>
  if (!measure || measures().has(measure))
    return lackingFor(policy, line) ?? `还没有页面读取「${lineKinds[line.kind].label}」`
  const meant = nearest(measure, measures().keys())
  return `还没有度量 ${measure}${meant ? `（是不是 ${meant}？）` : ''}`
}

/** What the system does with the lines of a document that apply, counted, and the ones it does nothing with yet. */
export function usageIn(policy: Policy): Usage {
  const lines = policy.lines.filter(({ applies }) => applies).map((line) => ({ line, uses: usesOf(policy, line) }))
  const counts = Object.fromEntries(
    Object.keys(uses).map((use) => [use, lines.filter((one) => one.uses.includes(use as Use)).length]),
  ) as Record<Use, number>
  const notYet = lines
    .filter((one) => one.uses.includes('notYet'))
    .map(({ line }) => ({
      key: line.key,
      kind: line.kind,
      label: line.label,
      clause: line.clause,
      why: whyNot(policy, line),
    }))
  return { counts, lines: lines.map((one) => ({ key: one.line.key, uses: one.uses })), notYet }
}
