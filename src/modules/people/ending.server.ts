import { sql } from 'kysely'
import { type Actor, type Reach, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { choice, date, id, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { certificateKinds, Person } from './person.ts'
import { endings } from './personFile.ts'

const horizon = 90

const ending = shape('到期事项', {
  what: choice('事项', endings),
  person: id('人员'),
  personName: text('姓名'),
  station: optional(id('社工站')),
  stationName: text('社工站'),
  detail: text('内容', { max: 120 }),
  endsOn: date('到期'),
})

interface Ending {
  what: keyof typeof endings
  person: string
  personName: string
  station: string | null
  stationName: string
  detail: string
  endsOn: string
}

/** What ends within ninety days, or has ended, of people who are in post: registrations, contracts, background checks. */
export const listEndings = query({
  label: '到期提醒',
  grant: 'person.manage',
  input: { station: optional(ref('社工站', 'station')) },
  output: list('到期事项', ending),
  async run({ tx, actor, reach, input }) {
    return endingsOf(tx, actor, reach, input.station ?? null)
  },
})

async function endingsOf(tx: Tx, actor: Actor, reach: Reach, station: string | null): Promise<Ending[]> {
  const until = addDays(tx.today, horizon)
  const here = station
    ? sql`p.county = ${splitId(station).county} and p.station = ${splitId(station).uuid}::uuid and`
    : sql``
  const person = sql`p.county || '-' || p.id as person, p.name as person_name, p.county || '-' || p.station as station`
  const inPost = sql`${here} ${reachSql(reach, actor, Person, 'p')} and exists (select from appointment a where a.county = p.county and a.person = p.id
    and a.from_on <= ${tx.today}::date and (a.to_on is null or a.to_on >= ${tx.today}::date))`
  const found = await tx.rows<Omit<Ending, 'stationName'> & { stationName: string | null }>(sql`
    select e.*, s.name as station_name from (
      select 'certificate' as what, ${person}, c.certificate as detail, c.registered_until as ends_on
        from certificate c join person p on p.county = c.county and p.id = c.person
        where c.registered_until <= ${until}::date and ${inPost}
      union all
      select 'contract', ${person}, '', max(m.to_on)
        from employment m join person p on p.county = m.county and p.id = m.person
        where ${inPost} group by p.county, p.id, p.name, p.station
        having bool_and(m.to_on is not null) and max(m.to_on) <= ${until}::date
      union all
      select 'check', ${person}, '', max(b.next_on)
        from background_check b join person p on p.county = b.county and p.id = b.person
        where ${inPost} group by p.county, p.id, p.name, p.station having max(b.next_on) <= ${until}::date
    ) as e left join station s on s.county || '-' || s.id = e.station
    order by e.ends_on, e.person_name limit 200`)
  return found.map(({ detail, stationName, ...one }) => ({
    ...one,
    stationName: stationName ?? '',
    detail: one.what === 'certificate' ? certificateKinds[detail as keyof typeof certificateKinds] : endings[one.what],
  }))
}
