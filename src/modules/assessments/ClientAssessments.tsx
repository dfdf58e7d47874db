import './assessments.css'
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayChange } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Nothing, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { toneOf } from './ScaleQuestions.tsx'
import { TrendChart } from './TrendChart.tsx'

const api = client<typeof import('./assessment.server.ts')>('assessments')

/** A client's scales: each with its trend, and the numbers beside it. */
export default function ClientAssessments({ id }: { id: string }) {
  const navigate = useNavigate()
  const mayAssess = useHolds('assessment.write')
  const found = useAnswer(api.clientAssessments, { client: id })
  const begin = mayAssess && (
    <Button
      size="small"
      icon={<PlusOutlined />}
      onClick={() => void navigate({ to: '/assessments/new', search: { client: id } as never })}
    >
      做量表评估
    </Button>
  )
  return (
    <Block title="量表评估" extra={begin}>
      <Answer of={found}>
        {({ trends, rows }) =>
          rows.length === 0 ? (
            <Nothing says="还没有做过量表评估" />
          ) : (
            trends.map((trend) => (
              <section key={trend.scale} style={{ marginBottom: 20 }}>
                <Typography.Title level={3} style={{ fontSize: 14, marginTop: 0 }}>
                  {trend.title} <Typography.Text type="secondary">{trend.highIsGood}</Typography.Text>
                </Typography.Title>
                {trend.points.length > 1 && (
                  <TrendChart title={trend.title} points={trend.points} least={trend.least} most={trend.most} />
                )}
                <DataTable
                  rows={[...trend.points].reverse()}
                  rowKey={(row) => row.id}
                  onOpen={(row) => void navigate({ to: '/assessments/$id', params: { id: row.id } as never })}
                  columns={[
                    { title: '日期', key: 'onDay', width: 110, render: (_, row) => row.onDay },
                    {
                      title: '得分',
                      key: 'score',
                      align: 'right',
                      width: 90,
                      render: (_, row) => `${row.score} / ${trend.most}`,
                    },
                    {
                      title: '级别',
                      key: 'band',
                      render: (_, row) => <State tone={toneOf[row.tone]}>{row.band}</State>,
                    },
                    {
                      title: '与上次相比',
                      key: 'change',
                      align: 'right',
                      render: (_, row) => (row.change === null ? '首次' : sayChange(row.change)),
                    },
                  ]}
                  empty="没有有效的评估"
                />
              </section>
            ))
          )
        }
      </Answer>
    </Block>
  )
}
