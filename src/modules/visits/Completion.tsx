import { useNavigate } from '@tanstack/react-router'
import { Button, DatePicker, Flex, type TableColumnType } from 'antd'
import dayjs from 'dayjs'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatNumber, today } from '../../ui/format.ts'
import { Answer } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { useVisitsAddress } from './visitsAddress.ts'

const api = client<typeof import('./due.server.ts')>('visits')

type Done = AnswerOfCall<typeof import('./due.server.ts').visitCompletion>[number]

/** A number that opens to its names; nothing behind it, nothing to open. */
function Opening({ count, label, onOpen }: { count: number; label: string; onOpen: () => void }) {
  return count === 0 ? (
    '0'
  ) : (
    <Button type="link" size="small" aria-label={`${count}，${label}`} onClick={onOpen} style={{ padding: 0 }}>
      {formatNumber(count)}
    </Button>
  )
}

/** A month by station and worker; every number opens to its names. */
export function Completion() {
  const navigate = useNavigate()
  const [address, set] = useVisitsAddress()
  const period = address.period ?? today().slice(0, 7)
  const found = useAnswer(api.visitCompletion, { period }, { keep: true })
  const open = (row: Done, view: 'missed' | 'done' | 'open') =>
    void navigate({
      to: '/visits',
      search: {
        tab: 'due',
        view: view === 'missed' && period >= today().slice(0, 7) ? 'open' : view,
        station: row.station,
        ...(row.worker && { worker: row.worker }),
        period,
        mine: false,
      } as never,
    })
  const columns: TableColumnType<Done>[] = [
    { title: '社工站', key: 'station', render: (_, { stationName }) => stationName },
    { title: '责任社工', key: 'worker', width: 110, render: (_, { workerName }) => workerName },
    { title: '应走访（人）', key: 'asked', align: 'right', width: 110, render: (_, { asked }) => formatNumber(asked) },
    {
      title: '已完成（人）',
      key: 'done',
      align: 'right',
      width: 110,
      render: (_, row) => (
        <Opening count={row.done} onOpen={() => open(row, 'done')} label={`${row.stationName} 已完成的名单`} />
      ),
    },
    {
      title: '未完成（人）',
      key: 'missed',
      align: 'right',
      width: 110,
      render: (_, row) => (
        <Opening count={row.missed} onOpen={() => open(row, 'missed')} label={`${row.stationName} 未完成的名单`} />
      ),
    },
    {
      title: '完成率',
      key: 'share',
      align: 'right',
      width: 90,
      render: (_, { asked, done }) => `${Math.round((done / Math.max(asked, 1)) * 1000) / 10}%`,
    },
    { title: '入户（次）', key: 'home', align: 'right', width: 96, render: (_, { home }) => formatNumber(home) },
    {
      title: '电话、视频与未入户（次）',
      key: 'other',
      align: 'right',
      responsive: ['md'],
      render: (_, { other }) => formatNumber(other),
    },
  ]
  return (
    <>
      <Flex gap={8} style={{ marginBottom: 12 }} align="center">
        <DatePicker
          picker="month"
          allowClear={false}
          aria-label="月份"
          value={dayjs(`${period.slice(0, 7)}-01`)}
          onChange={(value) => set({ period: value?.format('YYYY-MM') })}
        />
      </Flex>
      <Answer of={found}>
        {(rows) => (
          <DataTable
            rows={rows}
            rowKey={({ station, worker }) => `${station}|${worker}`}
            columns={columns}
            empty="这个月没有应走访的服务对象"
          />
        )}
      </Answer>
      <p className="hint">统计口径：当月到期的应走访中，按规则要求的方式和次数见到本人、家人或照料人的计为完成。</p>
    </>
  )
}
