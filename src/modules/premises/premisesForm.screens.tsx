import { Select } from 'antd'
import type { RowOf } from '../../core/entity.ts'
import { date, type Fields, optional, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import type { House } from './premises.screens.tsx'
import { Equipment, Space } from './premises.ts'

const api = client<typeof import('./space.server.ts') & typeof import('./equipment.server.ts')>('premises')

type Line = House['lines'][number]

interface Choice {
  value: string
  label: string
}

/** One of a list, or a word of one's own. */
function ListedOrOwn({
  id,
  value,
  options,
  placeholder,
  onChange,
}: {
  id: string
  value: unknown
  options: Choice[]
  placeholder: string
  onChange: (value: string | null) => void
}) {
  return (
    <Select
      id={id}
      mode="tags"
      maxCount={1}
      style={{ width: '100%' }}
      value={value ? [value as string] : []}
      options={options}
      optionFilterProp="label"
      placeholder={placeholder}
      onChange={(chosen: string[]) => onChange(chosen.at(-1) ?? null)}
    />
  )
}

const { toOn: _toOn, ...spaceFields } = Space.fields

/** A room or area: its function from the policy's list or in own words, its metres, and whose it is if it is shared. */
export function SpaceForm({
  station,
  house,
  line,
  row,
  onDone,
}: {
  station: string
  house: House
  line?: Line | undefined
  row?: RowOf<typeof Space> | undefined
  onDone: () => void
}) {
  const add = useAct(api.addSpace, { onDone })
  const edit = useAct(api.editSpace, { onDone })
  const functions = house.lines
    .filter(({ asksForSpace }) => asksForSpace)
    .map(({ key, item }) => ({ value: key, label: item }))
  const hosts = house.hosts.map(({ key, value, first }) => ({ value: key, label: first ? `${value}（优先）` : value }))
  return (
    <RecordForm
      fields={spaceFields as Fields}
      initial={
        row
          ? { ...row }
          : { station, alsoFor: [], files: [], fromOn: today(), ...(line && { purpose: line.key, name: line.item }) }
      }
      unfolded={['areaM2', 'sharedWith', 'files']}
      controls={{
        purpose: (values, set) => (
          <ListedOrOwn
            id="field-purpose"
            value={values.purpose}
            options={functions}
            placeholder="从清单选择，或写明自定的功能"
            onChange={(value) => set('purpose', value)}
          />
        ),
        alsoFor: (values, set) =>
          functions.length < 2 ? null : (
            <Select
              id="field-alsoFor"
              mode="multiple"
              style={{ width: '100%' }}
              placeholder="一室多用时选择"
              optionFilterProp="label"
              options={functions.filter(({ value }) => value !== values.purpose)}
              value={(values.alsoFor as string[]) ?? []}
              onChange={(keys) => set('alsoFor', keys)}
            />
          ),
        host: (values, set) => (
          <ListedOrOwn
            id="field-host"
            value={values.host}
            options={hosts}
            placeholder="自有场地不选"
            onChange={(value) => set('host', value)}
          />
        ),
      }}
      submit={row ? '保存更正' : '保存'}
      onSubmit={(values) => {
        const whole = { ...values, alsoFor: values.alsoFor ?? [], files: values.files ?? [] }
        return row
          ? edit.mutateAsync({ ...whole, id: row.id, version: row.version } as never)
          : add.mutateAsync({ ...whole, station } as never)
      }}
      onCancel={onDone}
    />
  )
}

const { toOn: _end, name, kind, line: lineField, ...thingRest } = Equipment.fields
const thingFields = { line: lineField, name: optional(name), kind: optional(kind), ...thingRest }

/** A thing, a sign or a quality: named after the line it answers, or an item of the station's own. */
export function EquipmentForm({
  station,
  house,
  line,
  row,
  onDone,
}: {
  station: string
  house: House
  line?: Line | undefined
  row?: RowOf<typeof Equipment> | undefined
  onDone: () => void
}) {
  const add = useAct(api.addEquipment, { onDone })
  const edit = useAct(api.editEquipment, { onDone })
  const lines = house.lines
    .filter(({ asksForSpace, toBeChecked }) => !asksForSpace || toBeChecked)
    .map(({ key, item, number }) => ({ value: key, label: number ? `${number} ${item}` : item }))
  const chosen = (key: unknown) => house.lines.find((one) => one.key === key)
  return (
    <RecordForm
      fields={thingFields as Fields}
      initial={
        row
          ? { ...row }
          : {
              station,
              quantity: line?.value ?? 1,
              state: 'good',
              files: [],
              fromOn: today(),
              ...(line && { line: line.key, unit: line.unit, ...(line.toBeChecked && { checkedOn: today() }) }),
            }
      }
      unfolded={['name', 'unit', 'checkedOn', 'files']}
      controls={{
        line: (values, set) => (
          <Select
            id="field-line"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: '100%' }}
            placeholder="清单以外的设施不选"
            options={lines}
            value={(values.line as string) ?? null}
            onChange={(key: string | null) => {
              set('line', key ?? null)
              const unit = chosen(key)?.unit
              if (unit) set('unit', unit)
            }}
          />
        ),
        // of a listed item the document says what it is
        kind: (values) => (values.line ? null : undefined),
      }}
      submit={row ? '保存更正' : '保存'}
      onSubmit={(values) => {
        const whole = { ...values, files: values.files ?? [] }
        return row
          ? edit.mutateAsync({ ...whole, id: row.id, version: row.version } as never)
          : add.mutateAsync({ ...whole, station } as never)
      }}
      onCancel={onDone}
    />
  )
}

const checkFields = {
  on: date('检查日期', { past: true, help: '数量或状态有变化的，从这一天起算' }),
  quantity: Equipment.fields.quantity,
  state: Equipment.fields.state,
  note: optional(text('说明', { max: 200 })),
  files: Equipment.fields.files,
}

/** Looked at today: still there, still whole; with a photo. */
export function CheckForm({ row, onDone }: { row: RowOf<typeof Equipment>; onDone: () => void }) {
  const check = useAct(api.checkEquipment, { onDone })
  return (
    <RecordForm
      fields={checkFields as Fields}
      initial={{ station: row.station, on: today(), quantity: row.quantity, state: row.state, files: [] }}
      unfolded={['note', 'files']}
      submit="保存"
      onSubmit={(values) =>
        check.mutateAsync({ ...values, files: values.files ?? [], id: row.id, version: row.version } as never)
      }
      onCancel={onDone}
    />
  )
}
