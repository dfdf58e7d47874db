import { freshnessOf } from '../../clients/index.ts'
import { cite, linesOf, type Policy } from '../../policy/index.ts'
import { libraryRule, reviewMonths } from '../../resources/index.ts'
import type { Demand } from '../finding.ts'
import { base } from './base.ts'

/** How fresh a document wants the archives of clients, each of its lines by itself (清单 一2；官渡区方案 附件3 第17项). */
function freshnessDemands(policy: Policy): Demand[] {
  const lines = new Map(linesOf(policy, 'freshness').map((line) => [line.key, line]))
  return freshnessOf(policy, (line) => cite(policy, line as never)).map(
    ({ key, months, categories, fromAge, covers }): Demand => ({
      ...base(policy, lines.get(key)!, '%'),
      unit: '%',
      group: 'service',
      measure: 'archives.freshShare',
      with: { months, categories, fromAge, covers },
      atLeast: 100,
      grain: 'station',
      fix: '打开未更新的名单，逐人更新需求评估',
    }),
  )
}

/** The library of a community's resources is gone over each year (清单 一3). */
function libraryDemands(policy: Policy): Demand[] {
  const line = libraryRule(policy)
  if (!line) return []
  return [
    {
      ...base(policy, line, '%'),
      unit: '%',
      group: 'service',
      measure: 'resources.reviewedShare',
      with: { months: reviewMonths(policy) },
      atLeast: 100,
      grain: 'station',
      fix: '打开「社区资源」中应核实的名单，逐项联系核实；已不在的停用',
    },
  ]
}

const counted = { month: 'month', quarter: 'quarter', halfYear: 'halfYear', year: 'year' } as const

/** Who is to be visited how often: nobody of a finished period was missed (官渡区方案 附件3 第8、11项). */
function visitDemands(policy: Policy): Demand[] {
  return linesOf(policy, 'visitFrequency').flatMap((line): Demand[] => {
    const period = counted[line.period as keyof typeof counted]
    if (!period) return []
    return [
      {
        ...base(policy, line, '%'),
        unit: '%',
        group: 'service',
        measure: 'visits.completedShare',
        with: { rule: line.key },
        atLeast: 100,
        period,
        grain: 'station',
        fix: '打开未走访的名单，按期入户；确实见不到的，登记原因',
      },
    ]
  })
}

const monthsOf = { winter: [1, 2], summer: [7, 8], standing: [] } as const

/** Seasonal work of a document, each year in its months: the time between is our reading of 寒假 and 暑假. */
function seasonalDemands(policy: Policy): Demand[] {
  return linesOf(policy, 'seasonalDuty').map((line): Demand => {
    const season = line.season[0] ?? 'standing'
    const months: readonly number[] = line.season.length === 1 ? monthsOf[season] : []
    const last = months.at(-1)
    return {
      ...base(policy, line, '次'),
      group: 'service',
      measure: 'activities.seasonal',
      with: { duty: line.key, months },
      atLeast: 1,
      period: 'year',
      grain: 'station',
      fix: `安排一次社区活动，在「对应的季节性工作」中选它${last ? `，于 ${months[0]}–${last} 月举办` : ''}`,
    }
  })
}

/** Everything a policy asks about those a station serves. */
export const clientDemands = (policy: Policy): Demand[] => [
  ...freshnessDemands(policy),
  ...libraryDemands(policy),
  ...visitDemands(policy),
  ...seasonalDemands(policy),
]
