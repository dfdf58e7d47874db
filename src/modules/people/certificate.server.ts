import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { ValuesOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { id, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Certificate, Person } from './person.ts'

const { person: _person, ...certificateFields } = Certificate.fields

type CertificateValues = Omit<ValuesOf<typeof Certificate>, 'person'>

function refuseWrongDays({ issuedOn, registeredOn, registeredUntil }: CertificateValues): void {
  if (registeredUntil && !registeredOn) throw refuseField('registeredOn', '填写了有效期，请同时填写登记日期')
  if (registeredOn && registeredOn < issuedOn)
    throw refuseField('registeredOn', `登记日期不能早于取得日期 ${issuedOn}，请核对`)
  if (registeredOn && registeredUntil && registeredUntil < registeredOn)
    throw refuseField('registeredUntil', `有效期不能早于登记日期 ${registeredOn}，请核对`)
}

async function refuseKnownCertificate(
  tx: Tx,
  person: string,
  { certificate, number }: CertificateValues,
  except?: string,
): Promise<void> {
  const { county, uuid } = splitId(person)
  const held = await select(tx, Certificate, sql`where county = ${county} and person = ${uuid}::uuid`)
  const same = held.find((one) => one.certificate === certificate && one.number === number && one.id !== except)
  if (same) throw refuseField('number', '此人的这本证书已登记，如有变化请修改原记录')
}

export const addCertificate = action({
  label: '登记证书',
  grant: 'person.manage',
  on: Person,
  input: { id: id(), ...certificateFields },
  output: Certificate,
  async run({ tx, found, input: { id: _id, ...values } }) {
    refuseWrongDays(values)
    await refuseKnownCertificate(tx, found.id, values)
    return insert(tx, Certificate, { id: newId(found.county), station: found.station }, { person: found.id, ...values })
  },
})

/** Changes a certificate, e.g. after its registration was renewed. */
export const editCertificate = action({
  label: '修改证书',
  grant: 'person.manage',
  on: Certificate,
  input: { id: id(), version: version(), ...certificateFields },
  output: Certificate,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    refuseWrongDays(values)
    await refuseKnownCertificate(tx, found.person, values, found.id)
    return update(tx, Certificate, found, values)
  },
})
