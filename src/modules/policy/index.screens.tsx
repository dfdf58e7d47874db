import { ReadOutlined } from '@ant-design/icons'
import type { Page } from '../../ui/page.ts'

export const policyPages: readonly Page[] = [
  {
    path: '/policy',
    title: '政策依据',
    menu: { group: 'oversight', order: 20, icon: <ReadOutlined /> },
    load: () => import('./policy.screens.tsx').then(({ Policies }) => ({ default: Policies })),
  },
]
