import { DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Segmented, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { ref } from '../../core/field.ts'
import { useListAddress } from '../../ui/address.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ChoiceFilter, FindFilter, optionsOf, StationFilter } from '../../ui/filters.tsx'
import { today } from '../../ui/format.ts'
import { useHolds, useMe, useStation } from '../../ui/me.tsx'
import { Answer, Block, LongName, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Ways } from '../../ui/Ways.tsx'
import { api, pages } from './parts.tsx'
import { Resource, resourceKinds, resourceViews } from './resource.ts'

type Listed = AnswerOfCall<typeof import('./resource.server.ts').listResources>['rows'][number]

interface Address {
  view?: keyof typeof resourceViews
  kind?: keyof typeof resourceKinds
  station?: string
  search?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  { title: '名称', key: 'name', render: (_, { resource }) => <LongName>{resource.name}</LongName> },
  { title: '类别', key: 'kind', width: 130, render: (_, { resource }) => resourceKinds[resource.kind] },
  { title: '提供方', key: 'provider', render: (_, { resource }) => <LongName>{resource.provider}</LongName> },
  { title: '联系方式', key: 'contact', render: (_, { resource }) => resource.contact ?? '—' },
  {
    title: '所在社区（村）',
    key: 'place',
    responsive: ['lg'],
    render: (_, { placePath }) => <LongName>{placePath}</LongName>,
  },
  {
    title: '应核实',
    key: 'due',
    width: 130,
    render: (_, { resource, due }) =>
      due ? <State tone="bad">{`${resource.reviewBy} 已过`}</State> : (resource.reviewBy ?? '—'),
  },
  {
    title: '社工站',
    key: 'station',
    responsive: ['xl'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
]

/** What the station's communities can give. */
export function Resources() {
  const navigate = useNavigate()
  const [address, set] = useListAddress<Address>('/resources')
  const { stations } = useMe()
  const mayKeep = useHolds('resource.keep')
  const view = address.view ?? 'inUse'
  const station = useStation(address.station)
  const found = useAnswer(
    api.listResources,
    {
      view,
      kind: address.kind ?? null,
      station: address.station ?? null,
      search: address.search ?? null,
      after: address.after ?? null,
    },
    { keep: true },
  )
  return (
    <>
      <PageHead title="社区资源" note="本站各社区（村）能用上的慈善、志愿和专业服务资源">
        {mayKeep && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/resources/new' })}>
            登记资源
          </Button>
        )}
        {station && (
          <Button icon={<DownloadOutlined />} href={`/api/papers/resources/${station}.xlsx`}>
            资源库台账
          </Button>
        )}
      </PageHead>
      <Ways pages={pages} here="/resources" />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Segmented value={view} onChange={(next) => set({ view: next })} options={optionsOf(resourceViews)} />
        <ChoiceFilter
          label="类别"
          words={resourceKinds}
          value={address.kind}
          onChange={(kind) => set({ kind })}
          width={150}
        />
        <FindFilter label="名称或拼音" value={address.search} onChange={(search) => set({ search })} width={180} />
        <StationFilter value={address.station} onChange={(station) => set({ station })} />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ resource }) => resource.id}
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(after) => set({ after: after ?? undefined })}
            onOpen={({ resource }) => void navigate({ to: '/resources/$id', params: { id: resource.id } as never })}
            empty={
              view === 'due'
                ? '没有到期应核实的'
                : view === 'ended'
                  ? '没有停用的'
                  : '还没有登记资源；社区食堂、义工队、爱心企业、医院、殡仪馆都可以登记'
            }
          />
        )}
      </Answer>
    </>
  )
}

const { state: _state, reviewBy: _by, endedOn: _on, endedWhy: _why, ...typed } = Resource.fields

export function AddResource() {
  const { stations } = useMe()
  const navigate = useNavigate()
  const add = useAct(api.addResource, {
    onDone: ({ id }) => void navigate({ to: '/resources/$id', params: { id } as never }),
  })
  return (
    <>
      <PageHead title="登记社区资源" note="写单位对外公布的联系方式，不写个人隐私" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={{ station: ref('社工站', 'station'), ...typed }}
            initial={{ ...(stations.length === 1 && { station: stations[0]!.id }), registeredOn: today() }}
            controls={{ ...(stations.length === 1 && { station: null }) }}
            draft="resource.new"
            submit="保存"
            onSubmit={(values) => add.mutateAsync(values as never)}
            onCancel={() => history.back()}
          />
        </div>
      </Block>
    </>
  )
}
