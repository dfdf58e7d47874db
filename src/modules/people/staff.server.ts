import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { flag, list, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { licencesOf, postsOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { heldBy } from './certificate.server.ts'
import { type EligibilityCheck, eligibilityOf, type Judged } from './eligibility.ts'
import { Appointment, Person } from './person.ts'

/** One condition of an appointment as it is answered: met or not, what was found, what is asked, and by which clause. */
export const checkShape = shape('条件', {
  key: text('键'),
  label: text('条件'),
  met: flag('符合'),
  value: text('实际'),
  required: text('要求'),
  clause: text('条款'),
})

/** Judges an appointment by the policy of its station on the day it began (KM-4.4b, GD-4.4b, CG-3.4, BH-1.3). */
export async function judge(
  tx: Tx,
  station: RowOf<typeof Station> | undefined,
  appointment: RowOf<typeof Appointment>,
  person: RowOf<typeof Person>,
  certificates: Judged['certificates'],
): Promise<EligibilityCheck[]> {
  if (!station) return []
  const policy = await policyAt(tx, station.place, appointment.fromOn)
  return eligibilityOf(policy, station.level, appointment, { ...person, certificates })
}

/** In post on a day, as SQL over a table or alias of appointments. */
export function inPostOn(alias: string, day: string) {
  const [from, to] = [sql.ref(`${alias}.from_on`), sql.ref(`${alias}.to_on`)]
  return sql<boolean>`(${from} <= ${day}::date and (${to} is null or ${to} >= ${day}::date))`
}

const member = shape('在岗人员', {
  appointment: Appointment.row,
  licensed: flag('持证'),
  eligibility: list('任职条件', checkShape),
  fileInReach: flag('档案在本人可查看的范围'),
})

/** Who is in post at a station today, each with what their post asks of them. A file kept by another station may be out of reach. */
export const listStaff = query({
  label: '在岗人员',
  grant: 'person.read',
  input: { station: ref('社工站', 'station') },
  output: list('在岗人员', member),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const appointments = await select(
      tx,
      Appointment,
      sql`where county = ${county} and station = ${uuid}::uuid and ${inPostOn('appointment', tx.today)} and ${reachSql(reach, actor, Appointment)}`,
    )
    const uuids = [...new Set(appointments.map(({ person }) => splitId(person).uuid))]
    const [people, certificates, policy] = await Promise.all([
      select(
        tx,
        Person,
        sql`where county = ${county} and id = any(${uuids}::uuid[]) and ${reachSql(reach, actor, Person)}`,
      ),
      heldBy(tx, county, uuids),
      policyAt(tx, station.place, tx.today),
    ])
    const licences = licencesOf(policy)
    const postOrder = postsOf(policy).map(({ post }) => post)
    const fileOf = new Map(people.map((person) => [person.id, person]))
    const sorted = appointments.sort(
      (a, b) => postOrder.indexOf(a.post) - postOrder.indexOf(b.post) || (a.fromOn < b.fromOn ? -1 : 1),
    )
    return Promise.all(
      sorted.map(async (appointment) => {
        const person = fileOf.get(appointment.person)
        const held = certificates.filter((one) => one.person === appointment.person)
        return {
          appointment,
          licensed: held.some(({ certificate, issuedOn }) => licences.includes(certificate) && issuedOn <= tx.today),
          eligibility: person ? await judge(tx, station, appointment, person, held) : [],
          fileInReach: person !== undefined,
        }
      }),
    )
  },
})
