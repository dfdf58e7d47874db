import { sql } from 'kysely'
import { text } from '../../core/field.ts'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'

const children = (scope: Scope) => sql`
  select c.county, c.station, c.id, c.name, exists (
    select from guardianship_agreement g where g.county = c.county and g.client = c.id and g.signed_on <= ${scope.to}::date
      and cardinality(g.files) > 0 and (g.valid_until is null or g.valid_until >= ${scope.to}::date)
      and (g.ended_on is null or g.ended_on > ${scope.to}::date)) as hit
  from client c where ${scope.within('c')} and c.state <> 'merged' and (c.closed_on is null or c.closed_on > ${scope.to}::date)
    and exists (select from client_category k where k.county = c.county and k.client = c.id and k.category = ${String(scope.with.category ?? 'leftBehindChild')}
      and k.from_on <= ${scope.to}::date and (k.to_on is null or k.to_on >= ${scope.to}::date))`

/** GD-A3.9: every child left behind has a signed agreement on file. */
export const agreementSigned = measure({
  name: 'protection.agreementSignedShare',
  asks: { category: text('服务对象类别') },
  label: '委托监护责任确认书签订率',
  unit: '%',
  definition: '当日在册的留守儿童中，有已签订、已上传签字件且在有效期内的委托监护责任确认书的人数 ÷ 留守儿童人数。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${children(scope)}) as children group by county, station`,
  list: (scope) => sql<Behind>`
    select 'client' as entity, county || '-' || id as id, county || '-' || station as station, null::date as "on", name as label,
      null::float8 as value, hit from (${children(scope)}) as children order by hit, name, id`,
})

const found = (scope: Scope) => sql`
  select i.county, i.station, i.id, i.number, i.found_at, i.taken_up_at is not null and i.taken_up_at <= i.act_by as hit
  from incident i where ${scope.within('i')}
    and (i.found_at at time zone 'Asia/Shanghai')::date between ${scope.from}::date and ${scope.to}::date`

/** GD-A3.10: whatever is found is taken up, and in time. Only those who may know of incidents are told. */
export const takenUp = measure({
  name: 'protection.takenUpShare',
  label: '发现即介入比例',
  unit: '%',
  definition: '期内发现的疑似侵害与危机事件中，在规定时限内登记了第一次处置的 ÷ 全部；只对有权知悉事件的人显示。',
  adds: 'ratio',
  over: 'period',
  grant: 'incident.read',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${found(scope)}) as found group by county, station`,
  list: (scope) => sql<Behind>`
    select 'incident' as entity, county || '-' || id as id, county || '-' || station as station,
      (found_at at time zone 'Asia/Shanghai')::date as "on", '事件 ' || number as label, null::float8 as value, hit
    from (${found(scope)}) as found order by hit, found_at`,
})
