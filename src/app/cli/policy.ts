import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '../../core/failure.ts'
import { businessDay } from '../../core/time.ts'
import {
  isInForce,
  loadPacks,
  openPacks,
  PackError,
  type Packs,
  policyByCode,
  resolvePolicy,
  starterFiles,
  usageIn,
  writtenSchema,
} from '../../modules/policy/index.server.ts'
import { detailsOf, type ResolvedLine, shownValue, type Use, unitOf, uses } from '../../modules/policy/index.ts'
import { inColumns } from '../columns.ts'
import { root, settings } from '../runtime.ts'
import { type Outcome, wrongUse } from './outcome.ts'

const own = () => [join(settings().data, 'policies')]

/** Every pack, and how many lines it has of its own. */
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

/** The code of a pack as somebody typed it, in capitals or not; refused where there is none. */
function codeMeant(packs: Packs, typed: string, what = '政策包'): string {
  const codes = [...packs.heads.keys()]
  const found = sameCode(codes, typed)
  if (found === undefined) throw new Failure('notFound', `没有代号为 ${typed} 的${what}，可选：${codes.join('、')}`)
  return found
}

const sameCode = (codes: readonly string[], typed: string) =>
  codes.find((code) => code.toLowerCase() === typed.toLowerCase())

/** A folder of packs as somebody typed it; one that holds none would pass every check. */
function folderMeant(typed: string): string {
  const folder = resolve(typed)
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Failure('notFound', `找不到文件夹「${typed}」，请核对路径`)
  if (existsSync(join(folder, 'pack.yaml')))
    throw new Failure('invalid', `「${typed}」本身是一个政策包：请写它的上一级文件夹`)
  return folder
}

/** The folders that are checked together: one with a national floor of its own is a copy of the product's, and stands for it. */
function foldersToCheck(typed: string | undefined): string[] {
  const product = join(root, 'policies')
  if (typed === undefined) return [product, ...own()]
  const folder = folderMeant(typed)
  return existsSync(join(folder, 'cn/pack.yaml')) ? [folder, ...own()] : [product, ...own(), folder]
}

/** Checks the product's packs, the installation's own, and those of one more folder. */
export function check(typed?: string): Outcome {
  const folders = foldersToCheck(typed)
  try {
    const packs = loadPacks([...new Set(folders)])
    const hints = unknownPlaces(packs)
    const counted = [...packs.heads.keys()].map((code) => ({ code, ...usageIn(resolvePolicy(packs, code)) }))
    const lines = counted.map(({ code, counts, notYet }) => [code, ...sayCounts(counts), `${notYet.length}`])
    const table = inColumns([['', ...Object.values(uses)], ...lines.map((line) => line.slice(0, -1))])
    return {
      json: { problems: [], hints, packs: counted },
      text: [`没有问题：${packs.heads.size} 个政策包`, ...hints.map((hint) => `提示：${hint}`), '', table].join('\n'),
    }
  } catch (error) {
    if (!(error instanceof PackError)) throw error
    return { json: { problems: error.problems }, text: error.message, code: 1 }
  }
}

const sayCounts = (counts: Record<Use, number>) => (Object.keys(uses) as Use[]).map((use) => `${counts[use]}`)

/** Places that packs speak of and the division table does not know: a wrong code makes a document apply nowhere. */
function unknownPlaces(packs: Packs): string[] {
  const table = join(root, 'dist/divisions.json')
  if (!existsSync(table)) return []
  const known = new Set((JSON.parse(readFileSync(table, 'utf8')) as { rows: string[][] }).rows.map(([id]) => id))
  const spoken = [...packs.heads.values()].flatMap((head) => [
    { code: head.code, place: head.place },
    ...packs.lines.get(head.code)!.flatMap((line) => {
      const { place, township, village } = line as unknown as Record<string, unknown>
      const codes = line.kind === 'plaque' ? [township, village] : [place, township, village]
      return codes.filter((one) => typeof one === 'string').map((one) => ({ code: head.code, place: one as string }))
    }),
  ])
  const missing = new Set(spoken.filter(({ place }) => !known.has(place)).map(({ code, place }) => `${code}|${place}`))
  return [...missing].map((one) => {
    const [code, place] = one.split('|')
    return `${code} 写的区划代码 ${place} 不在全国区划表中，请核对；自己新增的开发区可以不管`
  })
}

