import { Typography } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant, sayChange } from '../../ui/format.ts'
import { Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { RecordLink } from '../measures/index.screens.tsx'
import { sayCorrections } from './corrections.ts'
import { api, type ReportRow } from './reportCalls.ts'

/** What was recorded of the period after its figures were fixed. */
export function ReportCorrections({ report }: { report: ReportRow }) {
  const found = useAnswer(api.reportCorrections, { id: report.id })
  if (!found.data || found.data.length === 0) return null
  return (
    <Block title="上报后的更正">
      <Typography.Paragraph type="secondary">{sayCorrections(report)}</Typography.Paragraph>
      <DataTable
        rows={found.data}
        rowKey={(row) => `${row.recordedAt}|${row.id}`}
        columns={[
          {
            title: '记录',
            key: 'record',
            render: (_, row) => (
              <div style={{ minWidth: 220, maxWidth: 420, whiteSpace: 'normal' }}>
                <RecordLink {...row} />
              </div>
            ),
          },
          ...(report.station ? [] : [{ title: '社工站', key: 'station', dataIndex: 'stationName' }]),
          { title: '服务日期', key: 'onDay', dataIndex: 'onDay', width: 110 },
          {
            title: '登记时间',
            key: 'recordedAt',
            width: 150,
            render: (_, { recordedAt }) => formatInstant(recordedAt),
          },
          { title: '次数', key: 'records', align: 'right', width: 72, render: (_, { records }) => sayChange(records) },
          { title: '人次', key: 'people', align: 'right', width: 72, render: (_, { people }) => sayChange(people) },
          { title: '分钟', key: 'minutes', align: 'right', width: 72, render: (_, { minutes }) => sayChange(minutes) },
        ]}
        empty="没有更正"
      />
    </Block>
  )
}
