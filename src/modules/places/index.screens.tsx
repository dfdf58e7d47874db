import { ApartmentOutlined } from '@ant-design/icons'
import type { Page } from '../../ui/page.ts'

export { PlacePicker } from './PlacePicker.tsx'

const load = () => import('./place.screens.tsx').then(({ PlacePage }) => ({ default: PlacePage }))

export const placePages: readonly Page[] = [
  {
    path: '/places',
    title: '行政区划',
    menu: { group: 'system', order: 60, icon: <ApartmentOutlined /> },
    load,
  },
  { path: '/places/$id', title: '行政区划', load },
]
