import { BankOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { OrganisationPicker } from './OrganisationPicker.tsx'

/** The pages of organisations; what other modules show on an organisation's page is handed in. */
export function organisationPages(sections: readonly Section[]): readonly Page[] {
  return [
    {
      path: '/organisations',
      title: '机构',
      grants: ['organisation.manage', 'station.read'],
      menu: { group: 'network', order: 30, icon: <BankOutlined /> },
      load: () => import('./organisations.screens.tsx').then(({ Organisations }) => ({ default: Organisations })),
    },
    {
      path: '/organisations/new',
      title: '登记机构',
      grants: ['organisation.manage'],
      load: () => import('./organisation.screens.tsx').then(({ AddOrganisation }) => ({ default: AddOrganisation })),
    },
    {
      path: '/organisations/$id',
      title: '机构',
      load: () =>
        import('./organisation.screens.tsx').then(({ OrganisationPage }) => ({
          default: () => <OrganisationPage sections={sections} />,
        })),
    },
  ]
}

export const operatorFactsSection: Section = { component: lazy(() => import('./OperatorFacts.tsx')) }
