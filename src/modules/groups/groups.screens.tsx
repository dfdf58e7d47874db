import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, FindFilter } from '../../ui/filters.tsx'
import { formatNumber } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, LongName, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { groupKinds } from './group.ts'
import { groupFlow } from './groupFlow.ts'
import { groupViews } from './groupViews.ts'
import { api, stateTone } from './parts.tsx'

type Listed = AnswerOfCall<typeof import('./groups.server.ts').listGroups>['rows'][number]

interface Filters {
  view?: keyof typeof groupViews
  kind?: keyof typeof groupKinds
  search?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  {
    title: '小组',
    key: 'name',
    render: (_, { group }) => <div style={{ minWidth: 140, maxWidth: 260 }}>{group.name}</div>,
  },
  { title: '编号', key: 'number', width: 110, render: (_, { group }) => group.number },
  { title: '类型', key: 'kind', width: 96, render: (_, { group }) => groupKinds[group.kind] },
  {
    title: '状态',
    key: 'state',
    width: 100,
    render: (_, { group }) => <State tone={stateTone[group.state]}>{groupFlow.states[group.state]}</State>,
  },
  {
    title: '节次',
    key: 'sessions',
    width: 84,
    align: 'right',
    render: (_, { held, sessions }) => `${held}/${sessions}`,
  },
  {
    title: '组员（人）',
    key: 'members',
    width: 100,
    align: 'right',
    render: (_, { members, group }) => `${members}/${group.seats}`,
  },
  { title: '累计人次', key: 'people', width: 90, align: 'right', render: (_, { people }) => formatNumber(people) },
  { title: '下一节', key: 'next', width: 110, render: (_, { nextOn }) => nextOn ?? '—' },
  { title: '负责社工', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
  {
    title: '社工站',
    key: 'station',
    responsive: ['sm'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
]

/** The groups within reach; filters stay in the address. */
export function Groups() {
  const navigate = useNavigate()
  const [filters, set] = useListAddress<Filters>('/groups')
  const mayPlan = useHolds('group.write')
  const { stations } = useMe()
  const { after, ...asked } = filters
  const found = useAnswer(api.listGroups, { ...asked, after: after ?? null }, { keep: true })
  const plan = () => void navigate({ to: '/groups/new' })
  return (
    <>
      <PageHead title="小组" note="计划经督导审核后开展；每一节登记一次，自动计入月报">
        {mayPlan && (
          <Button type="primary" icon={<PlusOutlined />} onClick={plan}>
            拟订计划
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <FindFilter label="名称、拼音或编号" value={filters.search} onChange={(search) => set({ search })} />
        <ChoiceFilter
          label="范围"
          words={groupViews}
          value={filters.view}
          usual="open"
          onChange={(view) => set({ view })}
        />
        <ChoiceFilter label="类型" words={groupKinds} value={filters.kind} onChange={(kind) => set({ kind })} />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ group }) => group.id}
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ group }) => void navigate({ to: '/groups/$id', params: { id: group.id } as never })}
            empty={Object.keys(asked).length > 0 ? '没有符合条件的小组，请放宽条件' : '现在没有进行中的小组'}
            emptyAction={mayPlan && <Button onClick={plan}>拟订计划</Button>}
          />
        )}
      </Answer>
    </>
  )
}
