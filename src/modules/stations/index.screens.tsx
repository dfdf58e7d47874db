import { HomeOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { StationPicker } from './StationPicker.tsx'

/** The pages of stations; what other modules show on a station's page is handed in. */
export function stationPages(sections: readonly Section[]): readonly Page[] {
  return [
    {
      path: '/stations',
      title: '社工站',
      grants: ['station.read'],
      menu: { group: 'network', order: 10, icon: <HomeOutlined />, also: ['/documents', '/plans', '/plaque-marks'] },
      load: () => import('./stations.screens.tsx').then(({ Stations }) => ({ default: Stations })),
    },
    {
      path: '/stations/new',
      title: '新增社工站',
      grants: ['station.manage'],
      load: () => import('./stationForm.screens.tsx').then(({ AddStation }) => ({ default: AddStation })),
    },
    {
      path: '/stations/$id',
      title: '社工站',
      grants: ['station.read'],
      load: () =>
        import('./station.screens.tsx').then(({ StationPage }) => ({
          default: () => <StationPage sections={sections} />,
        })),
    },
  ]
}

export const operatedStationsSection: Section = {
  grants: ['station.read'],
  component: lazy(() => import('./OperatedStations.tsx')),
}
