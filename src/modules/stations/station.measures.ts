import { type RawBuilder, sql } from 'kysely'
import { integer } from '../../core/field.ts'
import { type Behind, type Cell, countOfPlace, measure, type Scope, shareOfPlace } from '../../core/measures.ts'

const openOn = (scope: Scope) =>
  sql`s.opened_on <= ${scope.to}::date and (s.closed_on is null or s.closed_on >= ${scope.to}::date)`
const levelIs = (scope: Scope) => (scope.with.level ? sql`s.level = ${String(scope.with.level)}` : sql`true`)
const below = (scope: Scope) => sql`select id from place_within(${scope.place!}, ${scope.to}::date)`

/**
 * Units served by a station that stands elsewhere (片区). Only where the document asks for service, not for a station
 * of a level in every unit (攀民政〔2021〕31号 二（一）, 口径 parameter.townshipCoverage).
 */
const servedFromElsewhere = (scope: Scope) =>
  scope.with.level
    ? sql`false`
    : sql`exists (select from station_area a join station s on s.county = a.county and s.id = a.station where a.place = p.id
        and a.from_on <= ${scope.to}::date and (a.to_on is null or a.to_on >= ${scope.to}::date) and ${openOn(scope)})`

/** Units of a kind below the place, with whether an open station stands in them or anywhere below them. */
function covered(scope: Scope, kinds: string[], name: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select p.id, p.county, p.name, (exists (
      select from station s where s.place in (select id from place_within(p.id, ${scope.to}::date)) and ${openOn(scope)} and ${levelIs(scope)}
    ) or ${servedFromElsewhere(scope)}) as hit, ${name} as label
    from place_on(${scope.to}::date) p where p.kind = any(${kinds}::text[]) and p.id in (${below(scope)})`
}

function coverage(name: string, label: string, kinds: string[], what: string) {
  return measure({
    name,
    label,
    unit: '%',
    grain: 'place',
    definition: `当日有已启用${what}的${label.slice(0, 4)}数 ÷ 当日行政区划树中的全部${label.slice(0, 4)}数；站设在其下级的也算覆盖；文件只要求有服务的，由片区内他站服务也算。`,
    adds: 'ratio',
    over: 'day',
    cells: (scope) => shareOfPlace(scope.place!, covered(scope, kinds, sql`p.name`)),
    list: (scope) => sql<Behind>`
      select 'place' as entity, id, null::text as station, null::date as "on", label, null::float8 as value, hit
      from (${covered(scope, kinds, sql`p.name`)}) as units order by hit, id`,
  })
}

/** KM-1, GD-1, BH-0: every township has an open station. */
export const townshipCoverage = coverage('stations.townshipCoverage', '乡镇街道覆盖率', ['township'], '社工站')
/** PZ-2.1: every county has a hub. */
export const countyCoverage = coverage('stations.countyCoverage', '县（区）覆盖率', ['county'], '社工站')

/** PZ-2.1: communities (villages) marked as populous that social work reaches, from within or from the area of another station. */
export const denseVillageCoverage = measure({
  name: 'stations.denseVillageCoverage',
  label: '人口较集中社区（村）覆盖率',
  unit: '%',
  grain: 'place',
  definition:
    '当日标明为人口较集中的社区（村）中，有已启用的站（室）设在其中、或由他站片区服务的个数 ÷ 标明的社区（村）总数；没有标明的不计。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => shareOfPlace(scope.place!, denseVillages(scope)),
  list: (scope) => sql<Behind>`
    select 'place' as entity, id, null::text as station, null::date as "on", label, null::float8 as value, hit
    from (${denseVillages(scope)}) as units order by hit, id`,
})

function denseVillages(scope: Scope): RawBuilder<unknown> {
  const open: Scope = { ...scope, with: {} }
  return sql`
    select p.id, coalesce(up.name || ' · ', '') || p.name as label, (exists (
      select from station s where s.place = p.id and ${openOn(open)}) or ${servedFromElsewhere(open)}) as hit
    from dense_place d join place_on(${scope.to}::date) p on p.id = d.place left join place_on(${scope.to}::date) up on up.id = p.parent
    where d.from_on <= ${scope.to}::date and (d.to_on is null or d.to_on >= ${scope.to}::date) and d.place in (${below(scope)})`
}

/** PZ-2.1: stations of a level that are open on a day. */
export const openStations = measure({
  name: 'stations.open',
  label: '已启用站点数',
  unit: '个',
  grain: 'place',
  definition: '当日已启用、未停用的站点数；指定层级时只计该层级。',
  adds: 'sum',
  over: 'day',
  cells: (scope) =>
    countOfPlace(
      scope.place!,
      sql`select from station s where s.place in (${below(scope)}) and ${openOn(scope)} and ${levelIs(scope)}`,
    ),
  list: (scope) => sql<Behind>`
    select 'station' as entity, s.county || '-' || s.id as id, s.county || '-' || s.id as station, s.opened_on as "on", s.name as label, 1::float8 as value, null::boolean as hit
    from station s where s.place in (${below(scope)}) and ${openOn(scope)} and ${levelIs(scope)} order by s.county, s.name`,
})

/** PZ-2.1: the share of township stations that stand in merged townships (涉改). */
export const mergedShare = measure({
  name: 'stations.mergedShare',
  asks: { year: integer('年份', { min: 2000, max: 2100 }) },
  label: '涉改乡镇占比',
  unit: '%',
  grain: 'place',
  definition: '已启用的乡镇（街道）站中，设在涉改乡镇的站数 ÷ 乡镇（街道）站总数；指定年度时按该年末计。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => shareOfPlace(scope.place!, inMerged(scope)),
  list: (scope) => sql<Behind>`
    select 'station' as entity, id, id as station, opened_on as "on", name as label, null::float8 as value, hit from (${inMerged(scope)}) as stations order by hit, name`,
})

function inMerged(scope: Scope): RawBuilder<unknown> {
  const day = scope.with.year ? `${String(scope.with.year)}-12-31` : scope.to
  return sql`
    select s.county || '-' || s.id as id, s.name, s.opened_on, exists (
      select from place_above(s.place, ${day}::date) a join place_merger m on m.place = a.id where m.from_on <= ${day}::date
    ) as hit
    from station s where s.level = 'station' and s.place in (${below(scope)}) and s.opened_on <= ${day}::date and (s.closed_on is null or s.closed_on >= ${day}::date)`
}

/** KM-4.6, GD-4.6, PZ-G1.3, CG-3.6, BH-1.2: the name is the one the plaque's pattern gives. */
export const nameFits = measure({
  name: 'stations.nameFits',
  label: '站名符合标牌格式',
  unit: '%',
  definition: '站名与本地标牌名称格式（代入所在区划名称）一致的计 1，不一致的计 0。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select county, id as station, '' as dimension, (name = expected)::int::bigint as numerator, 1::bigint as denominator from (${expectedNames(scope)}) as names`,
  list: (scope) => sql<Behind>`
    select 'station' as entity, county || '-' || id as id, county || '-' || id as station, null::date as "on",
      case when name = expected then name else '现为「' || name || '」，应为「' || expected || '」' end as label, null::float8 as value, name = expected as hit
    from (${expectedNames(scope)}) as names`,
})

/** `with.pattern` with the names of the station's city, county and township put in. */
function expectedNames(scope: Scope): RawBuilder<unknown> {
  const named = (kinds: string[]) => sql`coalesce((
    select p.name from place_above(s.place, ${scope.to}::date) a join place_on(${scope.to}::date) p on p.id = a.id
    where p.kind = any(${kinds}::text[]) order by a.depth limit 1), '')`
  return sql`
    select s.county, s.id, s.name, replace(replace(replace(${String(scope.with.pattern ?? '')}::text, '{township}', ${named(['township', 'zone'])}),
      '{county}', ${named(['county'])}), '{city}', ${named(['city'])}) as expected
    from station s where ${scope.within('s')}`
}
