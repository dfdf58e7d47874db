import { meetingsAsked } from '../../meetings/index.ts'
import { licencesOf, linesOf, type Policy, postsMeant, type ResolvedLine } from '../../policy/index.ts'
import type { Demand, Group } from '../finding.ts'
import { base, type StationKind } from './base.ts'

const periods = {
  month: 'month',
  quarter: 'quarter',
  halfYear: 'halfYear',
  year: 'year',
  fiveYears: 'fiveYears',
} as const

/** By the part of a measure's name before the dot: what it is about. */
const groupOf: Readonly<Record<string, Group>> = {
  people: 'people',
  training: 'people',
  supervision: 'people',
  operators: 'operator',
  stations: 'network',
  network: 'network',
  milestones: 'network',
  premises: 'premises',
  documents: 'documents',
  plans: 'documents',
  reporting: 'reports',
  funds: 'money',
}

/** `name=value` of a rule's `with`; a comma makes a list, a post becomes the posts it means. */
function parametersOf(policy: Policy, line: ResolvedLine<'rule'>): Record<string, unknown> {
  const parameters = Object.fromEntries(
    (line.with ?? []).map((one) => {
      const [name, value] = [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]
      return [name, value.includes(',') ? value.split(',') : value]
    }),
  )
  return typeof parameters.post === 'string'
    ? { ...parameters, posts: postsMeant(policy, parameters.post) }
    : parameters
}

function ruleDemand(policy: Policy, line: ResolvedLine<'rule'>): Demand {
  const { atLeast, atMost, exactly, exists } = line
  return {
    ...base(policy, line, exists ? '项' : ''),
    group: groupOf[line.measure.slice(0, line.measure.indexOf('.'))] ?? 'service',
    measure: line.measure,
    with: { certificates: licencesOf(policy), ...parametersOf(policy, line) },
    ...(atLeast !== null && { atLeast }),
    ...(atMost !== null && { atMost }),
    ...(exactly !== null && { exactly }),
    ...(exists && { atLeast: 1 }),
    period: periods[line.period as keyof typeof periods] ?? 'now',
    grain: line.each === 'station' ? 'station' : 'place',
    ...(line.each !== 'station' && { about: line.each === 'county' ? 'county' : 'whole' }),
    fix: line.fix,
  }
}

/** The rules that name a measure themselves, for a station of this kind. */
export function stationRuleDemands(policy: Policy, { level, mode, pilot }: StationKind): Demand[] {
  return linesOf(policy, 'rule')
    .filter(
      (line) =>
        line.each === 'station' &&
        (line.level === null || line.level.includes(level as never)) &&
        (line.mode === null || line.mode === mode) &&
        (line.mark === null || (line.mark === 'socialWorkPilot') === pilot),
    )
    .map((line) => ruleDemand(policy, line))
}

/** Meetings that a document asks its own office to hold, each in its period (攀民政〔2021〕31号 三（二）). */
export function officeMeetingDemands(policy: Policy): Demand[] {
  const asked = new Map(meetingsAsked(policy).map((one) => [one.key, one]))
  return [...linesOf(policy, 'inspection'), ...linesOf(policy, 'meeting')].flatMap((line): Demand[] => {
    const meeting = asked.get(line.key)
    if (!meeting?.period || !isOfficeMeeting(line) || line.from !== policy.head.code) return []
    return [
      {
        ...base(policy, line, '次'),
        group: 'network',
        measure: 'meetings.ofArea',
        with: { line: line.key },
        atLeast: 1,
        period: meeting.period,
        grain: 'place',
        about: 'whole',
        fix: `召开「${meeting.label}」，在会议页写纪要时选这项文件要求`,
      },
    ]
  })
}

/** Whether an office calls a meeting itself. */
const isOfficeMeeting = ({ by }: { by: string }): boolean => by === 'province' || by === 'city' || by === 'county'

/** Those asked of the document's own area, or of each county in it. */
export function placeRuleDemands(policy: Policy): Demand[] {
  return linesOf(policy, 'rule')
    .filter((line) => line.each === 'county' || (line.each === 'jurisdiction' && line.from === policy.head.code))
    .map((line) => ruleDemand(policy, line))
}

/** Whether a series is one that every station sends each month; only that one is followed by itself today. */
export const isStationMonthly = (line: Pick<ResolvedLine<'reportSeries'>, 'by' | 'period'>): boolean =>
  (line.by === 'operator' || line.by === 'station') && line.period === 'month'

/** The station's report of last month. */
export function reportDemands(policy: Policy): Demand[] {
  const line = linesOf(policy, 'reportSeries').find(isStationMonthly)
  if (!line) return []
  return [
    {
      ...base(policy, line, '%'),
      unit: '%',
      label: `上月${line.value}按时上报`,
      group: 'reports',
      measure: 'reporting.onTime',
      with: line.dueDay === null ? {} : { dueDay: line.dueDay },
      atLeast: 100,
      period: 'month',
      grain: 'station',
      fix: '在报表页编制并上报',
    },
  ]
}