/** What the system does with every line of the packs, and each line that nothing reads yet. */
export function usage(typed: string | undefined): Outcome {
  const packs = openPacks(own())
  const code = typed === undefined ? undefined : codeMeant(packs, typed)
  const found = [...packs.heads.keys()]
    .filter((one) => code === undefined || one === code)
    .map((one) => ({ code: one, ...usageIn(policyByCode(one, businessDay(new Date()))) }))
  const table = inColumns([['', ...Object.values(uses)], ...found.map((one) => [one.code, ...sayCounts(one.counts)])])
  const lists = found.flatMap((one) => [
    '',
    `${one.code} ${uses.notYet}的 ${one.notYet.length} 条`,
    inColumns(one.notYet.map(({ key, label, clause, why }) => [`  ${key}`, label, clause, why])),
  ])
  return { json: found, text: [table, ...lists].join('\n') }
}

export interface NewPack {
  name: string
  extends: string
  place: string
  dir?: string
}

/** Writes the starter folder of a new pack, with the schema for editors beside it. */
export function start(code: string, { name, extends: typedAbove, place, dir }: NewPack): Outcome {
  if (!/^[A-Za-z0-9]{1,8}$/.test(code)) throw wrongUse(`代号「${code}」不对：一到八个英文字母或数字，如 GD`)
  if (!/^[0-9A-Za-z]{2,12}$/.test(place))
    throw wrongUse(`区划「${place}」不对：写区划代码，如 530111；可用 yizhan place find 查找`)
  const packs = openPacks(own())
  const taken = sameCode([...packs.heads.keys()], code)
  if (taken !== undefined)
    throw new Failure('conflict', `代号 ${taken} 已被《${packs.heads.get(taken)!.document}》使用，请换一个`)
  const above = codeMeant(packs, typedAbove, '上级文件')
  const parent = resolve(dir ?? own()[0]!)
  const folder = join(parent, code)
  if (existsSync(folder)) throw new Failure('conflict', `「${folder}」已经存在，请换一个代号或文件夹`)
  mkdirSync(folder, { recursive: true })
  const files = starterFiles({ code, name, place, extends: above })
  for (const [file, text] of files) writeFileSync(join(folder, file), text)
  writeFileSync(join(parent, 'schema.json'), writtenSchema())
  const checking = dir === undefined ? './yizhan policy check' : `./yizhan policy check ${dir}`
  return {
    json: { code, folder, files: [...files.keys()] },
    text: [
      `已写好 ${folder}`,
      `1. 用文本编辑器打开，从 people.yaml 开始，去掉行首的「# 」启用需要的条目，照文件改`,
      `2. 检查：${checking}`,
      `3. 查看：./yizhan policy show ${code}${dir === undefined ? '' : '（先把文件夹放到数据文件夹的 policies 里）'}`,
      '4. 重新启动一站后生效',
    ].join('\n'),
  }
}

/** One line of `policy show --json`. */
export function lineJson(line: ResolvedLine) {
  const { key, kind, label, clause, from, applies, overriddenBy, overrides, requirement, note } = line
  return {
    key,
    kind,
    label,
    value: shownValue(line),
    unit: unitOf(line),
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

/** Every line of a pack on a day, inherited ones included. */
export function show(typed: string, on?: string): Outcome {
  const packs = openPacks(own())
  const { head, lines } = policyByCode(codeMeant(packs, typed), on ?? businessDay(new Date()))
  if (on && !isInForce(head, on))
    throw new Failure(
      'notFound',
      `《${head.document}》${head.inForceFrom ?? ''} 起施行${head.inForceUntil ? `，${head.inForceUntil} 失效` : ''}，${on} 不适用`,
    )
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
export function diff(...typed: [string, string]): Outcome {
  const packs = openPacks(own())
  const [one, other] = typed.map((code) => codeMeant(packs, code)) as [string, string]
  const linesOf = (code: string) =>
    new Map(
      resolvePolicy(packs, code)
        .lines.filter(({ applies }) => applies)
        .map((line) => [line.key, line]),
    )
  const [left, right] = [linesOf(one), linesOf(other)]
  const said = (line: ResolvedLine | undefined) =>
    line ? { value: shownValue(line), unit: unitOf(line), clause: line.clause, from: line.from } : null
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

/** What a pack's files may say, for editors. */
export function schema(): Outcome {
  const text = writtenSchema().trimEnd()
  return { json: JSON.parse(text), text }
}
