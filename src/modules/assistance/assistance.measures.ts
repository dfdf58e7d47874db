import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, factMeasure, measure, type Scope } from '../../core/measures.ts'
import { aidGroups } from './aid.ts'
import { applicationMade, assistanceGranted, assistanceRefused } from './application.ts'
import { applicationFlow } from './applicationFlow.ts'
import { inMonthSql } from './roster.server.ts'
import { certificationWays, lifeCertified } from './roster.ts'

const groups = { label: '救助类别', words: aidGroups }

export const applications = factMeasure({
  name: 'assistance.applications',
  label: '救助申请',
  unit: '件',
  definition: '期内登记的救助申请件数，按申请日期计，按类别分列；后来撤回的也计入。',
  fact: applicationMade,
  count: 'records',
  split: 'variant',
  dimension: groups,
})

export const granted = factMeasure({
  name: 'assistance.granted',
  label: '批准的救助申请',
  unit: '件',
  definition: '期内登记批准的救助申请件数，按批准日期计，按类别分列。',
  fact: assistanceGranted,
  count: 'records',
  split: 'variant',
  dimension: groups,
})

export const refused = factMeasure({
  name: 'assistance.refused',
  label: '不予批准的救助申请',
  unit: '件',
  definition: '期内登记不予批准的救助申请件数，按决定日期计，按类别分列。',
  fact: assistanceRefused,
  count: 'records',
  split: 'variant',
  dimension: groups,
})

export const certifications = factMeasure({
  name: 'assistance.certifications',
  label: '生存认证',
  unit: '人次',
  definition: '期内登记的生存认证人次，按方式分列；没有联系上的和已冲销的不计。',
  fact: lifeCertified,
  count: 'records',
  split: 'variant',
  dimension: { label: '认证方式', words: certificationWays },
})

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value ? [String(value)] : [])
const ofKinds = (scope: Scope, column: string): RawBuilder<unknown> => {
  const kinds = listOf(scope.with.kinds)
  return kinds.length > 0 ? sql`and ${sql.ref(column)} = any(${kinds}::text[])` : sql``
}

const here = (scope: Scope) =>
  sql`${scope.within('e')} and ${inMonthSql('e', sql`date_trunc('month', ${scope.to}::date)::date`)}`

/** GD-A3.25: who receives what, as of a month. */
export const onRoster = measure({
  name: 'assistance.onRoster',
  label: '在册人（户）数',
  unit: '条',
  definition: '到期末所在月份仍在册的名册条数，按类别分列；一人享受两种的计两条。',
  adds: 'sum',
  over: 'day',
  dimension: groups,
  cells: (scope) => sql<Cell>`
    select e.county, e.station, e.aid_group as dimension, count(*)::bigint as numerator, null::bigint as denominator
    from roster_entry e where ${here(scope)} ${ofKinds(scope, 'e.kind')} group by e.county, e.station, e.aid_group`,
  list: (scope, dimension) => sql<Behind>`
    select 'client' as entity, e.county || '-' || e.client as id, e.county || '-' || e.station as station, e.from_on as "on",
      e.client_name || '，' || e.kind_label as label, e.members::float8 as value, null::boolean as hit
    from roster_entry e where ${here(scope)} ${ofKinds(scope, 'e.kind')} ${dimension === '' ? sql`` : sql`and e.aid_group = ${dimension}`}
    order by e.kind, e.client_name, e.id`,
})

const steps = (scope: Scope) => sql`
  select t.county, t.station, a.id as application, a.client_name, a.kind_label, t.move, t.on_day, t.due_on, t.on_day <= t.due_on as hit
  from application_step t join assistance_application a on a.county = t.county and a.id = t.application
  where ${scope.within('t')} and t.due_on is not null and t.move <> 'withdraw' and t.on_day between ${scope.from}::date and ${scope.to}::date ${fromState(scope)} ${ofKinds(scope, 'a.kind')}
  union all
  select a.county, a.station, a.id, a.client_name, a.kind_label, 'waiting', null, a.due_on, false
  from assistance_application a
  where ${scope.within('a')} and a.due_on is not null and a.due_on < ${scope.to}::date and a.due_on >= ${scope.from}::date
    and a.state not in ('granted', 'refused', 'withdrawn') ${standsIn(scope)} ${ofKinds(scope, 'a.kind')}`

