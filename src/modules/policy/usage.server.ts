import { measures } from '../../core/measures.ts'
import { nearest } from './clerk.ts'
import { lineKinds } from './kinds.ts'
import type { Line, Policy, ResolvedLine } from './pack.ts'
import { type Use, usageOf, uses } from './use.ts'

export interface Usage {
  counts: Record<Use, number>
  /** Lines that nothing reads yet, and why. */
  notYet: { key: string; kind: string; label: string; clause: string; why: string }[]
}

function whyNot(line: ResolvedLine): string {
  const { measure } = line as unknown as Partial<Line<'rule'>>
  if (!measure || measures().has(measure)) return `还没有页面读取「${lineKinds[line.kind].label}」`
  const meant = nearest(measure, measures().keys())
  return `还没有度量 ${measure}${meant ? `（是不是 ${meant}？）` : ''}`
}

/** What the system does with the lines of a document that apply, counted, and the ones it does nothing with yet. */
export function usageIn(policy: Policy): Usage {
  const lines = policy.lines.filter(({ applies }) => applies)
  const counts = Object.fromEntries(
    Object.keys(uses).map((use) => [use, lines.filter((line) => usageOf(line) === use).length]),
  ) as Record<Use, number>
  const notYet = lines
    .filter((line) => usageOf(line) === 'notYet')
    .map((line) => ({ key: line.key, kind: line.kind, label: line.label, clause: line.clause, why: whyNot(line) }))
  return { counts, notYet }
}
