import { FileDoneOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const reportPages: readonly Page[] = [
  {
    path: '/reports',
    title: '报表',
    grants: ['report.read'],
    menu: { group: 'work', order: 30, icon: <FileDoneOutlined /> },
    load: () => import('./reports.screens.tsx').then(({ Reports }) => ({ default: Reports })),
  },
  {
    path: '/reports/$id',
    title: '报表',
    grants: ['report.read'],
    load: () => import('./report.screens.tsx').then(({ ReportPage }) => ({ default: ReportPage })),
  },
]

export const stationReportsSection: Section = {
  grants: ['report.read'],
  component: lazy(() => import('./StationReports.tsx')),
}
