import { SolutionOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { ExpertPicker } from './ExpertPicker.tsx'

export const expertPages: readonly Page[] = [
  {
    path: '/experts',
    title: '专家库',
    grants: ['expert.read'],
    menu: { group: 'network', order: 23, icon: <SolutionOutlined /> },
    load: () => import('./experts.screens.tsx').then(({ Experts }) => ({ default: Experts })),
  },
  {
    path: '/experts/new',
    title: '专家入库',
    grants: ['expert.manage'],
    load: () => import('./expert.screens.tsx').then(({ NewExpert }) => ({ default: NewExpert })),
  },
  {
    path: '/experts/$id',
    title: '专家',
    grants: ['expert.read'],
    load: () => import('./expert.screens.tsx').then(({ ExpertPage }) => ({ default: ExpertPage })),
  },
]

export const stationExpertsSection: Section = {
  grants: ['expert.read'],
  component: lazy(() => import('./StationExperts.tsx')),
}

export const organisationGuidesSection: Section = {
  grants: ['expert.read'],
  component: lazy(() => import('./OrganisationGuides.tsx')),
}
