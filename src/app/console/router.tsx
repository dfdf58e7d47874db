import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { App, Button, Result } from 'antd'
import { useMe } from '../../ui/me.tsx'
import type { Page } from '../../ui/page.ts'
import { Closed } from '../../ui/parts.tsx'
import { pages } from './pages.tsx'
import { Shell } from './Shell.tsx'

const rootRoute = createRootRoute({ component: Root, errorComponent: Broken })

/** What is said in passing stands inside the router, so that it may lead to a page. */
function Root() {
  return (
    <App>
      <Outlet />
    </App>
  )
}

function NotFound() {
  return <Closed why="没有这个页面：地址可能写错了，或页面已经移动。" />
}

function Broken({ error }: ErrorComponentProps) {
  return (
    <Result
      status="error"
      title={<h1 className="broken">页面出错了</h1>}
      subTitle="请重新打开；仍然打不开的，请把下面这行文字告诉管理员。已保存的内容不受影响。"
      extra={
        <>
          <p className="unknown">{error instanceof Error ? error.message : String(error)}</p>
          <Button type="primary" onClick={() => location.reload()}>
            重新打开
          </Button>
          <Button href="/">回到首页</Button>
        </>
      }
    />
  )
}

/** A page only for who may see it: an address typed or sent is answered with a sentence, not with a broken form. */
function guarded({ title, grants, load }: Page) {
  const Opened = lazyRouteComponent(load)
  function Guarded() {
    const me = useMe()
    if (grants && !grants.some((grant) => me.grants.has(grant)))
      return <Closed why={`您的账号没有「${title}」的权限，如有需要请联系管理员。`} />
    return <Opened />
  }
  return Object.assign(Guarded, { preload: async () => Opened.preload?.() })
}

/** Pages for everyone: logging in, one-time links, first set-up, signing in at an activity, whether a badge holds. */
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
  {
    path: '/sign/$code',
    load: () =>
      import('../../modules/activities/signIn.screens.tsx').then(({ SignInPage }) => ({ default: SignInPage })),
  },
  {
    path: '/verify/$code',
    load: () =>
      import('../../modules/plaques/verify.screens.tsx').then(({ VerifyBadge }) => ({ default: VerifyBadge })),
  },
].map(({ path, load }) => createRoute({ getParentRoute: () => rootRoute, path, component: lazyRouteComponent(load) }))

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })
const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home/Home.tsx')),
})
const inside = pages.map((page) =>
  createRoute({
    getParentRoute: () => shellRoute,
    path: page.path,
    component: guarded(page),
  }),
)
const nowhere = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound })

export const router = createRouter({
  routeTree: rootRoute.addChildren([...openPages, shellRoute.addChildren([homeRoute, ...inside, nowhere])]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})
