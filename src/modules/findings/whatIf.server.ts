import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { choice, date, decimal, flag, integer, list, optional, shape, text } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'
import { changedPacks, currentPacks, policyByCode, resolvePolicy } from '../policy/index.server.ts'
import { asTyped, cite, isTriable, type Policy, triableFields } from '../policy/index.ts'
import { type Asked, companiesOf, type Question, questionsOf, stationsOn } from './evaluate.server.ts'
import { type Demand, groups, results } from './finding.ts'
import { type Finding, judge } from './judge.server.ts'
import { extentOf, judgePlaces, type PlaceQuestion, placeQuestions, policiesAbout, seesWhole } from './places.server.ts'

const change = shape('改动', {
  key: text('条目', { max: 80 }),
  field: text('项目', { max: 40 }),
  value: optional(text('改为', { max: 300 })),
})

const side = {
  result: optional(choice('结论', results)),
  required: optional(text('标准')),
  value: optional(decimal('实际')),
}

const moved = shape('变化', {
  station: optional(text('社工站编号')),
  name: text('对象'),
  rule: text('规则'),
  label: text('要求', { max: 300 }),
  group: choice('类别', groups),
  unit: text('单位'),
  gap: optional(text('差距')),
  before: shape('现行', side),
  after: shape('试算', side),
  changes: flag('结论有变化'),
})

const counts = shape('计数', {
  met: integer('达到'),
  notMet: integer('未达到'),
  notMeasurable: integer('暂不能核查'),
  absent: integer('不适用'),
})

/** A cap on what one page can show; the counts are of all. */
const most = 500

/**
 * What would change if a document said something else: its stations judged by it and by a copy with other figures. Nothing
 * is stored; only the rules that the change touches are judged at all.
 */
export const whatIf = query({
  label: '试算',
  grant: 'finding.read',
  input: {
    code: text('代号', { max: 8 }),
    on: optional(date('截至')),
    changes: list('改动', change, { max: 40 }),
  },
  output: shape('试算', {
    on: date('截至'),
    stations: integer('站点数'),
    rules: integer('涉及规则'),
    before: counts,
    after: counts,
    newlyUnmet: integer('由达到变为未达到'),
    newlyMet: integer('由未达到变为达到'),
    rows: list('变化', moved),
    more: integer('未列出'),
  }),
  async run({ tx, actor, reach, input }) {
    const on = input.on ?? tx.today
    const packs = currentPacks()
    const head = packs.heads.get(input.code)
    if (!head) throw new Failure('notFound', `没有代号为 ${input.code} 的文件，请重新选择`)
    const changes = input.changes.map((one) => ({ ...one, value: one.value ?? null }))
    const copy = changedPacks(packs, input.code, changes, on)
    const tried = new Map<string, Policy>()
    const triedPolicy = (code: string) => {
      const known = tried.get(code) ?? resolvePolicy(copy, code, on)
      tried.set(code, known)
      return known
    }
    const asked = { actor, reach, place: head.place }
    const [ofStations, ofPlaces] = await Promise.all([
      tryStations(tx, asked, on, triedPolicy),
      tryPlaces(tx, asked, on, triedPolicy),
    ])
    const pairs = [...ofStations.pairs, ...ofPlaces]
    const rows = pairs.map(rowOf).sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1))
    const turned = (from: string, to: string) =>
      rows.filter(({ before, after }) => before.result === from && after.result === to).length
    return {
      on,
      stations: ofStations.stations,
      rules: new Set(rows.map(({ rule }) => rule)).size,
      before: countsOf(rows.map(({ before }) => before)),
      after: countsOf(rows.map(({ after }) => after)),
      newlyUnmet: turned('met', 'notMet'),
      newlyMet: turned('notMet', 'met'),
      rows: rows.slice(0, most),
      more: Math.max(0, rows.length - most),
    }
  },
})

interface Pair {
  before: Finding | undefined
  after: Finding | undefined
}

/** Whether a demand asks the same of the same: then its answers are the same. */
const same = (one: Demand, other: Demand) => JSON.stringify(one) === JSON.stringify(other)

/** Drops from both sides what they ask alike. */
function differing<Q extends { demand: Demand }>(before: readonly Q[], after: readonly Q[], keyOf: (of: Q) => string) {
  const index = (of: readonly Q[]) => new Map(of.map((one) => [`${keyOf(one)}|${one.demand.rule}`, one]))
  const [then, now] = [index(before), index(after)]
  const differs = (of: ReadonlyMap<string, Q>, other: ReadonlyMap<string, Q>) =>
    [...of].flatMap(([key, one]) => {
      const counterpart = other.get(key)
      return counterpart && same(one.demand, counterpart.demand) ? [] : [one]
    })
  return { before: differs(then, now), after: differs(now, then) }
}

