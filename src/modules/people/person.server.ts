import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesRecord, reachOf } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { flag, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, findReachable, select, unseal, update } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { packCodesOf, policyAt, policyByCode } from '../policy/index.server.ts'
import { licencesOf, linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { appointmentInput } from './appointment.server.ts'
import { heldBy } from './certificate.server.ts'
import { bornOnOf, sexOf } from './identity.ts'
import { Appointment, Certificate, CertificateRegistration, Person } from './person.ts'
import { personMessages, refuseMessages, writePeople } from './personWriting.server.ts'
import { checkShape, inPostOn, judge } from './staff.server.ts'

type PersonValues = Pick<RowOf<typeof Person>, 'bornOn' | 'sex'>

/** The same against a number that is on file: what it says stays hidden. */
function refuseContradictionToFile({ bornOn, sex }: PersonValues, idNumber: string): void {
  if (bornOnOf(idNumber) !== bornOn)
    throw refuseField('bornOn', '与已登记的身份证号不一致，请核对；身份证号有误的，请一并更正')
  if (sexOf(idNumber) !== sex) throw refuseField('sex', '与已登记的身份证号不一致，请核对；身份证号有误的，请一并更正')
}

async function refuseKnownNumber(
  tx: Tx,
  county: string,
  idNumber: string | null | undefined,
  except?: string,
): Promise<void> {
  if (!idNumber) return
  const index = tx.sealer.index('person.idNumber', idNumber)
  // no unique key tells that a hidden person exists (trust.md), so two who add the same number wait for each other here
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${county}|${index.toString('hex')}`}, 0))`)
  const known = await tx.first<{ id: string; name: string }>(
    sql`select county || '-' || id as id, name from person where county = ${county} and id_number_index = ${index}`,
  )
  if (known && known.id !== except)
    throw refuseField('idNumber', `这个身份证号已登记在「${known.name}」名下，请在人员列表中查找`)
}

/** Adds a person with their first appointment at a station. */
export const addPerson = action({
  label: '新增人员',
  grant: 'person.manage',
  input: { station: ref('社工站', 'station'), ...Person.fields, ...appointmentInput },
  output: Person,
  async run({ tx, input: { station, ...values } }) {
    refuseMessages(personMessages(values))
    await refuseKnownNumber(tx, splitId(station).county, values.idNumber)
    return (await writePeople(tx, [{ station, values }]))[0]!.person
  },
})

/** Changes a person's file. The identity number is left as it is when not given: it is never sent back to be edited. */
export const editPerson = action({
  label: '修改人员',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), version: version(), ...Person.fields },
  output: Person,
  async run({ tx, found, input: { id: _id, version: _version, idNumber, phone, noIdReason, ...values } }) {
    const onFile = idNumber ? null : await unseal(tx, Person, found, 'idNumber')
    if (!idNumber && onFile) refuseContradictionToFile(values, onFile)
    else refuseMessages(personMessages({ ...values, idNumber: idNumber ?? null, noIdReason: noIdReason ?? null }))
    await refuseKnownNumber(tx, found.county, idNumber, found.id)
    return update(tx, Person, found, {
      ...values,
      noIdReason: idNumber || onFile ? null : noIdReason!,
      ...(idNumber && { idNumber }),
      ...(phone && { phone }),
    })
  },
})

