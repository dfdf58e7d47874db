import { measures } from '../../core/measures.ts'
import { nearest } from './clerk.ts'
import { levels, lineKinds, postGroups } from './kinds.ts'
import { type Line, linesOf, type Policy, type ResolvedLine } from './pack.ts'
import { postsOf } from './readers.ts'

/** What a schema cannot see: a line that contradicts itself, or points to what is not there. */
export interface Fault {
  line: ResolvedLine
  field: string
  message: string
}

type Judge = (policy: Policy, own: (line: { from: string }) => boolean) => Fault[]

const fault = (line: object, field: string, message: string): Fault => ({
  line: line as ResolvedLine,
  field,
  message: `${message}（${field}）`,
})

/** A rule bounds something, and not from both sides at once. */
const bounds: Judge = (policy, own) => [
  ...linesOf(policy, 'rule')
    .filter(own)
    .flatMap((line) => {
      const { atLeast, atMost, exactly, exists } = line
      if (atLeast === null && atMost === null && exactly === null && !exists)
        return [fault(line, 'measure', '请写明标准：atLeast、atMost、exactly 或 exists: true 中的一个')]
      return atLeast !== null && atMost !== null && atLeast > atMost
        ? [fault(line, 'atMost', `不超过 ${atMost} 小于不少于 ${atLeast}，请核对`)]
        : []
    }),
  ...linesOf(policy, 'range')
    .filter(own)
    .flatMap((line) => {
      if (line.atLeast === null && line.atMost === null) return [fault(line, 'of', '请写明 atLeast 或 atMost')]
      return line.atLeast !== null && line.atMost !== null && line.atLeast > line.atMost
        ? [fault(line, 'atMost', `至多 ${line.atMost} 小于至少 ${line.atLeast}，请核对`)]
        : []
    }),
]

const withForm = /^[A-Za-z]+=.+$/

/** What a rule tells its measure is what the measure asks for. */
const parameters: Judge = (policy, own) =>
  linesOf(policy, 'rule')
    .filter(own)
    .flatMap((line) =>
      (line.with ?? []).flatMap((one) => {
        if (!withForm.test(one)) return [fault(line, 'with', `参数「${one}」请写成 名=值，如 hours=30`)]
        const measure = measures().get(line.measure)
        if (!measure) return []
        const [name, value] = [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]
        const { [name]: asked, ...others } = measure.asks ?? {}
        if (!asked) {
          const known = Object.entries(others).map(([key, { label }]) => `${key} ${label}`)
          return [
            fault(line, 'with', `「${measure.label}」没有参数 ${name}，可写：${known.join('、') || '（不带参数）'}`),
          ]
        }
        const { minimum, maximum } = asked.schema as { minimum?: number; maximum?: number }
        const figure = Number(value)
        return asked.kind === 'integer' && !(Number.isInteger(figure) && figure >= minimum! && figure <= maximum!)
          ? [fault(line, 'with', `「${asked.label}」请写 ${minimum} 到 ${maximum} 之间的整数，现在写的是「${value}」`)]
          : []
      }),
    )

const moduleOf = (measure: string) => measure.slice(0, measure.indexOf('.') + 1)

/** A measure that is almost one of ours is one of ours mistyped; any other is one that is not measurable yet. */
const measured: Judge = (policy, own) =>
  linesOf(policy, 'rule')
    .filter((line) => own(line) && !measures().has(line.measure))
    .flatMap((line) => {
      const known = [...measures().keys()].filter((name) => moduleOf(name) === moduleOf(line.measure))
      const meant = nearest(
        line.measure.slice(moduleOf(line.measure).length),
        known.map((name) => name.slice(moduleOf(name).length)),
      )
      return meant
        ? [fault(line, 'measure', `没有度量「${line.measure}」，是不是要写 ${moduleOf(line.measure)}${meant}？`)]
        : []
    })

/** Posts are those that some `postKind` names. */
const posts: Judge = (policy, own) => {
  const known = postsOf(policy).map(({ post }) => post)
  const words = postsOf(policy).map(({ post, name }) => `${post} ${name}`)
  const unknown = (post: string) => `没有岗位「${post}」，先用 postKind 写明它叫什么；已有：${words.join('、')}`
  return [
    ...linesOf(policy, 'post')
      .filter(own)
      .flatMap((line) =>
        known.includes(line.post) || line.post in postGroups ? [] : [fault(line, 'post', unknown(line.post))],
      ),
    ...linesOf(policy, 'eligibility')
      .filter(own)
      .flatMap((line) => {
        if (line.who === 'listed' && !line.posts?.length)
          return [fault(line, 'who', 'who 写 listed（所列岗位）的，请在 posts 里写明是哪些岗位')]
        const wrong = (line.posts ?? []).find((post) => !known.includes(post))
        return wrong === undefined ? [] : [fault(line, 'posts', unknown(wrong))]
      }),
  ]
}

