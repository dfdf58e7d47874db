import { FolderOpenOutlined, NumberOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, Section } from '../../ui/page.ts'

export const casePages: readonly Page[] = [
  {
    path: '/cases',
    title: '个案',
    grants: ['case.read'],
    menu: { group: 'work', order: 30, icon: <FolderOpenOutlined />, also: ['/case-records', '/referrals'] },
    load: () => import('./cases.screens.tsx').then(({ Cases }) => ({ default: Cases })),
  },
  {
    path: '/cases/new',
    title: '接案登记',
    grants: ['case.write'],
    load: () => import('./caseForm.screens.tsx').then(({ RegisterCase }) => ({ default: RegisterCase })),
  },
  {
    path: '/cases/$id',
    title: '个案',
    grants: ['case.read'],
    load: () => import('./case.screens.tsx').then(({ CasePage }) => ({ default: CasePage })),
  },
  {
    path: '/case-records/$id',
    title: '过程记录',
    grants: ['case.read'],
    load: () => import('./meeting.screens.tsx').then(({ MeetingPage }) => ({ default: MeetingPage })),
  },
  {
    path: '/referrals',
    title: '收到的转介',
    grants: ['referral.answer'],
    load: () => import('./referrals.screens.tsx').then(({ Referrals }) => ({ default: Referrals })),
  },
  {
    path: '/case-rules',
    title: '个案规则',
    grants: ['case.manage'],
    menu: { group: 'oversight', order: 62, icon: <NumberOutlined /> },
    load: () => import('./rules.screens.tsx').then(({ CaseRules }) => ({ default: CaseRules })),
  },
]

/** A client's cases on the client's own page. */
export const clientCasesSection: Section = {
  grants: ['case.read'],
  component: lazy(() => import('./ClientCases.tsx')),
}

/** On a person's home page: their own cases, and what waits for their signature. */
export const HomeCases = lazy(() => import('./HomeCases.tsx'))
