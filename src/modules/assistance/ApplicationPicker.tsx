import { Select } from 'antd'
import { useState } from 'react'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { api } from './parts.tsx'

/** Chooses an application within reach, by the name of who applied; the newest first. */
export function ApplicationPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const [typed, setTyped] = useState('')
  const found = useAnswer(api.listApplications, { view: 'all', search: typed || null, limit: 30 }, { keep: true })
  const options = (found.data?.rows ?? []).map(({ application }) => ({
    value: application.id,
    label: `${application.clientName} · ${application.kindLabel} · ${application.appliedOn}`,
  }))
  return (
    <Select
      {...(id && { id })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={placeholder ?? '申请人姓名或拼音'}
      options={options}
      loading={found.isFetching}
      style={{ width: '100%' }}
      notFoundContent="没有找到，请先登记救助申请"
    />
  )
}
