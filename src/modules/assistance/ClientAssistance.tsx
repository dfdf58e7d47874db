import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatFen, today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { applicationColumns } from './applications.screens.tsx'
import { api } from './parts.tsx'

const columns = applicationColumns.filter(({ key }) => ['kind', 'state', 'due', 'on'].includes(String(key)))

/** What a client has applied for, and what they receive today. */
export default function ClientAssistance({ id }: { id: string }) {
  const navigate = useNavigate()
  const mayWrite = useHolds('assistance.write')
  const found = useAnswer(api.listApplications, { view: 'all', client: id, limit: 50 })
  const roster = useAnswer(api.listRoster, { month: today().slice(0, 7), client: id })
  const standing = roster.data?.rows.filter((one) => one.standing !== 'ended') ?? []
  return (
    <Block
      title="救助"
      extra={
        mayWrite && (
          <Button
            size="small"
            onClick={() => void navigate({ to: '/assistance/new', search: { client: id } as never })}
          >
            登记申请
          </Button>
        )
      }
    >
      {standing.map(({ entry }) => (
        <p key={entry.id}>
          在册：{entry.kindLabel}，每月 {formatFen(entry.monthlyFen)} 元，自 {entry.fromOn.slice(0, 7)} 起
        </p>
      ))}
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ application }) => application.id}
            columns={columns}
            onOpen={({ application }) =>
              void navigate({ to: '/assistance/$id', params: { id: application.id } as never })
            }
            empty="没有登记过救助申请"
          />
        )}
      </Answer>
    </Block>
  )
}
