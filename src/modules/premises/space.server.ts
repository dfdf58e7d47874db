import { action } from '../../core/action.ts'
import type { RowOf, ValuesOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, ref, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { find, insert, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { facilityLinesFor, Space } from './premises.ts'

const { toOn: _toOn, ...spaceInput } = Space.fields

/** A function that looks like a line's key must be one of the station's own policy; other words are the station's own. */
async function refuseForeignFunctions(
  tx: Tx,
  station: RowOf<typeof Station>,
  { purpose, alsoFor }: Pick<ValuesOf<typeof Space>, 'purpose' | 'alsoFor'>,
): Promise<void> {
  const known = new Set(
    facilityLinesFor(await policyAt(tx, station.place, tx.today), station.level).map(({ key }) => key),
  )
  const foreign = (key: string) => key.startsWith('facility.') && !known.has(key)
  if (foreign(purpose)) throw refuseField('purpose', '这项功能不在本站适用的文件里，请重新选择')
  const other = alsoFor.find((key) => !known.has(key))
  if (other) throw refuseField('alsoFor', `「${other}」不在本站适用的文件里，请从列表中选择`)
}

/** Enters a room or area the station may use (KM-4.2, CG-3.5). */
export const addSpace = action({
  label: '登记场地',
  grant: 'premises.keep',
  input: { station: ref('社工站', 'station'), ...spaceInput },
  output: Space,
  async run({ tx, input: { station: at, ...values } }) {
    const station = (await find(tx, Station, at))!
    await refuseForeignFunctions(tx, station, values)
    return insert(tx, Space, { id: newId(station.county), station: at }, { ...values, toOn: null })
  },
})

/** Corrects what was entered; a space that is used otherwise from a day on is ended and entered anew. */
export const editSpace = action({
  label: '更正场地',
  grant: 'premises.keep',
  on: Space,
  input: { id: id(), version: version(), ...spaceInput },
  output: Space,
  async run({ tx, found, input: { id: _id, version: _version, ...values } }) {
    if (found.toOn && values.fromOn > found.toOn)
      throw refuseField('fromOn', `这处场地已于 ${found.toOn} 停用，启用日期不能晚于这一天`)
    await refuseForeignFunctions(tx, (await find(tx, Station, found.station!))!, values)
    return update(tx, Space, found, values)
  },
})

/** The last day the station may use it. */
export const endSpace = action({
  label: '停用场地',
  grant: 'premises.keep',
  on: Space,
  input: { id: id(), version: version(), toOn: date('最后一天') },
  output: Space,
  guard: ({ toOn }) => (toOn ? '这处场地已经停用' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于启用日期 ${found.fromOn}`)
    return update(tx, Space, found, { toOn: input.toOn })
  },
})
