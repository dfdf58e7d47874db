import { UsergroupAddOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export const groupPages: readonly Page[] = [
  {
    path: '/groups',
    title: '小组',
    grants: ['group.read'],
    menu: { group: 'work', order: 35, icon: <UsergroupAddOutlined /> },
    load: () => import('./groups.screens.tsx').then(({ Groups }) => ({ default: Groups })),
  },
  {
    path: '/groups/new',
    title: '拟订小组计划',
    grants: ['group.write'],
    load: () => import('./groupForm.screens.tsx').then(({ PlanGroup }) => ({ default: PlanGroup })),
  },
  {
    path: '/groups/$id',
    title: '小组',
    grants: ['group.read'],
    load: () => import('./group.screens.tsx').then(({ GroupPage }) => ({ default: GroupPage })),
  },
]

/** On the home page: sessions that come, and what waits for a signature. */
export const HomeGroups = lazy(() => import('./HomeGroups.tsx'))
