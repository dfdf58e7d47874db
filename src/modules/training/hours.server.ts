import { type RawBuilder, sql } from 'kysely'
import { reachesRecord, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { decimal, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Person } from '../people/index.ts'
import { packCodesOf, policyAt, policyByCode } from '../policy/index.server.ts'
import { postsMeant } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { Attendance } from './course.ts'
import { hoursRequired } from './kinds.ts'

const byKind = shape('分类学时', { kindName: text('类别', { max: 120 }), hours: decimal('学时', { unit: '学时' }) })
const line = shape('学时', {
  person: id('人员'),
  personName: text('姓名'),
  stationName: text('社工站'),
  kinds: list('分类学时', byKind),
  hours: decimal('合计', { unit: '学时' }),
  continuing: decimal('继续教育', { unit: '学时' }),
  required: optional(decimal('要求', { unit: '学时' })),
  reached: flag('达到'),
})

interface Counted {
  person: string
  kindName: string
  continuing: boolean
  hours: number
}

function attended(tx: Tx, people: RawBuilder<unknown>, year: number): Promise<Counted[]> {
  return tx.rows<Counted>(sql`
    select a.county || '-' || a.person as person, a.kind_name, a.continuing, sum(a.hours)::float8 as hours from attendance a
    where ${people} and a.state = 'present' and a.on_day between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
    group by 1, 2, 3 order by 2`)
}

/** Hours of everybody who works at the stations in reach, by kind, in a year, against what their document asks (BH-3.2). */
export const hoursBoard = query({
  label: '学时情况',
  grant: 'training.read',
  input: { station: optional(ref('社工站', 'station')), year: optional(integer('年度', { min: 2015, max: 2100 })) },
  output: shape('学时情况', { year: integer('年度'), people: list('人员', line) }),
  async run({ tx, actor, reach, input }) {
    const year = input.year ?? Number(tx.today.slice(0, 4))
    const at = input.station
      ? sql`and a.county = ${splitId(input.station).county} and a.station = ${splitId(input.station).uuid}::uuid`
      : sql``
    const working = await tx.rows<{
      person: string
      personName: string
      post: string
      stationName: string
      place: string
    }>(sql`
      select distinct a.county || '-' || a.person as person, a.person_name, a.post, s.name as station_name, s.place
      from appointment a join station s on s.county = a.county and s.id = a.station
      where a.from_on <= ${tx.today}::date and (a.to_on is null or a.to_on >= ${tx.today}::date) and ${reachSql(reach, actor, Person, 'a')} ${at}
      order by s.name, a.person_name limit 2000`)
    const codes = await packCodesOf(
      tx,
      working.map(({ place }) => place),
      tx.today,
    )
    const policyOf = (place: string) => policyByCode(codes.get(place) ?? 'cn', tx.today)
    const staff = working.filter(({ post, place }) => postsMeant(policyOf(place), 'staff').includes(post))
    const ids = staff.map(({ person }) => splitId(person))
    const hours = await attended(
      tx,
      sql`a.county = any(${[...new Set(ids.map(({ county }) => county))]}::text[]) and a.person = any(${ids.map(({ uuid }) => uuid)}::uuid[])`,
      year,
    )
    const people = staff.map(({ person, personName, stationName, place }) => {
      const mine = hours.filter((one) => one.person === person)
      const required = hoursRequired(policyOf(place))
      const continuing = mine.filter((one) => one.continuing).reduce((sum, one) => sum + one.hours, 0)
      return {
        person,
        personName,
        stationName,
        kinds: summed(mine),
        hours: mine.reduce((sum, one) => sum + one.hours, 0),
        continuing,
        required,
        reached: required === null || continuing >= required,
      }
    })
    return { year, people }
  },
})

function summed(of: readonly Counted[]): { kindName: string; hours: number }[] {
  const sums = new Map<string, number>()
  for (const { kindName, hours } of of) sums.set(kindName, (sums.get(kindName) ?? 0) + hours)
  return [...sums].map(([kindName, hours]) => ({ kindName, hours }))
}

/** A person's training: every course with its hours, and this year's against the rule. */
export const trainingOf = query({
  label: '参训情况',
  grant: 'training.read',
  input: { person: id() },
  output: shape('参训情况', {
    attended: list('参训', Attendance.row),
    year: integer('年度'),
    continuing: decimal('本年继续教育', { unit: '学时' }),
    required: optional(decimal('要求', { unit: '学时' })),
  }),
  async run({ tx, actor, input }) {
    const reach = reachOf(actor, 'training.read')
    const person = await find(tx, Person, input.person)
    if (!person || !reachesRecord(reach, actor, Person, person))
      throw new Failure('notFound', '找不到该人员，或您无权查看')
    const { county, uuid } = splitId(person.id)
    const year = Number(tx.today.slice(0, 4))
    const station = person.station ? await find(tx, Station, person.station) : undefined
    const [courses, counted] = await Promise.all([
      select(
        tx,
        Attendance,
        sql`where county = ${county} and person = ${uuid}::uuid and state <> 'withdrawn' order by on_day desc limit 300`,
      ),
      attended(tx, sql`a.county = ${county} and a.person = ${uuid}::uuid`, year),
    ])
    return {
      attended: courses,
      year,
      continuing: counted.filter((one) => one.continuing).reduce((sum, one) => sum + one.hours, 0),
      required: station ? hoursRequired(await policyAt(tx, station.place, tx.today)) : null,
    }
  },
})
