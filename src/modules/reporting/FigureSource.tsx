import { Button, Table, Typography } from 'antd'
import { useState } from 'react'
import { formatNumber } from '../../ui/format.ts'
import { Answer, Nothing, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { RecordLink } from '../measures/index.screens.tsx'
import { standings } from './parts.ts'
import { api, type Figure, type ReportRow, type StationLine } from './reportCalls.ts'

/** A figure as it is read; none where there was nothing to count of. A share never stands without its sign. */
export function say(value: number | null, unit = ''): string {
  if (value === null) return '—'
  return unit === '%' ? `${formatNumber(value)}%` : `${formatNumber(value)} ${unit}`.trim()
}

/** What a figure is of: a part of a measure with the measure's or the domain's name. */
export const sayName = ({ label, group, catalogue }: Figure) =>
  [label, group !== label && group, catalogue].filter(Boolean).join(' · ')

/** A figure's way down: an area's figure to its stations, a station's to its records. */
export function FigureSource({ report, figure }: { report: ReportRow; figure: Figure }) {
  const [line, setLine] = useState<StationLine>()
  const own = report.station && { station: report.station, fixedAt: report.figuresAt }
  const shown = own ?? line
  return (
    <>
      <Typography.Paragraph type="secondary">统计口径：{figure.definition}</Typography.Paragraph>
      {shown ? (
        <Records
          period={report.period}
          figure={figure}
          station={shown.station}
          fixedAt={shown.fixedAt}
          {...(!own && { onBack: () => setLine(undefined) })}
        />
      ) : (
        <ByStation report={report} figure={figure} onOpen={setLine} />
      )}
    </>
  )
}

function ByStation({
  report,
  figure,
  onOpen,
}: {
  report: ReportRow
  figure: Figure
  onOpen: (line: StationLine) => void
}) {
  const found = useAnswer(api.figureStations, {
    id: report.id,
    measure: figure.measure,
    dimension: figure.dimension || null,
  })
  return (
    <Answer of={found}>
      {(lines) => (
        <Table
          size="small"
          rowKey="station"
          dataSource={lines}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          columns={[
            { title: '社工站', dataIndex: 'name' },
            {
              title: '数据来源',
              render: (_, { standing }) =>
                standing === 'accepted'
                  ? '已接收的月报'
                  : `${report.figuresAt ? '上报时的记录' : '现有记录'}（月报${standings[standing]}）`,
            },
            {
              title: figure.unit === '%' ? '数值' : `数值（${figure.unit}）`,
              align: 'right',
              render: (_, line) => (
                <Button type="link" size="small" onClick={() => onOpen(line)}>
                  {say(line.value, figure.unit === '%' ? '%' : '')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Answer>
  )
}

/** Of a share: how many of how many, so that it can be worked out again. */
function sayCounted(rows: readonly { hit: boolean | null }[]) {
  if (!rows.some(({ hit }) => hit !== null)) return null
  const counted = rows.filter(({ hit }) => hit).length
  return (
    <Typography.Paragraph>{`共 ${rows.length} 项，计入 ${counted} 项，未计入 ${rows.length - counted} 项`}</Typography.Paragraph>
  )
}

/** The records of a station's figure, as they were when it was fixed. */
function Records({
  period,
  figure,
  station,
  fixedAt,
  onBack,
}: {
  period: string
  figure: Figure
  station: string
  fixedAt: string | null
  onBack?: () => void
}) {
  const found = useAnswer(api.figureRecords, {
    station,
    period,
    measure: figure.measure,
    dimension: figure.dimension || null,
    recordedBy: fixedAt,
  })
  return (
    <>
      {onBack && (
        <Button size="small" onClick={onBack} style={{ marginBottom: 8 }}>
          返回各站
        </Button>
      )}
      <Answer of={found}>
        {({ rows }) => (
          <>
            {sayCounted(rows)}
            <Table
              size="small"
              rowKey={(row) => `${row.id}|${row.on}|${row.label}`}
              dataSource={rows}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              locale={{ emptyText: <Nothing says="这个数字背后没有记录" /> }}
              columns={[
                // items of a catalogue have no day
                ...(rows.some(({ on }) => on !== null) ? [{ title: '日期', dataIndex: 'on', width: 104 }] : []),
                { title: '记录', render: (_, row) => <RecordLink {...row} /> },
                {
                  title: '计入',
                  align: 'right',
                  width: 88,
                  render: (_, { value, hit }) =>
                    hit === null ? (
                      say(value)
                    ) : hit ? (
                      <State tone="good">计入</State>
                    ) : (
                      <State tone="quiet">未计入</State>
                    ),
                },
              ]}
            />
          </>
        )}
      </Answer>
    </>
  )
}
