import { Select } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./organisation.server.ts')>('organisations')

/** Chooses a registered organisation by part of its name or by its credit code. */
export function OrganisationPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const [typed, setTyped] = useState('')
  const found = useAnswer(api.listOrganisations, { name: typed.trim() || null }, { keep: true })
  const known = new Map((found.data ?? []).map((one) => [one.id, one.name]))
  const chosen = useAnswer(
    api.getOrganisation,
    { id: value ?? '' },
    { enabled: Boolean(value) && found.data !== undefined && !known.has(value!) },
  )
  if (value && chosen.data?.organisation.id === value) known.set(value, chosen.data.organisation.name)
  return (
    <Select
      {...(id && { id })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={placeholder ?? '名称或统一社会信用代码'}
      options={[...known].map(([key, label]) => ({ value: key, label }))}
      loading={found.isFetching}
      style={{ width: '100%' }}
      notFoundContent={typed ? '没有这家机构，请先在「机构」里登记' : '还没有登记机构'}
    />
  )
}
