import { Button } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant, sayInstant } from '../../ui/format.ts'
import { State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

type Failed = AnswerOfCall<typeof import('./index.server.ts').listFailedLogins>[number]

const clock = (at: string) => formatInstant(at).slice(11)

/** Failed logins with what is locked now, from when to when, and the way to unlock it. */
export function Failures({ rows, empty }: { rows: readonly Failed[]; empty: string }) {
  const account = useAct(api.unlockAccount)
  const address = useAct(api.unlockAddress)
  const unlock = (one: Failed) =>
    one.account ? account.mutate({ id: one.account }) : address.mutate({ address: one.name })
  return (
    <DataTable
      rows={rows}
      rowKey={({ kind, name }) => `${kind}|${name}`}
      columns={[
        {
          title: '账号或网络地址',
          key: 'name',
          render: (_, { account: id, name }) => (id ? <To path={`/accounts/${id}`}>{name}</To> : `网络地址 ${name}`),
        },
        { title: '失败', key: 'failures', align: 'right', width: 80, render: (_, { failures }) => `${failures} 次` },
        { title: '第一次失败', key: 'firstAt', width: 150, render: (_, { firstAt }) => sayInstant(firstAt) },
        {
          title: '状态',
          key: 'locked',
          width: 190,
          render: (_, { locked, lockedAt, lockedUntil }) =>
            locked ? (
              <State tone="bad">{`锁定 ${clock(lockedAt!)} 至 ${clock(lockedUntil!)}`}</State>
            ) : (
              <State tone="quiet">{lockedUntil ? '已自动解除' : '未锁定'}</State>
            ),
        },
        {
          title: '办理',
          key: 'unlock',
          width: 90,
          render: (_, one) =>
            one.locked && (
              <Button size="small" aria-label={`解除 ${one.name} 的锁定`} onClick={() => unlock(one)}>
                解除
              </Button>
            ),
        },
      ]}
      empty={empty}
    />
  )
}
