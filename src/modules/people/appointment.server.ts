import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, ref, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { findReachable, insert, update } from '../../core/records.ts'
import { Station } from '../stations/index.ts'
import { Appointment, Person } from './person.ts'

/** What is written about a person's post besides who and where. */
export const appointmentInput = {
  post: Appointment.fields.post,
  origin: Appointment.fields.origin,
  fullTime: Appointment.fields.fullTime,
  fromOn: Appointment.fields.fromOn,
}

/** Puts a person in a post at a station of their county, open-ended. The same post there may not overlap. */
export const appoint = action({
  label: '任职',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), at: ref('社工站', 'station'), ...appointmentInput },
  output: Appointment,
  async run({ tx, reach, found, input: { id: _id, at, ...values } }) {
    if (splitId(at).county !== found.county)
      throw refuseField('at', '只能在本区县的社工站任职；到别的区县任职，请在那里新增人员')
    const station = await findReachable(tx, Station, reach, at)
    const { county, uuid } = splitId(found.id)
    // two appointments of one person wait for each other, so that neither misses the other's days
    await tx.rows(sql`select 1 from person where county = ${county} and id = ${uuid}::uuid for update`)
    const overlapping = await tx.first<{ fromOn: string; toOn: string | null }>(sql`
      select from_on, to_on from appointment where county = ${county} and person = ${uuid}::uuid and station = ${splitId(at).uuid}::uuid
        and post = ${values.post} and (to_on is null or to_on >= ${values.fromOn}::date) order by from_on desc limit 1`)
    if (overlapping)
      throw refuseField(
        'fromOn',
        overlapping.toOn
          ? `此人在该岗位任职到 ${overlapping.toOn}，请填写之后的日期`
          : `此人自 ${overlapping.fromOn} 起已在该岗位任职，请先结束原任职`,
      )
    return insert(
      tx,
      Appointment,
      { id: newId(found.county), station: station.id },
      { person: found.id, personName: found.name, ...values, toOn: null },
    )
  },
})

export const endAppointment = action({
  label: '结束任职',
  grant: 'person.manage',
  on: Appointment,
  input: { id: id(), version: version(), toOn: date('任职止') },
  output: Appointment,
  guard: ({ toOn }) => (toOn ? '这项任职已经结束' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于任职起始日 ${found.fromOn}`)
    return update(tx, Appointment, found, { toOn: input.toOn })
  },
})
