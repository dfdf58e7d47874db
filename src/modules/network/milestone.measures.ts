import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope, shareOfPlace } from '../../core/measures.ts'
import { linesOf } from '../policy/index.ts'
import { policiesByPlace } from './expected.server.ts'

const keyOf = (scope: Scope) => String(scope.with.key ?? '')

/** The documents that say something under this key: where, which, and to whom. */
function saying(scope: Scope): { places: string[]; codes: string[]; whom: string[] } {
  const found = [...policiesByPlace(scope.to)].flatMap(([place, policy]) => {
    const own = linesOf(policy, 'milestone').find(({ key, from }) => key === keyOf(scope) && from === policy.head.code)
    return own ? [{ place, code: policy.head.code, each: own.each }] : []
  })
  return {
    places: found.map(({ place }) => place),
    codes: found.map(({ code }) => code),
    whom: found.map(({ each }) => each),
  }
}

const isDone = (scope: Scope) =>
  sql`coalesce(n.state in ('done', 'accepted') and n.done_on <= ${scope.to}::date, false)`

/** Villages have no office that a timetable speaks of: the tree is read down to its streets. */
const downToStreets = sql`array['country', 'province', 'city', 'county', 'township', 'zone']`

/**
 * The offices of a place that the nearest document above it sets the node to. What lies below the area of a document that
 * says something else under the same key is that document's; its own office still answers the higher one.
 */
function offices(scope: Scope): RawBuilder<unknown> {
  const { places, codes, whom } = saying(scope)
  return sql`
    with said as materialized (
      select d.place, d.code, d.whom from place_above(${scope.place!}, ${scope.to}::date) a
        join unnest(${places}::text[], ${codes}::text[], ${whom}::text[]) as d(place, code, whom) on d.place = a.id order by a.depth limit 1
    )
    select 'place' as entity, p.id, p.name as label, n.done_on, ${isDone(scope)} as hit
    from said
      join place_on(${scope.to}::date) p on case said.whom
        when 'jurisdiction' then p.id = said.place when 'county' then p.kind = 'county'
        when 'township' then p.kind = 'township' when 'zone' then p.kind in ('township', 'zone') else false end
      left join milestone n on n.place = p.id and n.unit = 'place' and n.line = ${keyOf(scope)} and n.policy_code = said.code
    where p.id in (select id from place_within(${scope.place!}, ${scope.to}::date, ${downToStreets}))
      and p.id <> all(array(
        select w.id from unnest(${places}::text[]) as nearer(id) cross join lateral place_within(nearer.id, ${scope.to}::date, ${downToStreets}) w
        where w.id <> nearer.id and nearer.id <> (select place from said)
          and nearer.id in (select id from place_within((select place from said), ${scope.to}::date, ${downToStreets}))))`
}

function stations(scope: Scope): RawBuilder<unknown> {
  return sql`
    select s.county, s.id as station, s.name as label, n.done_on, ${isDone(scope)} as hit
    from station s left join milestone n on n.county = s.county and n.station = s.id and n.unit = 'station' and n.line = ${keyOf(scope)}
    where ${scope.within('s')} and s.level = 'station'`
}

/**
 * KM-6, GD-6, BH-2.3: how far one node of a timetable is done (`with.key`): by the offices of a place, or by each station.
 */
export const milestonesDone = measure({
  name: 'milestones.doneShare',
  label: '进度节点完成率',
  unit: '%',
  grain: 'both',
  definition:
    '文件给这个节点定了责任的单位（各县区、各街镇、开发区或各站）中，截至当日已完成的个数 ÷ 全部单位数；须报送备案的，备案后才计完成。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) =>
    scope.place
      ? shareOfPlace(scope.place, offices(scope))
      : sql<Cell>`select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
          from (${stations(scope)}) as units group by county, station`,
  list: (scope) =>
    scope.place
      ? sql<Behind>`select entity, id, null::text as station, done_on as "on", label, null::float8 as value, hit
          from (${offices(scope)}) as units order by hit, id`
      : sql<Behind>`select 'station' as entity, county || '-' || station as id, county || '-' || station as station, done_on as "on", label,
          null::float8 as value, hit from (${stations(scope)}) as units order by hit, label`,
})
