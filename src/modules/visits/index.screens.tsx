import { CompassOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export const visitPages: readonly Page[] = [
  {
    path: '/visits',
    title: '走访',
    grants: ['client.list'],
    menu: { group: 'work', order: 15, icon: <CompassOutlined /> },
    load: () => import('./visits.screens.tsx').then(({ Visits }) => ({ default: Visits })),
  },
  {
    path: '/visits/new',
    title: '登记走访',
    grants: ['visit.record'],
    load: () => import('./visit.screens.tsx').then(({ RecordVisit }) => ({ default: RecordVisit })),
  },
  {
    path: '/visits/$id',
    title: '走访记录',
    grants: ['visit.read'],
    load: () => import('./visit.screens.tsx').then(({ VisitPage }) => ({ default: VisitPage })),
  },
]

/** On a home page: a worker's own visits that are due, and how this month stands for whoever answers for stations. */
export const HomeVisits = lazy(() => import('./HomeVisits.tsx'))
