import { LogoutOutlined, MenuOutlined, UserOutlined } from '@ant-design/icons'
import { Navigate, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Dropdown, Flex, Grid, Layout, Menu, type MenuProps, Spin, Tag } from 'antd'
import { type ReactNode, Suspense, useState } from 'react'
import { roleNames } from '../../modules/accounts/index.ts'
import { client } from '../../ui/client.ts'
import { dropDrafts } from '../../ui/draft.ts'
import { type Me, MeProvider } from '../../ui/me.tsx'
import { Answer } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { entryOf, type MenuPage, menuOf } from './menu.ts'
import { pages } from './pages.tsx'
import { NarrowSearch, Search } from './Search.tsx'

const api = client<typeof import('../../modules/accounts/index.server.ts')>('accounts')

const groups = { work: '日常工作', network: '站点与人员', oversight: '监督与依据', system: '系统管理' } as const

function itemsOf(open: readonly MenuPage[]): NonNullable<MenuProps['items']> {
  const of = (group: keyof typeof groups) =>
    open
      .filter(({ menu }) => menu.group === group)
      .sort((a, b) => a.menu.order - b.menu.order)
      .map(({ path, title, menu }) => ({ key: path, label: title, icon: menu.icon }))
  return (Object.keys(groups) as (keyof typeof groups)[])
    .map((group) => ({ key: group, type: 'group' as const, label: groups[group], children: of(group) }))
    .filter(({ children }) => children.length > 0)
}

/** The frame of every page behind the login: who, where to, and that this is demo data if it is. */
export function Shell() {
  const who = useAnswer(api.whoAmI, {})
  if (who.error?.code === 'unauthenticated')
    return <Navigate to="/login" search={{ from: location.pathname + location.search } as never} />
  if (!who.data)
    return (
      <main className="content">
        <Answer of={who} page>
          {() => null}
        </Answer>
      </main>
    )
  const { account, roles, grants, stations, demo } = who.data
  const me: Me = {
    name: account.name,
    login: account.login,
    account: account.id,
    person: account.person,
    roles,
    grants: new Set(grants),
    stations,
  }
  return (
    <MeProvider me={me}>
      {account.mustChangePassword ? (
        <PasswordFirst>
          <Frame me={me} demo={demo} />
        </PasswordFirst>
      ) : (
        <Frame me={me} demo={demo} />
      )}
    </MeProvider>
  )
}

/** A generated password is changed before anything else: every way leads there. */
function PasswordFirst({ children }: { children: ReactNode }) {
  const { pathname } = useLocation()
  return pathname === '/me' ? children : <Navigate to="/me" />
}

function Frame({ me, demo }: { me: Me; demo: boolean }) {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const wide = Grid.useBreakpoint().lg ?? true
  const [drawer, setDrawer] = useState(false)
  const open = menuOf(pages, me.grants)
  const menu = (
    <nav aria-label="主菜单">
      <Menu
        mode="inline"
        selectedKeys={[entryOf(pathname, open) ?? '']}
        items={itemsOf(open)}
        onClick={({ key }) => {
          setDrawer(false)
          void navigate({ to: key })
        }}
        style={{ borderInlineEnd: 0 }}
      />
    </nav>
  )
  return (
    <Layout className="frame">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <Layout.Header className="top">
        <Flex align="center" gap={12} style={{ height: '100%' }}>
          {!wide && (
            <Button type="text" aria-label="打开菜单" icon={<MenuOutlined />} onClick={() => setDrawer(true)} />
          )}
          <a
            href="/"
            className="brand"
            onClick={(event) => {
              event.preventDefault()
              void navigate({ to: '/' })
            }}
          >
            一站
          </a>
          {demo && <Tag color="warning">演示数据</Tag>}
          <div style={{ flex: 1 }} />
          {wide ? <Search /> : <NarrowSearch />}
          <UserMenu me={me} />
        </Flex>
      </Layout.Header>
      <Layout>
        {wide ? (
          <Layout.Sider width={208} className="side">
            {menu}
          </Layout.Sider>
        ) : (
          <Drawer
            placement="left"
            size={264}
            open={drawer}
            onClose={() => setDrawer(false)}
            title="一站"
            styles={{ body: { padding: 4 } }}
          >
            {menu}
          </Drawer>
        )}
        <Layout.Content id="main" className="content" tabIndex={-1}>
          <Suspense fallback={<Spin style={{ display: 'block', margin: '80px auto' }} />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  )
}

function UserMenu({ me }: { me: Me }) {
  const navigate = useNavigate()
  const [role] = me.roles
  const leave = async () => {
    await api.logout({})
    dropDrafts()
    location.assign('/login')
  }
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'me', label: '我的账号', icon: <UserOutlined /> },
          { key: 'out', label: '退出', icon: <LogoutOutlined /> },
        ],
        onClick: ({ key }) => void (key === 'out' ? leave() : navigate({ to: '/me' })),
      }}
    >
      <Button type="text" className="user">
        <span className="user-name">{me.name}</span>
        {role && (
          <span className="user-role">{`${roleNames[role.role as keyof typeof roleNames]} · ${role.over}`}</span>
        )}
      </Button>
    </Dropdown>
  )
}
