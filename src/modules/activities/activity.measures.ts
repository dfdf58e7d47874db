import { sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { activityAt, activityHeld, activityKinds, venueKinds } from './activity.ts'

const kind = { label: '活动类型', words: activityKinds }

export const activitiesHeld = factMeasure({
  name: 'activities.held',
  label: '社区活动',
  unit: '场',
  definition: '期内举办并已总结的社区活动场数，按活动日期计；取消和撤销总结的不计。',
  fact: activityHeld,
  count: 'records',
})

export const activityPeople = factMeasure({
  name: 'activities.people',
  label: '社区活动参加人次',
  unit: '人次',
  definition: '期内各场活动总结的参加人数之和，不少于签到的参加者；同一人参加几场计几次。',
  fact: activityHeld,
  count: 'people',
})

export const activitiesByKind = factMeasure({
  name: 'activities.byKind',
  label: '各类社区活动',
  unit: '场',
  definition: '期内举办的社区活动场数，按活动类型分列。',
  fact: activityHeld,
  count: 'records',
  split: 'variant',
  dimension: kind,
})

/** GD-A3.12: 依托儿童之家的活动. */
export const activitiesByVenue = factMeasure({
  name: 'activities.byVenue',
  label: '各类场地社区活动',
  unit: '场',
  definition: '期内举办的社区活动场数，按场地类型分列，如儿童之家。',
  fact: activityAt,
  count: 'records',
  split: 'variant',
  dimension: { label: '场地类型', words: venueKinds },
})

const heldIn = (scope: Scope) =>
  sql`${scope.within('a')} and a.state = 'held' and a.on_day between ${scope.from}::date and ${scope.to}::date`

const dutyOf = (scope: Scope) => {
  const months = (scope.with.months ?? []) as number[]
  const season = months.length > 0 ? sql`and extract(month from a.on_day)::int = any(${months}::int[])` : sql``
  return sql`${heldIn(scope)} and a.duty = ${String(scope.with.duty ?? '')} ${season}`
}

/** GD-A3.12: the seasonal work of a line, held in its months. */
export const seasonalHeld = measure({
  name: 'activities.seasonal',
  label: '季节性工作',
  unit: '次',
  definition:
    '期内举办并已总结、对应该项季节性工作的社区活动场数；寒假工作计 1、2 月，暑假工作计 7、8 月，常态工作不限月份。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(a.id)::bigint as numerator, null::bigint as denominator
    from station s left join activity a on a.county = s.county and a.station = s.id and ${dutyOf(scope)}
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'activity' as entity, a.county || '-' || a.id as id, a.county || '-' || a.station as station, a.on_day as "on", a.name as label,
      a.people::float8 as value, null::boolean as hit
    from activity a where ${dutyOf(scope)} order by a.on_day`,
})
