import { freshnessOf } from '../../clients/index.ts'
import { cite, linesOf, type Policy } from '../../policy/index.ts'
import type { Demand } from '../finding.ts'
import { base } from './base.ts'

/** How fresh a document wants the archives of clients, each of its lines by itself (清单 一2；官渡区方案 附件3 第17项). */
export function clientDemands(policy: Policy): Demand[] {
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
