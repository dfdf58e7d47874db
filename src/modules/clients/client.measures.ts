import { type RawBuilder, sql } from 'kysely'
import { texts } from '../../core/field.ts'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { currentPacks } from '../policy/index.server.ts'
import { completeSql } from './archive.server.ts'
import { dueByRule } from './freshness.server.ts'
import type { FreshnessRule } from './freshness.ts'

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' && value ? [value] : []

/** Files that were open on the last day of the scope, at the station that serves the client. */
const served = (scope: Scope) => sql`c.state <> 'merged' and (c.closed_on is null or c.closed_on > ${scope.to}::date)
  and (c.created_at at time zone 'Asia/Shanghai')::date <= ${scope.to}::date`

const on = (scope: Scope, alias: string) =>
  sql`${sql.ref(`${alias}.from_on`)} <= ${scope.to}::date and (${sql.ref(`${alias}.to_on`)} is null or ${sql.ref(`${alias}.to_on`)} >= ${scope.to}::date)`

const inCategories = (scope: Scope, more: RawBuilder<unknown> = sql`true`): RawBuilder<boolean> => {
  const categories = listOf(scope.with.categories)
  return sql<boolean>`exists (select from client_category k where k.county = c.county and k.client = c.id and ${on(scope, 'k')}
    ${categories.length > 0 ? sql`and k.category = any(${categories}::text[])` : sql``} and ${more})`
}

/** A ratio over clients: who is looked at, and who of them counts. */
function overClients(asked: (scope: Scope) => RawBuilder<unknown>, hit: (scope: Scope) => RawBuilder<unknown>) {
  return {
    cells: (scope: Scope) => sql<Cell>`
      select s.county, s.id as station, '' as dimension, count(c.id) filter (where ${hit(scope)})::bigint as numerator, count(c.id)::bigint as denominator
      from station s left join client c on c.county = s.county and c.station = s.id and ${served(scope)} and ${asked(scope)}
      where ${scope.within('s')} group by s.county, s.id`,
    list: (scope: Scope) => sql<Behind>`
      select 'client' as entity, c.county || '-' || c.id as id, c.county || '-' || c.station as station, null::date as "on",
        c.name as label, 1::float8 as value, ${hit(scope)} as hit
      from client c join station s on s.county = c.county and s.id = c.station
      where ${scope.within('s')} and ${served(scope)} and ${asked(scope)} order by hit, c.name, c.id`,
  }
}

export const clientCount = measure({
  name: 'clients.count',
  label: '在册服务对象',
  unit: '人',
  definition: '当日档案在服务中的服务对象，按现服务站点计，一人一份档案计一次；已结束、已转出、已合并的不计。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(c.id)::bigint as numerator, null::bigint as denominator
    from station s left join client c on c.county = s.county and c.station = s.id and ${served(scope)}
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) =>
    overClients(
      () => sql`true`,
      () => sql`null::boolean`,
    ).list(scope),
})

/** Names of categories over all packs, the country's before a county's: a code means the same everywhere. */
function everyCategory(): Record<string, string> {
  const words: Record<string, string> = {}
  const { lines: packs } = currentPacks()
  for (const lines of [packs.get('cn') ?? [], ...packs.values()])
    for (const line of lines) if (line.kind === 'clientCategory') words[line.category] ??= String(line.value)
  return words
}

/** A measure's split by category. The words are asked for when they are shown: an installation adds packs of its own. */
export const byCategory = (label: string) => ({
  label,
  get words() {
    return everyCategory()
  },
})

export const clientsByCategory = measure({
  name: 'clients.byCategory',
  label: '各类别服务对象',
  unit: '人',
  definition: '当日在册的服务对象按类别分列；一人属于几类，各计一次，因此合计可能大于在册人数。',
  adds: 'sum',
  over: 'day',
  dimension: byCategory('类别'),
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, k.category as dimension, count(distinct c.id)::bigint as numerator, null::bigint as denominator
    from station s join client c on c.county = s.county and c.station = s.id and ${served(scope)}
      join client_category k on k.county = c.county and k.client = c.id and ${on(scope, 'k')}
    where ${scope.within('s')} group by s.county, s.id, k.category`,
  list: (scope, dimension) =>
    overClients(
      () => inCategories(scope, dimension ? sql`k.category = ${dimension}` : sql`true`),
      () => sql`null::boolean`,
    ).list(scope),
})

/** GD-A3.5: 符合条件的儿童全部纳入. `with.categories` names the categories. */
export const includedShare = measure({
  name: 'clients.includedShare',
  asks: { categories: texts('服务对象类别') },
  label: '纳入关爱保障比例',
  unit: '%',
  definition: '当日在册、属于所列类别的服务对象中，该类别已登记身份确认和纳入保障日期的人数 ÷ 全部人数。',
  adds: 'ratio',
  over: 'day',
  ...overClients(
    (scope) => inCategories(scope),
    (scope) => inCategories(scope, sql`k.confirmed_on <= ${scope.to}::date and k.included_on <= ${scope.to}::date`),
  ),
})

function ruleOf(scope: Scope): FreshnessRule {
  const { months, fromAge, covers } = scope.with
  return {
    key: '',
    label: '',
    clause: '',
    months: Number(months ?? 12),
    categories: listOf(scope.with.categories),
    fromAge: fromAge === null || fromAge === undefined ? null : Number(fromAge),
    covers: listOf(covers).length > 0 ? (listOf(covers) as FreshnessRule['covers']) : ['needs'],
  }
}

/** BH-S1.2, GD-A3.17: `with` holds months, categories, fromAge and covers of the pack's freshness line. */
export const freshShare = measure({
  name: 'archives.freshShare',
  label: '档案按期更新比例',
  unit: '%',
  definition:
    '当日在册、更新时限所指的服务对象中，需求（要求的，连同心理健康）在时限内更新过的人数 ÷ 全部人数；时限从上次更新日起算，从未更新的从建档日起算。',
  adds: 'ratio',
  over: 'day',
  ...overClients(
    (scope) => sql`${dueByRule(ruleOf(scope), 'c', scope.to)} is not null`,
    (scope) => sql`${dueByRule(ruleOf(scope), 'c', scope.to)} >= ${scope.to}::date`,
  ),
})

/** KM-A2s: 服务资料台账完整规范. */
export const completeShare = measure({
  name: 'records.completeShare',
  label: '档案齐全比例',
  unit: '%',
  definition:
    '当日在册的服务对象中，档案各必备项（身份、联系方式、建档依据、类别、责任社工、需求评估；未成年人监护人；特殊困难老年人的风险评定和照料能力；特殊群体儿童的身份确认）都齐全的份数 ÷ 全部份数。文件未列必备项，此为我方读法。',
  adds: 'ratio',
  over: 'day',
  ...overClients(
    () => sql`true`,
    (scope) => completeSql('c', scope.to),
  ),
})

/** PZ-G3.2.2b: risk graded, and the review not overdue. */
export const riskReviewedShare = measure({
  name: 'clients.riskReviewedShare',
  label: '风险评定在期比例',
  unit: '%',
  definition: '当日在册、已评定风险的服务对象中，复评日期未过的人数 ÷ 全部人数。',
  adds: 'ratio',
  over: 'day',
  ...overClients(
    () => sql`exists (select from client_risk r where r.county = c.county and r.client = c.id and r.to_on is null)`,
    (scope) =>
      sql`exists (select from client_risk r where r.county = c.county and r.client = c.id and r.to_on is null and r.review_on >= ${scope.to}::date)`,
  ),
})
