import { type RawBuilder, sql } from 'kysely'
import { integer } from '../../core/field.ts'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { trainingAttended } from './course.ts'

const inPeriod = (scope: Scope) => {
  const known = scope.recordedBy ? sql`and f.recorded_at <= ${scope.recordedBy}::timestamptz` : sql``
  return sql`f.kind = ${trainingAttended.name} and f.on_day between ${scope.from}::date and ${scope.to}::date ${known}`
}

/** KM-7.3, GD-A3.41: all hours of training of the people of a station. */
export const trainingHours = measure({
  name: 'training.hours',
  label: '培训学时',
  unit: '学时',
  definition: '期内完成的培训课程中，本站人员到课的学时之和；一人一课计一次，缺席不计。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select f.county, f.station, '' as dimension, sum(f.sign * f.minutes) / 60.0 as numerator, null::numeric as denominator
    from fact f where ${scope.within('f')} and ${inPeriod(scope)} group by f.county, f.station`,
  list: (scope) => sql<Behind>`
    select 'person' as entity, f.county || '-' || f.worker as id, f.county || '-' || f.station as station, f.on_day as "on",
      max(p.name) || '：' || max(a.course_title) as label, (sum(f.sign * f.minutes) / 60.0)::float8 as value, null::boolean as hit
    from fact f left join attendance a on a.county = f.county and a.id = f.source left join person p on p.county = f.county and p.id = f.worker
    where ${scope.within('f')} and ${inPeriod(scope)} group by f.county, f.station, f.worker, f.on_day, f.source having sum(f.sign) <> 0 order by f.on_day`,
})

const staffPosts = (scope: Scope) => (scope.with.staffPosts as string[] | undefined) ?? ['clerk', 'socialWorker']

/** Staff in post at the end of the period, each with the hours of continuing education they completed in it. */
function reached(scope: Scope): RawBuilder<unknown> {
  return sql`
    select a.county, a.station, a.person, a.person_name, coalesce(h.hours, 0) as hours, coalesce(h.hours, 0) >= ${Number(scope.with.hours ?? 30)} as hit
    from (select distinct county, station, person, person_name from appointment
        where from_on <= ${scope.to}::date and (to_on is null or to_on >= ${scope.to}::date) and post = any(${staffPosts(scope)}::text[])) a
      left join lateral (select sum(t.hours) as hours from attendance t where t.county = a.county and t.person = a.person and t.state = 'present'
        and t.continuing and t.on_day between ${scope.from}::date and ${scope.to}::date) h on true`
}

/** BH-3.2: the share of workers who reached `with.hours` 学时 of continuing education. */
export const hoursReachedShare = measure({
  name: 'training.hoursReachedShare',
  asks: { hours: integer('学时', { min: 1, max: 2000 }) },
  label: '继续教育学时达标率',
  unit: '%',
  definition:
    '期末在岗的工作人员中，期内完成计入继续教育的学时达到要求的人数 ÷ 工作人员数；一人在外站参训的学时也计。年度未结束时为已完成的学时。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(r.person) filter (where r.hit)::bigint as numerator, count(r.person)::bigint as denominator
    from station s left join (${reached(scope)}) as r on r.county = s.county and r.station = s.id where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'person' as entity, r.county || '-' || r.person as id, r.county || '-' || r.station as station, null::date as "on",
      r.person_name || '（' || trim_scale(r.hours) || ' 学时）' as label, r.hours::float8 as value, r.hit
    from (${reached(scope)}) as r join station s on s.county = r.county and s.id = r.station where ${scope.within('s')} order by r.hit, r.hours`,
})
