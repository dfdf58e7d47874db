import { type RawBuilder, sql } from 'kysely'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { posts } from '../policy/index.ts'

const onDay = (scope: Scope, alias: string) =>
  sql`${sql.ref(`${alias}.from_on`)} <= ${scope.to}::date and (${sql.ref(`${alias}.to_on`)} is null or ${sql.ref(`${alias}.to_on`)} >= ${scope.to}::date)`

/** Posts a rule speaks of: 工作人员 are clerks and social workers, the team is everyone. */
const postsOf = (scope: Scope): string[] => {
  const wanted = String(scope.with.post ?? 'team')
  if (wanted === 'staff') return ['clerk', 'socialWorker']
  return wanted === 'team' ? Object.keys(posts) : [wanted]
}

/** Certificates that count as licensed; the pack says which, the three national ones without a word. */
const licencesOf = (scope: Scope): string[] =>
  (scope.with.certificates as string[] | undefined) ?? ['assistant', 'intermediate', 'senior']

const holdsLicence = (scope: Scope): RawBuilder<boolean> => sql<boolean>`exists (select from certificate c
  where c.county = a.county and c.person = a.person and c.certificate = any(${licencesOf(scope)}::text[]) and c.issued_on <= ${scope.to}::date)`

/** One row a station, also where nobody is: a rule must see the zero. */
function perStation(
  scope: Scope,
  numerator: RawBuilder<unknown>,
  denominator: RawBuilder<unknown> = sql`null`,
): RawBuilder<Cell> {
  return sql<Cell>`
    select s.county, s.id as station, '' as dimension, ${numerator}::bigint as numerator, ${denominator}::bigint as denominator
    from station s left join appointment a on a.county = s.county and a.station = s.id and ${onDay(scope, 'a')} and a.post = any(${postsOf(scope)}::text[])
    where ${scope.within('s')} group by s.county, s.id`
}

function appointed(scope: Scope, hit: RawBuilder<unknown>, where: RawBuilder<unknown> = sql`true`): RawBuilder<Behind> {
  return sql<Behind>`
    select 'person' as entity, a.county || '-' || a.person as id, a.county || '-' || a.station as station, a.from_on as "on",
      a.person_name || '（' || a.post || '）' as label, 1::float8 as value, ${hit} as hit
    from appointment a join station s on s.county = a.county and s.id = a.station
    where ${scope.within('s')} and ${onDay(scope, 'a')} and a.post = any(${postsOf(scope)}::text[]) and ${where}
    order by a.post, a.from_on`
}

export const postCount = measure({
  name: 'people.postCount',
  label: '在岗人数',
  unit: '人',
  definition: '当日在该站任职的人数，同一人在同一站只计一次；按岗位统计时只计该岗位。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => perStation(scope, sql`count(distinct a.person)`),
  list: (scope) => appointed(scope, sql`null::boolean`),
})

export const licensedCount = measure({
  name: 'people.licensedCount',
  label: '持证人数',
  unit: '人',
  definition: '当日在该站任职（站长、副站长、事务性岗位、专业岗位）且已取得计为持证的职业资格证书的人数。',
  adds: 'sum',
  over: 'day',
  cells: (scope) => perStation(scope, sql`count(distinct a.person) filter (where ${holdsLicence(scope)})`),
  list: (scope) => appointed(scope, sql`true`, holdsLicence(scope)),
})

export const licensedOrMajorShare = measure({
  name: 'people.licensedOrMajorShare',
  label: '持证或社会工作专业毕业占比',
  unit: '%',
  definition: '当日任职的工作人员中，持证或社会工作专业毕业的人数 ÷ 工作人员数。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => {
    const staff: Scope = { ...scope, with: { ...scope.with, post: 'staff' } }
    return perStation(
      staff,
      sql`count(distinct a.person) filter (where ${licensedOrMajor(staff)})`,
      sql`count(distinct a.person)`,
    )
  },
  list: (scope) => {
    const staff: Scope = { ...scope, with: { ...scope.with, post: 'staff' } }
    return appointed(staff, licensedOrMajor(staff))
  },
})

function licensedOrMajor(scope: Scope): RawBuilder<boolean> {
  return sql<boolean>`(${holdsLicence(scope)} or exists (select from person p where p.county = a.county and p.id = a.person and p.social_work_major))`
}

export const registeredShare = measure({
  name: 'people.registeredShare',
  label: '证书登记有效占比',
  unit: '%',
  definition: '当日任职的持证人员中，证书登记在有效期内的人数 ÷ 持证人数。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) =>
    perStation(
      scope,
      sql`count(distinct a.person) filter (where ${registered(scope)})`,
      sql`count(distinct a.person) filter (where ${holdsLicence(scope)})`,
    ),
  list: (scope) => appointed(scope, registered(scope), holdsLicence(scope)),
})

function registered(scope: Scope): RawBuilder<boolean> {
  return sql<boolean>`exists (select from certificate c where c.county = a.county and c.person = a.person
    and c.certificate = any(${licencesOf(scope)}::text[]) and c.registered_on <= ${scope.to}::date
    and (c.registered_until is null or c.registered_until >= ${scope.to}::date))`
}

export const newlyLicensed = measure({
  name: 'people.newlyLicensed',
  label: '新增持证人数',
  unit: '人',
  definition: '期内取得计为持证的职业资格证书、且取得时在该站任职的人数；同一人只计一次。',
  adds: 'sum',
  over: 'period',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(distinct g.person)::bigint as numerator, null::bigint as denominator
    from station s left join (${gained(scope)}) as g on g.county = s.county and g.station = s.id
    where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'person' as entity, g.county || '-' || g.person as id, g.county || '-' || g.station as station, g.issued_on as "on",
      g.person_name || '：' || g.certificate as label, 1::float8 as value, null::boolean as hit
    from (${gained(scope)}) as g join station s on s.county = g.county and s.id = g.station where ${scope.within('s')} order by g.issued_on`,
})

function gained(scope: Scope): RawBuilder<unknown> {
  return sql`select a.county, a.station, a.person, a.person_name, c.issued_on, c.certificate
    from certificate c join appointment a on a.county = c.county and a.person = c.person and a.from_on <= c.issued_on and (a.to_on is null or a.to_on >= c.issued_on)
    where c.certificate = any(${licencesOf(scope)}::text[]) and c.issued_on between ${scope.from}::date and ${scope.to}::date`
}
