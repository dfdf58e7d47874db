import {
  coveredBy,
  detailsOf,
  licencesOf,
  linesOf,
  type Policy,
  postGroups,
  postsMeant,
  postsOf,
  type ResolvedLine,
  speaksOfLevel,
} from '../../policy/index.ts'
import type { Demand } from '../finding.ts'
import { base, type StationKind } from './base.ts'

/** Post counts and the conditions of holding one, for stations of this level and way of running. */
export function peopleDemands(policy: Policy, { level, mode }: StationKind): Demand[] {
  return [
    ...linesOf(policy, 'post')
      .filter((line) => speaksOfLevel(line.levels, level) && (line.mode === null || line.mode === mode))
      .map((line) => postDemand(policy, line)),
    ...linesOf(policy, 'eligibility')
      .filter((line) => speaksOfLevel(line.levels, level))
      .map((line) => eligibilityDemand(policy, line)),
  ]
}

function postDemand(policy: Policy, line: ResolvedLine<'post'>): Demand {
  const bound = line.bound === 'exactly' ? { exactly: line.value } : { atLeast: line.value }
  const named = postsOf(policy).find(({ post }) => post === line.post)?.name
  const word = named ?? postGroups[line.post as keyof typeof postGroups] ?? line.post
  const volunteers = line.post === 'volunteer'
  return {
    ...base(policy, line, '人'),
    group: 'people',
    measure: volunteers ? 'volunteers.count' : 'people.postCount',
    with: volunteers ? {} : { posts: postsMeant(policy, line.post) },
    ...bound,
    grain: 'station',
    fix: volunteers
      ? '招募并登记志愿者'
      : `在人员页登记${word}的任职${line.bound === 'exactly' ? '；多出的结束任职' : ''}`,
  }
}

function eligibilityDemand(policy: Policy, line: ResolvedLine<'eligibility'>): Demand {
  const { certificates, posts: _posts, who: _who, levels: _levels, ...asked } = detailsOf(line)
  return {
    ...base(policy, line, '%'),
    unit: '%',
    group: 'people',
    measure: 'people.eligibleShare',
    with: { ...asked, ...coveredBy(policy, line), accepted: certificates ?? null, certificates: licencesOf(policy) },
    atLeast: 100,
    grain: 'station',
    fix: '打开名单，给条件不够的任职补登证书、更正资料或调整人员',
  }
}