const listedPerson = shape('人员', {
  person: Person.row,
  stationName: text('社工站'),
  posts: list('现任岗位', Appointment.fields.postName),
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
      ...(input.search ? [matches(tx, reach, input.search)] : []),
      ...(input.station ? [atStation(input.station, tx.today)] : []),
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

/** Whose file a station keeps, or who is in post there today. */
function atStation(station: string, day: string) {
  const { county, uuid } = splitId(station)
  return sql<boolean>`person.county = ${county} and person.id in (
    select id from person where county = ${county} and station = ${uuid}::uuid
    union select a.person from appointment a where a.county = ${county} and a.station = ${uuid}::uuid and ${inPostOn('a', day)})`
}

/** By identity number (its blind index), or by part of the name or of its initials. */
function matches(tx: Tx, reach: Reach, typed: string): RawBuilder<boolean> {
  if (/^\d{17}[\dXx]$/.test(typed.trim()))
    return sql<boolean>`person.id_number_index = ${tx.sealer.index('person.idNumber', typed.trim())}`
  return worded(Person, reach, typed)
}

async function describe(tx: Tx, people: RowOf<typeof Person>[]) {
  const counties = [...new Set(people.map(({ county }) => county))]
  const uuids = people.map(({ id: one }) => splitId(one).uuid)
  const [stations, appointments, certificates] = await Promise.all([
    tx.rows<{ id: string; name: string; place: string }>(sql`
      select county || '-' || id as id, name, place from station where county = any(${counties}::text[])
        and id = any(${people.flatMap(({ station }) => (station ? [splitId(station).uuid] : []))}::uuid[])`),
    tx.rows<{ person: string; postName: string }>(sql`
      select distinct a.county || '-' || a.person as person, a.post_name from appointment a
      where a.county = any(${counties}::text[]) and a.person = any(${uuids}::uuid[]) and ${inPostOn('a', tx.today)}`),
    tx.rows<{ person: string; certificate: string }>(sql`
      select distinct county || '-' || person as person, certificate from certificate
      where county = any(${counties}::text[]) and person = any(${uuids}::uuid[]) and issued_on <= ${tx.today}::date`),
  ])
  const codes = await packCodesOf(
    tx,
    stations.map(({ place }) => place),
    tx.today,
  )
  const stationOf = new Map(stations.map((one) => [one.id, one]))
  return people.map((person) => {
    const station = person.station ? stationOf.get(person.station) : undefined
    const licences = licencesOf(policyByCode((station && codes.get(station.place)) ?? 'cn', tx.today))
    return {
      person,
      stationName: station?.name ?? '',
      posts: appointments.filter((one) => one.person === person.id).map(({ postName }) => postName),
      licensed: certificates.some((one) => one.person === person.id && licences.includes(one.certificate)),
    }
  })
}

/** A person's file: posts with what was asked of each on its first day, certificates, and whether hidden values may be looked at. */
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
        eligibility: list('任职条件', checkShape),
      }),
    ),
    certificates: list(
      '证书',
      shape('证书', {
        certificate: Certificate.row,
        registrations: list('历次登记', CertificateRegistration.row),
        validYears: optional(integer('登记有效期', { unit: '年' })),
      }),
    ),
    mayReveal: flag('可查看原文'),
    maySeeLooks: flag('可查看查阅记录'),
  }),
  async run({ tx, actor, reach, input }) {
    const person = await findReachable(tx, Person, reach, input.id)
    const { county, uuid } = splitId(person.id)
    const [appointments, certificates, home] = await Promise.all([
      select(tx, Appointment, sql`where county = ${county} and person = ${uuid}::uuid order by from_on desc`),
      heldBy(tx, county, [uuid]),
      person.station ? find(tx, Station, person.station) : undefined,
    ])
    const policy = home ? await policyAt(tx, home.place, tx.today) : policyByCode('cn', tx.today)
    const validYears = new Map(linesOf(policy, 'certificate').map((line) => [line.certificate, line.validYears]))
    const judged = await Promise.all(
      appointments.map(async (appointment) => {
        const station = appointment.station ? await find(tx, Station, appointment.station) : undefined
        const eligibility = await judge(tx, station, appointment, person, certificates)
        return { appointment, stationName: station?.name ?? '', eligibility }
      }),
    )
    const may = (grant: string) => reachesRecord(reachOf(actor, grant), actor, Person, person)
    return {
      person,
      stationName: home?.name ?? '',
      appointments: judged,
      certificates: certificates.map(({ registrations, ...certificate }) => ({
        certificate,
        registrations,
        validYears: validYears.get(certificate.certificate) ?? null,
      })),
      mayReveal: may('person.reveal'),
      maySeeLooks: may('person.reveal') || may('audit.read'),
    }
  },
})
