import { Select } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./person.server.ts')>('people')

const say = (name: string, stationName: string) => (stationName ? `${name} · ${stationName}` : name)

/** Chooses a person within reach, by part of the name, pinyin initials or the whole identity number. */
export function PersonPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const [typed, setTyped] = useState('')
  const mayRead = useHolds('person.read')
  const found = useAnswer(api.listPeople, { search: typed.trim() || null }, { keep: true, enabled: mayRead })
  const known = new Map(
    found.data?.rows.map(({ person, stationName }) => [person.id, say(person.name, stationName)] as const),
  )
  const chosen = useAnswer(
    api.getPerson,
    { id: value ?? '' },
    { enabled: mayRead && Boolean(value) && found.data !== undefined && !known.has(value!) },
  )
  if (value && chosen.data?.person.id === value) known.set(value, say(chosen.data.person.name, chosen.data.stationName))
  return (
    <Select
      {...(id && { id })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={placeholder ?? '姓名、拼音首字母或身份证号'}
      options={[...known].map(([key, label]) => ({ value: key, label }))}
      loading={found.isFetching}
      style={{ width: '100%' }}
      notFoundContent={typed ? '没有找到这个人' : '您的范围内还没有登记人员'}
    />
  )
}
