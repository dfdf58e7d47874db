import './audit.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { PageHead } from '../../ui/parts.tsx'
import { Chains } from './chain.screens.tsx'
import type { Filters } from './filters.tsx'
import { Looks } from './looks.screens.tsx'
import { Trail } from './trail.screens.tsx'

/** For auditors: what was done, who looked at what was hidden, and whether the record of it is whole. */
export function Audit() {
  const navigate = useNavigate()
  const { tab = 'trail' } = useSearch({ strict: false }) as Filters
  return (
    <>
      <PageHead title="留痕" note="谁在什么时候做了什么；只增不改，前后相连，可以核验" />
      <Tabs
        activeKey={tab}
        onChange={(next) => void navigate({ to: '/audit', search: { tab: next } as never, replace: true })}
        destroyOnHidden
        items={[
          { key: 'trail', label: '修改记录', children: <Trail /> },
          { key: 'looks', label: '查阅记录', children: <Looks /> },
          { key: 'chains', label: '完整性', children: <Chains /> },
        ]}
      />
    </>
  )
}
