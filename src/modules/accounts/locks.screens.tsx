import { Button, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant, sayInstant } from '../../ui/format.ts'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

const api = client<typeof import('./index.server.ts')>('accounts')

type Failed = AnswerOfCall<typeof import('./index.server.ts').listFailedLogins>[number]

/** Who could not log in within the last day, and who is locked out now. */
export function Locks() {
  const found = useAnswer(api.listFailedLogins, {}, { every: 15_000 })
  return (
    <>
      <PageHead title="登录失败与锁定" note="近一天；5 分钟内失败 5 次，账号和网络地址各锁定 5 分钟" />
      <Block>
        <Answer of={found}>{(rows) => <Failures rows={rows} />}</Answer>
        <Typography.Paragraph type="secondary" style={{ margin: '12px 0 0' }}>
          同一单位常共用一个网络地址，一人多次输错会让全单位暂时不能登录，核实后可以解除。不存在的登录名不列出。
        </Typography.Paragraph>
      </Block>
    </>
  )
}

function Failures({ rows }: { rows: readonly Failed[] }) {
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
        { title: '开始', key: 'firstAt', width: 150, render: (_, { firstAt }) => sayInstant(firstAt) },
        {
          title: '状态',
          key: 'locked',
          width: 190,
          render: (_, { locked, lockedUntil }) =>
            locked ? (
              <State tone="bad">{`锁定至 ${formatInstant(lockedUntil!).slice(11)}`}</State>
            ) : (
              <State tone="quiet">{lockedUntil ? '已自动解除' : '未锁定'}</State>
            ),
        },
        {
          title: '',
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
      empty="近一天没有登录失败"
    />
  )
}
