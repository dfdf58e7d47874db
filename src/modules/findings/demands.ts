import { measures } from '../../core/measures.ts'
import { type Line, linesOf, type Policy, readsPolicy, type Use } from '../policy/index.ts'
import { assistanceDemands, isJudgedClock } from './demands/assistance.ts'
import type { StationKind } from './demands/base.ts'
import { clientDemands } from './demands/clients.ts'
import { documentDemands, isOfOffice, isOfStation, officeDocumentDemands } from './demands/documents.ts'
import { indicatorDemands, isCounted, measureOfIndicator } from './demands/indicators.ts'
import { measureOfRange, measureOfTarget, placeNetworkDemands, stationNetworkDemands } from './demands/network.ts'
import { peopleDemands } from './demands/people.ts'
import { premisesDemands } from './demands/premises.ts'
import {
  isOfficeMeeting,
  isStationMonthly,
  officeMeetingDemands,
  placeRuleDemands,
  reportDemands,
  stationRuleDemands,
} from './demands/rules.ts'
import type { Demand } from './finding.ts'

export type { StationKind } from './demands/base.ts'

/** Demands that a document's own guide makes: stations built to another standard first are only reminded of them. */
const ofTheGuide = new Set(['premises', 'sign', 'documents', 'people'])

/** Everything a policy asks of a station of this kind. */
export function stationDemands(policy: Policy, kind: StationKind): Demand[] {
  const all = [
    ...peopleDemands(policy, kind),
    ...stationRuleDemands(policy, kind),
    ...premisesDemands(policy, kind),
    ...documentDemands(policy, kind),
    ...clientDemands(policy),
    ...assistanceDemands(policy, kind),
    ...stationNetworkDemands(policy, kind),
    ...indicatorDemands(policy, kind),
    ...reportDemands(policy),
  ]
  const tier = kind.tier && linesOf(policy, 'tier').find(({ key }) => key === kind.tier)
  if (!tier || tier.checklist === null || tier.checklist === 'whole') return all
  return all.map((demand) => (ofTheGuide.has(demand.group) ? { ...demand, advisory: true } : demand))
}

/** Everything a document asks of the network in its own area. */
export function placeDemands(policy: Policy): Demand[] {
  return [
    ...placeNetworkDemands(policy),
    ...officeDocumentDemands(policy),
    ...placeRuleDemands(policy),
    ...officeMeetingDemands(policy),
  ]
}

const measurable = (name: string): Use => (measures().has(name) ? 'measured' : 'notYet')

readsPolicy('rule', (line) => measurable((line as Line<'rule'>).measure))
readsPolicy('post', (line) =>
  measurable((line as Line<'post'>).post === 'volunteer' ? 'volunteers.count' : 'people.postCount'),
)
readsPolicy('eligibility', 'measured')
readsPolicy('plaque', (line) => ((line as Line<'plaque'>).place === 'outside' ? 'measured' : 'notYet'))
readsPolicy('facility', (line) =>
  (line as Line<'facility'>).need === 'required' ? measurable('premises.facility') : 'notYet',
)
readsPolicy('attire', (line) =>
  (line as Line<'attire'>).value === 'required' ? measurable('people.attireShare') : 'notYet',
)
readsPolicy('document', (line) => {
  const { by } = line as Line<'document'>
  if (isOfStation({ by })) return measurable('documents.current')
  return isOfOffice({ by }) ? measurable('documents.areaCurrent') : 'notYet'
})
readsPolicy('plan', (line) => (isOfStation(line as Line<'plan'>) ? measurable('plans.exists') : 'notYet'))
readsPolicy('buildTask', 'measured')
readsPolicy('target', (line) => measurable(measureOfTarget((line as Line<'target'>).of)))
readsPolicy('range', (line) => measurable(measureOfRange((line as Line<'range'>).of)))
readsPolicy('milestone', () => measurable('milestones.doneShare'))
readsPolicy('maturity', (line) => {
  const { measure } = line as Line<'maturity'>
  return measure ? measurable(measure) : 'notYet'
})
readsPolicy('reportSeries', (line) => {
  const { roster } = line as Line<'reportSeries'>
  return isStationMonthly(line as never) || roster !== null ? 'measured' : 'notYet'
})
readsPolicy('clock', (line) => (isJudgedClock(line as Line<'clock'>) ? 'measured' : 'notYet'))
readsPolicy('areaLabel', 'measured')
readsPolicy('indicator', (line) =>
  isCounted(line as never) ? measurable(measureOfIndicator(line as never)) : 'notYet',
)
readsPolicy('seasonalDuty', () => measurable('activities.seasonal'))
readsPolicy('meeting', (line) =>
  isOfficeMeeting(line as Line<'meeting'>) && (line as Line<'meeting'>).period
    ? measurable('meetings.ofArea')
    : 'checked',
)
readsPolicy('inspection', (line) => {
  const { form } = line as Line<'inspection'>
  if (form !== 'dispatch' && form !== 'meeting') return 'notYet'
  return isOfficeMeeting(line as Line<'inspection'>) ? measurable('meetings.ofArea') : 'checked'
})
