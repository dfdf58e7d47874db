import { linesOf, type Policy, type ResolvedLine, speaksOfLevel } from '../../policy/index.ts'
import type { About, Demand } from '../finding.ts'
import { base, type StationKind } from './base.ts'

const brandMeasures = { brandProject: 'network.brandProjects', localProject: 'network.localProjects' } as const

/** What the building of the network asks of one station: its own dates, its projects, how far it has come. */
export function stationNetworkDemands(policy: Policy, { level }: StationKind): Demand[] {
  if (level === 'hub') return []
  const projects = linesOf(policy, 'range').filter((line) => line.per === 'station' && level === 'station')
  return [
    ...(level === 'station' ? linesOf(policy, 'milestone').filter((line) => line.each === 'station') : []).map((line) =>
      milestoneDemand(policy, line, 'station'),
    ),
    ...projects.map((line) => rangeDemand(policy, line, 'station')),
    ...linesOf(policy, 'maturity').flatMap((line) => (line.measure === null ? [] : [maturityDemand(policy, line)])),
  ]
}

/** Everything a document asks of the network of places. */
export function placeNetworkDemands(policy: Policy): Demand[] {
  const own = policy.head.code
  const pilots = linesOf(policy, 'areaLabel').flatMap(({ mark, place }) => (mark === 'socialWorkPilot' ? [place] : []))
  return [
    ...linesOf(policy, 'target').map((line) => targetDemand(policy, line)),
    ...linesOf(policy, 'buildTask').map((line) => buildTaskDemand(policy, line)),
    ...linesOf(policy, 'range')
      .filter(
        (line) => line.per === 'county' || line.per === 'pilotCounty' || (line.per === 'place' && line.from === own),
      )
      .map((line) => rangeDemand(policy, line, 'place', aboutOf(line.per, pilots))),
    ...linesOf(policy, 'milestone')
      .filter((line) => line.each !== 'station' && (line.each !== 'jurisdiction' || line.from === own))
      .map((line) => milestoneDemand(policy, line, 'place')),
  ]
}

function aboutOf(per: ResolvedLine<'range'>['per'], pilots: readonly string[]): About {
  if (per === 'pilotCounty') return pilots
  return per === 'county' ? 'county' : 'whole'
}

const targetMeasures = {
  township: 'stations.townshipCoverage',
  county: 'stations.countyCoverage',
  denseVillage: 'stations.denseVillageCoverage',
  any: 'stations.serviceCoverage',
} as const

/** The measure that answers a target of this reach. */
const measureOfTarget = (of: ResolvedLine<'target'>['of']): string => targetMeasures[of]

function targetDemand(policy: Policy, line: ResolvedLine<'target'>): Demand {
  return {
    ...base(policy, line, '%'),
    group: 'network',
    measure: measureOfTarget(line.of),
    with: line.level ? { level: line.level } : {},
    atLeast: line.value,
    grain: 'place',
    about: 'part',
    dueOn: line.by,
    fix: '打开名单查看尚未覆盖的单位，在其中建站并启用',
  }
}

function buildTaskDemand(policy: Policy, line: ResolvedLine<'buildTask'>): Demand {
  return {
    ...base(policy, line, '个'),
    group: 'network',
    measure: 'stations.open',
    with: line.level ? { level: line.level } : {},
    atLeast: line.value,
    grain: 'place',
    about: [line.place],
    dueOn: `${line.year}-12-31`,
    fix: '对照建设任务表，启用尚缺的站点',
  }
}

/** The measure that counts what a range bounds. */
function measureOfRange(of: ResolvedLine<'range'>['of']): string {
  if (of === 'demonstration') return 'network.demonstrations'
  if (of === 'brandProject' || of === 'localProject') return brandMeasures[of]
  return 'stations.open'
}

function rangeDemand(policy: Policy, line: ResolvedLine<'range'>, grain: Demand['grain'], about?: About): Demand {
  const { of, atLeast, atMost } = line
  const isLevel = of === 'hub' || of === 'station' || of === 'room'
  return {
    ...base(policy, line, '个'),
    group: of === 'brandProject' || of === 'localProject' ? 'service' : 'network',
    measure: measureOfRange(of),
    with: isLevel ? { level: of } : {},
    ...(atLeast !== null && { atLeast }),
    ...(atMost !== null && { atMost }),
    period: of === 'brandProject' || of === 'localProject' ? 'year' : 'now',
    grain,
    ...(about && { about }),
    fix: isLevel
      ? '对照数量增设或合并站点'
      : of === 'demonstration'
        ? '在社工站页选定或调整示范站'
        : '登记本年度的品牌项目',
  }
}

function milestoneDemand(policy: Policy, line: ResolvedLine<'milestone'>, grain: Demand['grain']): Demand {
  return {
    ...base(policy, line, '%'),
    unit: '%',
    group: 'network',
    measure: 'milestones.doneShare',
    with: { key: line.key },
    atLeast: 100,
    grain,
    ...(grain === 'place' && { about: line.each === 'jurisdiction' ? 'whole' : 'part' }),
    dueOn: line.value,
    fix: line.evidence ? `办完后登记完成日期，附上${line.evidence}` : '办完后登记完成日期',
  }
}

function maturityDemand(policy: Policy, line: ResolvedLine<'maturity'>): Demand {
  return {
    ...base(policy, line, '项'),
    group: 'growth',
    measure: line.measure!,
    with: {},
    atLeast: 1,
    grain: 'station',
    fix: `登记能说明「${line.value}」的资料`,
  }
}

/** Which step of the ladder a line stands on: what is missing for the next one is shown with it. */
export function stepsOf(policy: Policy, level: string): { rule: string; step: number; value: string }[] {
  return speaksOfLevel(['station', 'room'], level)
    ? linesOf(policy, 'maturity').map((line) => ({ rule: line.key, step: line.step, value: String(line.value) }))
    : []
}
