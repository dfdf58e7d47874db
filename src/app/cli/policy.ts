import { join } from 'node:path'
import { loadPacks, openPacks, PackError, policyByCode, resolvePolicy } from '../../modules/policy/index.server.ts'
import { detailsOf, type ResolvedLine, shownValue } from '../../modules/policy/index.ts'
import { root, settings } from '../runtime.ts'
import type { Outcome } from './program.ts'

const own = () => [join(settings().data, 'policies')]

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())

export function list(): Outcome {
  const packs = openPacks(own())
  const heads = [...packs.heads.values()].map(({ code, document, title, place, extends: above, inForceFrom }) => ({
    code,
    document,
    title,
    place,
    extends: above,
    inForceFrom,
    lines: packs.lines.get(code)?.length ?? 0,
  }))
  return {
    json: heads,
    text: heads.map((head) => `${head.code}\t${head.document}\t${head.title}\t${head.lines} 条`).join('\n'),
  }
}

export function check(folder?: string): Outcome {
  try {
    const packs = loadPacks([join(root, 'policies'), ...own(), ...(folder ? [folder] : [])])
    return { json: { problems: [] }, text: `没有问题：${packs.heads.size} 个政策包` }
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return { json: { problems: error.problems }, text: error.message, code: 1 }
  }
}

/** One line of `policy show --json`. */
export function lineJson(line: ResolvedLine) {
  const { key, kind, label, unit, clause, from, applies, overriddenBy, overrides, requirement, note } = line
  return {
    key,
    kind,
    label,
    value: shownValue(line),
    unit,
    clause,
    from,
    applies,
    overriddenBy,
    overrides,
    requirement,
    note,
    details: detailsOf(line),
  }
}

export function show(code: string, on?: string): Outcome {
  openPacks(own())
  const { head, lines } = policyByCode(code, on ?? today())
  const json = {
    code: head.code,
    document: head.document,
    extends: head.extends,
    inForceFrom: head.inForceFrom,
    lines: lines.map(lineJson),
  }
  const text = json.lines.map(
    (line) =>
      `${line.applies ? ' ' : '×'} ${line.from}\t${line.clause}\t${line.label}\t${JSON.stringify(line.value)}${line.unit ?? ''}`,
  )
  return { json, text: [`${head.document} ${head.title}`, ...text].join('\n') }
}

/** What two packs say differently, by key. */
export function diff(one: string, other: string): Outcome {
  const packs = openPacks(own())
  const linesOf = (code: string) =>
    new Map(
      resolvePolicy(packs, code)
        .lines.filter(({ applies }) => applies)
        .map((line) => [line.key, line]),
    )
  const [left, right] = [linesOf(one), linesOf(other)]
  const said = (line: ResolvedLine | undefined) =>
    line ? { value: shownValue(line), unit: line.unit, clause: line.clause, from: line.from } : null
  const differences = [...new Set([...left.keys(), ...right.keys()])]
    .map((key) => ({
      key,
      kind: (left.get(key) ?? right.get(key))!.kind,
      label: (left.get(key) ?? right.get(key))!.label,
      [one]: said(left.get(key)),
      [other]: said(right.get(key)),
    }))
    .filter((line) => JSON.stringify(line[one]) !== JSON.stringify(line[other]))
  const text = differences.map(
    (line) =>
      `${line.key}\t${line.label}\n  ${one}: ${JSON.stringify(line[one])}\n  ${other}: ${JSON.stringify(line[other])}`,
  )
  return { json: differences, text: text.join('\n') || '没有差别' }
}
