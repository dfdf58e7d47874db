import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, FindFilter } from '../../ui/filters.tsx'
import { formatNumber, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, LongName, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { activityKinds, venueKinds } from './activity.ts'
import { activityFlow } from './activityFlow.ts'
import { activityViews } from './activityViews.ts'
import { api, stateTone } from './parts.tsx'

type Listed = AnswerOfCall<typeof import('./activities.server.ts').listActivities>['rows'][number]

interface Filters {
  view?: keyof typeof activityViews
  kind?: keyof typeof activityKinds
  search?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  {
    title: '活动',
    key: 'name',
    render: (_, { activity }) => <div style={{ minWidth: 140, maxWidth: 280 }}>{activity.name}</div>,
  },
  {
    title: '时间',
    key: 'when',
    width: 170,
    render: (_, { activity }) => `${activity.onDay} ${activity.startsAt}`,
  },
  { title: '类型', key: 'kind', width: 120, render: (_, { activity }) => activityKinds[activity.kind] },
  {
    title: '状态',
    key: 'state',
    width: 90,
    render: (_, { activity }) => {
      const waits = activity.state === 'planned' && (activity.toOn ?? activity.onDay) < today()
      return (
        <State tone={waits ? 'bad' : stateTone[activity.state]}>
          {waits ? '待总结' : activityFlow.states[activity.state]}
        </State>
      )
    },
  },
  { title: '签到', key: 'signed', width: 72, align: 'right', render: (_, { signedIn }) => formatNumber(signedIn) },
  {
    title: '参加人数',
    key: 'people',
    width: 90,
    align: 'right',
    render: (_, { activity }) => (activity.people === null ? '—' : formatNumber(activity.people)),
  },
  { title: '场地', key: 'venue', width: 120, render: (_, { activity }) => venueKinds[activity.venueKind] },
  { title: '负责社工', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
  {
    title: '社工站',
    key: 'station',
    responsive: ['sm'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
]

/** The activities within reach; filters stay in the address. */
export function Activities() {
  const navigate = useNavigate()
  const [filters, set] = useListAddress<Filters>('/activities')
  const mayPlan = useHolds('activity.write')
  const { stations } = useMe()
  const { after, ...asked } = filters
  const found = useAnswer(api.listActivities, { ...asked, after: after ?? null }, { keep: true })
  const plan = () => void navigate({ to: '/activities/new' })
  return (
    <>
      <PageHead title="社区活动" note="安排后有签到码；举办后总结一次，自动计入月报">
        {mayPlan && (
          <Button type="primary" icon={<PlusOutlined />} onClick={plan}>
            安排活动
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <FindFilter label="名称、拼音或编号" value={filters.search} onChange={(search) => set({ search })} />
        <ChoiceFilter
          label="范围"
          words={activityViews}
          value={filters.view}
          usual="all"
          onChange={(view) => set({ view })}
        />
        <ChoiceFilter
          label="类型"
          words={activityKinds}
          value={filters.kind}
          onChange={(kind) => set({ kind })}
          width={160}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ activity }) => activity.id}
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ activity }) => void navigate({ to: '/activities/$id', params: { id: activity.id } as never })}
            empty={Object.keys(asked).length > 0 ? '没有符合条件的活动，请放宽条件' : '还没有社区活动'}
            emptyAction={mayPlan && <Button onClick={plan}>安排活动</Button>}
          />
        )}
      </Answer>
    </>
  )
}
