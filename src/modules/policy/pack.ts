import { date, type Fields, list, type OutputOf, optional, shape, text, texts } from '../../core/field.ts'
import { type LineKindName, lineKinds } from './kinds.ts'

/** What every line of a pack says besides its kind's own fields. Dates are for lines that came or went later than the document. */
export const lineBase = {
  key: text('键', {
    max: 80,
    pattern: '^[a-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)*$',
    help: '小写字母开头，只用英文字母、数字和点，如 post.head',
  }),
  label: text('说明', { max: 200 }),
  unit: optional(text('单位', { max: 20 })),
  clause: text('条款', { max: 60 }),
  requirement: optional(text('需求编号', { max: 40 })),
  note: optional(text('注', { max: 300 })),
  since: optional(date('自')),
  until: optional(date('至')),
} satisfies Fields

/** `pack.yaml`: which document this is, where and since when it applies, and what it builds on. */
export const packHead = {
  code: text('代号', { max: 8, pattern: '^[A-Za-z0-9]{1,8}$', help: '一到八个英文字母或数字，如 GD' }),
  document: text('文件', { max: 60 }),
  title: text('标题', { max: 120 }),
  issuedBy: optional(text('发文机关', { max: 60 })),
  issuedOn: optional(date('成文日期')),
  inForceFrom: optional(date('施行日期')),
  inForceUntil: optional(date('失效日期')),
  place: text('适用区划', { max: 12 }),
  extends: optional(text('依据的上级政策', { max: 8 })),
  /** Kinds whose lines stand for the whole list of the pack above instead of adding to it. */
  replaces: optional(texts('整体替代', { max: 20 })),
  note: optional(text('注', { max: 500 })),
} satisfies Fields
export type PackHead = OutputOf<typeof packHead>

type Kinds = typeof lineKinds
type ValueOf<K extends LineKindName> = Kinds[K] extends { value: { readonly phantom?: [unknown, infer V] } } ? V : null

/** One line of a pack: base, its kind's fields, and which pack it comes from. */
export type Line<K extends LineKindName = LineKindName> = K extends LineKindName
  ? OutputOf<typeof lineBase> & OutputOf<Kinds[K]['fields']> & { kind: K; value: ValueOf<K>; from: string }
  : never

/** A line as it stands for one jurisdiction: whether it applies, and what it overrides or is overridden by. */
export type ResolvedLine<K extends LineKindName = LineKindName> = Line<K> & {
  applies: boolean
  /** The pack whose line of the same key, or whole list, stands instead. */
  overriddenBy: string | null
  /** The line of the pack above that this one replaces. */
  overrides: { from: string; value: unknown; clause: string } | null
}

/** A document's rules as they stand on a day, inherited lines included. */
export interface Policy {
  readonly head: PackHead
  /** This pack and those above it, nearest first. */
  readonly chain: readonly PackHead[]
  readonly lines: readonly ResolvedLine[]
}

/** The lines of one kind that apply, in the pack's order: how modules read a policy. */
export function linesOf<K extends LineKindName>(policy: Policy, kind: K): ResolvedLine<K>[] {
  // the loader has checked every line against its kind's schema
  return policy.lines.filter((line) => line.kind === kind && line.applies) as unknown as ResolvedLine<K>[]
}

/** How a clause is cited to users: short document name and place in it. */
export function cite(policy: Policy, line: Pick<Line, 'from' | 'clause'>): string {
  const head = policy.chain.find(({ code }) => code === line.from)
  return `${head?.document ?? line.from} ${line.clause}`
}

/** What a line comes down to: its value, a rule's or a range's bound, how a doubt is read; null where it is no single figure. */
export function figureOf(line: Line): string | number | boolean | string[] | null {
  switch (line.kind) {
    case 'rule':
      return line.exactly ?? line.atLeast ?? line.atMost ?? line.exists
    case 'range':
      return line.atLeast ?? line.atMost
    case 'parameter':
      return line.age ?? line.reads
    default:
      return line.value
  }
}

/** In what a line's figure is counted. */
export function unitOf(line: Line): string | null {
  if (line.unit !== null) return line.unit
  if (line.kind === 'clock')
    return line.days === 'immediately' ? null : lineKinds.clock.fields.days.choices![line.days]!
  return line.kind === 'parameter' && line.age !== null ? lineKinds.parameter.fields.age.unit! : null
}

/** A line's figure for lists and JSON, or its fields where there is no single one. */
export function shownValue(line: Line): unknown {
  return figureOf(line) ?? detailsOf(line)
}

/** A line's fields beside its value. */
export function detailsOf(line: Line): Record<string, unknown> {
  const all = line as unknown as Record<string, unknown>
  return Object.fromEntries(
    Object.keys(lineKinds[line.kind].fields)
      .filter((key) => all[key] !== null && all[key] !== undefined)
      .map((key) => [key, all[key]]),
  )
}

/** The fields a line of this kind may have in YAML. */
export function fieldsOfLine(kind: LineKindName): Fields {
  const { fields, ...rest } = lineKinds[kind]
  const value = 'value' in rest ? { value: rest.value } : {}
  return { ...lineBase, ...value, ...fields }
}

/** The fields of a pack's file: lists of lines by kind. */
export function fieldsOfFile(): Fields {
  return Object.fromEntries(
    Object.entries(lineKinds).map(([kind, { label }]) => [
      kind,
      optional(list(label, shape(label, fieldsOfLine(kind as LineKindName)))),
    ]),
  )
}

/** Kinds whose figures decide findings: others are names, lists and duties, in which there is nothing to try. */
const triableKinds: readonly LineKindName[] = [
  'target',
  'buildTask',
  'range',
  'milestone',
  'facility',
  'plaque',
  'post',
  'eligibility',
  'certificate',
  'reportSeries',
  'indicator',
  'rule',
]

/** Whether another figure in a line of this kind may change what a station meets. */
export const isTriable = (kind: LineKindName): boolean => triableKinds.includes(kind)

const figureKinds = ['integer', 'decimal', 'flag', 'date', 'choice', 'choices']
// a pattern of names and the parameters of a rule decide findings although they are texts
const alsoFigures: Partial<Record<LineKindName, string>> = { plaque: 'value', rule: 'with' }

/** Figures of a line that may be tried out: what its kind's own schema names, never its words or its clause. */
export function triableFields(kind: LineKindName): Fields {
  const own = Object.entries(fieldsOfLine(kind)).filter(([key]) => !(key in lineBase))
  return Object.fromEntries(own.filter(([key, field]) => figureKinds.includes(field.kind) || alsoFigures[kind] === key))
}

/** A figure as it would be typed into a form; null where there is none. */
export function asTyped(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return Array.isArray(value) ? value.join('、') : String(value)
}
