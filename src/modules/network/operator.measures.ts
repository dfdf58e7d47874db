import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'

const runOn = (scope: Scope) =>
  sql`m.from_on <= ${scope.to}::date and (m.to_on is null or m.to_on >= ${scope.to}::date)`

const run = (scope: Scope, holds: RawBuilder<unknown>, only: RawBuilder<unknown> = sql`true`) => sql`
  select s.county, s.id as station, o.name, m.from_on, (${holds}) as hit
  from station s join station_mode m on m.county = s.county and m.station = s.id and ${runOn(scope)} join organisation o on o.id = m.operator
  where ${scope.within('s')} and ${only}`

/** Whether the organisation that runs a station on the day meets one condition; asked of purchased stations only. */
function operatorFact(
  spec: { name: string; label: string; definition: string },
  holds: (scope: Scope) => RawBuilder<unknown>,
) {
  const rows = (scope: Scope) => run(scope, holds(scope))
  return measure({
    ...spec,
    unit: '项',
    adds: 'sum',
    over: 'day',
    cells: (scope) => sql<Cell>`
      select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, null::bigint as denominator
      from (${rows(scope)}) as run group by county, station`,
    list: (scope) => sql<Behind>`
      select 'station' as entity, county || '-' || station as id, county || '-' || station as station, from_on as "on", name as label, null::float8 as value, hit
      from (${rows(scope)}) as run order by hit, name`,
  })
}

/** KM-4.1b, GD-4.1b. */
export const operatorsRegistered = operatorFact(
  {
    name: 'operators.registered',
    label: '承接主体已依法登记',
    definition: '由机构承接的站，承接主体已登记登记机关和登记日期、且登记日期不晚于当日的计 1，否则计 0。',
  },
  (scope) => sql`o.registered_with is not null and coalesce(o.registered_on <= ${scope.to}::date, false)`,
)

/** KM-4.1b, GD-4.1b. */
export const operatorScopes = operatorFact(
  {
    name: 'operators.scopeFits',
    label: '承接主体业务范围含社会工作',
    definition: '由机构承接的站，承接主体业务范围含社会工作的计 1，否则计 0。',
  },
  () => sql`o.covers_social_work`,
)

/** KM-A2q, GD-A2q: the newest inspection known on the day was passed, and is not older than two years. */
export const operatorInspections = operatorFact(
  {
    name: 'operators.inspectionPassed',
    label: '承接主体年检合格',
    definition:
      '由机构承接的站，承接主体截至当日最近一次年检结论为合格、且是近两个年度之内的计 1，否则计 0；基本合格和不合格都不计，没有登记年检的不计入合格。',
  },
  (
    scope,
  ) => sql`coalesce((select i.conclusion = 'passed' and i.year >= ${Number(scope.to.slice(0, 4)) - 2} from annual_inspection i
    where i.organisation = o.id and i.on_day <= ${scope.to}::date order by i.year desc, i.on_day desc limit 1), false)`,
)

/** BH-4.1: people behind the operator were reviewed before it took over. */
export const operatorsVetted = operatorFact(
  {
    name: 'operators.vetted',
    label: '承接机构人员审查通过',
    definition: '由机构承接的站，承接主体的负责人、发起人、管理人员截至当日最近一次审查结论为通过的计 1，否则计 0。',
  },
  (scope) => sql`coalesce((select v.passed from operator_vetting v
    where v.organisation = o.id and v.on_day <= ${scope.to}::date order by v.on_day desc, v.id desc limit 1), false)`,
)

const handedOver = (scope: Scope) =>
  run(
    scope,
    sql`exists (select from handover_plan h where h.county = s.county and h.station = s.id and h.operator = o.id and h.agreed_on <= ${scope.to}::date)`,
    sql`not o.local`,
  )

/** KM-4.1b, GD-4.1b: an operator from elsewhere has agreed when a local one takes over; local ones are not looked at. */
export const handoversPlanned = measure({
  name: 'operators.handoverPlanned',
  label: '外来机构有移交计划',
  unit: '%',
  definition: '由外来机构承接的站中，截至当日已商定移交计划的站数 ÷ 由外来机构承接的站数；本地机构承接的站不核查。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select county, station, '' as dimension, count(*) filter (where hit)::bigint as numerator, count(*)::bigint as denominator
    from (${handedOver(scope)}) as run group by county, station`,
  list: (scope) => sql<Behind>`
    select 'station' as entity, county || '-' || station as id, county || '-' || station as station, from_on as "on", name as label, null::float8 as value, hit
    from (${handedOver(scope)}) as run order by hit, name`,
})
