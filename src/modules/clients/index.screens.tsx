import { SolutionOutlined } from '@ant-design/icons'
import type { Page, Section } from '../../ui/page.ts'

export { ClientPicker, ClientsPicker } from './ClientPicker.tsx'

/** The pages of clients; what other modules show on a client's page is handed in. */
export const clientPages = (sections: readonly Section[]): readonly Page[] => [
  {
    path: '/clients',
    title: '服务对象',
    grants: ['client.list'],
    menu: {
      group: 'work',
      order: 30,
      icon: <SolutionOutlined />,
      also: ['/households', '/assessments', '/imports/clients'],
    },
    load: () => import('./clients.screens.tsx').then(({ Clients }) => ({ default: Clients })),
  },
  {
    path: '/clients/new',
    title: '新建档案',
    grants: ['client.write'],
    load: () => import('./clientForm.screens.tsx').then(({ AddClient }) => ({ default: AddClient })),
  },
  {
    path: '/clients/archives',
    title: '待补档案',
    grants: ['client.list'],
    load: () => import('./archives.screens.tsx').then(({ Archives }) => ({ default: Archives })),
  },
  {
    path: '/clients/duplicates',
    title: '重复档案',
    grants: ['client.merge'],
    load: () => import('./duplicates.screens.tsx').then(({ Duplicates }) => ({ default: Duplicates })),
  },
  {
    path: '/clients/compare',
    title: '比对档案',
    grants: ['client.merge'],
    load: () => import('./compare.screens.tsx').then(({ Compare }) => ({ default: Compare })),
  },
  {
    path: '/clients/transfers',
    title: '转站',
    grants: ['client.read'],
    load: () => import('./transfers.screens.tsx').then(({ Transfers }) => ({ default: Transfers })),
  },
  {
    path: '/clients/$id',
    title: '服务对象',
    grants: ['client.read'],
    load: () =>
      import('./client.screens.tsx').then(({ ClientPage }) => ({
        default: () => <ClientPage sections={sections} />,
      })),
  },
  {
    path: '/households',
    title: '家庭档案',
    grants: ['client.read'],
    load: () => import('./household.screens.tsx').then(({ Households }) => ({ default: Households })),
  },
  {
    path: '/households/new',
    title: '新建家庭档案',
    grants: ['client.write'],
    load: () => import('./household.screens.tsx').then(({ AddHousehold }) => ({ default: AddHousehold })),
  },
  {
    path: '/households/$id',
    title: '家庭档案',
    grants: ['client.read'],
    load: () => import('./household.screens.tsx').then(({ HouseholdPage }) => ({ default: HouseholdPage })),
  },
]
