import { AimOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export const outreachPages: readonly Page[] = [
  {
    path: '/discoveries',
    title: '主动发现',
    grants: ['outreach.read'],
    menu: { group: 'work', order: 36, icon: <AimOutlined />, also: ['/patrols'] },
    load: () => import('./discoveries.screens.tsx').then(({ Discoveries }) => ({ default: Discoveries })),
  },
  {
    path: '/discoveries/new',
    title: '登记主动发现',
    grants: ['outreach.record'],
    load: () => import('./discoveries.screens.tsx').then(({ RecordDiscovery }) => ({ default: RecordDiscovery })),
  },
  {
    path: '/discoveries/$id',
    title: '主动发现',
    grants: ['outreach.read'],
    load: () => import('./discovery.screens.tsx').then(({ DiscoveryPage }) => ({ default: DiscoveryPage })),
  },
  {
    path: '/patrols',
    title: '街面巡查',
    grants: ['outreach.read'],
    load: () => import('./patrols.screens.tsx').then(({ Patrols }) => ({ default: Patrols })),
  },
  {
    path: '/patrols/new',
    title: '登记街面巡查',
    grants: ['outreach.record'],
    load: () => import('./patrolForm.screens.tsx').then(({ RecordPatrol }) => ({ default: RecordPatrol })),
  },
  {
    path: '/patrols/$id',
    title: '街面巡查',
    grants: ['outreach.read'],
    load: () => import('./patrols.screens.tsx').then(({ PatrolPage }) => ({ default: PatrolPage })),
  },
]

/** On a person's home page: families found that still wait for something. */
export const HomeDiscoveries = lazy(() => import('./HomeDiscoveries.tsx'))
