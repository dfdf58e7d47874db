import { Select } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { useMe } from '../../ui/me.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import type { levels } from '../policy/index.ts'

const api = client<typeof import('./station.server.ts')>('stations')

/** Chooses a station within reach, by part of its name or by pinyin initials; with `level`, only of that level. */
export function StationPicker({
  value,
  onChange,
  id,
  disabled,
  placeholder,
  level,
}: PickerProps & { level?: keyof typeof levels }) {
  const me = useMe()
  const [typed, setTyped] = useState('')
  const mayRead = me.grants.has('station.read')
  const found = useAnswer(
    api.listStations,
    { name: typed.trim() || null, level: level ?? null, limit: 50 },
    { keep: true, enabled: mayRead },
  )
  const rows = found.data?.rows ?? []
  const known = new Map([
    ...(level || typed ? [] : me.stations.map((one) => [one.id, one.name] as const)),
    ...rows.map(({ station }) => [station.id, station.name] as const),
  ])
  const chosen = useAnswer(
    api.getStation,
    { id: value ?? '' },
    { enabled: mayRead && Boolean(value) && !known.has(value!) },
  )
  if (value && chosen.data?.station.id === value) known.set(value, chosen.data.station.name)
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
      notFoundContent={
        typed ? '没有这个名字的社工站' : level === 'hub' ? '您的范围内还没有总站' : '您的范围内还没有社工站'
      }
    />
  )
}
