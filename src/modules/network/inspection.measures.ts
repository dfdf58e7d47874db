import { type RawBuilder, sql } from 'kysely'
import { type Behind, countOfPlace, measure, type Scope, shareOfPlace } from '../../core/measures.ts'

const within = (scope: Scope) => sql`select id from place_within(${scope.place ?? ''}, ${scope.to}::date)`

const done = (scope: Scope) => sql`
  select d.county, d.id, d.place, d.on_day, d.content from duty_record d
  where d.duty = ${String(scope.with.line ?? '')} and d.on_day between ${scope.from}::date and ${scope.to}::date
    and d.place in (${within(scope)})`

/** KM-3.1, KM-3.2r, PZ-3.3, PZ-G5.1, CG-3.3, BH-4.2: how often an office or a hub inspected as a line asks of it. */
export const inspections = measure({
  name: 'network.inspections',
  label: '检查督查次数',
  unit: '次',
  grain: 'place',
  definition: '期内在职责清单中对应这项检查登记的履职记录条数，一条计一次。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => countOfPlace(scope.place ?? '', done(scope)),
  list: (scope) => sql<Behind>`
    select 'duty_record' as entity, d.county || '-' || d.id as id, null::text as station, d.on_day as "on", d.content as label,
      null::float8 as value, null::boolean as hit from (${done(scope)}) as d order by d.on_day`,
})

const townships = (scope: Scope): RawBuilder<unknown> => sql`
  select p.id, p.name, last.on_day, last.on_day is not null as hit
  from place_on(${scope.to}::date) p
    left join lateral (select max(d.on_day) as on_day from (${done(scope)}) as d where d.place = p.id) as last on true
  where p.kind = 'township' and p.id in (${within(scope)}) and exists (
    select from station s where s.level = 'station' and s.place = p.id and s.opened_on <= ${scope.to}::date
      and (s.closed_on is null or s.closed_on >= ${scope.to}::date))`

/** PZ-G5.2, BH-4.2: how many of the streets that have a station looked after it as a line asks of each. */
export const townshipInspections = measure({
  name: 'network.townshipsInspectingShare',
  label: '街道（乡镇）已检查占比',
  unit: '%',
  grain: 'place',
  definition: '期末已有启用社工站的街道（乡镇）中，期内对应这项检查登记过履职记录的个数 ÷ 有站的街道（乡镇）数。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => shareOfPlace(scope.place ?? '', townships(scope)),
  list: (scope) => sql<Behind>`
    select 'place' as entity, t.id, null::text as station, t.on_day as "on", t.name as label, null::float8 as value, t.hit
    from (${townships(scope)}) as t order by t.hit, t.name`,
})
