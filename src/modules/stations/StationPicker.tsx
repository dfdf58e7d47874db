import { Select } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { useMe } from '../../ui/me.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./station.server.ts')>('stations')

/** Chooses a station within reach, by part of its name. */
export function StationPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const me = useMe()
  const [typed, setTyped] = useState('')
  const found = useAnswer(
    api.listStations,
    { name: typed || null, limit: 50 },
    { keep: true, enabled: me.grants.has('station.read') },
  )
  const rows = found.data?.rows ?? []
  const known = new Map([
    ...me.stations.map((one) => [one.id, one.name] as const),
    ...rows.map(({ station }) => [station.id, station.name] as const),
  ])
  return (
    <Select
      {...(id && { id })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={placeholder ?? '请选择社工站'}
      options={[...known].map(([key, label]) => ({ value: key, label }))}
      loading={found.isFetching}
      style={{ width: '100%' }}
      notFoundContent={typed ? '没有这个名字的社工站' : '您的范围内还没有社工站'}
    />
  )
}
