import { sql } from 'kysely'
import { reachesRecord, reachOf } from '../../core/access.ts'
import { action, entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, findReachable, insert, page, select, unseal, update } from '../../core/records.ts'
import { tokenRange } from '../../core/search.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { type Policy, posts } from '../policy/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { eligibilityOf } from './eligibility.ts'
import { bornOnOf, sexOf } from './identity.ts'
import { Appointment, Certificate, Person } from './person.ts'

type PersonValues = Pick<RowOf<typeof Person>, 'bornOn' | 'sex'> & {
  idNumber?: string | null
  noIdReason?: string | null
}

/** The identity number decides birthday and sex; without one there must be a reason. */
function refuseContradiction(values: PersonValues, alreadyHasNumber = false): void {
  const { idNumber } = values
  if (!idNumber) {
    if (!values.noIdReason && !alreadyHasNumber)
      throw refuseField('idNumber', '请填写身份证号；确实没有的，请写明「无身份证号的原因」')
    return
  }
  if (bornOnOf(idNumber) !== values.bornOn)
    throw refuseField('bornOn', `与身份证号不一致：身份证号中的出生日期是 ${bornOnOf(idNumber)}，请核对`)
  if (sexOf(idNumber) !== values.sex) throw refuseField('sex', '与身份证号不一致，请核对')
}

async function refuseKnownNumber(
  tx: Tx,
  county: string,
  idNumber: string | null | undefined,
  except?: string,
): Promise<void> {
  if (!idNumber) return
  const known = await tx.first<{ id: string; name: string }>(
    sql`select county || '-' || id as id, name from person where county = ${county} and id_number_index = ${tx.sealer.index('person.idNumber', idNumber)}`,
  )
  if (known && known.id !== except)
    throw refuseField('idNumber', `这个身份证号已登记在「${known.name}」名下，请在人员列表中查找`)
}

const appointmentInput = {
  post: Appointment.fields.post,
  origin: Appointment.fields.origin,
  fullTime: Appointment.fields.fullTime,
  fromOn: Appointment.fields.fromOn,
}

/** Adds a person with their first appointment at a station. */
export const addPerson = action({
  label: '新增人员',
  grant: 'person.manage',
  input: { station: ref('社工站', 'station'), ...Person.fields, ...appointmentInput },
  output: Person,
  async run({ tx, input: { station, post, origin, fullTime, fromOn, ...values } }) {
    refuseContradiction(values)
    const { county } = splitId(station)
    await refuseKnownNumber(tx, county, values.idNumber)
    const person = await insert(tx, Person, { id: newId(county), station }, values)
    await insert(
      tx,
      Appointment,
      { id: newId(county), station },
      { person: person.id, personName: person.name, post, origin, fullTime, fromOn, toOn: null },
    )
    return person
  },
})

/** Changes a person's file. The identity number is left as it is when not given: it is never sent back to be edited. */
export const editPerson = action({
  label: '修改人员',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), version: version(), ...Person.fields },
  output: Person,
  async run({ tx, found, input: { id: _id, version: _version, idNumber, phone, ...values } }) {
    refuseContradiction({ ...values, idNumber: idNumber ?? null }, found.idNumber !== null)
    await refuseKnownNumber(tx, found.county, idNumber, found.id)
    return update(tx, Person, found, { ...values, ...(idNumber && { idNumber }), ...(phone && { phone }) })
  },
})

export const appoint = action({
  label: '任职',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), at: ref('社工站', 'station'), ...appointmentInput },
  output: Appointment,
  async run({ tx, reach, found, input: { id: _id, at, ...values } }) {
    const station = await findReachable(tx, Station, reach, at)
    const overlapping = await tx.first<{ fromOn: string }>(sql`
      select from_on from appointment where county = ${found.county} and person = ${splitId(found.id).uuid}::uuid and station = ${splitId(at).uuid}::uuid
        and post = ${values.post} and (to_on is null or to_on >= ${values.fromOn}::date)`)
    if (overlapping) throw refuseField('fromOn', `此人自 ${overlapping.fromOn} 起已在该岗位任职，请先结束原任职`)
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

const { person: _person, ...certificateFields } = Certificate.fields

export const addCertificate = action({
  label: '登记证书',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...certificateFields },
  output: Certificate,
  async run({ tx, found, input: { id: _id, ...values } }) {
    if (values.registeredUntil && !values.registeredOn)
      throw refuseField('registeredOn', '填写了有效期，请同时填写登记日期')
    return insert(tx, Certificate, { id: newId(found.county), station: found.station }, { person: found.id, ...values })
  },
})

export const editCertificate = action({
  label: '修改证书',
  grant: 'person.manage',
  on: Certificate,
  input: { id: id(), version: version(), ...certificateFields },
  output: Certificate,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    return update(tx, Certificate, found, values)
  },
})

const listedPerson = shape('人员', {
  person: Person.row,
  stationName: text('社工站'),
  post: optional(choice('岗位', posts)),
  licensed: flag('持证'),
})

