import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { serviceForms, serviceGiven } from './serviceRecord.ts'

const asked = (scope: Scope): RawBuilder<unknown> => {
  const forms = scope.with.form ? sql`and f.variant = ${String(scope.with.form)}` : sql``
  return sql`${scope.within('f')} and f.kind = ${serviceGiven.name} and f.on_day between ${scope.from}::date and ${scope.to}::date ${forms}`
}

const qualifies = (scope: Scope) =>
  sql<boolean>`(f.people >= ${Number(scope.with.leastPeople ?? 0)} and f.minutes >= ${Number(scope.with.leastMinutes ?? 0)})`

/**
 * Services of a form that meet what the contract or evaluation asks of each: what was done stands beside what counts,
 * with the condition that fails.
 */
export const qualifiedServices = measure({
  name: 'service.qualified',
  label: '达标服务次数',
  unit: '次',
  definition:
    '期内该服务形式的记录中，人次和时长都达到要求的次数；已冲销的不计。清单里列出全部，未达标的写明差在哪里。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, coalesce(sum(f.sign) filter (where ${qualifies(scope)}), 0)::bigint as numerator, null::bigint as denominator
    from station s left join fact f on f.county = s.county and f.station = s.id and ${asked(scope)}
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select f.source_entity as entity, f.county || '-' || f.source as id, f.county || '-' || f.station as station, f.on_day as "on",
      ${formWords()} || '，' || f.people || ' 人次，' || f.minutes || ' 分钟' as label, sum(f.sign)::float8 as value, ${qualifies(scope)} as hit
    from fact f where ${asked(scope)}
    group by f.source_entity, f.county, f.source, f.station, f.on_day, f.variant, f.people, f.minutes having sum(f.sign) > 0
    order by hit, f.on_day, id`,
})

function formWords(): RawBuilder<string> {
  const cases = Object.entries(serviceForms).map(([form, label]) => sql`when ${form}::text then ${label}::text`)
  return sql<string>`(case f.variant ${sql.join(cases, sql` `)} else '' end)`
}
