import { type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { RecordLink } from '../measures/index.screens.tsx'

const api = client<typeof import('./finding.server.ts')>('findings')

type Row = AnswerOfCall<typeof import('./finding.server.ts').findingEvidence>['rows'][number]

const columns: TableColumnType<Row>[] = [
  {
    title: '记录',
    key: 'label',
    render: (_, row) => <RecordLink {...row} />,
  },
  { title: '日期', key: 'on', width: 110, render: (_, { on }) => on ?? '' },
  {
    title: '计入',
    key: 'hit',
    width: 90,
    render: (_, { hit }) =>
      hit === null ? '—' : hit ? <State tone="good">符合</State> : <State tone="bad">不符合</State>,
  },
]

/** The list behind a finding, with its definition. */
export function Evidence({
  station,
  place,
  rule,
  on,
}: {
  station?: string
  place?: string
  rule: string
  on: string | undefined
}) {
  const found = useAnswer(api.findingEvidence, {
    station: station ?? null,
    place: place ?? null,
    rule,
    on: on ?? null,
  })
  return (
    <Answer of={found}>
      {({ measureLabel, definition, rows }) => (
        <>
          <Typography.Paragraph type="secondary">
            {measureLabel}：{definition}
          </Typography.Paragraph>
          <DataTable
            rows={rows}
            rowKey={(row) => `${row.entity}|${row.id}|${row.label}`}
            columns={rows.some(({ on }) => on !== null) ? columns : columns.filter(({ key }) => key !== 'on')}
            total={rows.length}
            empty="这条结论背后还没有记录"
          />
        </>
      )}
    </Answer>
  )
}
