import { type RawBuilder, sql } from 'kysely'
import { type Fields, text } from '../../core/field.ts'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'

const onDay = (scope: Scope) =>
  sql`a.from_on <= ${scope.to}::date and (a.to_on is null or a.to_on >= ${scope.to}::date)`

/** 工作人员: whoever does not lead; the policy says which posts these are. */
const staffPosts = (scope: Scope) => (scope.with.staffPosts as string[] | undefined) ?? ['clerk', 'socialWorker']

/** A share of the people in post at each station on the last day: `of` are those asked, `hit` those who have it. */
function shareOf(
  spec: { name: string; label: string; definition: string; asks?: Fields },
  of: (scope: Scope) => RawBuilder<unknown>,
  hit: (scope: Scope) => RawBuilder<unknown>,
  over: 'day' | 'period' = 'day',
) {
  const asked = (scope: Scope) => sql`
    select a.county, a.station, a.person, a.person_name, min(a.from_on) as from_on, bool_or(${hit(scope)}) as hit
    from appointment a where ${onDay(scope)} and ${of(scope)} group by a.county, a.station, a.person, a.person_name`
  return measure({
    ...spec,
    unit: '%',
    adds: 'ratio',
    over,
    cells: (scope) => sql<Cell>`
      select s.county, s.id as station, '' as dimension, count(e.person) filter (where e.hit)::bigint as numerator, count(e.person)::bigint as denominator
      from station s left join (${asked(scope)}) as e on e.county = s.county and e.station = s.id where ${scope.within('s')} group by s.county, s.id`,
    list: (scope) => sql<Behind>`
      select 'person' as entity, e.county || '-' || e.person as id, e.county || '-' || e.station as station, e.from_on as "on",
        e.person_name as label, null::float8 as value, e.hit
      from (${asked(scope)}) as e join station s on s.county = e.county and s.id = e.station where ${scope.within('s')} order by e.hit, e.person_name`,
  })
}

/** PZ-G2: everyone who works for the station, its social-worker head included; cadres of the street do not sign. */
export const ethicsSignedShare = shareOf(
  {
    name: 'people.ethicsSignedShare',
    label: '职业道德承诺签署率',
    definition: '当日在岗人员（街道、乡镇干部除外）中，已签署职业道德承诺的人数 ÷ 人数。',
  },
  () => sql`a.origin <> 'government'`,
  (scope) =>
    sql`exists (select from ethics_statement e where e.county = a.county and e.person = a.person and e.signed_on <= ${scope.to}::date)`,
)

/** PZ-2.1c: those without a licence when the year began, and who of them entered that year's examination. */
export const examEntrantShare = shareOf(
  {
    name: 'people.examEntrantShare',
    asks: { of: text('哪些人员') },
    label: '未持证人员报考率',
    definition:
      '期末在岗人员（街道、乡镇干部除外）中，本年初尚未持证的人数里，已登记报考本年度全国社会工作者职业水平考试的人数 ÷ 未持证人数。',
  },
  (scope) =>
    sql`a.origin <> 'government' and ${
      scope.with.of === 'unlicensed'
        ? sql`not exists (select from certificate c where c.county = a.county and c.person = a.person and c.issued_on < ${scope.from}::date
          and c.certificate = any(${(scope.with.certificates as string[] | undefined) ?? ['assistant', 'intermediate', 'senior']}::text[]))`
        : sql`true`
    }`,
  (scope) =>
    sql`exists (select from exam_entry x where x.county = a.county and x.person = a.person and x.year = extract(year from ${scope.to}::date)::int)`,
  'period',
)

/** BH-4.2b: of the staff who were already in service in the last whole month, those whose month is proved. */
export const insuredShare = shareOf(
  {
    name: 'people.insuredShare',
    label: '社会保险参保率',
    definition:
      '当日在岗的驻站工作人员（街道、乡镇干部除外；本月新到岗的尚未到缴费月份，不计）中，上一个整月已登记社会保险的人数 ÷ 人数。',
  },
  (scope) => sql`a.origin <> 'government' and a.post = any(${staffPosts(scope)}::text[])
    and exists (select from appointment served where served.county = a.county and served.person = a.person
      and served.from_on < date_trunc('month', ${scope.to}::date) and (served.to_on is null or served.to_on >= date_trunc('month', ${scope.to}::date) - interval '1 month'))`,
  (
    scope,
  ) => sql`exists (select from insurance_month i where i.county = a.county and i.person = a.person and i.withdrawn_reason is null
    and i.month = to_char(${scope.to}::date - interval '1 month', 'YYYY-MM'))`,
)

const managing = (scope: Scope) =>
  sql`m.from_on <= ${scope.to}::date and (m.to_on is null or m.to_on >= ${scope.to}::date)`

/** KM-3.3: who of the street or township manages the station. */
export const streetManagers = measure({
  name: 'people.streetManagers',
  label: '街道管理人员',
  unit: '人',
  definition: '当日由街道（乡镇）指定管理该站的人数。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(m.id)::bigint as numerator, null::bigint as denominator
    from station s left join street_manager m on m.county = s.county and m.station = s.id and ${managing(scope)}
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'street_manager' as entity, m.county || '-' || m.id as id, m.county || '-' || m.station as station, m.from_on as "on",
      m.name || '（' || m.office || '）' as label, 1::float8 as value, null::boolean as hit
    from street_manager m join station s on s.county = m.county and s.id = m.station where ${scope.within('s')} and ${managing(scope)} order by m.from_on`,
})
