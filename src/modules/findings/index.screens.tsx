import { SafetyCertificateOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const findingPages: readonly Page[] = [
  {
    path: '/findings',
    title: '核查结论',
    grants: ['finding.read'],
    menu: { group: 'oversight', order: 10, icon: <SafetyCertificateOutlined />, also: ['/what-if'] },
    load: () => import('./finding.screens.tsx').then(({ Findings }) => ({ default: Findings })),
  },
  {
    path: '/what-if',
    title: '试算',
    grants: ['finding.read'],
    load: () => import('./whatIf.screens.tsx').then(({ WhatIf }) => ({ default: WhatIf })),
  },
]

export const stationFindingsSection: Section = {
  grants: ['finding.read'],
  component: lazy(() => import('./StationFindings.tsx').then(({ FindingsBlock }) => ({ default: FindingsBlock }))),
}
