import type { RowOf, ValuesOf } from '../../core/entity.ts'
import { Failure, type FieldMessages } from '../../core/failure.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { insertAll } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { namePost } from './appointment.server.ts'
import { bornOnOf, sexOf } from './identity.ts'
import { Appointment, Certificate, CertificateRegistration, Person } from './person.ts'

/** A new person as the form and the roster sheet give them: the file, and the first post. */
export type NewPerson = ValuesOf<typeof Person> &
  Omit<ValuesOf<typeof Appointment>, 'person' | 'personName' | 'postName' | 'toOn'>
export type NewCertificate = Omit<ValuesOf<typeof Certificate>, 'person'>

/** What a field alone cannot see: the identity number decides birthday and sex; without one a reason is due. */
export function personMessages({
  bornOn,
  sex,
  idNumber,
  noIdReason,
}: Pick<NewPerson, 'bornOn' | 'sex' | 'idNumber' | 'noIdReason'>): FieldMessages {
  if (!idNumber) return noIdReason ? {} : { idNumber: '请填写身份证号；确实没有的，请写明「无身份证号的原因」' }
  return {
    ...(bornOnOf(idNumber) !== bornOn && {
      bornOn: `与身份证号不一致：身份证号中的出生日期是 ${bornOnOf(idNumber)}，请核对`,
    }),
    ...(sexOf(idNumber) !== sex && { sex: '与身份证号不一致，请核对' }),
  }
}

/** A certificate's days stand in order. */
export function certificateMessages({ issuedOn, registeredOn, registeredUntil }: NewCertificate): FieldMessages {
  if (registeredUntil && !registeredOn) return { registeredOn: '填写了有效期，请同时填写登记日期' }
  if (registeredOn && registeredOn < issuedOn) return { registeredOn: `登记日期不能早于取得日期 ${issuedOn}，请核对` }
  if (registeredOn && registeredUntil && registeredUntil < registeredOn)
    return { registeredUntil: `有效期不能早于登记日期 ${registeredOn}，请核对` }
  return {}
}

/** Throws what is wrong at its fields, if anything is. */
export function refuseMessages(messages: FieldMessages): void {
  const [first] = Object.values(messages)
  if (first) throw new Failure('invalid', first, messages)
}

/** Writes people with their first posts: the form with one, the import with many, both come through here. */
export async function writePeople(
  tx: Tx,
  of: readonly { station: string; values: NewPerson }[],
): Promise<{ person: RowOf<typeof Person>; appointment: RowOf<typeof Appointment> }[]> {
  const people = await insertAll(
    tx,
    Person,
    of.map(({ station, values: { post: _1, origin: _2, fullTime: _3, closeToMinors: _4, fromOn: _5, ...values } }) => ({
      at: { id: newId(splitId(station).county), station },
      values: { ...values, noIdReason: values.idNumber ? null : values.noIdReason! },
    })),
  )
  const appointments = await insertAll(
    tx,
    Appointment,
    await Promise.all(
      of.map(async ({ station, values: { post, origin, fullTime, closeToMinors, fromOn } }, i) => ({
        at: { id: newId(splitId(station).county), station },
        values: {
          person: people[i]!.id,
          personName: people[i]!.name,
          post,
          postName: await namePost(tx, station, post),
          origin,
          fullTime,
          closeToMinors: closeToMinors ?? null,
          fromOn,
          toOn: null,
        },
      })),
    ),
  )
  return people.map((person, i) => ({ person, appointment: appointments[i]! }))
}

/** Writes certificates with the registrations they have. */
export async function writeCertificates(
  tx: Tx,
  of: readonly { person: RowOf<typeof Person>; values: NewCertificate }[],
): Promise<{ certificates: RowOf<typeof Certificate>[]; registrations: RowOf<typeof CertificateRegistration>[] }> {
  const certificates = await insertAll(
    tx,
    Certificate,
    of.map(({ person, values }) => ({
      at: { id: newId(person.county), station: person.station },
      values: { ...values, person: person.id },
    })),
  )
  const registrations = await insertAll(
    tx,
    CertificateRegistration,
    certificates.flatMap(({ id, county, station, person, registeredOn, registeredUntil }) =>
      registeredOn
        ? [
            {
              at: { id: newId(county), station },
              values: { certificate: id, person, fromOn: registeredOn, untilOn: registeredUntil },
            },
          ]
        : [],
    ),
  )
  return { certificates, registrations }
}
