import { CommentOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const supervisionPages: readonly Page[] = [
  {
    path: '/supervision',
    title: '督导',
    grants: ['supervision.read'],
    menu: { group: 'network', order: 22, icon: <CommentOutlined /> },
    load: () => import('./supervision.screens.tsx').then(({ Supervision }) => ({ default: Supervision })),
  },
  {
    path: '/supervision/new',
    title: '登记督导',
    grants: ['supervision.manage'],
    load: () => import('./sessionForm.screens.tsx').then(({ NewSession }) => ({ default: NewSession })),
  },
]

export const stationSupervisionSection: Section = {
  grants: ['supervision.read'],
  component: lazy(() => import('./StationSupervision.tsx')),
}

export const personSupervisionSection: Section = {
  grants: ['supervision.read'],
  component: lazy(() => import('./PersonSupervision.tsx')),
}
