import { Select } from 'antd'
import { client } from '../../ui/client.ts'
import { useHolds } from '../../ui/me.tsx'
import type { PickerProps } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./expert.server.ts')>('experts')

/** Chooses an expert of the pool by name. */
export function ExpertPicker({ value, onChange, id, disabled, placeholder }: PickerProps) {
  const mayRead = useHolds('expert.read')
  const found = useAnswer(api.listExperts, {}, { enabled: mayRead })
  const options = (found.data?.rows ?? [])
    .filter(({ expert }) => expert.toOn === null || expert.id === value)
    .map(({ expert, organisationName }) => ({
      value: expert.id,
      label: [expert.name, expert.title, organisationName].filter(Boolean).join(' · '),
    }))
  return (
    <Select
      {...(id && { id })}
      disabled={disabled ?? false}
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      placeholder={placeholder ?? '从专家库中选择'}
      options={options}
      loading={found.isFetching}
      notFoundContent="专家库中没有这个人，请先入库"
      style={{ width: '100%' }}
    />
  )
}
