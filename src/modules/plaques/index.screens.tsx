import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const plaquePages: readonly Page[] = [
  {
    path: '/stations/$id/plaques',
    title: '标牌与工作证',
    grants: ['station.read'],
    load: () => import('./plaques.screens.tsx').then(({ PlaquesPage }) => ({ default: PlaquesPage })),
  },
  {
    path: '/plaque-marks/$place',
    title: '标志文件',
    grants: ['station.manage'],
    load: () => import('./marks.screens.tsx').then(({ MarksPage }) => ({ default: MarksPage })),
  },
]

/** On a station's page: whether its name fits the plaque, and who still has no badge. */
export const plaquesSection: Section = {
  grants: ['station.read'],
  component: lazy(() => import('./StationPlaques.tsx')),
}
