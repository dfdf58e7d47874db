import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'

/** Staff in post on the day, each with whether the item a rule asks for is theirs. */
function dressed(scope: Scope): RawBuilder<unknown> {
  const item = String(scope.with.item ?? 'badge')
  const staff = scope.with.staffPosts as string[] | undefined
  const theirs =
    item === 'badge'
      ? sql`exists (select from badge b where b.county = a.county and b.appointment = a.id and b.issued_on <= ${scope.to}::date
          and (b.voided_on is null or b.voided_on > ${scope.to}::date))`
      : sql`exists (select from attire w where w.county = a.county and w.appointment = a.id and w.item = ${item}
          and w.from_on <= ${scope.to}::date and (w.to_on is null or w.to_on >= ${scope.to}::date))`
  return sql`
    select a.county, a.station, a.person, a.person_name, a.post_name, a.from_on, ${theirs} as hit
    from appointment a
    where ${scope.within('a')} and a.from_on <= ${scope.to}::date and (a.to_on is null or a.to_on >= ${scope.to}::date)
      and ${staff ? sql`a.post = any(${staff}::text[])` : sql`true`}`
}

/** KM-4.6, GD-4.6: staff wear the uniform and the mark, and a badge. */
export const attireShare = measure({
  name: 'people.attireShare',
  label: '着装与工作证配齐占比',
  unit: '%',
  definition:
    '当日在岗的工作人员（不含站长、副站长）中，已登记配发工作服、统一标识或持有有效工作证的人数 ÷ 在岗工作人员数；看哪一项由规则指定。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(distinct d.person) filter (where d.hit)::bigint as numerator,
      count(distinct d.person)::bigint as denominator
    from station s left join (${dressed(scope)}) as d on d.county = s.county and d.station = s.id
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'person' as entity, d.county || '-' || d.person as id, d.county || '-' || d.station as station, d.from_on as "on",
      d.person_name || '（' || d.post_name || '）' as label, null::float8 as value, d.hit
    from (${dressed(scope)}) as d order by d.hit, d.from_on`,
})
