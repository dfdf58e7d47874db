import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber, sayDue, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./due.server.ts')>('visits')

/** What a worker still owes, or, for whoever answers for stations, how this month stands and who was missed. */
export default function HomeVisits() {
  const { person, stations } = useMe()
  const records = useHolds('visit.record')
  return records && person && stations.length === 1 ? <Mine person={person} /> : <Month />
}

function Mine({ person }: { person: string }) {
  const navigate = useNavigate()
  const found = useAnswer(api.listDue, { view: 'open', worker: person })
  const rows = found.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Block
      title={`我要走访的（${rows.length}）`}
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/visits' })}>
          全部名单
        </Button>
      }
    >
      <DataTable
        rows={rows.slice(0, 6)}
        rowKey={({ id }) => id}
        onOpen={({ client: who }) => void navigate({ to: '/visits/new', search: { client: who } as never })}
        columns={[
          { title: '服务对象', key: 'client', width: 120, render: (_, { clientName }) => clientName },
          { title: '类别', key: 'categories', render: (_, { categories }) => categories.join('、') },
          { title: '居住地', key: 'place', responsive: ['md'], render: (_, { placePath }) => placePath },
          {
            title: '期限',
            key: 'due',
            width: 150,
            render: (_, { dueOn, missedBefore }) => (
              <State tone={dueOn < today() || missedBefore > 0 ? 'bad' : 'warn'}>
                {missedBefore > 0 ? `此前 ${missedBefore} 期没有走访` : sayDue(dueOn)}
              </State>
            ),
          },
        ]}
        empty=""
      />
    </Block>
  )
}

function Month() {
  const navigate = useNavigate()
  const found = useAnswer(api.visitCompletion, { period: today().slice(0, 7) })
  const sum = (key: 'asked' | 'done' | 'missed') => (found.data ?? []).reduce((all, row) => all + row[key], 0)
  const [asked, done, missed] = [sum('asked'), sum('done'), sum('missed')]
  if (asked === 0) return null
  return (
    <Block title="本月走访">
      <Flex gap="8px 16px" wrap align="center">
        <Typography.Text>
          按政策应走访 {formatNumber(asked)} 人，已完成 {formatNumber(done)} 人（
          {Math.round((done / asked) * 1000) / 10}%）
        </Typography.Text>
        <Button
          {...(missed > 0 && { type: 'primary' })}
          onClick={() => void navigate({ to: '/visits', search: { tab: 'completion' } as never })}
        >
          {missed > 0 ? `查看未走访的 ${formatNumber(missed)} 人` : '查看完成情况'}
        </Button>
      </Flex>
    </Block>
  )
}
