import { AuditOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { History } from './History.tsx'

/** The history of a record as a part of its page. */
export const historySection: Section = {
  component: lazy(() => import('./History.tsx').then(({ History }) => ({ default: History }))),
}

export const auditPages: readonly Page[] = [
  {
    path: '/audit',
    title: '留痕',
    grants: ['audit.read'],
    menu: { group: 'system', order: 30, icon: <AuditOutlined /> },
    load: () => import('./audit.screens.tsx').then(({ Audit }) => ({ default: Audit })),
  },
]
