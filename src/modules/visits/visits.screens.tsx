import { CheckOutlined, FormOutlined, SyncOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Flex, Modal, Segmented, Select, type TableColumnType, Tabs } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { shortPlace, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Clause, LongName, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { riskLevels } from '../clients/index.ts'
import { printing } from '../papers/index.screens.tsx'
import { Arrangements } from './Arrangements.tsx'
import { Completion } from './Completion.tsx'
import { VisitTask, visitOutcomes, visitWays } from './visit.ts'
import { useVisitsAddress } from './visitsAddress.ts'

const api = client<
  typeof import('./due.server.ts') &
    typeof import('./visit.server.ts') &
    typeof import('./task.server.ts') &
    typeof import('./plan.server.ts')
>('visits')

type Due = AnswerOfCall<typeof import('./due.server.ts').listDue>['rows'][number]
type Paid = AnswerOfCall<typeof import('./visit.server.ts').listVisits>['rows'][number]
type Task = AnswerOfCall<typeof import('./task.server.ts').listTasks>[number]

const day = 86_400_000
const daysLeft = (dueOn: string) => Math.round((Date.parse(dueOn) - Date.parse(today())) / day)

function When({ row }: { row: Due }) {
  const left = daysLeft(row.dueOn)
  if (left < 0) return <State tone="bad">{`逾期 ${-left} 天`}</State>
  return <State tone={left <= 7 ? 'warn' : 'quiet'}>{left === 0 ? '今天到期' : `还有 ${left} 天`}</State>
}

const dueColumns: TableColumnType<Due>[] = [
  {
    title: '服务对象',
    key: 'client',
    width: 130,
    render: (_, row) => (
      <Flex gap={4} wrap align="center">
        <span>{row.clientName}</span>
        {row.risk && <State tone={row.risk === 'high' ? 'bad' : 'quiet'}>{`${riskLevels[row.risk]}风险`}</State>}
      </Flex>
    ),
  },
  {
    title: '期限',
    key: 'due',
    width: 110,
    render: (_, row) => (
      <Flex gap={4} wrap>
        <When row={row} />
        {row.missedBefore > 0 && <State tone="bad">{`此前 ${row.missedBefore} 期没有走访`}</State>}
      </Flex>
    ),
  },
  { title: '类别', key: 'categories', render: (_, { categories }) => categories.join('、') },
  {
    title: '居住地',
    key: 'place',
    render: (_, { placePath }) => <LongName>{shortPlace(placePath)}</LongName>,
  },
  { title: '上次走访', key: 'last', width: 110, render: (_, { lastOn }) => lastOn ?? '还没有' },
  {
    title: '方式',
    key: 'ways',
    width: 80,
    responsive: ['md'],
    render: (_, { ways }) => ways.map((way) => visitWays[way]).join('、'),
  },
  { title: '责任社工', key: 'worker', width: 96, render: (_, { workerName }) => workerName ?? '未指定' },
  {
    title: '社工站',
    key: 'station',
    responsive: ['lg'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
  {
    title: '依据',
    key: 'clause',
    responsive: ['lg'],
    render: (_, { clause }) =>
      clause ? (
        <LongName>
          <Clause>{clause}</Clause>
        </LongName>
      ) : null,
  },
]

/** Visits: who is owed one today, what was missed, how the month stands, what is still to be done, and what was recorded. */
export function Visits() {
  const navigate = useNavigate()
  const [address] = useVisitsAddress()
  const mayRead = useHolds('visit.read')
  const tabs = [
    { key: 'due', label: '应走访', children: <DueList /> },
    { key: 'completion', label: '完成情况', children: <Completion /> },
    { key: 'arrangements', label: '走访安排', children: <Arrangements /> },
    ...(mayRead
      ? [
          { key: 'tasks', label: '跟进事项', children: <Tasks /> },
          { key: 'records', label: '走访记录', children: <Records /> },
        ]
      : []),
  ]
  return (
    <>
      <PageHead title="走访" note="应走访名单按文件规定、街道安排的频次自动生成；打电话、没见到人不算完成" />
      <Tabs
        activeKey={address.tab ?? 'due'}
        onChange={(tab) => void navigate({ to: '/visits', search: { tab } as never })}
        items={tabs}
        destroyOnHidden
      />
    </>
  )
}

function DueList() {
  const me = useMe()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [address, set] = useVisitsAddress()
  const mayRecord = useHolds('visit.record')
  const mine =
    address.mine ?? (me.person !== null && me.stations.length === 1 && !me.grants.has('report.submitStation'))
  const view = address.view ?? 'open'
  const found = useAnswer(
    api.listDue,
    {
      view,
      station: address.station ?? null,
      worker: address.worker ?? (mine ? me.person : null),
      period: address.period ?? null,
    },
    { keep: true },
  )
  const plan = useAct(api.planStationVisits, {
    onDone: ({ added }) => message.info(added > 0 ? `新增 ${added} 条应走访` : '名单已是最新'),
  })
  return (
    <>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Segmented<'open' | 'missed' | 'done'>
          value={view}
          onChange={(next) => set({ view: next, period: undefined })}
          options={[
            { value: 'open', label: '待走访' },
            { value: 'missed', label: '逾期' },
            { value: 'done', label: '已完成' },
          ]}
        />
        {me.person && (
          <Segmented
            value={mine}
            onChange={(next) => set({ mine: next })}
            options={[
              { value: true, label: '我负责的' },
              { value: false, label: '全站' },
            ]}
          />
        )}
        {address.period && <State tone="busy">{`期间 ${address.period}`}</State>}
        {mayRecord && me.stations[0] && (
          <Button
            icon={<SyncOutlined />}
            loading={plan.isPending}
            onClick={() => plan.mutate({ station: me.stations[0]!.id })}
          >
            更新名单
          </Button>
        )}
      </Flex>
      <Answer of={found}>
        {({ rows, more }) => (
          <>
            <DataTable
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                ...(me.stations.length === 1 ? dueColumns.filter(({ key }) => key !== 'station') : dueColumns),
                ...(mayRecord
                  ? [
                      {
                        title: '办理',
                        key: 'record',
                        width: 96,
                        render: (_: unknown, row: Due) => (
                          <Button
                            size="small"
                            type="link"
                            icon={<FormOutlined />}
                            onClick={() =>
                              void navigate({ to: '/visits/new', search: { client: row.client } as never })
                            }
                          >
                            走访
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
              loading={found.isFetching}
              onOpen={({ client: id }) => void navigate({ to: '/clients/$id', params: { id } as never })}
              opens={() => me.grants.has('client.read')}
              empty={
                view === 'open'
                  ? '现在没有应走访的服务对象；名单随类别登记自动更新'
                  : view === 'missed'
                    ? '没有逾期未走访的'
                    : '这一期还没有完成的走访'
              }
            />
            {more > 0 && <p>只列出最急的 500 人，请按社工站或责任社工查看其余。</p>}
          </>
        )}
      </Answer>
    </>
  )
}

function Tasks() {
  const [ending, setEnding] = useState<Task>()
  const found = useAnswer(api.listTasks, {})
  const finish = useAct(api.finishTask, { onDone: () => setEnding(undefined) })
  const columns: TableColumnType<Task>[] = [
    { title: '要做的事', key: 'what', render: (_, { task }) => <div style={{ minWidth: 180 }}>{task.what}</div> },
    { title: '服务对象', key: 'client', width: 110, render: (_, { clientName }) => clientName },
    {
      title: '期限',
      key: 'due',
      width: 130,
      render: (_, { task }) => (
        <State tone={task.dueOn < today() ? 'bad' : 'quiet'}>
          {task.dueOn < today() ? `逾期，应于 ${task.dueOn}` : task.dueOn}
        </State>
      ),
    },
    { title: '由谁跟进', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
    {
      title: '走访日期',
      key: 'visit',
      width: 110,
      render: (_, { task, visitOn }) => <a href={`/visits/${task.visit}`}>{visitOn}</a>,
    },
    {
      title: '办理',
      key: 'finish',
      width: 96,
      render: (_, one) =>
        one.task.can.includes('finishTask') && (
          <Button size="small" type="link" icon={<CheckOutlined />} onClick={() => setEnding(one)}>
            完成
          </Button>
        ),
    },
  ]
  const { doneOn, result } = VisitTask.fields
  return (
    <>
      <Answer of={found}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing says="没有待跟进的事项" />
          ) : (
            <DataTable rows={rows} rowKey={({ task }) => task.id} columns={columns} empty="没有待跟进的事项" />
          )
        }
      </Answer>
      <Modal
        title={ending?.task.what}
        open={ending !== undefined}
        footer={null}
        onCancel={() => setEnding(undefined)}
        destroyOnHidden
      >
        <RecordForm
          fields={{ doneOn: { ...doneOn, optional: false }, result: { ...result, optional: false } }}
          initial={{ doneOn: today() }}
          submit="完成"
          onSubmit={(values) =>
            finish.mutateAsync({ ...values, id: ending!.task.id, version: ending!.task.version } as never)
          }
          onCancel={() => setEnding(undefined)}
        />
      </Modal>
    </>
  )
}

function Records() {
  const me = useMe()
  const navigate = useNavigate()
  const [address, set] = useVisitsAddress()
  const [way, setWay] = useState<keyof typeof visitWays>()
  const found = useAnswer(api.listVisits, { way: way ?? null, after: address.after ?? null }, { keep: true })
  const columns: TableColumnType<Paid>[] = [
    { title: '走访日期', key: 'on', width: 110, render: (_, { visit }) => visit.onDay },
    { title: '服务对象', key: 'client', width: 110, render: (_, { visit }) => visit.clientName },
    { title: '方式', key: 'way', width: 100, render: (_, { visit }) => visitWays[visit.way] },
    { title: '结果', key: 'outcome', width: 130, render: (_, { visit }) => visitOutcomes[visit.outcome] },
    {
      title: '发现的情况',
      key: 'findings',
      render: (_, { visit }) => (
        <div style={{ minWidth: 180, maxWidth: 420 }}>{visit.findings ?? (visit.unchanged ? '情况无变化' : '—')}</div>
      ),
    },
    { title: '走访人', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
    {
      title: '社工站',
      key: 'station',
      responsive: ['lg'],
      render: (_, { stationName }) => <LongName>{stationName}</LongName>,
    },
    {
      title: '状态',
      key: 'state',
      width: 80,
      render: (_, { visit }) =>
        visit.state === 'reversed' ? <State tone="quiet">已冲销</State> : <State tone="good">有效</State>,
    },
  ]
  return (
    <>
      <Select
        allowClear
        aria-label="走访方式"
        placeholder="走访方式"
        value={way ?? null}
        onChange={(next) => setWay(next ?? undefined)}
        options={Object.entries(visitWays).map(([value, label]) => ({ value, label }))}
        style={{ width: 150, marginBottom: 12 }}
      />
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ visit }) => visit.id}
            columns={me.stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            onOpen={({ visit }) => void navigate({ to: '/visits/$id', params: { id: visit.id } as never })}
            empty="还没有走访记录"
            choosing={printing(
              '走访记录表',
              ({ visit }: Paid) => ({ kind: 'visit', id: visit.id }),
              ({ visit }) => visit.clientName,
            )}
          />
        )}
      </Answer>
    </>
  )
}
