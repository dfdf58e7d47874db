import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Value } from 'typebox/value'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { explain, type SchemaError } from '../../core/check.ts'
import { type Field, type Fields, schemaOf } from '../../core/field.ts'
import { nearest, sayYaml, slipsIn } from './clerk.ts'
import type { LineKindName } from './kinds.ts'
import { faultsOf } from './lint.ts'
import { fieldsOfFile, figureOf, type Line, type PackHead, type Policy, packHead, type ResolvedLine } from './pack.ts'

/** What is wrong in a pack, where, and what to write instead. */
export interface PackProblem {
  file: string
  line: number
  message: string
}

/** A pack's YAML is wrong: every problem with file, line and what to write. */
export class PackError extends Error {
  readonly problems: readonly PackProblem[]

  constructor(problems: readonly PackProblem[]) {
    super(problems.map(({ file, line, message }) => `${file} 第 ${line} 行：${message}`).join('\n'))
    this.name = 'PackError'
    this.problems = problems
  }
}

/** Packs as written, before inheritance. */
export interface Packs {
  readonly heads: ReadonlyMap<string, PackHead>
  readonly lines: ReadonlyMap<string, readonly Line[]>
  /** Changes when any pack changes; kept with what was judged by it. */
  readonly hash: string
}

/** Where a line stands: its file, and the number of the line that holds a field of it. */
type Where = (line: Line, field?: string) => { file: string; line: number }

interface File {
  path: string
  content: unknown
  lineOf: (path: readonly (string | number)[]) => number
}

function readYaml(path: string, root: string, problems: PackProblem[]): File | undefined {
  const counter = new LineCounter()
  const text = readFileSync(path, 'utf8')
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true })
  const file = relative(root, path)
  const slips = slipsIn(text)
  problems.push(...slips.map((slip) => ({ file, ...slip })))
  const first = slips[0]?.line ?? Number.POSITIVE_INFINITY
  // what the parser stumbles over after a slip follows from it
  for (const error of document.errors) {
    const { line } = counter.linePos(error.pos[0])
    const known = problems.some((one) => one.file === file && one.line === line)
    if (line < first && !known) problems.push({ file, line, message: sayYaml(error.code, error.message) })
  }
  if (document.errors.length > 0 || slips.length > 0) return undefined
  const lineOf = (at: readonly (string | number)[]) => {
    let node = document.contents as Node | null
    let offset = node?.range?.[0] ?? 0
    for (const step of at) {
      const next = isMap(node) ? node.items.find((pair) => String(pair.key) === String(step)) : undefined
      if (next) offset = (next.key as Node).range?.[0] ?? offset
      node = (next ? next.value : isSeq(node) ? node.items[Number(step)] : undefined) as Node | null
      if (!node) break
      if (!next) offset = node.range?.[0] ?? offset
    }
    return counter.linePos(offset).line
  }
  return { path: file, content: document.toJS({ maxAliasCount: 0 }) ?? {}, lineOf }
}

/** The fields that may stand beside the last step of a path, and the field there, if there is one. */
function fieldsAt(fields: Fields, steps: readonly string[]): { siblings: Fields; field: Field | undefined } {
  let siblings = fields
  let field: Field | undefined
  for (const step of steps) {
    if (/^\d+$/.test(step)) {
      field = field?.parts?.of
      siblings = field?.parts ?? siblings
      continue
    }
    if (field?.parts && !field.parts.of) siblings = field.parts
    field = siblings[step]
  }
  return { siblings, field }
}

const valueAt = (content: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], content)

/** What is wrong at a path, for someone with a text editor: the name to write, and what may be written. */
function inEditor(message: string, content: unknown, fields: Fields, steps: readonly string[]): string {
  const name = [...steps].reverse().find((step) => !/^\d+$/.test(step))!
  const { siblings, field } = fieldsAt(fields, steps)
  if (!field && message.startsWith('没有')) {
    const meant = nearest(name, Object.keys(siblings))
    const what = steps.length === 1 ? '这一类' : '这一项'
    return `没有「${name}」${what}，${meant ? `是不是要写 ${meant}？` : ''}可写：${Object.keys(siblings).join('、')}`
  }
  const choices = field?.choices && Object.entries(field.choices).map(([key, label]) => `${key} ${label}`)
  if (message.endsWith('请从列表中选择') && choices)
    return `「${field.label}」（${name}）不能写「${String(valueAt(content, steps))}」，可写：${choices.join('、')}`
  return `${message}（${name}）`
}

