import { FileProtectOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export { ApplicationPicker } from './ApplicationPicker.tsx'

export const assistancePages: readonly Page[] = [
  {
    path: '/assistance',
    title: '救助申请',
    grants: ['assistance.read'],
    menu: {
      group: 'work',
      order: 34,
      icon: <FileProtectOutlined />,
      also: ['/rosters', '/certifications', '/imports/assistanceRoster'],
    },
    load: () => import('./applications.screens.tsx').then(({ Applications }) => ({ default: Applications })),
  },
  {
    path: '/assistance/new',
    title: '登记救助申请',
    grants: ['assistance.write'],
    load: () =>
      import('./applicationForm.screens.tsx').then(({ RegisterApplication }) => ({ default: RegisterApplication })),
  },
  {
    path: '/assistance/$id',
    title: '救助申请',
    grants: ['assistance.read'],
    load: () => import('./application.screens.tsx').then(({ ApplicationPage }) => ({ default: ApplicationPage })),
  },
  {
    path: '/rosters',
    title: '在册名册',
    grants: ['assistance.read'],
    load: () => import('./roster.screens.tsx').then(({ Rosters }) => ({ default: Rosters })),
  },
  {
    path: '/certifications',
    title: '生存认证',
    grants: ['assistance.read'],
    load: () => import('./certification.screens.tsx').then(({ Certifications }) => ({ default: Certifications })),
  },
]

/** A client's applications and standing on rosters, on the client's own page. */
export const clientAssistanceSection: Section = {
  grants: ['assistance.read'],
  component: lazy(() => import('./ClientAssistance.tsx')),
}

/** On a person's home page: applications that wait for their step, and who is still to be certified. */
export const HomeAssistance = lazy(() => import('./HomeAssistance.tsx'))
