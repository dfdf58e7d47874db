import { Select } from 'antd'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./index.server.ts')>('accounts')

/** Chooses an account within reach, by part of its name or login. */
export function AccountPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const [typed, setTyped] = useState('')
  const mayRead = useHolds('account.read')
  const found = useAnswer(api.listAccounts, { name: typed.trim() || null }, { keep: true, enabled: mayRead })
  const known = new Map(found.data?.rows.map(({ account }) => [account.id, `${account.name}（${account.login}）`]))
  const chosen = useAnswer(
    api.getAccount,
    { id: value ?? '' },
    { enabled: mayRead && Boolean(value) && !known.has(value!) },
  )
  if (value && chosen.data) known.set(value, `${chosen.data.account.name}（${chosen.data.account.login}）`)
  return (
    <Select
      {...(id ? { id } : { 'aria-label': placeholder ?? '账号' })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      placeholder={placeholder ?? '姓名或登录名'}
      options={[...known].map(([key, label]) => ({ value: key, label }))}
      loading={found.isFetching}
      style={{ width: '100%' }}
      notFoundContent={typed ? '没有找到这个账号' : '您的范围内还没有账号'}
    />
  )
}
