import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Value } from 'typebox/value'
import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { explain, type SchemaError } from '../../core/check.ts'
import { type Fields, schemaOf } from '../../core/field.ts'
import type { LineKindName } from './kinds.ts'
import { fieldsOfFile, type Line, type PackHead, type Policy, packHead, type ResolvedLine } from './pack.ts'

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
  for (const error of document.errors)
    problems.push({ file, line: counter.linePos(error.pos[0]).line, message: `YAML 写法有误：${error.message}` })
  if (document.errors.length > 0) return undefined
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
  return { path: file, content: document.toJS({ maxAliasCount: 100 }) ?? {}, lineOf }
}

function checkFile(file: File, fields: Fields, problems: PackProblem[]): boolean {
  const errors = [...Value.Errors(schemaOf(fields), file.content)] as unknown as SchemaError[]
  for (const [path, message] of Object.entries(explain(errors, fields))) {
    const steps = path.split('.')
    const kindHint =
      steps.length === 1 && message.startsWith('没有')
        ? `没有「${steps[0]}」这一类，可写的类别：${Object.keys(fields).join('、')}`
        : message
    problems.push({ file: file.path, line: file.lineOf(steps), message: kindHint })
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
): { head: PackHead; lines: Line[] } | undefined {
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
        lines.push(complete(kind as LineKindName, code, raw, keys))
      }
    }
  }
  const nulls = Object.fromEntries(Object.keys(packHead).map((key) => [key, null]))
  return { head: { ...nulls, ...(head.content as PackHead) }, lines }
}

/**
 * Reads every pack in these folders (a later folder adds to an earlier one). Throws `PackError` with all problems at once.
 */
export function loadPacks(folders: readonly string[]): Packs {
  const heads = new Map<string, PackHead>()
  const lines = new Map<string, Line[]>()
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
      hash.update(JSON.stringify([pack.head, pack.lines]))
    }
  }
  for (const { code, extends: above } of heads.values()) {
    if (above && !heads.has(above))
      problems.push({
        file: join(code, 'pack.yaml'),
        line: 1,
        message: `extends 写的 ${above} 不存在，可选：${[...heads.keys()].join('、')}`,
      })
  }
  if (problems.length > 0) throw new PackError(problems)
  return { heads, lines, hash: hash.digest('hex').slice(0, 16) }
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
  const chain = chainOf(packs, code)
  const [head] = chain
  if (!head) throw new Error(`没有代号为 ${code} 的政策包，可选：${[...packs.heads.keys()].join('、')}`)
  const lines: ResolvedLine[] = []
  const byKey = new Map<string, ResolvedLine>()
  const replaced = new Map<string, string>()
  for (const pack of chain) {
    for (const line of inForce(packs.lines.get(pack.code) ?? [], day)) {
      const lower = byKey.get(line.key)
      const overriddenBy = lower?.from ?? replaced.get(line.kind) ?? null
      const resolved = { ...line, applies: overriddenBy === null, overriddenBy, overrides: null } as ResolvedLine
      if (lower) lower.overrides ??= { from: line.from, value: line.value, clause: line.clause }
      else byKey.set(line.key, resolved)
      lines.push(resolved)
    }
    for (const kind of pack.replaces ?? []) if (!replaced.has(kind)) replaced.set(kind, pack.code)
  }
  return { head, chain, lines }
}
