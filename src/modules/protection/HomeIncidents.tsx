import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { formatInstant } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { situations } from './incident.ts'

const api = client<typeof import('./incident.server.ts')>('protection')

/** Incidents nobody has taken up yet, by their numbers and clocks only; nothing is said where there is none. */
export default function HomeIncidents() {
  const navigate = useNavigate()
  const found = useAnswer(api.listIncidents, { state: 'found' })
  if (!found.data || found.data.length === 0) return null
  return (
    <Block
      title="待介入的事件"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/incidents' })}>
          全部事件
        </Button>
      }
    >
      <DataTable
        rows={found.data.slice(0, 8)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/incidents/$id', params: { id } as never })}
        columns={[
          { title: '编号', key: 'number', width: 110, render: (_, { number }) => number },
          { title: '情形', key: 'situation', render: (_, { situation }) => situations[situation] },
          {
            title: '须介入于',
            key: 'act',
            width: 190,
            render: (_, { actBy, late }) => (
              <State tone={late ? 'bad' : 'warn'}>{`${formatInstant(actBy)}${late ? '，已超时' : ''}`}</State>
            ),
          },
          { title: '社工站', key: 'station', responsive: ['lg'], render: (_, { stationName }) => stationName },
        ]}
        empty=""
      />
    </Block>
  )
}
