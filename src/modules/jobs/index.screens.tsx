import type { Page } from '../../ui/page.ts'

export const jobPages: readonly Page[] = [
  { path: '/jobs', title: '后台任务', load: () => import('./job.screens.tsx').then(({ Jobs }) => ({ default: Jobs })) },
]
