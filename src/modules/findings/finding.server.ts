import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { choice, date, decimal, flag, integer, link, list, optional, ref, shape, text } from '../../core/field.ts'
import { findReachable } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { behind, measureNamed } from '../measures/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { measureParameters } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { stepsOf } from './demands/network.ts'
import { type Asked, demandsOfStation, stationFindings } from './evaluate.server.ts'
import { groups, results } from './finding.ts'
import type { Finding } from './judge.server.ts'
import { extentOf, judgePlaces, placeQuestions, policiesAbout, seesWhole } from './places.server.ts'
import { spanOf } from './span.ts'

export const findingShape = shape('核查结论', {
  station: optional(text('社工站编号')),
  stationName: optional(text('社工站')),
  policy: text('文件代号'),
  document: text('文件'),
  place: text('区划'),
  placeName: optional(text('地区')),
  rule: text('规则'),
  label: text('要求', { max: 300 }),
  group: choice('类别', groups),
  result: choice('结论', results),
  value: optional(decimal('实际')),
  unit: text('单位'),
  required: text('标准'),
  gap: optional(text('差距')),
  pending: flag('未到期'),
  dueOn: optional(date('时限')),
  advisory: flag('只作提示'),
  why: optional(text('为何不能核查')),
  fix: optional(text('怎样达到', { max: 200 })),
  clause: text('条款'),
  requirement: optional(text('需求编号')),
  measure: text('度量'),
  period: text('期间'),
})

/** How far a station has come on the document's ladder, and what the next step still lacks (攀民政〔2021〕31号 二（一）). */
const ladder = shape('建设层次', {
  step: integer('已达到层次'),
  last: integer('最高层次'),
  missing: list('下一层次还缺', text('要素')),
})

