import { sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'

/** Resources in use on the day, with the day of their last review before it: from rows with dates, so any day can be asked of. */
const inUse = (scope: Scope) => sql`
  select r.county, r.station, r.id, r.name, v.last_on,
    v.last_on + make_interval(months => ${Number(scope.with.months ?? 12)}) >= ${scope.to}::date as hit
  from resource r cross join lateral (
    select max(w.on_day) as last_on from resource_review w where w.county = r.county and w.resource = r.id and w.on_day <= ${scope.to}::date) v
  where ${scope.within('r')} and r.registered_on <= ${scope.to}::date and (r.ended_on is null or r.ended_on > ${scope.to}::date)`

/** BH-S1.3: `with.months` is how long a review holds. */
export const reviewedShare = measure({
  name: 'resources.reviewedShare',
  label: '社区资源按期核实比例',
  unit: '%',
  definition: '当日在用的社区资源中，最近一次核实（含入库当日）未超过时限的项数 ÷ 全部项数。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${inUse(scope)}) as used group by county, station`,
  list: (scope) => sql<Behind>`
    select 'resource' as entity, county || '-' || id as id, county || '-' || station as station, last_on as "on",
      name || '，上次核实 ' || coalesce(last_on::text, '无') as label, null::float8 as value, hit from (${inUse(scope)}) as used order by hit, name, id`,
})
