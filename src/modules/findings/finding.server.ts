import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { choice, date, decimal, flag, integer, link, list, optional, ref, shape, text } from '../../core/field.ts'
import { findReachable } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { behind, measureNamed } from '../measures/index.server.ts'
import { currentPacks, policyAt, policyByCode } from '../policy/index.server.ts'
import { measureParameters } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { placeDemands } from './demands.ts'
import { demandsOfStation, placeFindings, spanOf, stationFindings } from './evaluate.server.ts'
import { results } from './finding.ts'

const finding = shape('核查结论', {
  station: optional(text('社工站编号')),
  stationName: optional(text('社工站')),
  place: text('区划'),
  rule: text('规则'),
  label: text('要求', { max: 300 }),
  result: choice('结论', results),
  value: optional(decimal('实际')),
  unit: text('单位'),
  required: text('标准'),
  gap: optional(text('差距')),
  pending: flag('未到期'),
  fix: optional(text('怎样达到', { max: 200 })),
  clause: text('条款'),
  requirement: optional(text('需求编号')),
  measure: text('度量'),
  period: text('期间'),
})

/** What a station meets of its policy on a day, what it does not, and what can't be measured yet. */
export const findingsOfStation = query({
  label: '站点核查',
  grant: 'finding.read',
  input: { station: ref('社工站', 'station'), on: optional(date('日期')) },
  output: shape('站点核查', { document: text('文件'), findings: list('核查结论', finding) }),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const day = input.on ?? tx.today
    const policy = await policyAt(tx, station.place, day)
    return { document: policy.head.document, findings: await stationFindings(tx, { station: station.id }, day) }
  },
})

/** The same for every station in a place, and for the network of each document whose own area lies in it. */
export const findingsOfPlace = query({
  label: '辖区核查',
  grant: 'finding.read',
  input: { place: link('辖区', 'place'), on: optional(date('日期')) },
  output: shape('辖区核查', { stations: list('各站', finding), network: list('建设情况', finding) }),
  async run({ tx, input }) {
    const day = input.on ?? tx.today
    const below = await tx.rows<{ id: string }>({
      text: 'select id from place_within($1, $2::date)',
      values: [input.place, day],
    })
    const inside = new Set(below.map(({ id }) => id))
    const policies = [...currentPacks().heads.values()]
      .filter(({ place, code }) => inside.has(place) && code !== 'cn')
      .map(({ code }) => policyByCode(code, day))
    const [stations, network] = await Promise.all([
      stationFindings(tx, { place: input.place }, day),
      Promise.all(policies.map((policy) => placeFindings(tx, policy, day))),
    ])
    return { stations, network: network.flat() }
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
  async run({ tx, reach, input }) {
    const day = input.on ?? tx.today
    const station = input.station ? await findReachable(tx, Station, reach, input.station) : undefined
    const place = station?.place ?? input.place
    if (!place) throw new Failure('invalid', '请指定社工站或区划')
    const policy = await policyAt(tx, place, day)
    const demands = station ? await demandsOfStation(tx, station.id, policy, day) : placeDemands(policy)
    const demand = demands.find(({ rule }) => rule === input.rule)
    if (!demand) throw new Failure('notFound', '这条规则在这里不适用，请刷新后查看')
    const measure = measureNamed(demand.measure)
    const period = spanOf(demand, day)
    const subject = station ? { stations: [station.id] } : { place: policy.head.place }
    const parameters = station ? measureParameters(policy, station.level) : {}
    const rows = await behind(tx, measure, { subject, period, with: { ...parameters, ...demand.with } }, '')
    return { measureLabel: measure.label, definition: measure.definition, rows }
  },
})

/** What stood a month ago and does not any more: the findings of a person's stations that got worse. */
export const worsened = query({
  label: '变差的结论',
  grant: 'finding.read',
  input: { place: optional(link('辖区', 'place')), station: optional(ref('社工站', 'station')) },
  output: shape('变差的结论', { since: date('自'), findings: list('核查结论', finding), unmet: integer('未达到') }),
  async run({ tx, reach, input }) {
    const subject = input.station
      ? { station: (await findReachable(tx, Station, reach, input.station)).id }
      : { place: input.place ?? '100000' }
    const since = addDays(tx.today, -30)
    const [now, then] = await Promise.all([stationFindings(tx, subject, tx.today), stationFindings(tx, subject, since)])
    const metBefore = new Set(
      then.filter(({ result }) => result === 'met').map(({ station, rule }) => `${station}|${rule}`),
    )
    const unmet = now.filter(({ result, pending }) => result === 'notMet' && !pending)
    return {
      since,
      findings: unmet.filter(({ station, rule }) => metBefore.has(`${station}|${rule}`)),
      unmet: unmet.length,
    }
  },
})
