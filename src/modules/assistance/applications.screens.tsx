import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Segmented, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, FindFilter, optionsOf, StationFilter } from '../../ui/filters.tsx'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, LongName, PageHead } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Ways } from '../../ui/Ways.tsx'
import { type AidGroup, aidGroups } from './aid.ts'
import { applicationViews } from './applicationFlow.ts'
import { api, Due, pages, StateOf } from './parts.tsx'

export type ListedApplication = AnswerOfCall<typeof import('./applications.server.ts').listApplications>['rows'][number]

const { all: _all, ...views } = applicationViews

interface Address {
  view?: keyof typeof views
  station?: string
  aidGroup?: AidGroup
  search?: string
  after?: string
}

export const applicationColumns: TableColumnType<ListedApplication>[] = [
  { title: '申请人', key: 'client', width: 110, render: (_, { application }) => application.clientName },
  {
    title: '种类',
    key: 'kind',
    render: (_, { application }) => <div style={{ minWidth: 120 }}>{application.kindLabel}</div>,
  },
  { title: '状态', key: 'state', width: 130, render: (_, { application }) => <StateOf state={application.state} /> },
  {
    title: '本环节期限',
    key: 'due',
    width: 190,
    render: (_, { application }) => <Due state={application.state} dueOn={application.dueOn} />,
  },
  { title: '申请日期', key: 'on', width: 110, render: (_, { application }) => application.appliedOn },
  { title: '经办社工', key: 'worker', width: 96, responsive: ['lg'], render: (_, { workerName }) => workerName ?? '—' },
  {
    title: '社工站',
    key: 'station',
    responsive: ['lg'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
]

/** Applications by what is to be done with them; filters stay in the address. */
export function Applications() {
  const navigate = useNavigate()
  const [address, set] = useListAddress<Address>('/assistance')
  const { stations } = useMe()
  const mayWrite = useHolds('assistance.write')
  const view = address.view ?? 'open'
  const found = useAnswer(
    api.listApplications,
    {
      view,
      station: address.station ?? null,
      aidGroup: address.aidGroup ?? null,
      search: address.search ?? null,
      after: address.after ?? null,
    },
    { keep: true },
  )
  const columns = stations.length === 1 ? applicationColumns.filter(({ key }) => key !== 'station') : applicationColumns
  return (
    <>
      <PageHead title="救助申请" note="受理、初审、公示、复核、报送、结果，每一步的期限按本地政策">
        {mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/assistance/new' })}>
            登记申请
          </Button>
        )}
      </PageHead>
      <Ways pages={pages} here="/assistance" />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Segmented value={view} onChange={(next) => set({ view: next })} options={optionsOf(views)} />
        <ChoiceFilter
          label="类别"
          words={aidGroups}
          value={address.aidGroup}
          onChange={(aidGroup) => set({ aidGroup })}
          width={160}
        />
        <FindFilter label="姓名或拼音" value={address.search} onChange={(search) => set({ search })} width={180} />
        <StationFilter value={address.station} onChange={(station) => set({ station })} />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ application }) => application.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            onOpen={({ application }) =>
              void navigate({ to: '/assistance/$id', params: { id: application.id } as never })
            }
            empty={view === 'late' ? '没有超期的申请' : view === 'open' ? '没有正在办理的申请' : '没有这样的申请'}
          />
        )}
      </Answer>
    </>
  )
}
