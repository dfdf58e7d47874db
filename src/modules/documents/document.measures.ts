import { type RawBuilder, sql } from 'kysely'
import { text } from '../../core/field.ts'
import { type Behind, type Cell, countOfPlace, measure, type Scope } from '../../core/measures.ts'

/** The policy line a rule asks about: `with.key`, or `with.plan` as packs write it for plans. */
const keyOf = (scope: Scope) => String(scope.with.key ?? scope.with.plan ?? '')

const inForce = (scope: Scope) => sql<boolean>`d.state = 'adopted' and d.in_force_from <= ${scope.to}::date
  and (d.in_force_until is null or d.in_force_until >= ${scope.to}::date)`

function documentRows(scope: Scope, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select d.county, d.station, d.id, d.in_force_from as on_day, d.title || '（第 ' || d.edition || ' 版）' as label
    from rule_document d where ${inForce(scope)} and ${where}`
}

/** 1 for a station that has one of these rows, 0 for one that has none. */
function present(scope: Scope, rows: RawBuilder<unknown>): RawBuilder<Cell> {
  return sql<Cell>`
    select s.county, s.id as station, '' as dimension, (count(h.id) > 0)::int::bigint as numerator, null::bigint as denominator
    from station s left join (${rows}) as h on h.county = s.county and h.station = s.id
    where ${scope.within('s')} group by s.county, s.id`
}

function listed(entity: string, rows: RawBuilder<unknown>): RawBuilder<Behind> {
  return sql<Behind>`
    select ${entity}::text as entity, h.county || '-' || h.id as id, h.county || '-' || h.station as station, h.on_day as "on",
      h.label, 1::float8 as value, null::boolean as hit
    from (${rows}) as h order by h.on_day, h.label`
}

const served = (scope: Scope) => documentRows(scope, sql`${scope.within('d')} and ${keyOf(scope)} = any(d.lines)`)
const anyRule = (scope: Scope) => documentRows(scope, sql`${scope.within('d')}`)

/** KM-4.3, GD-4.3, PZ-G4.2, BH-2.1, BH-3.3: a station holds the document a line asks for, in force on the day. */
export const currentDocument = measure({
  name: 'documents.current',
  label: '制度文件有效',
  unit: '份',
  definition: '当日有对应该项要求、已采用且在有效期内的制度文件的站计 1，没有、未生效或已过期的计 0。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => present(scope, served(scope)),
  list: (scope) => listed('rule_document', served(scope)),
})

/** PZ-2.1b 五有: 有制度. */
export const hasRules = measure({
  name: 'stations.hasRules',
  label: '有制度',
  unit: '个',
  definition: '当日有任何一份已采用且在有效期内的制度文件的站计 1，没有的站计 0；站级以上为有的站数。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => present(scope, anyRule(scope)),
  list: (scope) => listed('rule_document', anyRule(scope)),
})

const ofArea = (scope: Scope) =>
  documentRows(scope, sql`d.place = ${scope.place ?? ''} and ${keyOf(scope)} = any(d.lines)`)

/** PZ-2.2, PZ-G5.1, CG-4.4, BH-4.2: an office holds the document that a line asks of it, once for its area. */
export const areaDocument = measure({
  name: 'documents.areaCurrent',
  label: '本级制度文件有效',
  unit: '份',
  grain: 'place',
  definition: '本级民政部门当日有对应该项要求且在有效期内的文件计 1，没有计 0。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => countOfPlace(scope.place ?? '', sql`${ofArea(scope)} limit 1`),
  list: (scope) => listed('rule_document', ofArea(scope)),
})

const plans = (scope: Scope) => sql`
  select p.county, p.station, p.id, p.from_on as on_day, p.title as label from work_plan p
  where ${scope.within('p')} and p.line = ${keyOf(scope)} and p.from_on <= ${scope.to}::date and p.to_on >= ${scope.from}::date`

/** PZ-G4.3, BH-2.3, GD-A3.16: a plan of this kind covers the period. */
export const planExists = measure({
  name: 'plans.exists',
  label: '有计划',
  unit: '份',
  definition: '有对应该项要求、起止日期与本期相交的工作计划的站计 1，没有的站计 0。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => present(scope, plans(scope)),
  list: (scope) => listed('work_plan', plans(scope)),
})

/** Tasks of the period's plans that stood on the plan at its end: added by then and not dropped. */
const tasks = (scope: Scope) => sql`
  select t.county, t.station, t.id, t.due_on as on_day, t.title as label, coalesce(t.done_on <= ${scope.to}::date, false) as hit
  from plan_task t join work_plan p on p.county = t.county and p.id = t.plan
  where ${scope.within('t')} and (${keyOf(scope)} = '' or p.line = ${keyOf(scope)})
    and p.from_on <= ${scope.to}::date and p.to_on >= ${scope.from}::date
    and t.added_on <= ${scope.to}::date and (t.dropped_on is null or t.dropped_on > ${scope.to}::date)`

/** GD-A3.16: how many of a plan's tasks are done. */
export const planCompleted = measure({
  name: 'plans.completedShare',
  asks: { plan: text('计划') },
  label: '计划任务完成率',
  unit: '%',
  definition: '期末仍列在计划中的任务里，已登记完成日期的任务数 ÷ 任务总数；已取消的任务不计，没有任务的站没有数值。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(h.id) filter (where h.hit)::bigint as numerator, count(h.id)::bigint as denominator
    from station s left join (${tasks(scope)}) as h on h.county = s.county and h.station = s.id
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'plan_task' as entity, h.county || '-' || h.id as id, h.county || '-' || h.station as station, h.on_day as "on", h.label,
      null::float8 as value, h.hit
    from (${tasks(scope)}) as h order by h.hit, h.on_day`,
})
