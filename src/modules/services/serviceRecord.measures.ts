import { sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure } from '../../core/measures.ts'
import { serviceForms, serviceGiven } from './serviceRecord.ts'

const form = { label: '服务形式', words: serviceForms }

export const serviceRecords = factMeasure({
  name: 'service.records',
  label: '服务次数',
  unit: '次',
  definition: '期内服务日期落在本期的服务记录数；已冲销的不计，一条记录计一次。',
  fact: serviceGiven,
  count: 'records',
})

export const servicePeople = factMeasure({
  name: 'service.people',
  label: '服务人次',
  unit: '人次',
  definition: '期内各条服务记录填写的服务人次之和；同一人多次接受服务计多次。',
  fact: serviceGiven,
  count: 'people',
})

export const serviceMinutes = factMeasure({
  name: 'service.minutes',
  label: '服务时长',
  unit: '分钟',
  definition: '期内各条服务记录填写的服务时长之和。',
  fact: serviceGiven,
  count: 'minutes',
})

export const serviceByForm = factMeasure({
  name: 'service.byForm',
  label: '各形式服务次数',
  unit: '次',
  definition: '期内服务记录数，按服务形式分列。',
  fact: serviceGiven,
  count: 'records',
  split: 'variant',
  dimension: form,
})

export const peopleByForm = factMeasure({
  name: 'service.peopleByForm',
  label: '各形式服务人次',
  unit: '人次',
  definition: '期内服务人次，按服务形式分列。',
  fact: serviceGiven,
  count: 'people',
  split: 'variant',
  dimension: form,
})

export const serviceByItem = factMeasure({
  name: 'service.byItem',
  label: '各事项服务次数',
  unit: '次',
  definition: '期内服务记录数，按服务目录事项分列；一条记录涉及几个事项，各计一次，因此合计可能大于服务次数。',
  fact: serviceGiven,
  count: 'records',
  split: 'items',
  dimension: { label: '服务事项', words: 'catalogue' },
})

const keysOf = (scope: { with: Readonly<Record<string, unknown>> }) => (scope.with.items ?? []) as string[]

/** How many items of the catalogue were served at all: `with.items` holds the catalogue's keys. */
export const itemCoverage = measure({
  name: 'service.itemCoverage',
  label: '服务事项覆盖率',
  unit: '%',
  definition: '期内至少开展过一次的服务目录事项数 ÷ 本地服务目录中该层级应开展的事项数；站级以上为各站合计。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    with served as (
      select f.county, f.station, item.key
      from fact f cross join lateral unnest(f.items) as item(key)
      where ${scope.within('f')} and f.kind = ${serviceGiven.name} and f.on_day between ${scope.from}::date and ${scope.to}::date
        and item.key = any(${keysOf(scope)}::text[])
      group by f.county, f.station, item.key having sum(f.sign) > 0
    )
    select s.county, s.id as station, '' as dimension, count(served.key)::bigint as numerator, ${keysOf(scope).length}::bigint as denominator
    from station s left join served on served.county = s.county and served.station = s.id
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'catalogue' as entity, item.key as id, null::text as station, null::date as "on", item.key as label,
      coalesce(sum(f.sign), 0)::float8 as value, coalesce(sum(f.sign), 0) > 0 as hit
    from unnest(${keysOf(scope)}::text[]) as item(key)
      left join fact f on item.key = any(f.items) and ${scope.within('f')} and f.kind = ${serviceGiven.name}
        and f.on_day between ${scope.from}::date and ${scope.to}::date
    group by item.key order by hit, item.key`,
})
