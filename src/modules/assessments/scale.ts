import {
  choice,
  decimal,
  flag,
  type InputOf,
  integer,
  list,
  type OutputOf,
  optional,
  shape,
  text,
} from '../../core/field.ts'

export const licences = {
  ownItems: '条目自编，随系统提供',
  free: '公开发布、可免费使用',
  permitted: '已取得授权，仅限本区县使用',
} as const

export const tones = { good: '良好', attention: '需要关注', risk: '高风险' } as const
export type ScaleTone = keyof typeof tones

const key = (label: string) =>
  text(label, { max: 40, pattern: '^[a-z][A-Za-z0-9]*$', help: '小写字母开头，只含字母和数字' })

/**
 * What a scale is made of: the same fields check the scales shipped here and those a county loads. Points are what a
 * chosen answer is worth before an item is reversed.
 */
export const scaleFields = {
  key: key('代码'),
  version: text('版本', { max: 20 }),
  title: text('名称', { max: 60 }),
  construct: text('测量内容', { max: 300 }),
  source: text('出处', { max: 300 }),
  licence: choice('使用许可', licences),
  licenceNote: text('许可说明', { max: 300 }),
  forWhom: text('适用对象', { max: 100 }),
  instruction: text('填写说明', { max: 300 }),
  missing: choice('缺答规则', { refuse: '须全部作答', average: '以已答各题的平均值补足', zero: '缺答按 0 分' }),
  mayMiss: optional(integer('最多可缺', { unit: '题', max: 50 })),
  highIsGood: flag('分数越高越好'),
  items: list(
    '题目',
    shape('题目', {
      key: key('代码'),
      part: optional(text('部分', { max: 30 })),
      label: text('题目', { max: 200 }),
      reversed: optional(flag('反向计分')),
      alertFrom: optional(decimal('达到此分即提醒', { min: -100, max: 100 })),
      alert: optional(text('提醒内容', { max: 120 })),
      options: list(
        '选项',
        shape('选项', { points: decimal('分值', { min: -100, max: 100 }), label: text('选项', { max: 100 }) }),
        { max: 12 },
      ),
    }),
    { max: 60 },
  ),
  bands: list(
    '分级',
    shape('分级', {
      from: decimal('自', { min: -1000, max: 1000 }),
      to: decimal('至', { min: -1000, max: 1000 }),
      label: text('级别', { max: 30 }),
      tone: choice('提示', tones),
      advice: text('建议', { max: 200 }),
    }),
    { max: 12 },
  ),
}

export type Scale = InputOf<typeof scaleFields>
export type ScaleItem = Scale['items'][number]

/** The scale as it is answered by the server: what is left out is null. */
export function whole(scale: Scale): OutputOf<typeof scaleFields> {
  return {
    ...scale,
    mayMiss: scale.mayMiss ?? null,
    items: scale.items.map((item) => ({
      ...item,
      part: item.part ?? null,
      reversed: item.reversed ?? null,
      alertFrom: item.alertFrom ?? null,
      alert: item.alert ?? null,
    })),
  }
}

/** A scale in code, checked by its type; what the type cannot say is checked by `scaleProblem` in a test. */
export function defineScale(scale: Scale): Scale {
  return scale
}

/** Least and most points an item can bring; reversing changes neither. */
export function rangeOf({ options }: Pick<ScaleItem, 'options'>): [least: number, most: number] {
  const points = options.map((one) => one.points)
  return [Math.min(...points), Math.max(...points)]
}

export function scaleRange({ items }: Pick<Scale, 'items'>): [least: number, most: number] {
  const ranges = items.map(rangeOf)
  return [ranges.reduce((sum, [least]) => sum + least, 0), ranges.reduce((sum, [, most]) => sum + most, 0)]
}

