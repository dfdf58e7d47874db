import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { groupEnded, groupKinds, groupSessionHeld } from './group.ts'

const kind = { label: '小组类型', words: groupKinds }

export const groupSessions = factMeasure({
  name: 'groups.sessions',
  label: '小组节次',
  unit: '节',
  definition: '期内开展并登记的小组节次，按开展日期计；取消和撤销登记的不计。',
  fact: groupSessionHeld,
  count: 'records',
})

export const groupPeople = factMeasure({
  name: 'groups.people',
  label: '小组参加人次',
  unit: '人次',
  definition: '期内各节点名到场的组员人数与名单外参加者之和；同一人参加几节计几次。',
  fact: groupSessionHeld,
  count: 'people',
})

export const sessionsByKind = factMeasure({
  name: 'groups.sessionsByKind',
  label: '各类小组节次',
  unit: '节',
  definition: '期内开展的小组节次，按小组类型分列。',
  fact: groupSessionHeld,
  count: 'records',
  split: 'variant',
  dimension: kind,
})

export const endedGroups = factMeasure({
  name: 'groups.ended',
  label: '完成的小组',
  unit: '个',
  definition: '期内结束报告经督导同意的小组数；又继续开展的从原日期冲销。',
  fact: groupEnded,
  count: 'records',
})

/** Sessions that count, each with its group. */
const heldIn = (scope: Scope): RawBuilder<unknown> => {
  const known = scope.recordedBy ? sql`and f.recorded_at <= ${scope.recordedBy}::timestamptz` : sql``
  return sql`select f.county, f.station, s.service_group, f.source, max(f.on_day) as on_day, sum(f.sign * f.people) as people, sum(f.sign * f.minutes) as minutes
    from fact f join group_session s on s.county = f.county and s.id = f.source
    where ${scope.within('f')} and f.kind = ${groupSessionHeld.name} and f.on_day between ${scope.from}::date and ${scope.to}::date ${known}
    group by f.county, f.station, s.service_group, f.source having sum(f.sign) > 0`
}

export const groupsHeld = measure({
  name: 'groups.held',
  label: '开展小组',
  unit: '个',
  definition: '期内至少开展过一节的小组数；一个小组在几个月里都有节次，每个月各计一次，全年只计一次。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select h.county, h.station, '' as dimension, count(distinct h.service_group)::bigint as numerator, null::bigint as denominator
    from (${heldIn(scope)}) as h group by h.county, h.station`,
  list: (scope) => sql<Behind>`
    select 'service_group' as entity, h.county || '-' || h.service_group as id, h.county || '-' || h.station as station, max(h.on_day) as "on",
      max(g.name) as label, count(*)::float8 as value, null::boolean as hit
    from (${heldIn(scope)}) as h left join service_group g on g.county = h.county and g.id = h.service_group
    group by h.county, h.station, h.service_group order by max(h.on_day)`,
})

const least = (scope: Scope, name: string) => Number(scope.with[name] ?? 0)

/** Groups of a period with what a contract asks of each piece: sessions that are long and full enough, heads in all. */
const judged = (scope: Scope): RawBuilder<unknown> => sql`
  select h.county, h.station, h.service_group, max(h.on_day) as on_day, count(*) as sessions, sum(h.people) as people,
    count(*) filter (where h.people >= ${least(scope, 'leastPeopleEach')} and h.minutes >= ${least(scope, 'leastMinutes')}) as full_sessions
  from (${heldIn(scope)}) as h group by h.county, h.station, h.service_group`

const qualifies = (scope: Scope) =>
  sql<boolean>`(j.full_sessions >= ${Math.max(1, least(scope, 'leastSessions'))} and j.people >= ${least(scope, 'leastPeople')})`

/** Groups that meet what a contract or evaluation asks of each: what was done stands beside what counts. */
export const qualifiedGroups = measure({
  name: 'groups.qualified',
  label: '达标小组',
  unit: '个',
  definition:
    '期内开展的小组中，人数和时长都够的节次达到要求、总人次达到要求的小组数。清单里列出全部小组，写明节次和人次；未达标的看差在哪里。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(j.service_group) filter (where ${qualifies(scope)})::bigint as numerator, null::bigint as denominator
    from station s left join (${judged(scope)}) as j on j.county = s.county and j.station = s.id
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'service_group' as entity, j.county || '-' || j.service_group as id, j.county || '-' || j.station as station, j.on_day as "on",
      g.name || '，' || j.sessions || ' 节（达标 ' || j.full_sessions || ' 节），' || j.people || ' 人次' as label,
      j.sessions::float8 as value, ${qualifies(scope)} as hit
    from (${judged(scope)}) as j left join service_group g on g.county = j.county and g.id = j.service_group order by hit, j.on_day`,
})
