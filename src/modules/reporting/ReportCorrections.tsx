import { Table, Typography } from 'antd'
import { formatInstant } from '../../ui/format.ts'
import { Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { RecordLink } from '../measures/index.screens.tsx'
import { api, type ReportRow } from './reportCalls.ts'

/** What was recorded of the period after its figures were fixed. */
export function ReportCorrections({ report }: { report: ReportRow }) {
  const found = useAnswer(api.reportCorrections, { id: report.id })
  if (!found.data || found.data.length === 0) return null
  const signed = (n: number) => (n > 0 ? `+${n}` : String(n))
  return (
    <Block title="上报后的更正">
      <Typography.Paragraph type="secondary">
        {report.state === 'returned'
          ? '退回后数据重新按现有记录汇总；上次上报之后登记或修改的本期记录列在这里，供核对后重报。'
          : report.station
            ? '上报的数据不变；之后登记或修改的本期记录列在这里，供核对。'
            : '已固定的数据不变；各站在月报接收或本表上报之后登记、修改的本期记录列在这里，供核对。'}
      </Typography.Paragraph>
      <Table
        size="small"
        rowKey={(row) => `${row.recordedAt}|${row.id}`}
        dataSource={found.data}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        columns={[
          ...(report.station ? [] : [{ title: '社工站', dataIndex: 'stationName' }]),
          { title: '登记时间', render: (_, { recordedAt }) => formatInstant(recordedAt) },
          { title: '服务日期', dataIndex: 'onDay' },
          { title: '次数', align: 'right', render: (_, { records }) => signed(records) },
          { title: '人次', align: 'right', render: (_, { people }) => signed(people) },
          { title: '分钟', align: 'right', render: (_, { minutes }) => signed(minutes) },
          { title: '记录', width: 280, render: (_, row) => <RecordLink {...row} /> },
        ]}
      />
    </Block>
  )
}