export const listPeople = query({
  label: '人员列表',
  grant: 'person.read',
  input: {
    search: optional(text('姓名、拼音首字母或身份证号', { max: 40 })),
    station: optional(ref('社工站', 'station')),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('人员列表', {
    rows: list('人员', listedPerson),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input }) {
    const where = [
      ...(input.search ? [matches(tx, input.search)] : []),
      ...(input.station
        ? [
            sql<boolean>`person.county = ${splitId(input.station).county} and person.station = ${splitId(input.station).uuid}::uuid`,
          ]
        : []),
    ]
    const found = await page(tx, Person, reach, {
      where,
      order: ['name', 'asc'],
      after: input.after ?? null,
      limit: 50,
    })
    return { ...found, rows: await describe(tx, found.rows) }
  },
})

/** By identity number (its blind index), or by part of the name or of its initials. */
function matches(tx: Tx, typed: string) {
  if (/^\d{17}[\dXx]$/.test(typed.trim()))
    return sql<boolean>`person.id_number_index = ${tx.sealer.index('person.idNumber', typed.trim())}`
  const [from, before] = tokenRange(typed)
  return sql<boolean>`(person.county, person.id) in (select county, id from search_token where entity = 'person' and token >= ${from} and token < ${before})`
}

async function describe(tx: Tx, people: RowOf<typeof Person>[]) {
  const counties = [...new Set(people.map(({ county }) => county))]
  const uuids = people.map(({ id: one }) => splitId(one).uuid)
  const [stations, appointments, certificates] = await Promise.all([
    tx.rows<{
      id: string
      name: string
    }>(sql`select county || '-' || id as id, name from station where county = any(${counties}::text[])
      and id = any(${people.flatMap(({ station }) => (station ? [splitId(station).uuid] : []))}::uuid[])`),
    tx.rows<{
      person: string
      post: keyof typeof posts
    }>(sql`select county || '-' || person as person, post from appointment
      where county = any(${counties}::text[]) and person = any(${uuids}::uuid[]) and from_on <= ${tx.today}::date and (to_on is null or to_on >= ${tx.today}::date) order by from_on`),
    tx.rows<{ person: string }>(
      sql`select distinct county || '-' || person as person from certificate where county = any(${counties}::text[]) and person = any(${uuids}::uuid[])`,
    ),
  ])
  const nameOf = new Map(stations.map((one) => [one.id, one.name]))
  const postOf = new Map(appointments.map((one) => [one.person, one.post]))
  const licensed = new Set(certificates.map((one) => one.person))
  return people.map((person) => ({
    person,
    stationName: (person.station && nameOf.get(person.station)) || '',
    post: postOf.get(person.id) ?? null,
    licensed: licensed.has(person.id),
  }))
}

const check = shape('条件', {
  key: text('键'),
  label: text('条件'),
  met: flag('符合'),
  value: text('实际'),
  required: text('要求'),
  clause: text('条款'),
})

export const getPerson = query({
  label: '人员',
  grant: 'person.read',
  input: { id: id() },
  output: shape('人员', {
    person: Person.row,
    stationName: text('社工站'),
    appointments: list(
      '任职',
      shape('任职', {
        appointment: Appointment.row,
        stationName: text('社工站'),
        eligibility: list('任职条件', check),
      }),
    ),
    certificates: list('证书', Certificate.row),
  }),
  async run({ tx, reach, input }) {
    const person = await findReachable(tx, Person, reach, input.id)
    const { county, uuid } = splitId(person.id)
    const [appointments, certificates] = await Promise.all([
      select(tx, Appointment, sql`where county = ${county} and person = ${uuid}::uuid order by from_on desc`),
      select(tx, Certificate, sql`where county = ${county} and person = ${uuid}::uuid order by issued_on desc`),
    ])
    const home = person.station ? await find(tx, Station, person.station) : undefined
    const judged = await Promise.all(
      appointments.map(async (appointment) => {
        const station = appointment.station ? await find(tx, Station, appointment.station) : undefined
        const policy: Policy | undefined = station && (await policyAt(tx, station.place, appointment.fromOn))
        const eligibility = policy ? eligibilityOf(policy, appointment, { ...person, certificates }) : []
        return { appointment, stationName: station?.name ?? '', eligibility }
      }),
    )
    return { person, stationName: home?.name ?? '', appointments: judged, certificates }
  },
})

/** Shows one hidden value once, after the look and its reason are written down. */
export const revealPerson = entrance({
  label: '查看原文',
  grant: 'signedIn',
  input: {
    id: id(),
    field: choice('字段', { idNumber: '身份证号', phone: '联系电话' }),
    reason: text('查看原因', { max: 100 }),
  },
  output: shape('原文', { value: optional(text('原文')) }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reach = reachOf(actor, 'person.reveal')
    return transact(surroundings.db, reach, 'write', async (connection) => {
      const tx = openTx(connection, surroundings, actor)
      const person = await find(tx, Person, input.id)
      if (!person || !reachesRecord(reach, actor, Person, person))
        throw new Failure('notFound', '找不到该人员，或您无权查看原文')
      const { county, uuid } = splitId(person.id)
      tx.send(sql`insert into access_log (county, id, station, at, account, entity, record, field, reason)
        values (${county}, ${uuidv7()}, ${person.station && splitId(person.station).uuid}, ${tx.now}, ${actor.account}, 'person', ${uuid}, ${input.field}, ${input.reason})`)
      return { answer: { value: await unseal(tx, Person, person, input.field) } }
    })
  },
})
