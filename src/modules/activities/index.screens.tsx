import { CalendarOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export const activityPages: readonly Page[] = [
  {
    path: '/activities',
    title: '社区活动',
    grants: ['activity.read'],
    menu: { group: 'work', order: 36, icon: <CalendarOutlined /> },
    load: () => import('./activities.screens.tsx').then(({ Activities }) => ({ default: Activities })),
  },
  {
    path: '/activities/new',
    title: '安排活动',
    grants: ['activity.write'],
    load: () => import('./activityForm.screens.tsx').then(({ PlanActivity }) => ({ default: PlanActivity })),
  },
  {
    path: '/activities/$id',
    title: '社区活动',
    grants: ['activity.read'],
    load: () => import('./activity.screens.tsx').then(({ ActivityPage }) => ({ default: ActivityPage })),
  },
]

/** On the home page: what comes, and what has not been summed up. */
export const HomeActivities = lazy(() => import('./HomeActivities.tsx'))
