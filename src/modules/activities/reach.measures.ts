import { sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { byCategory } from '../clients/index.server.ts'

const heldIn = (scope: Scope) =>
  sql`${scope.within('a')} and a.state = 'held' and a.on_day between ${scope.from}::date and ${scope.to}::date`

export const activityReached = measure({
  name: 'activities.reachedByCategory',
  label: '社区活动覆盖人群',
  unit: '人次',
  definition: '期内各场活动总结中填写的各类人群人数之和；一人属于几类，各计一次，因此合计可能大于参加人次。',
  adds: 'sum',
  over: 'period',
  dimension: byCategory('服务对象类别'),
  cells: (scope) => sql<Cell>`
    select a.county, a.station, r.category as dimension, sum(r.people)::bigint as numerator, null::bigint as denominator
    from activity a join activity_reach r on r.county = a.county and r.activity = a.id where ${heldIn(scope)} group by a.county, a.station, r.category`,
  list: (scope, dimension) => sql<Behind>`
    select 'activity' as entity, a.county || '-' || a.id as id, a.county || '-' || a.station as station, a.on_day as "on", a.name as label,
      sum(r.people)::float8 as value, null::boolean as hit
    from activity a join activity_reach r on r.county = a.county and r.activity = a.id
    where ${heldIn(scope)} and ${dimension ? sql`r.category = ${dimension}` : sql`true`} group by a.county, a.id, a.station, a.on_day, a.name order by a.on_day`,
})
