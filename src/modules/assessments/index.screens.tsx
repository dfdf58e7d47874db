import { FileSearchOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { toneOf } from './ScaleQuestions.tsx'
export { TrendChart } from './TrendChart.tsx'

export const assessmentPages: readonly Page[] = [
  {
    path: '/scales',
    title: '评估量表',
    grants: ['assessment.read', 'scale.manage'],
    menu: { group: 'oversight', order: 60, icon: <FileSearchOutlined /> },
    load: () => import('./scales.screens.tsx').then(({ Scales }) => ({ default: Scales })),
  },
  {
    path: '/assessments/new',
    title: '做量表评估',
    grants: ['assessment.write'],
    load: () => import('./assessment.screens.tsx').then(({ AssessClient }) => ({ default: AssessClient })),
  },
  {
    path: '/assessments/$id',
    title: '量表评估',
    grants: ['assessment.read'],
    load: () => import('./assessment.screens.tsx').then(({ AssessmentPage }) => ({ default: AssessmentPage })),
  },
]

/** A client's scales on the client's own page. */
export const clientAssessmentsSection: Section = {
  grants: ['assessment.read'],
  component: lazy(() => import('./ClientAssessments.tsx')),
}
