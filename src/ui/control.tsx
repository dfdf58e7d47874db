import { Checkbox, DatePicker, Input, InputNumber, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import type { Field, Masked } from '../core/field.ts'
import { FilesControl } from './FilesControl.tsx'
import { type PickerProps, usePicker } from './pickers.tsx'

export interface ControlProps {
  field: Field
  id: string
  value?: unknown
  onChange?: (value: unknown) => void
  disabled?: boolean
}

const options = (choices: Record<string, string>) => Object.entries(choices).map(([value, label]) => ({ value, label }))

/** The control of a field: worked out of its kind, the same on every form. */
export function Control({ field, id, value, onChange, disabled }: ControlProps) {
  const common = { id, ...(disabled && { disabled }) }
  const change = (next: unknown) => onChange?.(next === '' || next === undefined ? null : next)
  switch (field.kind) {
    case 'text': {
      if (field.clock)
        return (
          <Input
            {...common}
            type="time"
            style={{ width: 140 }}
            value={(value as string) ?? ''}
            onChange={(event) => change(event.target.value)}
          />
        )
      const max = (field.schema as { maxLength?: number }).maxLength
      // too much is said at the field when it is sent: cut off while it is pasted, it would be lost unseen
      const count = max !== undefined && { count: { max, show: field.multiline === true && max <= 2000 } }
      return field.multiline ? (
        <Input.TextArea
          {...common}
          {...count}
          autoSize={{ minRows: 3, maxRows: 10 }}
          value={(value as string) ?? ''}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <Input
          {...common}
          {...count}
          allowClear
          value={(value as string) ?? ''}
          onChange={(event) => change(event.target.value)}
        />
      )
    }
    case 'secret': {
      // a masked value is never an editable text: it is only said that one is there
      const masked = typeof value === 'object' && value !== null ? (value as Masked) : undefined
      const shown = {
        ...common,
        autoComplete: 'off',
        placeholder: masked ? `已登记（${masked.hint}），需要更换时重新填写` : undefined,
        value: typeof value === 'string' ? value : '',
        onChange: (event: { target: { value: string } }) => change(event.target.value),
      }
      return field.multiline ? (
        <Input.TextArea {...shown} autoSize={{ minRows: 3, maxRows: 10 }} />
      ) : (
        <Input {...shown} allowClear />
      )
    }
    case 'choice': {
      const choices = options(field.choices!)
      if (choices.length <= 4)
        return (
          <Radio.Group {...common} options={choices} value={value} onChange={(event) => change(event.target.value)} />
        )
      return (
        <Select
          {...common}
          options={choices}
          value={(value as string) ?? undefined}
          onChange={change}
          allowClear={field.optional}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder="请选择"
        />
      )
    }
    case 'choices':
      return (
        <Checkbox.Group
          {...common}
          options={options(field.choices!)}
          value={(value as string[]) ?? []}
          onChange={change}
        />
      )
    case 'texts':
      return <Select {...common} mode="tags" value={(value as string[]) ?? []} onChange={change} open={false} />
    case 'date':
      return (
        <DatePicker
          {...common}
          style={{ width: '100%', maxWidth: 220 }}
          value={value ? dayjs(value as string) : null}
          onChange={(day) => change(day ? day.format('YYYY-MM-DD') : null)}
        />
      )
    case 'integer':
    case 'decimal':
      // money is kept in whole 分 and typed in 元
      if (field.fen)
        return (
          <InputNumber
            {...common}
            style={{ width: '100%', maxWidth: 220 }}
            precision={2}
            min={0}
            suffix="元"
            value={typeof value === 'number' ? value / 100 : null}
            onChange={(yuan) => change(yuan === null ? null : Math.round(yuan * 100))}
          />
        )
      return (
        <InputNumber
          {...common}
          style={{ width: '100%', maxWidth: 220 }}
          precision={field.kind === 'integer' ? 0 : 2}
          suffix={field.unit}
          value={(value as number) ?? null}
          onChange={change}
        />
      )
    case 'flag':
      return (
        <Radio.Group
          {...common}
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
          value={value}
          onChange={(event) => change(event.target.value)}
        />
      )
    case 'ref':
    case 'farRef':
    case 'link':
      return <RecordPicker target={field.target!} {...common} value={value as string} onChange={change} />
    case 'files':
      return <FilesControl {...common} readBy={field.readBy!} value={(value as string[]) ?? []} onChange={change} />
    case 'instant':
    case 'shape':
    case 'list':
      return null
  }
}

function RecordPicker({ target, ...props }: PickerProps & { target: string }) {
  const Picker = usePicker(target)
  if (!Picker) throw new Error(`no picker is offered for ${target}`)
  return <Picker {...props} />
}
