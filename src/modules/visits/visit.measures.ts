import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { doneSql, standsSql } from './due.server.ts'
import { visitMade, visitWays } from './visit.ts'

const ways = { label: '走访方式', words: visitWays }

export const visitsByWay = factMeasure({
  name: 'visits.byWay',
  label: '各方式走访次数',
  unit: '次',
  definition: '期内登记的走访次数，入户、上门未入户、电话、视频分列；没有见到人的也计一次尝试，已冲销的不计。',
  fact: visitMade,
  count: 'records',
  split: 'variant',
  dimension: ways,
})

export const peopleVisited = factMeasure({
  name: 'visits.peopleByWay',
  label: '各方式走访人次',
  unit: '人次',
  definition: '期内见到本人、家人或照料人的走访人次，按方式分列；没有见到人的不计。',
  fact: visitMade,
  count: 'people',
  split: 'variant',
  dimension: ways,
})

/** Plans due within the period, of one rule (its key) if the asker names one. */
const owed = (
  scope: Scope,
): RawBuilder<unknown> => sql`p.due_on between ${scope.from}::date and ${scope.to}::date and ${standsSql('p')}
  ${scope.with.rule ? sql`and p.rule like ${`%/${String(scope.with.rule)}`}` : sql``}`

/** GD-A3.5: who was to be visited within the period, and was. */
export const visitsCompleted = measure({
  name: 'visits.completedShare',
  label: '应走访完成率',
  unit: '%',
  definition:
    '期内到期的应走访（规则 × 服务对象 × 期间）中，按规则要求的方式和次数见到本人、家人或照料人的 ÷ 全部应走访；已结束服务的不计。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select p.county, p.station, '' as dimension, count(*) filter (where ${doneSql('p')} >= p.times)::bigint as numerator, count(*)::bigint as denominator
    from visit_plan p where ${scope.within('p')} and ${owed(scope)} group by p.county, p.station`,
  list: (scope) => sql<Behind>`
    select 'client' as entity, p.county || '-' || p.client as id, p.county || '-' || p.station as station, p.due_on as "on",
      c.name as label, ${doneSql('p')}::float8 as value, ${doneSql('p')} >= p.times as hit
    from visit_plan p join client c on c.county = p.county and c.id = p.client
    where ${scope.within('p')} and ${owed(scope)} order by hit, c.name, c.id`,
})
