import { aidsOf } from '../../assistance/index.ts'
import { linesOf, type Policy, type ResolvedLine } from '../../policy/index.ts'
import type { Demand } from '../finding.ts'
import { base, type StationKind } from './base.ts'

const counted = { month: 'month', quarter: 'quarter', halfYear: 'halfYear', year: 'year' } as const

/** Recipients of an allowance are asked after as often as the document says (官渡区方案 附件3 第23项). */
function certificationDemands(policy: Policy): Demand[] {
  const codes = new Set(aidsOf(policy).map(({ code }) => code))
  return linesOf(policy, 'subsidy').flatMap((line): Demand[] => {
    const period = counted[line.certification as keyof typeof counted]
    const kinds = (line.kinds ?? [line.key.split('.').at(-1)!]).filter((code) => codes.has(code))
    if (!period || kinds.length === 0) return []
    return [
      {
        ...base(policy, line, '%'),
        unit: '%',
        label: `${line.value}生存认证全部完成`,
        group: 'service',
        measure: 'assistance.certifiedShare',
        with: { kinds },
        atLeast: 100,
        period,
        grain: 'station',
        fix: '打开未认证的名单，电话、视频或上门逐人认证',
      },
    ]
  })
}

/** The state whose clock a step is; who decides is not the station. */
const stateOfStep: Partial<Record<NonNullable<ResolvedLine<'clock'>['step']>, string>> = {
  accept: 'applied',
  firstReview: 'accepted',
  review: 'toReview',
  submit: 'toSubmit',
}

/** Our own defaults remind in the lists; only what a document fixes is a demand. */
const fixed = (line: Pick<ResolvedLine<'clock'>, 'clause'>) => line.clause !== '产品默认'

/** Whether a clock is judged, rather than only kept in view where the work is done. */
const isJudgedClock = (line: Pick<ResolvedLine<'clock'>, 'clause' | 'step'>): boolean =>
  fixed(line) && line.step !== null && (line.step in stateOfStep || line.step === 'discoveryAnswer')

function clockDemands(policy: Policy): Demand[] {
  return linesOf(policy, 'clock')
    .filter(isJudgedClock)
    .map((line) => {
      const discovery = line.step === 'discoveryAnswer'
      return {
        ...base(policy, line, '%'),
        unit: '%',
        label: `${line.label}（${line.value} ${line.days === 'workday' ? '个工作日' : '日'}内）`,
        group: 'service',
        measure: discovery ? 'outreach.followedUpShare' : 'assistance.onTimeShare',
        with: discovery ? {} : { state: stateOfStep[line.step!], ...(line.kinds && { kinds: line.kinds }) },
        atLeast: 100,
        period: 'month',
        grain: 'station',
        fix: '打开超期的名单，逐件办理；确有原因的在办理意见中写明',
      }
    })
}

/** A month's roster is sent up by the station's street (官渡区方案 附件3 第29项). */
function rosterDemands(policy: Policy, { level }: StationKind): Demand[] {
  if (level !== 'station') return []
  return linesOf(policy, 'reportSeries')
    .filter((line) => line.roster !== null && line.period === 'month')
    .map((line) => ({
      ...base(policy, line, '%'),
      unit: '%',
      label: `上月${line.value}已报送`,
      group: 'reports',
      measure: 'assistance.rosterSentShare',
      with: { aidGroup: line.roster },
      atLeast: 100,
      period: 'month',
      grain: 'station',
      fix: '在「在册名册」核对上月名册后登记报送',
    }))
}

/** Everything a policy asks about assistance. */
export const assistanceDemands = (policy: Policy, kind: StationKind): Demand[] =>
  kind.level === 'hub' ? [] : [...certificationDemands(policy), ...clockDemands(policy), ...rosterDemands(policy, kind)]
