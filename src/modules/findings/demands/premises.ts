import { linesOf, type Policy, type ResolvedLine, speaksOfLevel } from '../../policy/index.ts'
import type { Demand } from '../finding.ts'
import { base, type StationKind } from './base.ts'

/** Premises and what stands in them, the sign outside, attire. Optional items are asked of nobody. */
export function premisesDemands(policy: Policy, { level }: StationKind): Demand[] {
  const plaques = linesOf(policy, 'plaque').filter(
    (line) => line.level === level || (line.level === null && level === 'station'),
  )
  const [plaque] = plaques
  return [
    ...linesOf(policy, 'facility')
      .filter((line) => line.need === 'required' && speaksOfLevel(line.levels, level))
      .map((line) => facilityDemand(policy, line)),
    ...(plaque ? [plaqueDemand(policy, plaque)] : []),
    ...(level === 'station'
      ? linesOf(policy, 'attire')
          .filter((line) => line.value === 'required')
          .map((line) => attireDemand(policy, line))
      : []),
  ]
}

function facilityDemand(policy: Policy, line: ResolvedLine<'facility'>): Demand {
  return {
    ...base(policy, line, '项'),
    group: 'premises',
    measure: 'premises.facility',
    with: { item: line.key, number: line.value, unit: line.unit },
    atLeast: line.value,
    grain: 'station',
    fix: `配齐后在场地设施中登记「${line.item}」`,
  }
}

/** A pattern of names as documents write it: 昆明市××县（市、区）××乡镇（街道）社会工作服务站. */
const readable = (pattern: string) =>
  pattern.replace('{city}', '××市').replace('{county}', '××县（市、区）').replace('{township}', '××乡镇（街道）')

function plaqueDemand(policy: Policy, line: ResolvedLine<'plaque'>): Demand {
  return {
    ...base(policy, line, '%'),
    unit: '%',
    label: `站名符合标牌格式：${readable(line.value)}`,
    group: 'sign',
    measure: 'stations.nameFits',
    with: { pattern: line.value },
    atLeast: 100,
    grain: 'station',
    fix: '把站名改为标牌格式的名称',
  }
}

function attireDemand(policy: Policy, line: ResolvedLine<'attire'>): Demand {
  return {
    ...base(policy, line, '%'),
    unit: '%',
    group: 'sign',
    measure: 'people.attireShare',
    with: { item: line.item },
    atLeast: 100,
    grain: 'station',
    fix: line.item === 'badge' ? '给缺的人制作并打印工作证' : '配发后登记到人',
  }
}