/** A level that a line speaks of has a name. */
const levelNames: Judge = (policy, own) => {
  const named = new Set(linesOf(policy, 'level').map(({ level }) => level as string))
  return policy.lines.flatMap((line) => {
    if (!own(line) || line.kind === 'level') return []
    const { level, levels: several } = line as { level?: string | string[] | null; levels?: string[] | null }
    const spoken = [...(several ?? []), ...(Array.isArray(level) ? level : level ? [level] : [])]
    const missing = spoken.find((one) => one in levels && !named.has(one))
    return missing === undefined
      ? []
      : [fault(line, several ? 'levels' : 'level', `层级 ${missing} 还没有名称：先用 level 写明它叫什么、设在哪一级`)]
  })
}

/** Categories and domains are those that the document lists. */
const references: Judge = (policy, own) => {
  const categories = new Set(linesOf(policy, 'clientCategory').map(({ category }) => category as string))
  const domains = new Set(linesOf(policy, 'domain').flatMap(({ key, value }) => [key, String(value)]))
  // also those that this document's own list stands for
  const above = policy.lines.flatMap(({ kind, key, from }) =>
    kind === 'domain' && from !== policy.head.code ? [key] : [],
  )
  const budget = linesOf(policy, 'budgetItem').map(({ key }) => key)
  const spoken = [
    ...linesOf(policy, 'visitFrequency'),
    ...linesOf(policy, 'freshness'),
    ...linesOf(policy, 'seasonalDuty'),
  ]
  return [
    ...spoken.filter(own).flatMap((line) => {
      const missing = (line.categories ?? []).find((one) => !categories.has(one))
      return missing === undefined
        ? []
        : [
            fault(
              line,
              'categories',
              `没有服务对象类别「${missing}」，先用 clientCategory 写明；已有：${[...categories].join('、')}`,
            ),
          ]
    }),
    ...linesOf(policy, 'catalogue')
      .filter((line) => own(line) && line.rollsUpTo !== null && !above.includes(line.rollsUpTo))
      .map((line) =>
        fault(
          line,
          'rollsUpTo',
          `上级文件没有服务领域「${line.rollsUpTo}」，请写其 domain 条目的键：${above.join('、')}`,
        ),
      ),
    ...linesOf(policy, 'budgetRule')
      .filter(own)
      .flatMap((line) => {
        const missing = line.items.find((one) => !budget.includes(one))
        return missing === undefined
          ? []
          : [fault(line, 'items', `没有预算科目「${missing}」，请写 budgetItem 条目的键：${budget.join('、')}`)]
      }),
    ...linesOf(policy, 'catalogue')
      .filter(own)
      .flatMap((line) =>
        domains.has(line.domain)
          ? []
          : [fault(line, 'domain', `没有服务领域「${line.domain}」，请写 domain 条目的键：${[...domains].join('、')}`)],
      ),
  ]
}

const squareMetres = ['平方米', '㎡', 'm2', 'M2', 'M²', '平米']

/** Units are written one way, and are the kind's own where it has one. */
const units: Judge = (policy, own) =>
  policy.lines.filter(own).flatMap((line) => {
    const kind = lineKinds[line.kind]
    const due = 'value' in kind ? (kind.value as { unit?: string }).unit : undefined
    if (line.unit === null) return []
    if (squareMetres.includes(line.unit)) return [fault(line, 'unit', '面积单位请统一写成 m²')]
    if (line.unit === '％') return [fault(line, 'unit', '百分号请写成英文的 "%"，并加英文引号')]
    return due !== undefined && due !== line.unit
      ? [fault(line, 'unit', `单位应为「${due}」，现在写的是「${line.unit}」`)]
      : []
  })

