import { UserSwitchOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page } from '../../ui/page.ts'

export { AccountPicker } from './AccountPicker.tsx'

/** On the home page of who may unlock. */
export const HomeLocks = lazy(() => import('./HomeLocks.tsx'))

export const accountPages: readonly Page[] = [
  { path: '/me', title: '我的账号', load: () => import('./me.screens.tsx') },
  {
    path: '/accounts',
    title: '账号',
    grants: ['account.read'],
    menu: { group: 'system', order: 10, icon: <UserSwitchOutlined /> },
    load: () => import('./accounts.screens.tsx').then(({ Accounts }) => ({ default: Accounts })),
  },
  {
    path: '/accounts/new',
    title: '开设账号',
    grants: ['account.manage'],
    load: () => import('./accountForm.screens.tsx').then(({ OpenAccount }) => ({ default: OpenAccount })),
  },
  {
    path: '/accounts/roles',
    title: '角色与权限',
    grants: ['account.read'],
    load: () => import('./roles.screens.tsx').then(({ RolesPage }) => ({ default: RolesPage })),
  },
  {
    path: '/accounts/locks',
    title: '登录失败与锁定',
    grants: ['account.secure'],
    load: () => import('./locks.screens.tsx').then(({ Locks }) => ({ default: Locks })),
  },
  {
    path: '/accounts/$id',
    title: '账号',
    grants: ['account.read'],
    load: () => import('./account.screens.tsx').then(({ AccountPage }) => ({ default: AccountPage })),
  },
]
