import { measures } from '../../core/measures.ts'
import {
  cite,
  detailsOf,
  type Line,
  licencesOf,
  linesOf,
  type Policy,
  posts,
  type ResolvedLine,
  readsPolicy,
  type Use,
} from '../policy/index.ts'
import type { Demand } from './finding.ts'

/** What a station is, as far as rules ask: they may speak of a level or a way of running it. */
export interface StationKind {
  level: string
  mode: string | null
  /** Whether it stands in a county that carries the provincial social-work pilot (攀民政〔2021〕31号 附件1). */
  pilot: boolean
}

const appliesToLevel = (levels: readonly string[] | null, level: string) =>
  levels === null || levels.length === 0 ? level === 'station' : levels.includes(level)

function base(
  policy: Policy,
  line: ResolvedLine,
  unit: string,
): Pick<Demand, 'rule' | 'label' | 'unit' | 'clause' | 'requirement'> {
  return {
    rule: line.key,
    label: line.label,
    unit: line.unit ?? unit,
    clause: cite(policy, line),
    requirement: line.requirement,
  }
}

/** `name=value` of a rule's `with`; a comma makes a list. */
function parametersOf(line: ResolvedLine<'rule'>): Record<string, unknown> {
  return Object.fromEntries(
    (line.with ?? []).map((one) => {
      const [name, value] = [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]
      return [name, value.includes(',') ? value.split(',') : value]
    }),
  )
}

function ruleDemand(policy: Policy, line: ResolvedLine<'rule'>): Demand {
  const { atLeast, atMost, exactly, exists } = line
  const periods = {
    month: 'month',
    quarter: 'quarter',
    halfYear: 'halfYear',
    year: 'year',
    fiveYears: 'fiveYears',
  } as const
  return {
    ...base(policy, line, exists ? '项' : ''),
    measure: line.measure,
    with: { certificates: licencesOf(policy), ...parametersOf(line) },
    ...(atLeast !== null && { atLeast }),
    ...(atMost !== null && { atMost }),
    ...(exactly !== null && { exactly }),
    ...(exists && { atLeast: 1 }),
    period: periods[line.period as keyof typeof periods] ?? 'now',
    grain: line.each === 'station' ? 'station' : 'place',
    fix: line.fix,
  }
}

function postDemand(policy: Policy, line: ResolvedLine<'post'>): Demand {
  const bound = line.bound === 'exactly' ? { exactly: line.value } : { atLeast: line.value }
  const word = { ...posts, staff: '工作人员', volunteer: '志愿者', team: '运营团队' }[line.post]
  return {
    ...base(policy, line, '人'),
    measure: line.post === 'volunteer' ? 'volunteers.count' : 'people.postCount',
    with: { post: line.post },
    ...bound,
    period: 'now',
    grain: 'station',
    fix: `在人员页登记${word}的任职；多出的结束任职`,
  }
}

function eligibilityDemand(policy: Policy, line: ResolvedLine<'eligibility'>): Demand {
  const { certificates, ...rest } = detailsOf(line)
  return {
    ...base(policy, line, '%'),
    unit: '%',
    measure: 'people.eligibleShare',
    with: { ...rest, accepted: certificates ?? null, certificates: licencesOf(policy) },
    atLeast: 100,
    period: 'now',
    grain: 'station',
    fix: '打开名单查看不符合条件的任职，补登证书、更正资料或调整人员',
  }
}

function plaqueDemand(policy: Policy, line: ResolvedLine<'plaque'>): Demand {
  return {
    ...base(policy, line, '%'),
    unit: '%',
    label: `站名符合标牌格式：${line.value}`,
    measure: 'stations.nameFits',
    with: { pattern: line.value },
    atLeast: 100,
    period: 'now',
    grain: 'station',
    fix: '把站名改为标牌格式的名称',
  }
}

