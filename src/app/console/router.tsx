import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { Button, Result } from 'antd'
import { pages } from './pages.tsx'
import { Shell } from './Shell.tsx'

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken })

function NotFound() {
  return (
    <Result
      status="404"
      title="没有这个页面"
      subTitle="地址可能写错了，或页面已经移动"
      extra={<Button href="/">回到首页</Button>}
    />
  )
}

function Broken({ error }: ErrorComponentProps) {
  return (
    <Result
      status="error"
      title="页面出错了"
      subTitle={error instanceof Error ? error.message : String(error)}
      extra={<Button onClick={() => location.reload()}>重新打开</Button>}
    />
  )
}

/** Pages for everyone: logging in, one-time links, first set-up. */
const openPages = [
  {
    path: '/login',
    load: () => import('../../modules/accounts/login.screens.tsx').then(({ Login }) => ({ default: Login })),
  },
  {
    path: '/join/$token',
    load: () => import('../../modules/accounts/login.screens.tsx').then(({ Join }) => ({ default: Join })),
  },
  {
    path: '/setup',
    load: () => import('../../modules/accounts/login.screens.tsx').then(({ SetUp }) => ({ default: SetUp })),
  },
].map(({ path, load }) => createRoute({ getParentRoute: () => rootRoute, path, component: lazyRouteComponent(load) }))

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })
const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home/Home.tsx')),
})
const inside = pages.map(({ path, load }) =>
  createRoute({ getParentRoute: () => shellRoute, path, component: lazyRouteComponent(load) }),
)

export const router = createRouter({
  routeTree: rootRoute.addChildren([...openPages, shellRoute.addChildren([homeRoute, ...inside])]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})
