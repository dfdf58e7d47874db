import { FileProtectOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const documentPages: readonly Page[] = [
  {
    path: '/documents',
    title: '本级制度与范本',
    grants: ['document.issue'],
    menu: { group: 'network', order: 45, icon: <FileProtectOutlined /> },
    load: () => import('./area.screens.tsx').then(({ AreaDocuments }) => ({ default: AreaDocuments })),
  },
  {
    path: '/stations/$id/documents',
    title: '制度文件与计划',
    grants: ['station.read'],
    load: () =>
      import('./documents.screens.tsx').then(({ StationDocumentsPage }) => ({ default: StationDocumentsPage })),
  },
  {
    path: '/documents/$id',
    title: '制度文件',
    grants: ['station.read'],
    load: () => import('./document.screens.tsx').then(({ DocumentPage }) => ({ default: DocumentPage })),
  },
  {
    path: '/plans/$id',
    title: '工作计划',
    grants: ['station.read'],
    load: () => import('./plan.screens.tsx').then(({ PlanPage }) => ({ default: PlanPage })),
  },
]

/** On a station's page: which documents and plans it holds, and which are missing or run out. */
export const documentsSection: Section = {
  grants: ['station.read'],
  component: lazy(() => import('./StationDocuments.tsx')),
}
