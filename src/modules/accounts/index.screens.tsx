import type { Page } from '../../ui/page.ts'

export const accountPages: readonly Page[] = [
  { path: '/me', title: '我的账号', load: () => import('./me.screens.tsx') },
]
