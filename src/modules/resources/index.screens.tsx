import { AppstoreAddOutlined } from '@ant-design/icons'
import type { Page } from '../../ui/page.ts'

export const resourcePages: readonly Page[] = [
  {
    path: '/resources',
    title: '社区资源',
    grants: ['resource.read'],
    menu: { group: 'work', order: 37, icon: <AppstoreAddOutlined /> },
    load: () => import('./resources.screens.tsx').then(({ Resources }) => ({ default: Resources })),
  },
  {
    path: '/resources/new',
    title: '登记社区资源',
    grants: ['resource.keep'],
    load: () => import('./resources.screens.tsx').then(({ AddResource }) => ({ default: AddResource })),
  },
  {
    path: '/resources/$id',
    title: '社区资源',
    grants: ['resource.read'],
    load: () => import('./resource.screens.tsx').then(({ ResourcePage }) => ({ default: ResourcePage })),
  },
  {
    path: '/resources/matches',
    title: '供需对接',
    grants: ['resource.read'],
    load: () => import('./matches.screens.tsx').then(({ Matches }) => ({ default: Matches })),
  },
]
