import { ClusterOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const networkPages: readonly Page[] = [
  {
    path: '/network',
    title: '网络建设',
    grants: ['network.read'],
    menu: { group: 'network', order: 5, icon: <ClusterOutlined /> },
    load: () => import('./network.screens.tsx').then(({ NetworkPage }) => ({ default: NetworkPage })),
  },
]

export const stationProgressSection: Section = {
  grants: ['station.read'],
  component: lazy(() => import('./StationProgress.tsx')),
}
