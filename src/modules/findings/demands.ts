import { measures } from '../../core/measures.ts'
import { type Judged, judgesPolicy, type Line, linesOf, type Policy, readsPolicy } from '../policy/index.ts'
import { assistanceDemands } from './demands/assistance.ts'
import type { StationKind } from './demands/base.ts'
import { clientDemands } from './demands/clients.ts'
import { documentDemands, officeDocumentDemands } from './demands/documents.ts'
import { indicatorDemands } from './demands/indicators.ts'
import { placeNetworkDemands, stationNetworkDemands } from './demands/network.ts'
import { oversightDemands } from './demands/oversight.ts'
import { peopleDemands } from './demands/people.ts'
import { premisesDemands } from './demands/premises.ts'
import { officeMeetingDemands, placeRuleDemands, reportDemands, stationRuleDemands } from './demands/rules.ts'
import { answersPlaces, answersStations, type Demand, withoutMeasure } from './finding.ts'

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
    ...oversightDemands(policy),
  ]
}

const levels = ['hub', 'station', 'room'] as const
const modes = ['selfRun', 'purchased', null] as const

const kinds: readonly StationKind[] = levels.flatMap((level) =>
  modes.flatMap((mode) => [true, false].map((pilot) => ({ level, mode, pilot, tier: null }))),
)

const answered = ({ measure, grain }: Demand): boolean => {
  const found = measures().get(measure)
  if (!found) return false
  return grain === 'place' ? answersPlaces(found) : answersStations(found)
}

const judgedOf = new WeakMap<Policy, Judged>()

/** Which lines of a policy some station or place is judged by: worked out of the demands themselves, so that it is never untrue. */
export function judgedIn(policy: Policy): Judged {
  const known = judgedOf.get(policy)
  if (known) return known
  const judged = new Map<string, string | null>()
  for (const demand of [...kinds.flatMap((kind) => stationDemands(policy, kind)), ...placeDemands(policy)])
    if (answered(demand)) judged.set(demand.rule, null)
    else if (!judged.has(demand.rule)) judged.set(demand.rule, demand.lacks ?? withoutMeasure)
  judgedOf.set(policy, judged)
  return judged
}

judgesPolicy(judgedIn)
// these are asked of nobody, and decide what is: which certificates count, and which counties are pilots
readsPolicy('certificate', 'measured')
readsPolicy('areaLabel', (line) => ((line as Line<'areaLabel'>).mark === 'socialWorkPilot' ? 'measured' : 'notYet'))
readsPolicy('meeting', 'checked')
