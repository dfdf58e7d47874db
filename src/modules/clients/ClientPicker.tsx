import { Select } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('clients')

/** Chooses a client within reach, by part of the name, pinyin, the whole identity number, phone or address. */
export function ClientPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const { typed, setTyped, known, fetching } = useClients(value ? [value] : [])
  return (
    <Select
      {...(id && { id })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={placeholder ?? '姓名、拼音、身份证号或电话'}
      options={[...known].map(([key, label]) => ({ value: key, label }))}
      loading={fetching}
      style={{ width: '100%' }}
      notFoundContent={typed ? '没有找到，请核对；没有建档的请先建档' : '您的范围内还没有服务对象'}
    />
  )
}

/** Chooses several clients. */
export function ClientsPicker({
  value,
  onChange,
  id,
}: {
  value: readonly string[]
  onChange: (ids: string[]) => void
  id?: string
}) {
  const { typed, setTyped, known, fetching } = useClients(value)
  return (
    <Select
      {...(id && { id })}
      mode="multiple"
      value={[...value]}
      onChange={(next: string[]) => onChange(next)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder="可不选；姓名、拼音、身份证号或电话"
      options={[...known].map(([key, label]) => ({ value: key, label }))}
      loading={fetching}
      style={{ width: '100%' }}
      notFoundContent={typed ? '没有找到，请核对；没有建档的请先建档' : '您的范围内还没有服务对象'}
    />
  )
}

function useClients(chosen: readonly string[]) {
  const [typed, setTyped] = useState('')
  const [remembered, setRemembered] = useState<ReadonlyMap<string, string>>(new Map())
  const mayList = useHolds('client.list')
  const mayRead = useHolds('client.read')
  const found = useAnswer(
    api.listClients,
    { search: typed.trim() || null, limit: 20 },
    { keep: true, enabled: mayList },
  )
  const listed = new Map(
    found.data?.rows.map(({ id, name, age, placeName }) => [
      id,
      [name, age === null ? '' : `${age} 岁`, placeName.split(' · ').at(-1)].filter(Boolean).join(' · '),
    ]),
  )
  const missing = chosen.find((one) => !listed.has(one) && !remembered.has(one))
  const one = useAnswer(
    api.getClient,
    { id: missing ?? '' },
    { enabled: mayRead && missing !== undefined && found.isSuccess },
  )
  const known = new Map(listed)
  for (const id of chosen) {
    const label =
      listed.get(id) ?? remembered.get(id) ?? (one.data?.client.id === id ? one.data.client.name : undefined)
    if (label) known.set(id, label)
  }
  const unremembered = chosen.filter((id) => known.has(id) && !remembered.has(id))
  if (unremembered.length > 0)
    setRemembered(new Map([...remembered, ...unremembered.map((id) => [id, known.get(id)!] as const)]))
  return { typed, setTyped, known, fetching: found.isFetching }
}
