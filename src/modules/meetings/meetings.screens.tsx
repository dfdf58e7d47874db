import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, FindFilter } from '../../ui/filters.tsx'
import { today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, Clause, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { meetingFlow, meetingKinds } from './meeting.ts'
import { api, stateTone } from './parts.tsx'

type Listed = AnswerOfCall<typeof import('./meetings.server.ts').listMeetings>['rows'][number]

interface Filters {
  kind?: keyof typeof meetingKinds
  search?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  {
    title: '会议',
    key: 'subject',
    render: (_, { meeting }) => <div style={{ minWidth: 140, maxWidth: 280 }}>{meeting.subject}</div>,
  },
  { title: '时间', key: 'when', width: 170, render: (_, { meeting }) => `${meeting.onDay} ${meeting.startsAt}` },
  { title: '类别', key: 'kind', width: 110, render: (_, { meeting }) => meetingKinds[meeting.kind] },
  {
    title: '状态',
    key: 'state',
    width: 100,
    render: (_, { meeting }) => {
      const waits = meeting.state === 'planned' && meeting.onDay < today()
      return (
        <State tone={waits ? 'bad' : stateTone[meeting.state]}>
          {waits ? '待写纪要' : meetingFlow.states[meeting.state]}
        </State>
      )
    },
  },
  { title: '出席', key: 'present', width: 72, align: 'right', render: (_, { present }) => present },
  {
    title: '未办结',
    key: 'open',
    width: 84,
    align: 'right',
    render: (_, { openDecisions }) => (openDecisions > 0 ? <State tone="warn">{`${openDecisions} 件`}</State> : '—'),
  },
  {
    title: '单位',
    key: 'holder',
    responsive: ['sm'],
    render: (_, { holder }) => <div style={{ minWidth: 140 }}>{holder}</div>,
  },
]

/** Meetings within reach, and those that a document asks for. */
export function Meetings() {
  const navigate = useNavigate()
  const [filters, set] = useListAddress<Filters>('/meetings')
  const mayPlan = useHolds('meeting.write')
  const { after, ...asked } = filters
  const found = useAnswer(api.listMeetings, { ...asked, after: after ?? null }, { keep: true })
  return (
    <>
      <PageHead title="会议" note="议程、到会、纪要和议定事项记在一处，议定事项到期提醒">
        {mayPlan && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/meetings/new' })}>
            安排会议
          </Button>
        )}
      </PageHead>
      <AskedFor mayPlan={mayPlan} />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <FindFilter label="名称或拼音" value={filters.search} onChange={(search) => set({ search })} />
        <ChoiceFilter
          label="类别"
          words={meetingKinds}
          value={filters.kind}
          onChange={(kind) => set({ kind })}
          width={140}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ meeting }) => meeting.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ meeting }) => void navigate({ to: '/meetings/$id', params: { id: meeting.id } as never })}
            empty={Object.keys(asked).length > 0 ? '没有符合条件的会议，请放宽条件' : '还没有会议记录'}
          />
        )}
      </Answer>
    </>
  )
}

/** Where somebody's meetings are held: their one station, or their own area. */
export function useSeat(): { station: string | null; place: string | null } {
  const { stations, roles } = useMe()
  const area = roles.find(({ place }) => place !== null)?.place ?? null
  return area ? { station: null, place: area } : { station: stations[0]?.id ?? null, place: null }
}

function AskedFor({ mayPlan }: { mayPlan: boolean }) {
  const navigate = useNavigate()
  const seat = useSeat()
  const found = useAnswer(api.askedMeetings, seat, { enabled: seat.station !== null || seat.place !== null })
  if (!found.data || found.data.length === 0) return null
  return (
    <Block title="文件要求的会议">
      {found.data.map(({ key, label, period, held, due, lastOn, clause, kind }) => (
        <Flex key={key} gap={8} align="center" wrap style={{ paddingBlock: 4 }}>
          <State tone={due ? 'warn' : 'quiet'}>{due ? `${period}一次，本期未开` : `本期已开 ${held} 次`}</State>
          <span>{label}</span>
          {lastOn && `最近 ${lastOn}`}
          <Clause>{clause}</Clause>
          {mayPlan && (
            <Button
              size="small"
              onClick={() => void navigate({ to: '/meetings/new', search: { line: key, kind } as never })}
              aria-label={`安排${label}`}
            >
              安排
            </Button>
          )}
        </Flex>
      ))}
    </Block>
  )
}
