import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayDue } from '../../ui/format.ts'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { api, StateOf } from './parts.tsx'

/** Families found that still wait to be verified, handed on or answered; absent where there are none. */
export default function HomeDiscoveries() {
  const navigate = useNavigate()
  const found = useAnswer(api.listDiscoveries, { view: 'open', limit: 8 })
  if (found.data && found.data.rows.length === 0) return null
  return (
    <Block
      title="主动发现待办"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/discoveries' })}>
          全部
        </Button>
      }
    >
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ discovery }) => discovery.id}
            columns={[
              { title: '困难家庭或个人', key: 'name', render: (_, { discovery }) => discovery.name },
              {
                title: '状态',
                key: 'state',
                width: 130,
                render: (_, { discovery }) => <StateOf state={discovery.state} />,
              },
              {
                title: '期限',
                key: 'due',
                width: 130,
                render: (_, { discovery, late }) => (
                  <State tone={late ? 'bad' : 'quiet'}>
                    {sayDue(discovery.state === 'found' ? discovery.verifyBy : discovery.answerBy)}
                  </State>
                ),
              },
            ]}
            onOpen={({ discovery }) => void navigate({ to: '/discoveries/$id', params: { id: discovery.id } as never })}
            empty=""
          />
        )}
      </Answer>
    </Block>
  )
}
