import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, list, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { postsOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { Appointment, Person } from './person.ts'

/** What is written about a person's post besides who and where. */
export const appointmentInput = {
  post: Appointment.fields.post,
  origin: Appointment.fields.origin,
  fullTime: Appointment.fields.fullTime,
  closeToMinors: Appointment.fields.closeToMinors,
  fromOn: Appointment.fields.fromOn,
}

/** What the document of a station's place calls a post today; refused where it knows no such post. */
export async function namePost(tx: Tx, station: string, post: string): Promise<string> {
  const found = await find(tx, Station, station)
  const posts = postsOf(await policyAt(tx, found!.place, tx.today))
  const known = posts.find((one) => one.post === post)
  if (!known)
    throw refuseField('post', `本地政策没有这个岗位，请从这些中选择：${posts.map(({ name }) => name).join('、')}`)
  return known.name
}

/** The posts that people may be appointed to at a station, by the names its document gives them. */
export const postsAt = query({
  label: '可任岗位',
  grant: 'person.read',
  input: { station: ref('社工站', 'station') },
  output: list('岗位', shape('岗位', { post: text('代码'), name: text('名称') })),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    return postsOf(await policyAt(tx, station.place, tx.today))
  },
})

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
      {
        person: found.id,
        personName: found.name,
        postName: await namePost(tx, station.id, values.post),
        ...values,
        toOn: null,
      },
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
