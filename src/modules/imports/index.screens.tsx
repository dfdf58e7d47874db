import type { Page } from '../../ui/page.ts'

export const importPages: readonly Page[] = [
  {
    path: '/imports/$kind',
    title: '导入表格',
    grants: ['sheet.import'],
    load: () => import('./import.screens.tsx').then(({ Imports }) => ({ default: Imports })),
  },
  {
    path: '/imports/$kind/$id',
    title: '导入情况',
    grants: ['sheet.import'],
    load: () => import('./import.screens.tsx').then(({ ImportPage }) => ({ default: ImportPage })),
  },
]
