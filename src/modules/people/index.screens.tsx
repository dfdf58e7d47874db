import { TeamOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { PersonPicker } from './PersonPicker.tsx'

export const peoplePages: readonly Page[] = [
  {
    path: '/people',
    title: '人员',
    grants: ['person.read'],
    menu: { group: 'network', order: 20, icon: <TeamOutlined /> },
    load: () => import('./people.screens.tsx').then(({ People }) => ({ default: People })),
  },
  {
    path: '/people/new',
    title: '新增人员',
    grants: ['person.manage'],
    load: () => import('./personForm.screens.tsx').then(({ AddPerson }) => ({ default: AddPerson })),
  },
  {
    path: '/people/$id',
    title: '人员',
    grants: ['person.read'],
    load: () => import('./person.screens.tsx').then(({ PersonPage }) => ({ default: PersonPage })),
  },
]

export const staffSection: Section = {
  grants: ['person.read'],
  component: lazy(() => import('./StationStaff.tsx')),
}