function pairUp(before: readonly Finding[], after: readonly Finding[]): Pair[] {
  const keyOf = ({ station, place, rule }: Finding) => `${station ?? place}|${rule}`
  const pairs = new Map<string, Pair>(before.map((one) => [keyOf(one), { before: one, after: undefined }]))
  for (const one of after) pairs.set(keyOf(one), { before: pairs.get(keyOf(one))?.before, after: one })
  return [...pairs.values()]
}

async function tryStations(tx: Tx, asked: Asked, day: string, triedPolicy: (code: string) => Policy) {
  const stations = await stationsOn(tx, asked, day)
  const [now, then] = await Promise.all([companiesOf(tx, stations, day), companiesOf(tx, stations, day, triedPolicy)])
  const keyOf = ({ stations: members }: Question) => members.map(({ id }) => id).join(',')
  // licences and posts are handed to measures beside the demand: where they change, everything is asked anew
  const asks = (companies: typeof now) =>
    questionsOf(companies, asked.actor).map((one) => ({
      ...one,
      demand: { ...one.demand, with: { ...one.parameters, ...one.demand.with } },
    }))
  const { before, after } = differing(asks(now), asks(then), keyOf)
  const [was, would] = await Promise.all([judge(tx, before, day), judge(tx, after, day)])
  return { stations: stations.length, pairs: pairUp(was, would) }
}

async function tryPlaces(
  tx: Tx,
  asked: Asked & { place: string },
  day: string,
  triedPolicy: (code: string) => Policy,
): Promise<Pair[]> {
  if (!(await seesWhole(tx, asked.reach, asked.place, day))) return []
  const extent = await extentOf(tx, asked.place, day)
  const documents = await policiesAbout(tx, extent, day)
  const tried = documents.map((one) => ({ ...one, policy: triedPolicy(one.policy.head.code) }))
  const [now, then] = await Promise.all([
    placeQuestions(tx, extent, day, documents),
    placeQuestions(tx, extent, day, tried),
  ])
  const keyOf = ({ policy, place }: PlaceQuestion) => `${policy.head.code}|${place}`
  const { before, after } = differing(now, then, keyOf)
  const [was, would] = await Promise.all([judgePlaces(tx, before, day), judgePlaces(tx, after, day)])
  return pairUp(was, would)
}

const sideOf = (finding: Finding | undefined) => ({
  result: finding?.result ?? null,
  required: finding?.required ?? null,
  value: finding?.value ?? null,
})

function rowOf({ before, after }: Pair) {
  const shown = (after ?? before)!
  return {
    station: shown.station,
    name: shown.stationName ?? shown.placeName ?? shown.place,
    rule: shown.rule,
    label: shown.label,
    group: shown.group,
    unit: shown.unit,
    gap: after?.gap ?? null,
    before: sideOf(before),
    after: sideOf(after),
    changes: before?.result !== after?.result,
  }
}

/** What got worse first, then what got better, then what stays. */
const weight = ({ changes, after }: ReturnType<typeof rowOf>) => (changes ? (after.result === 'notMet' ? 2 : 1) : 0)

function countsOf(sides: readonly { result: string | null }[]) {
  const of = (result: string | null) => sides.filter((one) => one.result === result).length
  return { met: of('met'), notMet: of('notMet'), notMeasurable: of('notMeasurable'), absent: of(null) }
}

/** A line of a document with the figures of it that may be tried out, as they stand. */
export const triableLine = query({
  label: '可试算的条目',
  grant: 'finding.read',
  input: { code: text('代号', { max: 8 }), key: text('条目', { max: 80 }), on: optional(date('截至')) },
  output: shape('条目', {
    key: text('键'),
    kind: text('类别'),
    label: text('内容', { max: 300 }),
    unit: optional(text('单位')),
    clause: text('条款'),
    values: list('现行', shape('项目', { field: text('项目'), value: optional(text('数值', { max: 600 })) })),
  }),
  async run({ tx, input }) {
    const policy = policyByCode(input.code, input.on ?? tx.today)
    const line = policy.lines.find(({ key, applies }) => applies && key === input.key)
    if (!line || !isTriable(line.kind))
      throw new Failure('notFound', '这份文件里没有可试算的这一条，或已由下级文件替代，请重新选择')
    const fields = Object.keys(triableFields(line.kind))
    const values = fields.map((field) => ({
      field,
      value: asTyped((line as unknown as Record<string, unknown>)[field]),
    }))
    return { ...line, clause: cite(policy, line), values }
  },
})
