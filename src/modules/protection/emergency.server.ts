import { sql } from 'kysely'
import { unite } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { id, list, optional, shape, text, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { insert, select, update } from '../../core/records.ts'
import { EmergencyNumber, nationalNumbers } from './emergency.ts'

const { endedOn: _ended, ...typed } = EmergencyNumber.fields

/** Adds a number of the county: its child protection centre, the police station's desk. */
export const addEmergencyNumber = action({
  label: '增加求助电话',
  grant: 'protection.manage',
  input: { county: text('区县', { max: 12, pattern: '^[0-9A-Za-z]{1,12}$' }), ...typed },
  output: EmergencyNumber,
  async run({ tx, input: { county, ...values } }) {
    return insert(tx, EmergencyNumber, { id: newId(county), station: null }, values)
  },
})

export const endEmergencyNumber = action({
  label: '停用求助电话',
  grant: 'protection.manage',
  on: EmergencyNumber,
  input: { id: id(), version: version() },
  output: EmergencyNumber,
  guard: ({ endedOn }) => (endedOn ? '这个电话已停用' : undefined),
  async run({ tx, found }) {
    return update(tx, EmergencyNumber, found, { endedOn: tx.today })
  },
})

/** Whom to call: the county's own numbers first, then those of the whole country. */
export const emergencyNumbers = query({
  label: '求助电话',
  grant: 'signedIn',
  input: {},
  output: list(
    '求助电话',
    shape('求助电话', {
      own: optional(EmergencyNumber.row),
      name: text('单位'),
      phone: text('电话'),
      whenToCall: optional(text('什么时候打')),
    }),
  ),
  async run({ tx, actor }) {
    const reach = unite(actor.grants.values())
    const counties = [
      ...new Set([...reach.whole, ...[...reach.stations, ...reach.own].map((one) => one.slice(0, one.indexOf('-')))]),
    ]
    // a province's page would list those of all its counties
    const rows =
      counties.length > 20
        ? []
        : await select(
            tx,
            EmergencyNumber,
            sql`where emergency_number.county = any(${counties}::text[]) and emergency_number.ended_on is null order by emergency_number.created_at`,
          )
    const own = rows.map((row) => ({ own: row, name: row.name, phone: row.phone, whenToCall: row.whenToCall }))
    return [...own, ...nationalNumbers.map((one) => ({ own: null, ...one }))]
  },
})
