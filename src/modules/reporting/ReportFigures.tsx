import { Button, Drawer, Table, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { Answer, Block, Nothing } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { FigureSource, say, sayName } from './FigureSource.tsx'
import { api, type Figure, type ReportRow } from './reportCalls.ts'

/** A report's figures, each opening to what it is made of. */
export function ReportFigures({ report }: { report: ReportRow }) {
  const [looking, setLooking] = useState<Figure>()
  const found = useAnswer(api.reportFigures, { id: report.id })
  return (
    <Answer of={found}>
      {({ sections }) => (
        <>
          {sections.map(({ title, figures }) => (
            <Block key={title} title={title}>
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
                    render: (_, figure) => (
                      <Tooltip title={`统计口径：${figure.definition}`}>
                        <span>
                          {figure.label}
                          <Typography.Text type="secondary">
                            {sayName(figure).slice(figure.label.length)}
                          </Typography.Text>
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
                        aria-label={`${say(figure.value, figure.unit)}，查看${figure.label}的来源`}
                      >
                        {say(figure.value, figure.unit)}
                      </Button>
                    ),
                  },
                  {
                    title: '上期',
                    align: 'right',
                    width: 80,
                    // a number is read whole
                    onCell: () => ({ style: { whiteSpace: 'nowrap' } }),
                    render: (_, { previous, unit }) => say(previous, unit === '%' ? unit : ''),
                  },
                ]}
              />
            </Block>
          ))}
          <Drawer
            open={looking !== undefined}
            onClose={() => setLooking(undefined)}
            size={640}
            title={looking && sayName(looking)}
            destroyOnHidden
          >
            {looking && <FigureSource report={report} figure={looking} />}
          </Drawer>
        </>
      )}
    </Answer>
  )
}
