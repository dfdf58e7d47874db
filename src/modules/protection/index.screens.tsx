import { SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export const protectionPages: readonly Page[] = [
  {
    path: '/incidents',
    title: '疑似侵害与危机',
    grants: ['incident.read'],
    menu: { group: 'work', order: 60, icon: <SafetyCertificateOutlined /> },
    load: () => import('./incidents.screens.tsx').then(({ Incidents }) => ({ default: Incidents })),
  },
  {
    path: '/incidents/new',
    title: '登记疑似侵害',
    grants: ['incident.report'],
    load: () => import('./incidents.screens.tsx').then(({ ReportIncident }) => ({ default: ReportIncident })),
  },
  {
    path: '/incidents/$id',
    title: '事件',
    grants: ['incident.read'],
    load: () => import('./incident.screens.tsx').then(({ IncidentPage }) => ({ default: IncidentPage })),
  },
  {
    path: '/guardianships',
    title: '委托监护',
    grants: ['client.list'],
    menu: { group: 'work', order: 65, icon: <TeamOutlined /> },
    load: () => import('./agreements.screens.tsx').then(({ Agreements }) => ({ default: Agreements })),
  },
]

/** On the home page of whoever may know of them: incidents that nobody has taken up yet. */
export const HomeIncidents = lazy(() => import('./HomeIncidents.tsx'))
