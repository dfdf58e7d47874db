import { SafetyCertificateOutlined } from '@ant-design/icons'
import type { Page } from '../../ui/page.ts'

export const findingPages: readonly Page[] = [
  {
    path: '/findings',
    title: '核查结论',
    grants: ['finding.read'],
    menu: { group: 'oversight', order: 10, icon: <SafetyCertificateOutlined /> },
    load: () => import('./finding.screens.tsx').then(({ Findings }) => ({ default: Findings })),
  },
]
export { StationFindings } from './StationFindings.tsx'
