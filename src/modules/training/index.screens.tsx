import { ReadOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const trainingPages: readonly Page[] = [
  {
    path: '/training',
    title: '培训',
    grants: ['training.read'],
    menu: { group: 'network', order: 21, icon: <ReadOutlined /> },
    load: () => import('./training.screens.tsx').then(({ Training }) => ({ default: Training })),
  },
  {
    path: '/training/new',
    title: '登记培训',
    grants: ['training.manage'],
    load: () => import('./courseForm.screens.tsx').then(({ NewCourse }) => ({ default: NewCourse })),
  },
  {
    path: '/training/$id',
    title: '课程',
    grants: ['training.read'],
    load: () => import('./course.screens.tsx').then(({ CoursePage }) => ({ default: CoursePage })),
  },
]

export const personTrainingSection: Section = {
  grants: ['training.read'],
  component: lazy(() => import('./PersonTraining.tsx')),
}

export const stationTrainingSection: Section = {
  grants: ['training.read'],
  component: lazy(() => import('./StationTraining.tsx')),
}
