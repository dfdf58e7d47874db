import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, optional, ref, text, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { find, insert, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { Equipment, type FacilityLine, facilityLinesFor } from './premises.ts'

const { toOn: _toOn, ...entered } = Equipment.fields
// of a line of the policy, name and kind are the line's unless said otherwise
const equipmentInput = { ...entered, name: optional(entered.name), kind: optional(entered.kind) }
type Entered = {
  line?: string | null
  name?: string | null
  kind?: RowOf<typeof Equipment>['kind'] | null
  unit?: string | null
}

async function named(tx: Tx, station: RowOf<typeof Station>, { line: key, name, kind, unit }: Entered) {
  const line = key ? await lineOf(tx, station, key) : undefined
  if (!line && !name) throw refuseField('name', '请填写设施名称，或选择对应的要求')
  if (!line && !kind) throw refuseField('kind', '请选择类别')
  return {
    line: line?.key ?? null,
    name: name ?? line!.item,
    kind: line?.group ?? kind!,
    unit: unit ?? line?.unit ?? null,
  }
}

async function lineOf(tx: Tx, station: RowOf<typeof Station>, key: string): Promise<FacilityLine> {
  const policy = await policyAt(tx, station.place, tx.today)
  const line = facilityLinesFor(policy, station.level).find((one) => one.key === key)
  if (!line) throw refuseField('line', '这项要求不在本站适用的文件里，请重新选择')
  return line
}

/** Enters equipment, a sign, or a quality the guide asks for; named after its line where it answers one. */
export const addEquipment = action({
  label: '登记设施',
  grant: 'premises.keep',
  input: { station: ref('社工站', 'station'), ...equipmentInput },
  output: Equipment,
  async run({ tx, input: { station: at, line, name, kind, unit, ...values } }) {
    const station = (await find(tx, Station, at))!
    const words = await named(tx, station, { line, name, kind, unit } as Entered)
    return insert(tx, Equipment, { id: newId(station.county), station: at }, { ...values, ...words, toOn: null })
  },
})

/** Corrects what was entered. What has changed since is noted as a check. */
export const editEquipment = action({
  label: '更正设施',
  grant: 'premises.keep',
  on: Equipment,
  input: { id: id(), version: version(), ...equipmentInput },
  output: Equipment,
  async run({ tx, found, input: { id: _id, version: _version, line, name, kind, unit, ...values } }) {
    if (found.toOn && values.fromOn > found.toOn)
      throw refuseField('fromOn', `这项设施到 ${found.toOn} 为止，启用日期不能晚于这一天`)
    const words = await named(tx, (await find(tx, Station, found.station!))!, { line, name, kind, unit } as Entered)
    return update(tx, Equipment, found, { ...values, ...words })
  },
})

/**
 * Looked at on a day: how many there are and how they are from that day on. Where that differs from before, the former
 * state ends the day before and stays in the history, so that an earlier day is judged as it was.
 */
export const checkEquipment = action({
  label: '检查设施',
  grant: 'premises.keep',
  on: Equipment,
  input: {
    id: id(),
    version: version(),
    on: date('检查日期', { past: true }),
    quantity: Equipment.fields.quantity,
    state: Equipment.fields.state,
    note: optional(text('说明', { max: 200 })),
    files: Equipment.fields.files,
  },
  output: Equipment,
  guard: ({ toOn }) => (toOn ? '这项设施已停用，请重新登记' : undefined),
  async run({ tx, found, input: { on, quantity, state, note, files } }) {
    if (on < found.fromOn) throw refuseField('on', `不能早于启用日期 ${found.fromOn}；登记有误请用「更正」`)
    if (found.checkedOn && on < found.checkedOn)
      throw refuseField('on', `${found.checkedOn} 已检查过，请填写之后的日期`)
    const {
      id: _id,
      county: _county,
      station,
      version: _version,
      createdAt: _at,
      createdBy: _by,
      can: _can,
      ...before
    } = found
    const seen = {
      quantity,
      state,
      checkedOn: on,
      note: note ?? before.note,
      files: files.length > 0 ? files : before.files,
    }
    if ((quantity === found.quantity && state === found.state) || on === found.fromOn)
      return update(tx, Equipment, found, seen)
    await update(tx, Equipment, found, { toOn: addDays(on, -1) })
    return insert(tx, Equipment, { id: newId(found.county), station }, { ...before, ...seen, fromOn: on, toOn: null })
  },
})

export const endEquipment = action({
  label: '停用设施',
  grant: 'premises.keep',
  on: Equipment,
  input: { id: id(), version: version(), toOn: date('最后一天'), note: optional(text('原因', { max: 200 })) },
  output: Equipment,
  guard: ({ toOn }) => (toOn ? '这项设施已经停用' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于启用日期 ${found.fromOn}`)
    return update(tx, Equipment, found, { toOn: input.toOn, ...(input.note && { note: input.note }) })
  },
})
