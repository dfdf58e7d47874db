import { Button, Drawer, Table, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { formatInstant } from '../../ui/format.ts'
import { Answer, Block, Nothing } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { FigureSource, say } from './FigureSource.tsx'
import { api, type Figure, type ReportRow } from './reportCalls.ts'

/** A report's figures, each opening to what it is made of. */
export function ReportFigures({ report }: { report: ReportRow }) {
  const [looking, setLooking] = useState<Figure>()
  const found = useAnswer(api.reportFigures, { id: report.id })
  return (
    <Answer of={found}>
      {({ sections, figuresAt }) => (
        <>
          {sections.map(({ title, figures }) => (
            <Block
              key={title}
              title={title}
              extra={
                <Typography.Text type="secondary">
                  {figuresAt
                    ? `数据截至 ${formatInstant(figuresAt)}`
                    : report.station
                      ? '按现有记录实时汇总'
                      : '按已接收的月报和现有记录汇总'}
                </Typography.Text>
              }
            >
              <Table<Figure>
                size="small"
                rowKey={({ measure, dimension }) => `${measure}|${dimension}`}
                dataSource={figures}
                pagination={false}
                tableLayout="fixed"
                locale={{ emptyText: <Nothing says="本期没有记录" /> }}
                columns={[
                  {
                    title: '指标',
                    render: (_, { label, group, definition }) => (
                      <Tooltip title={`统计口径：${definition}`}>
                        <span>
                          {label}
                          {group && group !== label && <Typography.Text type="secondary"> · {group}</Typography.Text>}
                        </span>
                      </Tooltip>
                    ),
                  },
                  {
                    title: '本期',
                    align: 'right',
                    width: 108,
                    render: (_, figure) => (
                      <Button
                        type="link"
                        size="small"
                        onClick={() => setLooking(figure)}
                        aria-label={`${say(figure.value)} ${figure.unit}，查看${figure.label}的来源`}
                      >
                        {say(figure.value)} {figure.unit}
                      </Button>
                    ),
                  },
                  {
                    title: '上期',
                    align: 'right',
                    width: 96,
                    // a number is read whole
                    onCell: () => ({ style: { whiteSpace: 'nowrap' } }),
                    render: (_, { previous }) => say(previous),
                  },
                ]}
              />
            </Block>
          ))}
          <Drawer
            open={looking !== undefined}
            onClose={() => setLooking(undefined)}
            size={640}
            title={looking?.label}
            destroyOnHidden
          >
            {looking && <FigureSource report={report} figure={looking} />}
          </Drawer>
        </>
      )}
    </Answer>
  )
}