/** What a station meets of its policy on a day, what it does not, and what can't be measured yet. */
export const findingsOfStation = query({
  label: '站点核查',
  grant: 'finding.read',
  input: { station: ref('社工站', 'station'), on: optional(date('日期')) },
  output: shape('站点核查', {
    document: text('文件'),
    ladder: optional(ladder),
    findings: list('核查结论', findingShape),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const day = input.on ?? tx.today
    const policy = await policyAt(tx, station.place, day)
    const findings = await stationFindings(tx, { actor, reach, station: station.id }, day)
    return {
      document: policy.head.document,
      ladder: climbed(stepsOf(policy, station.level), findings),
      findings,
    }
  },
})

function climbed(steps: ReturnType<typeof stepsOf>, findings: readonly Finding[]) {
  if (steps.length === 0 || findings.length === 0) return null
  const met = new Set(findings.filter(({ result }) => result === 'met').map(({ rule }) => rule))
  const levels = [...new Set(steps.map(({ step }) => step))].sort((a, b) => a - b)
  const lacking = (level: number) => steps.filter(({ step, rule }) => step === level && !met.has(rule))
  const next = levels.find((level) => lacking(level).length > 0)
  const last = levels.at(-1)!
  return {
    step: next === undefined ? last : (levels[levels.indexOf(next) - 1] ?? 0),
    last,
    missing: next === undefined ? [] : lacking(next).map(({ value }) => value),
  }
}

/** Findings of the stations in a place, and of the network of each document about it, as far as the reader sees it whole. */
export async function findingsIn(tx: Tx, asked: Asked & { place: string }, day: string) {
  const [stations, network] = await Promise.all([stationFindings(tx, asked, day), networkIn(tx, asked, day)])
  return { stations, network }
}

async function networkIn(tx: Tx, { reach, place }: Asked & { place: string }, day: string): Promise<Finding[]> {
  if (!(await seesWhole(tx, reach, place, day))) return []
  const extent = await extentOf(tx, place, day)
  const questions = await placeQuestions(tx, extent, day, await policiesAbout(tx, extent, day))
  return judgePlaces(tx, questions, day)
}

/** How the network of a place stands against its targets, without its stations. */
export const networkFindings = query({
  label: '建设情况',
  grant: 'finding.read',
  input: { place: link('辖区', 'place'), on: optional(date('日期')) },
  output: list('建设情况', findingShape),
  run: ({ tx, actor, reach, input }) => networkIn(tx, { actor, reach, place: input.place }, input.on ?? tx.today),
})

/** The same for every station in a place, and for its network. */
export const findingsOfPlace = query({
  label: '辖区核查',
  grant: 'finding.read',
  input: { place: link('辖区', 'place'), on: optional(date('日期')) },
  output: shape('辖区核查', {
    stations: list('各站', findingShape, { max: 200_000 }),
    network: list('建设情况', findingShape),
  }),
  async run({ tx, actor, reach, input }) {
    return findingsIn(tx, { actor, reach, place: input.place }, input.on ?? tx.today)
  },
})

const evidence = shape('证据', {
  entity: text('类别'),
  id: text('编号', { max: 80 }),
  on: optional(date('日期')),
  label: text('内容', { max: 400 }),
  value: optional(decimal('数值')),
  hit: optional(flag('计入')),
})

/** The list behind a finding: who is counted and who is not. */
export const findingEvidence = query({
  label: '核查证据',
  grant: 'finding.read',
  input: {
    station: optional(ref('社工站', 'station')),
    place: optional(link('区划', 'place')),
    rule: text('规则', { max: 80 }),
    on: optional(date('日期')),
  },
  output: shape('证据', {
    measureLabel: text('度量'),
    definition: text('统计口径', { max: 500 }),
    rows: list('证据', evidence),
  }),
  async run({ tx, actor, reach, input }) {
    const day = input.on ?? tx.today
    const { demand, subject, parameters } = input.station
      ? await demandOfStation(tx, { actor, reach, station: input.station }, input.rule, day)
      : await demandOfPlace(tx, { actor, reach, place: input.place ?? '' }, input.rule, day)
    const measure = measureNamed(demand.measure)
    const asked = { subject, period: spanOf(demand, day), with: { ...parameters, ...demand.with } }
    const rows = await behind(tx, measure, asked, '')
    return { measureLabel: measure.label, definition: measure.definition, rows }
  },
})

const notAsked = () => new Failure('notFound', '这条规则在这里不适用，请刷新后查看')

async function demandOfStation(tx: Tx, asked: Asked & { station: string }, rule: string, day: string) {
  const station = await findReachable(tx, Station, asked.reach, asked.station)
  const policy = await policyAt(tx, station.place, day)
  const demand = (await demandsOfStation(tx, asked, policy, day)).find((one) => one.rule === rule)
  if (!demand) throw notAsked()
  return { demand, subject: { stations: [station.id] }, parameters: measureParameters(policy, station.level) }
}

async function demandOfPlace(tx: Tx, asked: Asked & { place: string }, rule: string, day: string) {
  if (!asked.place) throw new Failure('invalid', '请指定社工站或区划')
  if (!(await seesWhole(tx, asked.reach, asked.place, day))) throw notAsked()
  const extent = await extentOf(tx, asked.place, day)
  const questions = await placeQuestions(tx, extent, day, await policiesAbout(tx, extent, day))
  const found = questions.find(({ demand, place }) => demand.rule === rule && place === asked.place)
  if (!found) throw notAsked()
  return { demand: found.demand, subject: { place: asked.place }, parameters: {} }
}

/** What stood a month ago and does not any more: the findings of a person's stations that got worse. */
export const worsened = query({
  label: '变差的结论',
  grant: 'finding.read',
  input: { place: optional(link('辖区', 'place')), station: optional(ref('社工站', 'station')) },
  output: shape('变差的结论', {
    since: date('自'),
    findings: list('核查结论', findingShape),
    unmet: integer('未达到'),
  }),
  async run({ tx, actor, reach, input }) {
    const asked = input.station
      ? { actor, reach, station: (await findReachable(tx, Station, reach, input.station)).id }
      : { actor, reach, place: input.place ?? '100000' }
    const since = addDays(tx.today, -30)
    const [now, then] = await Promise.all([stationFindings(tx, asked, tx.today), stationFindings(tx, asked, since)])
    const metBefore = new Set(
      then.filter(({ result }) => result === 'met').map(({ station, rule }) => `${station}|${rule}`),
    )
    const unmet = now.filter(({ result, pending, advisory }) => result === 'notMet' && !pending && !advisory)
    return {
      since,
      findings: unmet.filter(({ station, rule }) => metBefore.has(`${station}|${rule}`)),
      unmet: unmet.length,
    }
  },
})
