import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, countOfPlace, measure, type Scope } from '../../core/measures.ts'
import { certificateCodes } from '../policy/index.ts'

const openOn = (scope: Scope) =>
  sql`s.opened_on <= ${scope.to}::date and (s.closed_on is null or s.closed_on >= ${scope.to}::date)`
const holds = (scope: Scope, alias: string) =>
  sql`${sql.ref(`${alias}.from_on`)} <= ${scope.to}::date and (${sql.ref(`${alias}.to_on`)} is null or ${sql.ref(`${alias}.to_on`)} >= ${scope.to}::date)`
/** The place a range speaks of: a county of the document's area if the rule names it, else the area itself. */
const placeOf = (scope: Scope) => String(scope.with.place ?? scope.place ?? '')
const below = (scope: Scope) => sql`select id from place_within(${placeOf(scope)}, ${scope.to}::date)`

const placeCell = (scope: Scope, rows: RawBuilder<unknown>) => countOfPlace(placeOf(scope), rows)
const stationList = (rows: RawBuilder<unknown>) => sql<Behind>`
  select 'station' as entity, id, id as station, on_day as "on", label, 1::float8 as value, null::boolean as hit from (${rows}) as counted order by label`

const demonstrating = (scope: Scope) => sql`
  select s.county || '-' || s.id as id, d.from_on as on_day, s.name as label
  from demonstration d join station s on s.county = d.county and s.id = d.station
  where s.place in (${below(scope)}) and ${holds(scope, 'd')} and ${openOn(scope)}`

/** KM-6.3, GD-6.3: stations named as models. */
export const demonstrations = measure({
  name: 'network.demonstrations',
  label: '示范站数',
  unit: '个',
  grain: 'place',
  definition: '当日已选为示范站、尚未取消且仍在运行的站数。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => placeCell(scope, demonstrating(scope)),
  list: (scope) => stationList(demonstrating(scope)),
})

/** Yes or no of each station, so that a rule and the ladder can ask for it; `why` is the line of the list behind. */
function stationFact(
  spec: { name: string; label: string; definition: string },
  holdsFor: (scope: Scope) => RawBuilder<unknown>,
  why: (scope: Scope) => RawBuilder<unknown>,
) {
  return measure({
    ...spec,
    unit: '项',
    adds: 'sum',
    over: 'day',
    cells: (scope) => sql<Cell>`
      select s.county, s.id as station, '' as dimension, (${holdsFor(scope)})::int::bigint as numerator, null::bigint as denominator
      from station s where ${scope.within('s')}`,
    list: (scope) => sql<Behind>`
      select 'station' as entity, s.county || '-' || s.id as id, s.county || '-' || s.id as station, null::date as "on",
        coalesce(${why(scope)}, s.name) as label, null::float8 as value, (${holdsFor(scope)}) as hit
      from station s where ${scope.within('s')} order by hit, label`,
  })
}

const licences = (scope: Scope): string[] =>
  (scope.with.certificates as string[] | undefined) ?? Object.keys(certificateCodes)
const inPost = (scope: Scope, more: RawBuilder<unknown> = sql`true`) => sql`
  from appointment a where a.county = s.county and a.station = s.id and ${holds(scope, 'a')} and ${more}`
const licensed = (
  scope: Scope,
) => sql`exists (select from certificate c where c.county = a.county and c.person = a.person
  and c.certificate = any(${licences(scope)}::text[]) and c.issued_on <= ${scope.to}::date)`

/** PZ-2.1b 有工作人员. */
export const hasStaff = stationFact(
  { name: 'stations.hasStaff', label: '有工作人员', definition: '当日至少一人在该站任职的计 1。' },
  (scope) => sql`exists (select ${inPost(scope)})`,
  (scope) => sql`(select string_agg(distinct a.person_name, '、') ${inPost(scope)})`,
)

/** PZ-2.1b 有专职持证社会工作者. */
export const hasFullTimeLicensed = stationFact(
  {
    name: 'stations.hasFullTimeLicensed',
    label: '有专职持证社会工作者',
    definition: '当日至少一名专职任职的人员已取得计为持证的职业资格证书的计 1。',
  },
  (scope) => sql`exists (select ${inPost(scope, sql`a.full_time and ${licensed(scope)}`)})`,
  (scope) =>
    sql`(select string_agg(distinct a.person_name, '、') ${inPost(scope, sql`a.full_time and ${licensed(scope)}`)})`,
)

