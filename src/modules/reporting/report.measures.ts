import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { defaultDueDay } from './due.ts'

/** KM-3.2r: whether each station's report of the period was handed up by its day (`with.dueDay` of the following month). */
export const reportedOnTime = measure({
  name: 'reporting.onTime',
  label: '月报按时上报率',
  unit: '%',
  definition: '该期应报月报的站中，在应报日期（含当日）前第一次上报的站数 ÷ 应报站数；当期末已启用的站为应报站。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select county, id as station, '' as dimension, hit::int::bigint as numerator, 1::bigint as denominator from (${handedUp(scope)}) as reports`,
  list: (scope) => sql<Behind>`
    select 'report' as entity, coalesce(county || '-' || report, '') as id, county || '-' || id as station, first_on as "on",
      name || coalesce('：' || first_on || ' 上报', '：尚未上报') as label, null::float8 as value, hit
    from (${handedUp(scope)}) as reports order by hit, name`,
})

function handedUp(scope: Scope): RawBuilder<unknown> {
  const dueDay = Number(scope.with.dueDay ?? defaultDueDay)
  return sql`
    select s.county, s.id, s.name, r.id as report, f.first_on, coalesce(f.first_on <= (${scope.to}::date + ${dueDay}::int), false) as hit
    from station s
      left join report r on r.county = s.county and r.station = s.id and r.level = 'station' and r.period = ${scope.to.slice(0, 7)}
      left join lateral (select min((t.at at time zone 'Asia/Shanghai')::date) as first_on from report_step t
        where t.county = r.county and t.report = r.id and t.move = '上报') as f on true
    where ${scope.within('s')} and s.opened_on <= ${scope.to}::date and (s.closed_on is null or s.closed_on >= ${scope.to}::date)`
}
