import { RiseOutlined, TeamOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { Endings } from './Endings.tsx'
export { PersonPicker } from './PersonPicker.tsx'

/** The pages of people; what other modules show on a person's page is handed in. */
export function peoplePages(sections: readonly Section[]): readonly Page[] {
  return [
    {
      path: '/people',
      title: '人员',
      grants: ['person.read'],
      menu: { group: 'network', order: 20, icon: <TeamOutlined />, also: ['/imports/roster'] },
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
      load: () =>
        import('./person.screens.tsx').then(({ PersonPage }) => ({
          default: () => <PersonPage sections={sections} />,
        })),
    },
    {
      path: '/people/candidates',
      title: '人员比选',
      grants: ['person.manage'],
      load: () => import('./candidates.screens.tsx').then(({ Candidates }) => ({ default: Candidates })),
    },
    {
      path: '/people/cultivation',
      title: '人才培养',
      grants: ['person.read'],
      menu: { group: 'network', order: 24, icon: <RiseOutlined /> },
      load: () => import('./cultivation.screens.tsx').then(({ Cultivation }) => ({ default: Cultivation })),
    },
  ]
}

export const staffSection: Section = {
  grants: ['person.read'],
  component: lazy(() => import('./StationStaff.tsx')),
}

/** Interns and who of the street manages the station, below its staff. */
export const otherPeopleSection: Section = {
  grants: ['person.read'],
  component: lazy(() => import('./StationOthers.tsx')),
}