/** A share is of a hundred. */
const shares: Judge = (policy, own) => [
  ...linesOf(policy, 'target')
    .filter(own)
    .flatMap((line) => (line.value > 100 ? [fault(line, 'value', '覆盖率不能超过 100，请核对')] : [])),
  ...linesOf(policy, 'rule')
    .filter((line) => own(line) && line.unit === '%')
    .flatMap((line) =>
      (['atLeast', 'atMost', 'exactly'] as const).flatMap((field) =>
        (line[field] ?? 0) > 100 ? [fault(line, field, '百分比不能超过 100，请核对')] : [],
      ),
    ),
]

const placeholders = ['city', 'county', 'township']

const plaques: Judge = (policy, own) =>
  linesOf(policy, 'plaque')
    .filter(own)
    .flatMap((line) => {
      const wrong = [...String(line.value).matchAll(/\{([^}]*)\}/g)].find(([, name]) => !placeholders.includes(name!))
      return wrong ? [fault(line, 'value', `名称格式里只能用 {city}、{county}、{township}，没有 ${wrong[0]}`)] : []
    })

const sum = (values: readonly number[]) => Math.round(values.reduce((all, one) => all + one, 0) * 100) / 100

/** The rows and columns of a table of tasks add up to the totals that stand beside them (攀民政〔2021〕31号 附件1). */
const buildTasks: Judge = (policy, own) => {
  const lines = linesOf(policy, 'buildTask').filter(own)
  const single = lines.filter((line) => line.total === null)
  const parts = {
    row: (line: Line<'buildTask'>) => single.filter((one) => one.year === line.year && one.place === line.place),
    column: (line: Line<'buildTask'>) => single.filter((one) => one.year === line.year && one.level === line.level),
    all: (line: Line<'buildTask'>) => single.filter((one) => one.year === line.year),
  }
  return lines.flatMap((line) => {
    if (line.total === null) return []
    const added = sum(parts[line.total](line).map(({ value }) => value))
    return added === line.value ? [] : [fault(line, 'value', `写的合计是 ${line.value}，各项相加是 ${added}，请核对`)]
  })
}

/** An evaluation's weights add up to its total, a contract's lines to its amount, and each line to its own sum. */
const indicators: Judge = (policy, own) => [
  ...linesOf(policy, 'indicatorSet')
    .filter(own)
    .flatMap((set) => {
      const lines = linesOf(policy, 'indicator').filter((line) => line.set === set.set)
      const weights = sum(lines.map(({ weight }) => weight ?? 0))
      const money = sum(lines.map(({ subtotal }) => subtotal ?? 0))
      if (set.total === null && set.amount === null) return [fault(set, 'set', '请写明总分 total 或合同额 amount')]
      return [
        ...(set.total !== null && weights !== set.total
          ? [fault(set, 'total', `总分写的是 ${set.total}，各项权重相加是 ${weights}，请核对`)]
          : []),
        ...(set.amount !== null && money !== set.amount
          ? [fault(set, 'amount', `合同额写的是 ${set.amount}，各项小计相加是 ${money}，请核对`)]
          : []),
      ]
    }),
  ...linesOf(policy, 'indicator')
    .filter(own)
    .flatMap((line) => {
      if (line.unitPrice === null) return []
      if (line.quantity === null) return [fault(line, 'unitPrice', '写了单价，请同时写目标量 quantity')]
      if (line.subtotal === null) return [fault(line, 'unitPrice', '写了单价，请同时写小计 subtotal')]
      const due = sum([line.unitPrice * line.quantity * (line.stations ?? 1) * (line.years ?? 1)])
      return due === line.subtotal
        ? []
        : [fault(line, 'subtotal', `小计写的是 ${line.subtotal}，单价×目标量×站数×年数是 ${due}，请核对`)]
    }),
]

/** Instalments make up the whole. */
const payments: Judge = (policy, own) => {
  const lines = linesOf(policy, 'payment').filter(own)
  const paid = sum(lines.map(({ value }) => value))
  return lines.length === 0 || paid === 100
    ? []
    : [fault(lines.at(-1)!, 'value', `各次拨付比例相加是 ${paid}%，应为 100%`)]
}

const judges: readonly Judge[] = [
  bounds,
  parameters,
  measured,
  posts,
  levelNames,
  references,
  units,
  shares,
  plaques,
  buildTasks,
  indicators,
  payments,
]

/** Faults of meaning in a document's own lines. */
export function faultsOf(policy: Policy): Fault[] {
  const own = ({ from }: { from: string }) => from === policy.head.code
  return judges.flatMap((judge) => judge(policy, own))
}