/** What the fields alone cannot check: double keys, bands with gaps, alerts that can never be reached. Undefined if all is well. */
export function scaleProblem(scale: Scale): string | undefined {
  if (scale.items.length === 0) return '量表没有题目'
  const keys = scale.items.map((item) => item.key)
  const twice = keys.find((one, i) => keys.indexOf(one) !== i)
  if (twice) return `题目代码「${twice}」重复，请改成不同的代码`
  for (const item of scale.items) {
    if (item.options.length < 2) return `题目「${item.label}」至少要有两个选项`
    const points = item.options.map((one) => one.points)
    if (new Set(points).size !== points.length) return `题目「${item.label}」有两个选项的分值相同，请改开`
    if (item.alertFrom !== undefined && item.alertFrom !== null && !item.alert)
      return `题目「${item.label}」设了提醒分值，请写明提醒内容`
  }
  const [least, most] = scaleRange(scale)
  const bands = [...scale.bands].sort((a, b) => a.from - b.from)
  if (bands.length === 0) return '量表没有分级'
  if (bands[0]!.from > least || bands.at(-1)!.to < most) return `分级要盖住全部得分（${least}–${most} 分）`
  for (const [i, band] of bands.entries()) {
    if (band.to < band.from) return `分级「${band.label}」的上限小于下限`
    const before = bands[i - 1]
    if (before && band.from <= before.to) return `分级「${before.label}」与「${band.label}」重叠`
    if (before && band.from - before.to > 1) return `分级「${before.label}」与「${band.label}」之间有空档`
  }
  return undefined
}

/** The answers, each the points of the option that was chosen, by item. */
export type Answers = Readonly<Record<string, number>>

export interface Result {
  score: number
  most: number
  missing: number
  band: string
  tone: ScaleTone
  advice: string
  /** What must be acted upon whatever the score is. */
  alerts: string[]
}

/** How many questions may stay open. */
export const mayMiss = ({ missing, mayMiss: most }: Pick<Scale, 'missing' | 'mayMiss'>): number =>
  missing === 'refuse' ? 0 : (most ?? 0)

/** Points an answer counts for: a reversed item is mirrored within its own range. */
export function pointsOf(item: ScaleItem, answer: number): number {
  const [least, most] = rangeOf(item)
  return item.reversed ? least + most - answer : answer
}

/**
 * Scores a scale: the sum over its items, each reversed where it says so; open questions by the scale's own rule. Answers
 * a sentence instead of a result if it cannot be scored yet. With averages the sum is rounded to one decimal.
 */
export function scoreOf(scale: Scale, answers: Answers): Result | string {
  const foreign = Object.keys(answers).find((one) => !scale.items.some((item) => item.key === one))
  if (foreign) return `量表中没有「${foreign}」这道题，请刷新后重填`
  const answered = scale.items.filter((item) => answers[item.key] !== undefined)
  for (const item of answered)
    if (!item.options.some(({ points }) => points === answers[item.key])) return `「${item.label}」请从选项中选择`
  const missing = scale.items.length - answered.length
  const allowed = mayMiss(scale)
  if (missing > allowed) {
    const open = scale.items.findIndex((item) => answers[item.key] === undefined)
    return allowed === 0
      ? `还有 ${missing} 题没有作答，从第 ${open + 1} 题继续`
      : `还有 ${missing} 题没有作答，最多可缺 ${allowed} 题`
  }
  const [least, most] = scaleRange(scale)
  const sum = answered.reduce((all, item) => all + pointsOf(item, answers[item.key]!), 0)
  const filled = scale.missing === 'average' && answered.length > 0 ? (sum / answered.length) * missing : 0
  const score = Math.round((sum + filled) * 10) / 10
  const bands = [...scale.bands].sort((a, b) => a.from - b.from)
  // a rounded average may fall between two whole bands: it belongs to the lower one until it reaches the next
  const band = [...bands].reverse().find(({ from }) => score >= from) ?? bands[0]!
  const alerts = answered.flatMap((item) =>
    item.alert && item.alertFrom !== undefined && item.alertFrom !== null && answers[item.key]! >= item.alertFrom
      ? [item.alert]
      : [],
  )
  return {
    score: Math.max(score, least),
    most,
    missing,
    band: band.label,
    tone: band.tone,
    advice: band.advice,
    alerts,
  }
}

/** Answers as they are stored, `q1=2`, and back. */
export const writeAnswers = (answers: Answers): string[] =>
  Object.entries(answers).map(([item, points]) => `${item}=${points}`)
export const readAnswers = (written: readonly string[]): Record<string, number> =>
  Object.fromEntries(written.map((one) => [one.slice(0, one.indexOf('=')), Number(one.slice(one.indexOf('=') + 1))]))
