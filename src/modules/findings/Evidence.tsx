import { type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'

const api = client<typeof import('./finding.server.ts')>('findings')

type Row = AnswerOfCall<typeof import('./finding.server.ts').findingEvidence>['rows'][number]

/** Where the records behind a finding are opened. */
const pathOf: Record<string, string> = {
  client: '/clients/',
  person: '/people/',
  station: '/stations/',
  report: '/reports/',
  service_record: '/services/',
  case_file: '/cases/',
  case_record: '/case-records/',
  visit: '/visits/',
  assistance_application: '/assistance/',
  discovery: '/discoveries/',
  patrol: '/patrols/',
}

const columns: TableColumnType<Row>[] = [
  {
    title: '记录',
    key: 'label',
    render: (_, { entity, id, label }) =>
      pathOf[entity] && id ? <a href={`${pathOf[entity]}${id}`}>{label || '查看'}</a> : label,
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
            columns={columns}
            total={rows.length}
            empty="这条结论背后还没有记录"
          />
        </>
      )}
    </Answer>
  )
}
