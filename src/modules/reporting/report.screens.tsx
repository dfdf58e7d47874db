import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Drawer, Dropdown, Modal, Table, Timeline, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { formatInstant, formatNumber } from '../../ui/format.ts'
import { Answer, Block, Clause, Nothing, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { History } from '../audit/index.screens.tsx'
import { recordPath } from '../measures/index.ts'
import { type Standing, sayParts, standings } from './parts.ts'
import { Report, reportFlow } from './report.ts'

type Server = typeof import('./report.server.ts') &
  typeof import('./reportFigures.server.ts') &
  typeof import('./corrections.server.ts')
const api = client<Server>('reporting')

type Opened = AnswerOfCall<Server['getReport']>
type ReportRow = Opened['report']
type Part = AnswerOfCall<Server['reportParts']>[number]
type StationLine = AnswerOfCall<Server['figureStations']>[number]
type Figure = AnswerOfCall<Server['reportFigures']>['sections'][number]['figures'][number]

const standingTone = {
  accepted: 'good',
  submitted: 'warn',
  returned: 'bad',
  unreported: 'bad',
} as const satisfies Record<Standing, Tone>
const stateTone = { draft: 'busy', submitted: 'warn', returned: 'bad', accepted: 'good' } as const

/** A report: figures that open down to their records, the written part, the steps it took, what changed since. */
export function ReportPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getReport, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened {...opened} />}
    </Answer>
  )
}

function Opened({ report, placeName, stationName, steps }: Opened) {
  const [looking, setLooking] = useState<Figure>()
  return (
    <>
      <PageHead
        title={report.title}
        note={stationName ?? placeName}
        tags={<State tone={stateTone[report.state]}>{reportFlow.states[report.state]}</State>}
      >
        <Moves report={report} />
        {report.can.includes('submitReport') && (
          <Button type="primary" onClick={() => document.getElementById('field-highlights')?.focus()}>
            填写并上报
          </Button>
        )}
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'docx', label: 'Word 文档' },
              { key: 'pdf', label: 'PDF' },
              { key: 'xlsx', label: 'Excel 表格' },
            ],
            onClick: ({ key }) => location.assign(`/api/papers/report/${report.id}.${key}`),
          }}
        >
          <Button icon={<DownloadOutlined />}>导出</Button>
        </Dropdown>
      </PageHead>
      {report.state === 'returned' && report.returnReason && (
        <Alert
          type="warning"
          showIcon
          title="退回原因"
          description={report.returnReason}
          style={{ marginBottom: 16 }}
        />
      )}
      {!report.station && <Parts report={report} />}
      <Figures report={report} onLook={setLooking} />
      <Corrections report={report} />
      <Remarks report={report} />
      <Block title="办理记录">
        <Timeline
          items={steps.map(({ move, byName, at, reason }) => ({
            content: (
              <>
                <strong>{move}</strong> {byName} <Typography.Text type="secondary">{formatInstant(at)}</Typography.Text>
                {reason && <div>{reason}</div>}
              </>
            ),
          }))}
        />
      </Block>
      <History id={report.id} />
      <Drawer
        open={looking !== undefined}
        onClose={() => setLooking(undefined)}
        size={640}
        title={looking?.label}
        destroyOnHidden
      >
        {looking && <Behind report={report} figure={looking} />}
      </Drawer>
    </>
  )
}

function Moves({ report }: { report: ReportRow }) {
  const [returning, setReturning] = useState(false)
  const { id, version } = report
  const withdraw = useAct(api.withdrawReport)
  const accept = useAct(api.acceptReport)
  const giveBack = useAct(api.returnReport, { onDone: () => setReturning(false) })
  return (
    <>
      {report.can.includes('withdrawReport') && (
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ id, version })}>
          撤回
        </Button>
      )}
      {report.can.includes('returnReport') && <Button onClick={() => setReturning(true)}>退回</Button>}
      {report.can.includes('acceptReport') && (
        <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate({ id, version })}>
          接收
        </Button>
      )}
      <Modal title="退回报表" open={returning} footer={null} onCancel={() => setReturning(false)} destroyOnHidden>
        <RecordForm
          fields={{
            returnReason: text('退回原因', { max: 500, multiline: true, help: '写明要补充或更正什么，对方会看到' }),
          }}
          submit="退回"
          onSubmit={(values) => giveBack.mutateAsync({ ...values, id, version } as never)}
          onCancel={() => setReturning(false)}
        />
      </Modal>
    </>
  )
}

