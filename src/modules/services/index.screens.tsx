import { FormOutlined, ProfileOutlined } from '@ant-design/icons'
import type { Page } from '../../ui/page.ts'

export { CataloguePicker } from './CataloguePicker.tsx'

export const servicePages: readonly Page[] = [
  {
    path: '/services',
    title: '服务记录',
    grants: ['service.read'],
    menu: { group: 'work', order: 20, icon: <ProfileOutlined /> },
    load: () => import('./serviceRecord.screens.tsx').then(({ Services }) => ({ default: Services })),
  },
  {
    path: '/services/new',
    title: '登记服务',
    grants: ['service.record'],
    menu: { group: 'work', order: 10, icon: <FormOutlined /> },
    load: () => import('./serviceRecord.screens.tsx').then(({ RecordService }) => ({ default: RecordService })),
  },
  {
    path: '/services/$id',
    title: '服务记录',
    grants: ['service.read'],
    load: () => import('./serviceRecord.screens.tsx').then(({ Service }) => ({ default: Service })),
  },
]
