import { AuditOutlined } from '@ant-design/icons'
import type { Page, Section } from '../../ui/page.ts'
import { History } from './History.tsx'

export { History }

/** The history of a record as a part of its page. */
export const historySection: Section = {
  component: History,
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
