import { LayoutOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const premisesPages: readonly Page[] = [
  {
    path: '/premises',
    title: '场地与制度缺项',
    grants: ['station.read'],
    menu: { group: 'network', order: 40, icon: <LayoutOutlined /> },
    load: () => import('./gaps.screens.tsx').then(({ HouseGaps }) => ({ default: HouseGaps })),
  },
  {
    path: '/stations/$id/premises',
    title: '场地设施',
    grants: ['station.read'],
    load: () => import('./premises.screens.tsx').then(({ PremisesPage }) => ({ default: PremisesPage })),
  },
]

/** On a station's page: how far its checklist is, and what is missing. */
export const premisesSection: Section = {
  grants: ['station.read'],
  component: lazy(() => import('./StationPremises.tsx')),
}
