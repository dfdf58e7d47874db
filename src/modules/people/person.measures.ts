import { type RawBuilder, sql } from 'kysely'
import { text } from '../../core/field.ts'
import { type Behind, type Cell, measure, type Scope } from '../../core/measures.ts'
import { certificateCodes, educations } from '../policy/index.ts'

const onDay = (scope: Scope, alias: string) =>
  sql`${sql.ref(`${alias}.from_on`)} <= ${scope.to}::date and (${sql.ref(`${alias}.to_on`)} is null or ${sql.ref(`${alias}.to_on`)} >= ${scope.to}::date)`

/** Only the posts that a rule speaks of, worked out by the policy; everyone without a word. */
const inPosts = (scope: Scope): RawBuilder<boolean> =>
  Array.isArray(scope.with.posts) ? sql<boolean>`a.post = any(${scope.with.posts}::text[])` : sql<boolean>`true`

/** 工作人员: whoever does not lead; the policy says which posts these are. */
const ofStaff = (scope: Scope): Scope => ({
  ...scope,
  with: { ...scope.with, posts: scope.with.staffPosts ?? ['clerk', 'socialWorker'] },
})

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
    from station s left join appointment a on a.county = s.county and a.station = s.id and ${onDay(scope, 'a')} and ${inPosts(scope)}
    where ${scope.within('s')} group by s.county, s.id`
}

function appointed(scope: Scope, hit: RawBuilder<unknown>, where: RawBuilder<unknown> = sql`true`): RawBuilder<Behind> {
  return sql<Behind>`
    select 'person' as entity, a.county || '-' || a.person as id, a.county || '-' || a.station as station, a.from_on as "on",
      a.person_name || '（' || a.post_name || '）' as label, 1::float8 as value, ${hit} as hit
    from appointment a join station s on s.county = a.county and s.id = a.station
    where ${scope.within('s')} and ${onDay(scope, 'a')} and ${inPosts(scope)} and ${where}
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
  asks: { post: text('岗位') },
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
    const staff = ofStaff(scope)
    return perStation(
      staff,
      sql`count(distinct a.person) filter (where ${licensedOrMajor(staff)})`,
      sql`count(distinct a.person)`,
    )
  },
  list: (scope) => {
    const staff = ofStaff(scope)
    return appointed(staff, licensedOrMajor(staff))
  },
})

function licensedOrMajor(scope: Scope): RawBuilder<boolean> {
  return sql<boolean>`(${holdsLicence(scope)} or exists (select from person p where p.county = a.county and p.id = a.person and p.social_work_major))`
}

/** CG-3.4: who serves at the station is sent by the organisation that runs it. */
export const dispatchedShare = measure({
  name: 'people.dispatchedShare',
  label: '承接机构聘用占比',
  unit: '%',
  definition: '当日任职的工作人员（站长、副站长以外）中，人员来源为承接主体派驻的人数 ÷ 工作人员数。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) =>
    perStation(
      ofStaff(scope),
      sql`count(distinct a.person) filter (where a.origin = 'dispatched')`,
      sql`count(distinct a.person)`,
    ),
  list: (scope) => appointed(ofStaff(scope), sql`a.origin = 'dispatched'`),
})

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
  return sql<boolean>`exists (select from certificate c join certificate_registration r on r.county = c.county and r.certificate = c.id
    where c.county = a.county and c.person = a.person and c.certificate = any(${licencesOf(scope)}::text[])
    and r.from_on <= ${scope.to}::date and (r.until_on is null or r.until_on >= ${scope.to}::date))`
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

/**
 * KM-4.4b, GD-4.4b, CG-3.4, BH-1.3, PZ-G2: appointments that meet one eligibility line on the day they began.
 * `with` holds the line's own fields, the posts and the origin it covers; the rule is the one of eligibility.ts, over a set. A test holds them against each other.
 */
export const eligibleShare = measure({
  name: 'people.eligibleShare',
  label: '符合任职条件占比',
  unit: '%',
  definition: '当日任职、属于该条件适用范围的任职中，在任职起始日符合年龄、学历、持证等条件的项数 ÷ 全部项数。',
  adds: 'ratio',
  over: 'day',
  cells: (scope) => sql<Cell>`
    select s.county, s.id as station, '' as dimension, count(e.id) filter (where e.hit)::bigint as numerator, count(e.id)::bigint as denominator
    from station s left join (${judged(scope)}) as e on e.county = s.county and e.station = s.id where ${scope.within('s')} group by s.county, s.id`,
  list: (scope) => sql<Behind>`
    select 'person' as entity, e.county || '-' || e.person as id, e.county || '-' || e.station as station, e.from_on as "on",
      e.person_name || '（任职时 ' || e.age || ' 周岁）' as label, null::float8 as value, e.hit
    from (${judged(scope)}) as e join station s on s.county = e.county and s.id = e.station where ${scope.within('s')} order by e.hit, e.from_on`,
})

function judged(scope: Scope): RawBuilder<unknown> {
  const { origin, ageAtMost, ageInclusive, education, licensed, orMajor, registered, fullTime } = scope.with
  const wanted = scope.with.accepted as string[] | null | undefined
  const age = sql`extract(year from age(a.from_on, p.born_on))::int`
  const holds = (
    kinds: readonly string[],
    more: RawBuilder<unknown> = sql`true`,
  ) => sql`exists (select from certificate c
    where c.county = a.county and c.person = a.person and c.certificate = any(${[...kinds]}::text[]) and c.issued_on <= a.from_on and ${more})`
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (typeof ageAtMost === 'number')
    parts.push(ageInclusive === false ? sql`${age} < ${ageAtMost}` : sql`${age} <= ${ageAtMost}`)
  if (education) {
    const order = Object.keys(educations)
    parts.push(sql`array_position(${order}::text[], p.education) >= ${order.indexOf(String(education)) + 1}`)
  }
  if (licensed) parts.push(sql`(${holds(licencesOf(scope))} ${orMajor ? sql`or p.social_work_major` : sql``})`)
  if (wanted) parts.push(holds(wanted))
  if (registered) {
    const every = Object.keys(certificateCodes)
    parts.push(
      holds(
        every,
        sql`exists (select from certificate_registration r where r.county = c.county and r.certificate = c.id
          and r.from_on <= a.from_on and (r.until_on is null or r.until_on >= a.from_on))`,
      ),
    )
  }
  if (fullTime) parts.push(sql`a.full_time`)
  return sql`
    select a.county, a.station, a.id, a.person, a.person_name, a.from_on, ${age} as age, (${sql.join(parts, sql` and `)}) as hit
    from appointment a join person p on p.county = a.county and p.id = a.person
    where ${onDay(scope, 'a')} and ${inPosts(scope)} and ${origin ? sql`a.origin = ${origin}` : sql`true`}`
}