/** Everything a policy asks of a station of this kind. */
export function stationDemands(policy: Policy, { level, mode, pilot }: StationKind): Demand[] {
  const fitsMark = (mark: string | null) => mark === null || (mark === 'socialWorkPilot') === pilot
  const fitsMode = (wanted: string | null) => wanted === null || wanted === mode
  const rules = linesOf(policy, 'rule')
    .filter(
      (line) =>
        line.each === 'station' &&
        (line.level === null || line.level.includes(level as never)) &&
        fitsMode(line.mode) &&
        fitsMark(line.mark),
    )
    .map((line) => ruleDemand(policy, line))
  const staffing = linesOf(policy, 'post')
    .filter((line) => appliesToLevel(line.levels, level) && fitsMode(line.mode))
    .map((line) => postDemand(policy, line))
  const eligibility = linesOf(policy, 'eligibility')
    .filter((line) => appliesToLevel(line.levels, level))
    .map((line) => eligibilityDemand(policy, line))
  const [plaque] = linesOf(policy, 'plaque').filter(
    (line) => line.level === level || (line.level === null && level === 'station'),
  )
  const monthly = linesOf(policy, 'reportSeries').find(
    (line) => (line.by === 'operator' || line.by === 'station') && line.period === 'month',
  )
  return [
    ...staffing,
    ...eligibility,
    ...rules,
    ...(plaque ? [plaqueDemand(policy, plaque)] : []),
    ...(monthly ? [monthlyDemand(policy, monthly)] : []),
  ]
}

function monthlyDemand(policy: Policy, line: ResolvedLine<'reportSeries'>): Demand {
  return {
    ...base(policy, line, '%'),
    unit: '%',
    label: `上月${line.value}按时上报`,
    measure: 'reporting.onTime',
    with: line.dueDay === null ? {} : { dueDay: line.dueDay },
    atLeast: 100,
    period: 'month',
    grain: 'station',
    fix: '在报表页编制并上报',
  }
}

const targetMeasures = { township: 'stations.townshipCoverage', county: 'stations.countyCoverage' } as const

/** Everything a document asks of the network in its own area. */
export function placeDemands(policy: Policy): Demand[] {
  const own = policy.head.code
  const targets = linesOf(policy, 'target').map((line): Demand => {
    const measure = targetMeasures[line.of as keyof typeof targetMeasures] ?? `stations.${line.of}Coverage`
    return {
      ...base(policy, line, '%'),
      measure,
      with: line.level ? { level: line.level } : {},
      atLeast: line.value,
      period: 'now',
      grain: 'place',
      dueOn: line.by,
      fix: '打开名单查看尚未覆盖的单位，在其中建站并启用',
    }
  })
  // the tasks of one year by county stand on their own pages; a document's own area answers for the totals of each level
  const tasks = linesOf(policy, 'buildTask')
    .filter((line) => line.from === own && line.total === 'column' && line.level !== null)
    .map(
      (line): Demand => ({
        ...base(policy, line, '个'),
        measure: 'stations.open',
        with: { level: line.level },
        atLeast: line.value,
        period: 'now',
        grain: 'place',
        dueOn: `${line.year}-12-31`,
        fix: '对照建设任务表，启用尚缺的站点',
      }),
    )
  const rules = linesOf(policy, 'rule')
    .filter((line) => line.each !== 'station' && line.from === own)
    .map((line) => ruleDemand(policy, line))
  return [...targets, ...tasks, ...rules]
}

const measurable = (name: string): Use => (measures().has(name) ? 'measured' : 'notYet')

readsPolicy('rule', (line) => measurable((line as Line<'rule'>).measure))
readsPolicy('post', (line) =>
  measurable((line as Line<'post'>).post === 'volunteer' ? 'volunteers.count' : 'people.postCount'),
)
readsPolicy('eligibility', 'measured')
readsPolicy('plaque', 'measured')
readsPolicy('buildTask', 'measured')
readsPolicy('target', (line) =>
  measurable(targetMeasures[(line as Line<'target'>).of as keyof typeof targetMeasures] ?? ''),
)
readsPolicy('reportSeries', (line) => ((line as Line<'reportSeries'>).period === 'month' ? 'measured' : 'notYet'))
readsPolicy('areaLabel', 'measured')
