import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { optionsOf } from './filters.tsx'

/** Pages that stand one beside the other, by their addresses. */
export function Ways<K extends string>({ pages, here }: { pages: Readonly<Record<K, string>>; here: NoInfer<K> }) {
  const navigate = useNavigate()
  return (
    <div style={{ marginBottom: 12 }}>
      <Segmented value={here} onChange={(to) => void navigate({ to: to as never })} options={optionsOf<K>(pages)} />
    </div>
  )
}