const fromState = (scope: Scope) => (scope.with.state ? sql`and t.from_state = ${String(scope.with.state)}` : sql``)
const standsIn = (scope: Scope) => (scope.with.state ? sql`and a.state = ${String(scope.with.state)}` : sql``)

const moveWords = sql.join(
  Object.entries(applicationFlow.moves).map(([move, { label }]) => sql`when ${move}::text then ${label}::text`),
  sql` `,
)

/** Steps taken within the policy's clocks; what is still waiting past its day counts as not. */
export const stepsOnTime = measure({
  name: 'assistance.onTimeShare',
  label: '救助申请按时办理率',
  unit: '%',
  definition:
    '期内办理的、有时限的步骤中按期办理的 ÷ 全部；期限在期内、到期末还没有办的也计入分母。可只看一种救助或一个环节。工作日只扣除周末。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${steps(scope)}) as taken group by county, station`,
  list: (scope) => sql<Behind>`
    select 'assistance_application' as entity, county || '-' || application as id, county || '-' || station as station, coalesce(on_day, due_on) as "on",
      client_name || '，' || kind_label || '，' || (case move ${moveWords} else '等待办理' end) || '，期限 ' || due_on as label, null::float8 as value, hit
    from (${steps(scope)}) as taken order by hit, due_on, id`,
})

const recipients = (scope: Scope) => sql`
  select e.county, e.station, e.client, e.client_name, e.kind_label, exists (
    select from life_certification l where l.county = e.county and l.client = e.client and l.kind = e.kind and l.state = 'valid'
      and l.outcome <> 'unreached' and l.on_day between ${scope.from}::date and ${scope.to}::date) as hit
  from roster_entry e where ${scope.within('e')} and e.from_on <= ${scope.to}::date and (e.to_on is null or e.to_on >= ${scope.to}::date) ${ofKinds(scope, 'e.kind')}`

/** GD-A3.23: recipients of an allowance who were asked after within the period. */
export const certifiedShare = measure({
  name: 'assistance.certifiedShare',
  label: '生存认证完成率',
  unit: '%',
  definition: '到期末在册的人中，期内完成生存认证（健在或查明去世）的人数 ÷ 在册人数；没有联系上的不算完成。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${recipients(scope)}) as recipients group by county, station`,
  list: (scope) => sql<Behind>`
    select 'client' as entity, county || '-' || client as id, county || '-' || station as station, null::date as "on",
      client_name || '，' || kind_label as label, null::float8 as value, hit
    from (${recipients(scope)}) as recipients order by hit, client_name, client`,
})

const dueRosters = (scope: Scope) => sql`
  select e.county, e.station, to_char(${scope.to}::date, 'YYYY-MM') as month, bool_or(r.id is not null) as hit, count(distinct e.id) as entries, max(r.sent_on) as sent_on
  from roster_entry e left join roster_report r on r.county = e.county and r.station = e.station and r.aid_group = e.aid_group
      and r.month = to_char(${scope.to}::date, 'YYYY-MM')
  where ${scope.within('e')} and e.aid_group = ${String(scope.with.aidGroup ?? 'disability')}
    and ${inMonthSql('e', sql`date_trunc('month', ${scope.to}::date)::date`)} group by e.county, e.station`

/** GD-A3.25: the month's roster went up from every station that has people on it. */
export const rosterSentShare = measure({
  name: 'assistance.rosterSentShare',
  label: '名册月报报送率',
  unit: '%',
  definition: '期末所在月份有人在册的站中，已登记报送当月名册的站数 ÷ 这些站数。',
  adds: 'ratio',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, hit::int::bigint as numerator, 1::bigint as denominator from (${dueRosters(scope)}) as due`,
  list: (scope) => sql<Behind>`
    select 'station' as entity, county || '-' || station as id, county || '-' || station as station, sent_on as "on",
      month || ' 名册，' || entries || ' 条在册' as label, entries::float8 as value, hit from (${dueRosters(scope)}) as due order by hit, station`,
})
