import { sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { familyFound, foundWays } from './discovery.ts'
import { handOvers, patrolReasons, streetPatrolled } from './patrol.ts'

export const familiesFound = factMeasure({
  name: 'outreach.found',
  label: '主动发现的困难家庭',
  unit: '户（人）',
  definition: '期内登记的主动发现条数，按发现日期计，按发现途径分列；核实不属实的也计入登记数。',
  fact: familyFound,
  count: 'records',
  split: 'variant',
  dimension: { label: '发现途径', words: foundWays },
})

export const patrols = factMeasure({
  name: 'outreach.patrols',
  label: '街面巡查次数',
  unit: '次',
  definition: '期内登记的街面巡查次数，按类型分列；已冲销的不计。',
  fact: streetPatrolled,
  count: 'records',
  split: 'variant',
  dimension: { label: '巡查类型', words: patrolReasons },
})

export const peopleMet = factMeasure({
  name: 'outreach.peopleMet',
  label: '巡查遇到的人次',
  unit: '人次',
  definition: '期内街面巡查中遇到的流浪乞讨人员人次；同一人几次遇到计几次，已冲销的不计。',
  fact: streetPatrolled,
  count: 'people',
})

const met = (scope: Scope) =>
  sql`${scope.within('p')} and p.state = 'valid' and p.on_day between ${scope.from}::date and ${scope.to}::date`

export const handedOver = measure({
  name: 'outreach.handedOver',
  label: '巡查遇到人员的去向',
  unit: '人次',
  definition: '期内街面巡查遇到的人员，按去向分列；已冲销的不计。',
  adds: 'sum',
  over: 'period',
  dimension: { label: '去向', words: handOvers },
  cells: (scope) => sql<Cell>`
    select p.county, p.station, m.hand_over as dimension, count(*)::bigint as numerator, null::bigint as denominator
    from patrol p join patrol_person m on m.county = p.county and m.patrol = p.id where ${met(scope)} group by p.county, p.station, m.hand_over`,
  list: (scope, dimension) => sql<Behind>`
    select 'patrol' as entity, p.county || '-' || p.id as id, p.county || '-' || p.station as station, p.on_day as "on",
      m.name as label, 1::float8 as value, null::boolean as hit
    from patrol p join patrol_person m on m.county = p.county and m.patrol = p.id
    where ${met(scope)} ${dimension === '' ? sql`` : sql`and m.hand_over = ${dimension}`} order by p.on_day, m.id`,
})

const due = (scope: Scope) => sql`
  select d.county, d.station, d.id, d.name, d.answer_by, coalesce(d.answered_on, d.referred_on) as on_day,
    coalesce(least(d.referred_on, d.answered_on), 'infinity'::date) <= d.answer_by as hit
  from discovery d where ${scope.within('d')} and d.answer_by between ${scope.from}::date and ${scope.to}::date`

/** GD-A3.4: who was found was handed on, helped or answered in time. */
export const followedUp = measure({
  name: 'outreach.followedUpShare',
  label: '主动发现按时办理率',
  unit: '%',
  definition: '办结期限在期内的主动发现中，按期转办、办结或核实不属实的 ÷ 全部。工作日只扣除周末。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${due(scope)}) as due group by county, station`,
  list: (scope) => sql<Behind>`
    select 'discovery' as entity, county || '-' || id as id, county || '-' || station as station, on_day as "on",
      name || '，期限 ' || answer_by as label, null::float8 as value, hit from (${due(scope)}) as due order by hit, answer_by, id`,
})
