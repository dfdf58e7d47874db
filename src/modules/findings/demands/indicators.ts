import { linesOf, type Policy, type ResolvedLine } from '../../policy/index.ts'
import type { Demand } from '../finding.ts'
import { base, type StationKind } from './base.ts'

/** What a service record says by itself; what needs sessions, persons told apart or another system's number does not. */
const saidByRecords = (line: ResolvedLine<'indicator'>) =>
  line.leastSessions === null && line.leastPeopleEach === null && line.distinct === null && line.externalRecord !== true

/** Groups are told by their own records: how many sessions, how full each was. Persons told apart are not counted yet. */
const saidByGroups = (line: ResolvedLine<'indicator'>) =>
  line.service === 'group' && line.distinct === null && line.externalRecord !== true

/** The measure that counts an indicator's pieces: one that needs more than records say has none yet. */
const measureOfIndicator = (line: ResolvedLine<'indicator'>): string => {
  if (saidByGroups(line) && !saidByRecords(line)) return 'groups.qualified'
  return saidByRecords(line) ? 'service.qualified' : 'casework.qualified'
}

/** Whether an indicator promises so many pieces of service a station and year. */
const isCounted = (line: ResolvedLine<'indicator'>): boolean =>
  line.service !== null && line.quantity !== null && line.per === 'stationYear'

/** Quantities of service that the document's contract or evaluation promises, counted by what qualifies. */
export function indicatorDemands(policy: Policy, { level }: StationKind): Demand[] {
  if (level !== 'station') return []
  return linesOf(policy, 'indicator')
    .filter(isCounted)
    .map((line) => ({
      ...base(policy, line, saidByGroups(line) && !saidByRecords(line) ? '个' : '次'),
      group: 'service',
      measure: measureOfIndicator(line),
      with: {
        form: line.service,
        leastPeople: line.leastPeople,
        leastMinutes: line.leastMinutes,
        leastSessions: line.leastSessions,
        leastPeopleEach: line.leastPeopleEach,
        distinct: line.distinct,
      },
      atLeast: line.quantity!,
      period: 'year',
      grain: 'station',
      fix: '打开名单看哪些次数未达标，补足达标的服务',
    }))
}