/** What an area's figures are made of, said in a sentence; the stations that are not accepted stand by name behind it. */
function Parts({ report }: { report: ReportRow }) {
  const [open, setOpen] = useState(false)
  const { id, figuresAt } = report
  const found = useAnswer(api.reportParts, { id })
  if (!found.data) return null
  const parts = found.data
  const all = parts.every(({ standing }) => standing === 'accepted')
  const order = Object.keys(standings)
  return (
    <>
      <Alert
        type={all ? 'success' : 'warning'}
        showIcon
        title={`数据来源：${sayParts(parts, figuresAt !== null)}`}
        action={
          <Button size="small" onClick={() => setOpen(true)}>
            查看各站
          </Button>
        }
        style={{ marginBottom: 16 }}
      />
      <Drawer open={open} onClose={() => setOpen(false)} size={640} title="数据来源" destroyOnHidden>
        <Table<Part>
          size="small"
          rowKey="station"
          dataSource={parts.toSorted((a, b) => order.indexOf(b.standing) - order.indexOf(a.standing))}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          columns={[
            {
              title: '社工站',
              render: (_, { name, report: own }) => (own ? <a href={`/reports/${own}`}>{name}</a> : name),
            },
            {
              title: '月报',
              width: 108,
              render: (_, { standing }) => <State tone={standingTone[standing]}>{standings[standing]}</State>,
            },
          ]}
        />
      </Drawer>
    </>
  )
}

function Figures({ report, onLook }: { report: ReportRow; onLook: (figure: Figure) => void }) {
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
                        onClick={() => onLook(figure)}
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
        </>
      )}
    </Answer>
  )
}

const say = (value: number | null) => (value === null ? '—' : formatNumber(value))

/** A figure's way down: an area's figure to its stations, a station's to its records. */
function Behind({ report, figure }: { report: ReportRow; figure: Figure }) {
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
              title: `数值（${figure.unit}）`,
              align: 'right',
              render: (_, line) => (
                <Button type="link" size="small" onClick={() => onOpen(line)}>
                  {say(line.value)}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Answer>
  )
}

/** A record behind a figure or a correction: opened where it has a page. */
function RecordLink({ entity, id, label }: { entity: string; id: string; label: string }) {
  const path = recordPath(entity, id)
  return path ? <a href={path}>{label || '查看记录'}</a> : label
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
          <Table
            size="small"
            rowKey={(row) => `${row.id}|${row.on}|${row.label}`}
            dataSource={rows}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            locale={{ emptyText: <Nothing says="这个数字背后没有记录" /> }}
            columns={[
              { title: '日期', dataIndex: 'on', width: 104, render: (on: string | null) => on ?? '' },
              {
                title: '记录',
                render: (_, row) => <RecordLink {...row} />,
              },
              {
                title: '计入',
                align: 'right',
                width: 80,
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
        )}
      </Answer>
    </>
  )
}

function Corrections({ report }: { report: ReportRow }) {
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

const { highlights, problems, nextPlan } = Report.fields

/** The written part: saved any time before handing up, handed up with what is on the page. */
function Remarks({ report }: { report: ReportRow }) {
  const { id, version } = report
  const save = useAct(api.saveRemarks)
  const submit = useAct(api.submitReport)
  if (!report.can.includes('saveRemarks')) {
    return (
      <Block title="文字部分">
        {Object.entries({ highlights, problems, nextPlan }).map(([key, field]) => (
          <div key={key} style={{ marginBottom: 12 }}>
            <Typography.Text type="secondary">{field.label}</Typography.Text>
            <div style={{ whiteSpace: 'pre-wrap' }}>
              {report[key as 'highlights'] ?? <span className="unknown">未填</span>}
            </div>
          </div>
        ))}
      </Block>
    )
  }
  return (
    <Block title="文字部分" extra={<Clause>{reportFlow.moves.submit.clause!}</Clause>}>
      <div style={{ maxWidth: 760 }}>
        <RecordForm
          fields={{ highlights, problems, nextPlan }}
          initial={{ highlights: report.highlights, problems: report.problems, nextPlan: report.nextPlan }}
          unfolded={['highlights', 'problems', 'nextPlan']}
          draft={`report.${id}`}
          submit="上报"
          also={{
            label: '只保存，不上报',
            onSubmit: (values) => save.mutateAsync({ ...values, id, version } as never),
          }}
          onSubmit={(values) => submit.mutateAsync({ ...values, id, version } as never)}
        />
      </div>
    </Block>
  )
}
