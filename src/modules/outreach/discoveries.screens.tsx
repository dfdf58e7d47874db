import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Segmented, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { ref } from '../../core/field.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FindFilter, optionsOf, StationFilter } from '../../ui/filters.tsx'
import { today } from '../../ui/format.ts'
import { useHolds, useMe, useStation } from '../../ui/me.tsx'
import { Answer, Block, LongName, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Ways } from '../../ui/Ways.tsx'
import { discoveredNeeds, discoveryViews, foundFields, foundWays, referTargets } from './discovery.ts'
import { api, pages, StateOf } from './parts.tsx'

type Listed = AnswerOfCall<typeof import('./discovery.server.ts').listDiscoveries>['rows'][number]

const { all: _all, ...views } = discoveryViews

interface Address {
  view?: keyof typeof views
  station?: string
  search?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  { title: '困难家庭或个人', key: 'name', width: 130, render: (_, { discovery }) => discovery.name },
  {
    title: '状态',
    key: 'state',
    width: 170,
    render: (_, { discovery, late }) => (
      <Flex gap={4} wrap>
        <StateOf state={discovery.state} />
        {late && <State tone="bad">超期</State>}
      </Flex>
    ),
  },
  { title: '发现日期', key: 'on', width: 110, render: (_, { discovery }) => discovery.foundOn },
  {
    title: '途径',
    key: 'way',
    render: (_, { discovery }) => (
      <div style={{ maxWidth: 184 }}>{`${foundWays[discovery.way]}，${discovery.foundBy}`}</div>
    ),
  },
  {
    title: '困难',
    key: 'needs',
    render: (_, { discovery }) => discovery.needs.map((need) => discoveredNeeds[need]).join('、'),
  },
  {
    title: '转到',
    key: 'to',
    responsive: ['lg'],
    render: (_, { discovery }) => (discovery.referredTo ? referTargets[discovery.referredTo] : '—'),
  },
  { title: '办结期限', key: 'due', width: 110, render: (_, { discovery }) => discovery.answerBy },
  {
    title: '社工站',
    key: 'station',
    responsive: ['xl'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
]

/** The ledger of those who were found in need before they asked. */
export function Discoveries() {
  const navigate = useNavigate()
  const [address, set] = useListAddress<Address>('/discoveries')
  const { stations } = useMe()
  const mayRecord = useHolds('outreach.record')
  const view = address.view ?? 'open'
  const station = useStation(address.station)
  const found = useAnswer(
    api.listDiscoveries,
    { view, station: address.station ?? null, search: address.search ?? null, after: address.after ?? null },
    { keep: true },
  )
  return (
    <>
      <PageHead title="主动发现" note="没有申请而有困难的家庭：发现、核实、报街道、转办、结果">
        {mayRecord && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/discoveries/new' })}>
            登记发现
          </Button>
        )}
        {station && (
          <Button icon={<DownloadOutlined />} href={`/api/papers/discoveries/${station}_${today().slice(0, 4)}.xlsx`}>
            本年台账
          </Button>
        )}
      </PageHead>
      <Ways pages={pages} here="/discoveries" />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Segmented value={view} onChange={(next) => set({ view: next })} options={optionsOf(views)} />
        <FindFilter label="姓名或拼音" value={address.search} onChange={(search) => set({ search })} width={180} />
        <StationFilter value={address.station} onChange={(station) => set({ station })} />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ discovery }) => discovery.id}
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            onOpen={({ discovery }) => void navigate({ to: '/discoveries/$id', params: { id: discovery.id } as never })}
            empty={
              view === 'late'
                ? '没有超期的'
                : view === 'open'
                  ? '没有正在办理的；走访中发现困难家庭请登记'
                  : '还没有办结的'
            }
          />
        )}
      </Answer>
    </>
  )
}

const fields = { station: ref('社工站', 'station'), ...foundFields }

export function RecordDiscovery() {
  const { stations, name } = useMe()
  const navigate = useNavigate()
  const { client } = useSearch({ strict: false }) as { client?: string }
  const add = useAct(api.recordDiscovery, {
    onDone: ({ id }) => void navigate({ to: '/discoveries/$id', params: { id } as never }),
  })
  return (
    <>
      <PageHead title="登记主动发现" note="先记下来，核实和转办随后补登" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={fields}
            initial={{
              ...(stations.length === 1 && { station: stations[0]!.id }),
              ...(client && { client }),
              foundOn: today(),
              way: 'visit',
              foundBy: name,
              members: 1,
              needs: [],
              files: [],
            }}
            draft="discovery.new"
            submit="登记发现"
            {...(stations.length === 1 && { controls: { station: null } })}
            onSubmit={(values) => add.mutateAsync({ ...values, files: (values.files as string[]) ?? [] } as never)}
            onCancel={() => history.back()}
          />
        </div>
      </Block>
    </>
  )
}
