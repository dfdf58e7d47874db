import { linesOf, type Policy, type ResolvedLine, speaksOfLevel } from '../../policy/index.ts'
import type { Demand } from '../finding.ts'
import { base, type StationKind } from './base.ts'

/** Whose papers stand with each station; those of city and county exist once for their area. */
const writtenForStation: readonly string[] = ['station', 'room', 'operator', 'township', 'zone', 'village']

/** Rule documents in force and plans of the year. */
export function documentDemands(policy: Policy, { level }: StationKind): Demand[] {
  return [
    ...linesOf(policy, 'document')
      .filter((line) => isOfStation(line) && speaksOfLevel(line.levels, level))
      .map((line) => documentDemand(policy, line)),
    ...linesOf(policy, 'plan')
      .filter((line) => isOfStation(line) && speaksOfLevel(line.levels, level))
      .map((line) => planDemand(policy, line)),
  ]
}

const isOfStation = ({ by }: { by: string }): boolean => writtenForStation.includes(by)

/** Documents that the offices themselves must hold. */
export function officeDocumentDemands(policy: Policy): Demand[] {
  return linesOf(policy, 'document')
    .filter((line) => line.by === 'county' || (line.by === 'city' && line.from === policy.head.code))
    .map((line) => ({
      ...documentDemand(policy, line),
      measure: 'documents.areaCurrent',
      grain: 'place',
      about: line.by === 'county' ? 'county' : 'whole',
    }))
}

function documentDemand(policy: Policy, line: ResolvedLine<'document'>): Demand {
  return {
    ...base(policy, line, '份'),
    group: 'documents',
    measure: 'documents.current',
    with: { key: line.key },
    atLeast: 1,
    grain: 'station',
    fix: `制定「${line.value}」，登记版本、生效日期和文件`,
  }
}

function planDemand(policy: Policy, line: ResolvedLine<'plan'>): Demand {
  return {
    ...base(policy, line, '份'),
    group: 'documents',
    measure: 'plans.exists',
    with: { key: line.key },
    atLeast: 1,
    period: line.period === 'year' || line.period === 'once' ? line.period : 'now',
    grain: 'station',
    fix: `编制并登记「${line.value}」`,
  }
}