function checkFile(file: File, fields: Fields, problems: PackProblem[]): boolean {
  if (file.content === null || typeof file.content !== 'object' || Array.isArray(file.content)) {
    problems.push({ file: file.path, line: 1, message: '文件开头请先写类别，如「post:」，下面再逐条写「  - key: …」' })
    return false
  }
  const errors = [...Value.Errors(schemaOf(fields), file.content)] as unknown as SchemaError[]
  for (const [path, message] of Object.entries(explain(errors, fields))) {
    const steps = path.split('.')
    problems.push({
      file: file.path,
      line: file.lineOf(steps),
      message: inEditor(message, file.content, fields, steps),
    })
  }
  return errors.length === 0
}

/** A line without the optional keys it leaves out has nulls there, so that readers need not tell absent from null. */
function complete(kind: LineKindName, code: string, raw: Record<string, unknown>, keys: readonly string[]): Line {
  return {
    ...Object.fromEntries(keys.map((key) => [key, null])),
    value: null,
    ...raw,
    kind,
    from: code,
  } as unknown as Line
}

function readPack(
  folder: string,
  root: string,
  problems: PackProblem[],
): { head: PackHead; lines: Line[]; where: Where } | undefined {
  const headFile = join(folder, 'pack.yaml')
  if (!existsSync(headFile)) {
    problems.push({
      file: relative(root, headFile),
      line: 1,
      message: '缺少这个文件：请写明 code、document、title、place',
    })
    return undefined
  }
  const head = readYaml(headFile, root, problems)
  if (!head || !checkFile(head, packHead, problems)) return undefined
  const { code } = head.content as PackHead
  const fields = fieldsOfFile()
  const lines: Line[] = []
  const seen = new Map<string, string>()
  const places = new Map<Line, (field?: string) => { file: string; line: number }>()
  const names = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name) && name !== 'pack.yaml')
    .sort()
  for (const name of names) {
    const file = readYaml(join(folder, name), root, problems)
    if (!file || !checkFile(file, fields, problems)) continue
    for (const [kind, raws] of Object.entries(file.content as Record<string, Record<string, unknown>[]>)) {
      const keys = Object.keys(fields[kind]!.parts!.of!.parts!)
      for (const [i, raw] of (raws ?? []).entries()) {
        const once = `${raw.key}|${raw.since ?? ''}`
        const where = `${file.path} 第 ${file.lineOf([kind, i])} 行`
        if (seen.has(once))
          problems.push({
            file: file.path,
            line: file.lineOf([kind, i, 'key']),
            message: `键 ${raw.key} 已在 ${seen.get(once)} 用过，请换一个键，或写明 since`,
          })
        seen.set(once, where)
        const line = complete(kind as LineKindName, code, raw, keys)
        const at = (field?: string) => file.lineOf(field ? [kind, i, field] : [kind, i])
        places.set(line, (field) => ({ file: file.path, line: at(field) }))
        lines.push(line)
      }
    }
  }
  const nulls = Object.fromEntries(Object.keys(packHead).map((key) => [key, null]))
  const where: Where = (line, field) =>
    places.get(line)?.(field) ?? { file: head.path, line: head.lineOf([field ?? 'code']) }
  return { head: { ...nulls, ...(head.content as PackHead) }, lines, where }
}

/**
 * Reads every pack in these folders (a later folder adds to an earlier one). Throws `PackError` with all problems at once.
 */