const run = (scope: Scope, more: RawBuilder<unknown> = sql`true`) => sql`
  from station_mode m join organisation o on o.id = m.operator where m.county = s.county and m.station = s.id and ${holds(scope, 'm')} and ${more}`

/** PZ-2.1b 有社会工作服务机构. */
export const hasOperator = stationFact(
  {
    name: 'stations.hasOperator',
    label: '有社会工作服务机构',
    definition: '当日由机构承接运营、且其业务范围含社会工作的计 1；政府自办的计 0。',
  },
  (scope) => sql`exists (select ${run(scope, sql`o.covers_social_work`)})`,
  (scope) => sql`(select string_agg(o.name, '、') ${run(scope)})`,
)

/** PZ-2.1b 能开展专业社会工作服务. */
export const hasProfessionalService = stationFact(
  {
    name: 'stations.hasProfessionalService',
    label: '能开展专业社会工作服务',
    definition: '截至当日的一年内，至少有一条有效的个案、小组或社区活动服务记录的计 1。',
  },
  (scope) => sql`exists (select from fact f where f.county = s.county and f.station = s.id and f.kind = 'service.given'
    and f.variant in ('case', 'group', 'activity') and f.on_day between (${scope.to}::date - interval '1 year')::date and ${scope.to}::date
    group by f.source having sum(f.sign) > 0)`,
  () => sql`null`,
)

const projects = (name: string, label: string, definition: string, counts: RawBuilder<unknown>) =>
  measure({
    name,
    label,
    unit: '个',
    definition,
    adds: 'sum',
    over: 'period',
    cells: (scope) => sql<Cell>`
      select s.county, s.id as station, '' as dimension, count(p.id)::bigint as numerator, null::bigint as denominator
      from station s left join station_project p on p.county = s.county and p.station = s.id and p.year = ${yearOf(scope)} and not p.dropped and ${counts}
      where ${scope.within('s')} group by s.county, s.id`,
    list: (scope) => sql<Behind>`
      select 'station' as entity, s.county || '-' || s.id as id, s.county || '-' || s.id as station, null::date as "on", p.name as label, 1::float8 as value, null::boolean as hit
      from station_project p join station s on s.county = p.county and s.id = p.station
      where ${scope.within('s')} and p.year = ${yearOf(scope)} and not p.dropped and ${counts} order by p.name`,
  })

/** The year that is asked for: the one in which the period ends. */
const yearOf = (scope: Scope) => Number(scope.to.slice(0, 4))

/** KM-A2 2+N, BH-3.5. */
export const brandProjects = projects(
  'network.brandProjects',
  '品牌项目数',
  '该站当年登记、未取消的品牌项目数。',
  sql`p.kind = 'brand'`,
)
/** KM-A2 2+N. */
export const localProjects = projects(
  'network.localProjects',
  '有本地特色的品牌项目数',
  '该站当年登记、未取消的品牌项目中标明有本地特色的项目数。',
  sql`p.kind = 'brand' and p.local_character`,
)

const branch = (scope: Scope) => sql`
  select p.county, p.station, p.founded_on, p.partner from party_branch p
  where p.qualifies and ${holds(scope, 'p')}`

/** PZ-G3.1.1: of stations that qualify, whether the branch was founded; others are not looked at. */
export const partyBranches = measure({
  name: 'stations.partyBranch',
  label: '符合条件的站成立党支部',
  unit: '%',
  definition: '当日登记为符合成立条件的站中，已成立党支部的站数 ÷ 符合条件的站数；没有登记为符合条件的站不核查。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(*) filter (where b.founded_on <= ${scope.to}::date)::bigint as numerator, count(*)::bigint as denominator
    from (${branch(scope)}) as b join station s on s.county = b.county and s.id = b.station where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'station' as entity, s.county || '-' || s.id as id, s.county || '-' || s.id as station, b.founded_on as "on",
      s.name || coalesce('（与' || b.partner || '共建）', '') as label, null::float8 as value, coalesce(b.founded_on <= ${scope.to}::date, false) as hit
    from (${branch(scope)}) as b join station s on s.county = b.county and s.id = b.station where ${scope.within('s')} order by hit, label`,
})
