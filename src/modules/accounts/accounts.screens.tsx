import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Input, Select, type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { accountStates } from './account.ts'
import { roleNames } from './roles.ts'

const api = client<typeof import('./index.server.ts')>('accounts')

type Listed = AnswerOfCall<typeof import('./index.server.ts').listAccounts>['rows'][number]

/** How an account stands, in a word. */
export function AccountState({ account }: { account: Pick<Listed['account'], 'state' | 'mustChangePassword'> }) {
  if (account.state === 'disabled') return <State tone="quiet">停用</State>
  return account.mustChangePassword ? <State tone="warn">待本人设口令</State> : <State tone="good">在用</State>
}

const columns: TableColumnType<Listed>[] = [
  {
    title: '姓名',
    key: 'name',
    width: 190,
    render: (_, { account }) => (
      <div style={{ whiteSpace: 'nowrap' }}>
        <div>{account.name}</div>
        <Typography.Text type="secondary">{account.login}</Typography.Text>
      </div>
    ),
  },
  {
    title: '角色与范围',
    key: 'roles',
    render: (_, { roles }) => {
      const held = roles.filter(({ toOn }) => toOn === null || toOn >= today())
      if (held.length === 0) return <span className="unknown">没有角色</span>
      return held.map(({ id, role, over }) => (
        <div key={id}>
          {roleNames[role]} · {over}
        </div>
      ))
    },
  },
  {
    title: '动态口令',
    key: 'twoFactor',
    width: 100,
    render: (_, { account }) => (account.twoFactor ? '已开启' : <span className="unknown">未开启</span>),
  },
  { title: '状态', key: 'state', width: 130, render: (_, { account }) => <AccountState account={account} /> },
]

interface Filters {
  name?: string
  state?: keyof typeof accountStates
  after?: string
}

/** The accounts in reach: who has which role over what. */
export function Accounts() {
  const navigate = useNavigate()
  const { after, ...filters } = useSearch({ strict: false }) as Filters
  const mayOpen = useHolds('account.manage')
  const maySecure = useHolds('account.secure')
  const found = useAnswer(api.listAccounts, { ...filters, after: after ?? null }, { keep: true })
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/accounts', search: { ...filters, ...next } as never, replace: true })
  const open = () => void navigate({ to: '/accounts/new' })
  const filtered = filters.name !== undefined || filters.state !== undefined
  return (
    <>
      <PageHead title="账号" note="谁可以登录、以什么角色、管到哪里">
        <Button onClick={() => void navigate({ to: '/accounts/roles' })}>角色与权限</Button>
        {maySecure && <Button onClick={() => void navigate({ to: '/accounts/locks' })}>登录失败与锁定</Button>}
        {mayOpen && (
          <Button type="primary" icon={<PlusOutlined />} onClick={open}>
            开设账号
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={filters.name}
          allowClear
          aria-label="按姓名或登录名查找"
          placeholder="姓名或登录名"
          defaultValue={filters.name}
          onSearch={(typed) => set({ name: typed.trim() || undefined })}
          style={{ width: 220 }}
        />
        <Select
          allowClear
          aria-label="状态"
          placeholder="状态"
          value={filters.state ?? null}
          onChange={(state) => set({ state: state ?? undefined })}
          options={Object.entries(accountStates).map(([value, label]) => ({ value, label }))}
          style={{ width: 110 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ account }) => account.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ account }) => void navigate({ to: '/accounts/$id', params: { id: account.id } as never })}
            empty={filtered ? '没有找到，请核对姓名或登录名' : '您的范围内还没有账号'}
            emptyAction={
              filtered ? (
                <Button onClick={() => void navigate({ to: '/accounts' })}>清除筛选</Button>
              ) : (
                mayOpen && <Button onClick={open}>开设第一个账号</Button>
              )
            }
          />
        )}
      </Answer>
    </>
  )
}
