import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope, shareOfPlace } from '../../core/measures.ts'
import { periodKeyOf } from '../measures/index.ts'
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

/** KM-3.1, KM-3.2r, PZ-3.2, PZ-3.3c: whether a county or a city handed up its own report of the period by its day. */
export const areaReportedOnTime = measure({
  name: 'reporting.areaOnTime',
  label: '辖区报表按时上报',
  unit: '%',
  grain: 'place',
  definition:
    '区县或市级应报的这一期报表，在应报日期（含当日；文件未写的为次期 5 日）前第一次上报的计 1，迟报、未报的计 0；期末辖区内没有启用站点的不计。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => shareOfPlace(scope.place ?? '', handedUpByArea(scope)),
  list: (scope) => sql<Behind>`
    select 'report' as entity, coalesce(county || '-' || report, '') as id, null::text as station, first_on as "on",
      name || coalesce('：' || first_on || ' 上报', '：尚未上报') as label, null::float8 as value, hit
    from (${handedUpByArea(scope)}) as reports`,
})

type Length = Parameters<typeof periodKeyOf>[0]

function handedUpByArea(scope: Scope): RawBuilder<unknown> {
  const dueDay = Number(scope.with.dueDay ?? defaultDueDay)
  const period = periodKeyOf((scope.with.length ?? 'month') as Length, scope.to)
  return sql`
    select p.id, p.name, r.county, r.id as report, f.first_on, coalesce(f.first_on <= (${scope.to}::date + ${dueDay}::int), false) as hit
    from place_on(${scope.to}::date) p
      left join report r on r.place = p.id and r.station is null and r.period = ${period}
      left join lateral (select min((t.at at time zone 'Asia/Shanghai')::date) as first_on from report_step t
        where t.county = r.county and t.report = r.id and t.move = '上报') as f on true
    where p.id = ${scope.place ?? ''} and exists (select from station s where s.place in (select id from place_within(p.id, ${scope.to}::date))
      and s.opened_on <= ${scope.to}::date and (s.closed_on is null or s.closed_on >= ${scope.to}::date))`
}
