import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, optional, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Certificate, CertificateRegistration, Person } from './person.ts'
import { certificateMessages, type NewCertificate, refuseMessages, writeCertificates } from './personWriting.server.ts'

const { person: _person, ...certificateFields } = Certificate.fields

async function refuseKnownCertificate(
  tx: Tx,
  person: string,
  { certificate, number }: NewCertificate,
  except?: string,
): Promise<void> {
  const { county, uuid } = splitId(person)
  const held = await select(tx, Certificate, sql`where county = ${county} and person = ${uuid}::uuid`)
  const same = held.find((one) => one.certificate === certificate && one.number === number && one.id !== except)
  if (same) throw refuseField('number', '此人的这本证书已登记，如有变化请修改原记录')
}

type Registration = RowOf<typeof CertificateRegistration>
export type Held = RowOf<typeof Certificate> & { registrations: Registration[] }

/** The certificates of these people of one county, newest first, each with every registration it had. */
export async function heldBy(tx: Tx, county: string, people: readonly string[]): Promise<Held[]> {
  const whose = sql`where county = ${county} and person = any(${[...people]}::uuid[])`
  const [certificates, registrations] = await Promise.all([
    select(tx, Certificate, sql`${whose} order by issued_on desc, id`),
    select(tx, CertificateRegistration, sql`${whose} order by from_on desc`),
  ])
  return certificates.map((one) => ({
    ...one,
    registrations: registrations.filter(({ certificate }) => certificate === one.id),
  }))
}

async function lastRegistration(
  tx: Tx,
  { county, id: of }: RowOf<typeof Certificate>,
): Promise<Registration | undefined> {
  const [last] = await select(
    tx,
    CertificateRegistration,
    sql`where county = ${county} and certificate = ${splitId(of).uuid}::uuid order by from_on desc limit 1`,
  )
  return last
}

export const addCertificate = action({
  label: '登记证书',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...certificateFields },
  output: Certificate,
  async run({ tx, found, input: { id: _id, ...values } }) {
    refuseMessages(certificateMessages(values))
    await refuseKnownCertificate(tx, found.id, values)
    return (await writeCertificates(tx, [{ person: found, values }])).certificates[0]!
  },
})

/** Corrects a certificate and its last registration; a new registration is a renewal, not a correction. */
export const editCertificate = action({
  label: '修改证书',
  grant: 'person.manage',
  on: Certificate,
  input: { id: id(), version: version(), ...certificateFields },
  output: Certificate,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseMessages(certificateMessages(values))
    await refuseKnownCertificate(tx, found.person, values, found.id)
    const last = await lastRegistration(tx, found)
    const { registeredOn, registeredUntil } = values
    if (last && !registeredOn) throw refuseField('registeredOn', '这本证书已有登记，不能清空；登记有误的请改正日期')
    const dates = { fromOn: registeredOn!, untilOn: registeredUntil ?? null }
    if (last && registeredOn && (last.fromOn !== registeredOn || last.untilOn !== dates.untilOn))
      await update(tx, CertificateRegistration, last, dates)
    if (!last && registeredOn)
      await insert(
        tx,
        CertificateRegistration,
        { id: newId(found.county), station: found.station },
        { certificate: found.id, person: found.person, ...dates },
      )
    return update(tx, Certificate, found, values)
  },
})

/** Registers a certificate again (every three years, 民发〔2009〕123号): what held before stays to be read. */
export const renewRegistration = action({
  label: '续登',
  grant: 'person.manage',
  on: Certificate,
  input: {
    id: id(),
    version: version(),
    registeredOn: date('登记日期', { past: true }),
    registeredUntil: optional(date('登记有效期至')),
  },
  output: Certificate,
  async run({ tx, found, input: { registeredOn, registeredUntil } }) {
    refuseMessages(certificateMessages({ ...found, registeredOn, registeredUntil: registeredUntil ?? null }))
    const last = await lastRegistration(tx, found)
    if (last && registeredOn <= last.fromOn)
      throw refuseField('registeredOn', `上一次登记在 ${last.fromOn}，续登日期应在其后；改正上一次的请点「修改」`)
    await insert(
      tx,
      CertificateRegistration,
      { id: newId(found.county), station: found.station },
      { certificate: found.id, person: found.person, fromOn: registeredOn, untilOn: registeredUntil ?? null },
    )
    return update(tx, Certificate, found, { registeredOn, registeredUntil: registeredUntil ?? null })
  },
})
