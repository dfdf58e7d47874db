import { ApartmentOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export type { Paint, Painter, Tile } from './colouring.ts'
export { PlacePicker } from './PlacePicker.tsx'

/** The tree as tiles, coloured by another module. */
export const PaintedTiles = lazy(() => import('./TileMap.tsx').then(({ PaintedTiles: Tiles }) => ({ default: Tiles })))

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
