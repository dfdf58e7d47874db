import { useNavigate } from '@tanstack/react-router'
import { Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Answer, Block } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { periodOf } from '../measures/index.ts'
import { ReportState } from './ReportState.tsx'

const api = client<typeof import('./report.server.ts')>('reporting')

/** A year of months is enough on a station's page. */
const newest = 12

/** On a station's page: its latest reports, each opening. */
export default function StationReports({ id }: { id: string }) {
  const navigate = useNavigate()
  const found = useAnswer(api.listReports, { station: id })
  return (
    <Block title="报表">
      <Answer of={found}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Typography.Text type="secondary">本站还没有编制过报表</Typography.Text>
          ) : (
            <DataTable
              rows={rows.slice(0, newest)}
              rowKey={(report) => report.id}
              columns={[
                {
                  title: '期间',
                  key: 'period',
                  width: 140,
                  render: (_, { period }) => periodOf(period)?.label ?? period,
                },
                { title: '报表', key: 'title', render: (_, { title }) => title },
                {
                  title: '状态',
                  key: 'state',
                  width: 100,
                  render: (_, { state }) => <ReportState state={state} />,
                },
                {
                  title: '上报时间',
                  key: 'figuresAt',
                  width: 160,
                  render: (_, { figuresAt }) => (figuresAt ? formatInstant(figuresAt) : '—'),
                },
              ]}
              onOpen={(report) => void navigate({ to: '/reports/$id', params: { id: report.id } as never })}
              empty="本站还没有编制过报表"
            />
          )
        }
      </Answer>
    </Block>
  )
}
