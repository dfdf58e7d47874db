import { MobileOutlined } from '@ant-design/icons'
import type { Page } from '../../ui/page.ts'

export const devicePages: readonly Page[] = [
  {
    path: '/devices',
    title: '走访设备',
    grants: ['visit.record', 'device.manage'],
    menu: { group: 'system', order: 40, icon: <MobileOutlined /> },
    load: () => import('./devices.screens.tsx').then(({ Devices }) => ({ default: Devices })),
  },
]