export function loadPacks(folders: readonly string[]): Packs {
  const heads = new Map<string, PackHead>()
  const lines = new Map<string, Line[]>()
  const wheres = new Map<string, Where>()
  const problems: PackProblem[] = []
  const hash = createHash('sha256')
  for (const root of folders) {
    if (!existsSync(root)) continue
    for (const entry of readdirSync(root, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (!entry.isDirectory()) continue
      const pack = readPack(join(root, entry.name), root, problems)
      if (!pack) continue
      if (heads.has(pack.head.code))
        problems.push({
          file: join(entry.name, 'pack.yaml'),
          line: 1,
          message: `代号 ${pack.head.code} 已被另一个政策包使用，请换一个`,
        })
      heads.set(pack.head.code, pack.head)
      lines.set(pack.head.code, pack.lines)
      wheres.set(pack.head.code, pack.where)
      hash.update(JSON.stringify([pack.head, pack.lines]))
    }
  }
  const packs = { heads, lines, hash: hash.digest('hex').slice(0, 16) }
  for (const head of heads.values()) problems.push(...headProblems(packs, head, wheres.get(head.code)!))
  // a fault of meaning is looked for where the writing is right, so that one slip is not told twice
  if (problems.length === 0)
    for (const code of heads.keys())
      for (const { line, field, message } of faultsOf(resolvePolicy(packs, code)))
        problems.push({ ...wheres.get(code)!(asWritten(packs, line), field), message })
  if (problems.length > 0) throw new PackError(problems)
  return packs
}

/** The line of the pack's own file that a resolved one was made of. */
const asWritten = (packs: Packs, { from, key, since }: Line): Line =>
  packs.lines.get(from)!.find((line) => line.key === key && line.since === since)!

function headProblems(packs: Packs, head: PackHead, where: Where): PackProblem[] {
  const at = (field: string, message: string) => ({ ...where(undefined as never, field), message })
  const problems: PackProblem[] = []
  if (head.extends && !packs.heads.has(head.extends))
    problems.push(at('extends', `extends 写的 ${head.extends} 不存在，可选：${[...packs.heads.keys()].join('、')}`))
  const chain = chainOf(packs, head.code)
  if (chain.at(-1)?.extends && packs.heads.has(chain.at(-1)!.extends!))
    problems.push(
      at('extends', `${chain.map(({ code }) => code).join(' → ')} 互相依据，绕成了一圈，请改掉其中一个 extends`),
    )
  const kinds = Object.keys(fieldsOfFile())
  for (const kind of head.replaces ?? [])
    if (!kinds.includes(kind))
      problems.push(at('replaces', `replaces 里的「${kind}」不是类别，可写：${kinds.join('、')}`))
  return problems
}

function chainOf(packs: Packs, code: string): PackHead[] {
  const chain: PackHead[] = []
  for (
    let head = packs.heads.get(code);
    head && !chain.includes(head);
    head = head.extends ? packs.heads.get(head.extends) : undefined
  )
    chain.push(head)
  return chain
}

/** Whether a document applies on a day at all. */
export const isInForce = ({ inForceFrom, inForceUntil }: PackHead, day: string): boolean =>
  (inForceFrom === null || inForceFrom <= day) && (inForceUntil === null || inForceUntil >= day)

/** A pack's lines in force on a day: of several with one key, the one that came last. */
function inForce(lines: readonly Line[], day: string | undefined): Line[] {
  const latest = new Map<string, Line>()
  for (const line of lines) {
    if (day && ((line.since && line.since > day) || (line.until && line.until < day))) continue
    const known = latest.get(line.key)
    if (!known || (line.since ?? '') >= (known.since ?? '')) latest.set(line.key, line)
  }
  return [...latest.values()]
}

/**
 * A document's rules on a day, with what it inherits. The lower pack's line stands for the higher one's of the same
 * key, and for the whole list of the kinds it `replaces`; both stay in the answer, with which applies and why.
 * Without a day: as the newest text has it. Throws when there is no such pack.
 */
export function resolvePolicy(packs: Packs, code: string, day?: string): Policy {
  const [head, ...others] = chainOf(packs, code)
  if (!head) throw new Error(`没有代号为 ${code} 的政策包，可选：${[...packs.heads.keys()].join('、')}`)
  const chain = [head, ...others.filter((one) => !day || isInForce(one, day))]
  const lines: ResolvedLine[] = []
  const byKey = new Map<string, ResolvedLine>()
  const replaced = new Map<string, string>()
  for (const pack of chain) {
    for (const line of inForce(packs.lines.get(pack.code) ?? [], day)) {
      const lower = byKey.get(line.key)
      const overriddenBy = lower?.from ?? replaced.get(line.kind) ?? null
      const resolved = { ...line, applies: overriddenBy === null, overriddenBy, overrides: null } as ResolvedLine
      if (lower) lower.overrides ??= { from: line.from, value: figureOf(line), clause: line.clause }
      else byKey.set(line.key, resolved)
      lines.push(resolved)
    }
    for (const kind of pack.replaces ?? []) if (!replaced.has(kind)) replaced.set(kind, pack.code)
  }
  return { head, chain, lines }
}
