import { CopyOutlined, DownloadOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { App, Button, DatePicker, Flex, Input, Modal, Select, type TableColumnType } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { optional, text, texts } from '../../core/field.ts'
import { useListAddress } from '../../ui/address.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { StationFilter } from '../../ui/filters.tsx'
import { formatNumber, sayMinutes, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, Facts, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { ClientsPicker } from '../clients/index.screens.tsx'
import { CataloguePicker } from './CataloguePicker.tsx'
import { ServiceRecord, serviceForms } from './serviceRecord.ts'

const api = client<typeof import('./serviceRecord.server.ts') & typeof import('./serviceRecord.export.server.ts')>(
  'services',
)

type Listed = AnswerOfCall<typeof import('./serviceRecord.server.ts').listServices>['rows'][number]

interface Filters {
  station?: string
  form?: keyof typeof serviceForms
  from?: string
  to?: string
  text?: string
  after?: string
}

const columns: TableColumnType<Listed>[] = [
  { title: '服务日期', key: 'onDay', width: 110, render: (_, { record }) => record.onDay },
  { title: '形式', key: 'form', width: 96, render: (_, { record }) => serviceForms[record.form] },
  {
    title: '服务内容',
    key: 'summary',
    render: (_, { record }) => <div style={{ minWidth: 220, maxWidth: 420 }}>{record.summary}</div>,
  },
  { title: '人次', key: 'people', align: 'right', width: 72, render: (_, { record }) => formatNumber(record.people) },
  { title: '时长', key: 'minutes', align: 'right', width: 92, render: (_, { record }) => sayMinutes(record.minutes) },
  { title: '服务人员', key: 'worker', width: 96, render: (_, { workerName }) => workerName },
  {
    title: '社工站',
    key: 'station',
    responsive: ['sm'],
    render: (_, { stationName }) => <div style={{ minWidth: 160, maxWidth: 200 }}>{stationName}</div>,
  },
  {
    title: '状态',
    key: 'state',
    width: 80,
    render: (_, { record }) =>
      record.state === 'reversed' ? <State tone="quiet">已冲销</State> : <State tone="good">有效</State>,
  },
]

/** The list of records: filters stay in the address, so that a view can be kept and sent. */
export function Services() {
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [filters, set] = useListAddress<Filters>('/services')
  const mayRecord = useHolds('service.record')
  const { stations } = useMe()
  const { after, ...asked } = filters
  const found = useAnswer(api.listServices, { ...asked, after: after ?? null }, { keep: true })
  const take = useAct(api.exportServices, {
    onDone: ({ rows }) => {
      message.info(`正在后台导出 ${rows} 条，可在「后台任务」下载；证件号、电话不在其中`)
      void navigate({ to: '/jobs' })
    },
  })
  return (
    <>
      <PageHead title="服务记录" note="登记一次，台账、月报、评估都从这里数">
        {mayRecord && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/services/new' })}>
            登记服务
          </Button>
        )}
        <Button
          icon={<DownloadOutlined />}
          loading={take.isPending}
          onClick={() =>
            take.mutate({
              station: asked.station ?? null,
              form: asked.form ?? null,
              from: asked.from ?? null,
              to: asked.to ?? null,
              text: asked.text ?? null,
            })
          }
        >
          导出
        </Button>
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          allowClear
          placeholder="内容关键词"
          defaultValue={filters.text}
          onSearch={(typed) => set({ text: typed || undefined } as Filters)}
          style={{ width: 200 }}
        />
        <StationFilter value={filters.station} onChange={(station) => set({ station } as Filters)} />
        <Select
          allowClear
          aria-label="服务形式"
          placeholder="服务形式"
          value={filters.form ?? null}
          onChange={(form) => set({ form: form ?? undefined } as Filters)}
          options={Object.entries(serviceForms).map(([value, label]) => ({ value, label }))}
          style={{ width: 130 }}
        />
        <DatePicker.RangePicker
          allowEmpty={[true, true]}
          value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to) : null]}
          onChange={(days) =>
            set({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') } as Filters)
          }
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ record }) => record.id}
            // whoever works at one station needs not be told which
            columns={stations.length === 1 ? columns.filter(({ key }) => key !== 'station') : columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined } as Filters)}
            onOpen={({ record }) => void navigate({ to: '/services/$id', params: { id: record.id } as never })}
            empty="这里还没有服务记录"
            emptyAction={
              mayRecord && <Button onClick={() => void navigate({ to: '/services/new' })}>登记第一条</Button>
            }
          />
        )}
      </Answer>
    </>
  )
}

const { state: _state, reversedReason: _reason, ...typed } = ServiceRecord.fields
const quickFields = {
  ...typed,
  worker: { ...typed.worker, optional: true },
  clients: optional(texts('服务对象', { help: '选上已建档的，这次服务就会出现在其档案里' })),
}

/** The clients of a service: who was chosen counts at least once. */
const clientsControl: NonNullable<RecordFormProps['controls']>[string] = (values, set) => (
  <ClientsPicker
    id="field-clients"
    value={(values.clients as string[] | undefined) ?? []}
    onChange={(ids) => {
      set('clients', ids)
      if (ids.length > ((values.people as number | undefined) ?? 0)) set('people', ids.length)
    }}
  />
)

/** Records a service in under half a minute: the day is today, the station one's own, the last record can be copied. */
export function RecordService() {
  const me = useMe()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { copy, client: forClient } = useSearch({ strict: false }) as { copy?: string; client?: string }
  const [station, setStation] = useState(me.stations[0]?.id ?? null)
  const last = useAnswer(api.listServices, { worker: me.person, limit: 1 }, { enabled: me.person !== null })
  const copied = useAnswer(api.getService, { id: copy ?? '' }, { enabled: copy !== undefined })
  const add = useAct(api.recordService)
  const mayList = useHolds('client.list')
  if (copy && !copied.data)
    return (
      <Answer of={copied} page>
        {() => null}
      </Answer>
    )
  const from = copied.data?.record
  const initial = from
    ? {
        form: from.form,
        items: from.items,
        people: from.people,
        minutes: from.minutes,
        place: from.place,
        summary: from.summary,
        onDay: today(),
        files: [],
      }
    : { onDay: today(), people: 1, files: [], ...(forClient && { clients: [forClient] }) }
  const lastRecord = last.data?.rows[0]?.record
  return (
    <>
      <PageHead title="登记服务" note={me.stations.length === 1 ? me.stations[0]!.name : undefined}>
        {lastRecord && !copy && (
          <Button
            icon={<CopyOutlined />}
            onClick={() => void navigate({ to: '/services/new', search: { copy: lastRecord.id } as never })}
          >
            复制上一条
          </Button>
        )}
      </PageHead>
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            key={`${copy ?? 'fresh'}|${station}`}
            fields={quickFields}
            initial={{ ...initial, station }}
            submit="保存"
            draft={copy ? `service.copy.${copy}` : forClient ? `service.of.${forClient}` : 'service'}
            unfolded={['files']}
            controls={{
              worker: null,
              clients: mayList ? clientsControl : null,
              items: (values, set) => (
                <CataloguePicker
                  id="field-items"
                  station={station}
                  value={(values.items as string[]) ?? []}
                  onChange={(keys) => set('items', keys)}
                />
              ),
            }}
            extra={
              me.stations.length > 1 ? (
                <Select
                  aria-label="社工站"
                  value={station}
                  onChange={setStation}
                  options={me.stations.map(({ id, name }) => ({ value: id, label: name }))}
                  style={{ width: '100%', marginBottom: 16 }}
                />
              ) : undefined
            }
            onSubmit={async (values) => {
              await add.mutateAsync({ ...values, station: station!, files: (values.files as string[]) ?? [] } as never)
              message.info('已保存')
              void navigate({ to: '/services' })
            }}
          />
        </div>
      </Block>
    </>
  )
}

/** One record: its facts, its history, and what may be done with it. */
export function Service() {
  const { id } = useParams({ strict: false }) as { id: string }
  const navigate = useNavigate()
  const found = useAnswer(api.getService, { id })
  const [editing, setEditing] = useState(false)
  const [reversing, setReversing] = useState(false)
  const mayList = useHolds('client.list')
  const edit = useAct(api.editService, { onDone: () => setEditing(false) })
  const reverse = useAct(api.reverseService, { onDone: () => setReversing(false) })
  return (
    <Answer of={found} page>
      {({ record, stationName, workerName, placeName, clients }) => (
        <>
          <PageHead
            title={`${serviceForms[record.form]} · ${record.onDay}`}
            note={`${stationName} · ${workerName}`}
            tags={record.state === 'reversed' ? <State tone="quiet">已冲销</State> : <State tone="good">有效</State>}
          >
            {record.can.includes('editService') && <Button onClick={() => setEditing(true)}>修改</Button>}
            {record.can.includes('editService') && (
              <Button
                icon={<CopyOutlined />}
                onClick={() => void navigate({ to: '/services/new', search: { copy: record.id } as never })}
              >
                复制为新记录
              </Button>
            )}
            {record.can.includes('reverseService') && (
              <Button danger onClick={() => setReversing(true)}>
                冲销
              </Button>
            )}
          </PageHead>
          {editing ? (
            <Block title="修改服务记录">
              <div style={{ maxWidth: 640 }}>
                <RecordForm
                  fields={quickFields}
                  initial={{ ...record, clients: clients.map((one) => one.id) }}
                  submit="保存修改"
                  controls={{
                    worker: null,
                    clients: mayList ? clientsControl : null,
                    items: (values, set) => (
                      <CataloguePicker
                        id="field-items"
                        station={record.station}
                        value={(values.items as string[]) ?? []}
                        onChange={(keys) => set('items', keys)}
                      />
                    ),
                  }}
                  onSubmit={(values) =>
                    edit.mutateAsync({ ...values, id: record.id, version: record.version } as never)
                  }
                  onCancel={() => setEditing(false)}
                />
              </div>
            </Block>
          ) : (
            <Block title="内容">
              {clients.length > 0 && (
                <p>
                  服务对象：
                  {clients.map(({ id: one, name, open }, i) => (
                    <span key={one}>
                      {i > 0 && '、'}
                      {open ? <To path={`/clients/${one}`}>{name}</To> : name}
                    </span>
                  ))}
                </p>
              )}
              <Facts
                fields={ServiceRecord.fields}
                row={record}
                own={{
                  state: null,
                  ...(record.state === 'valid' && { reversedReason: null }),
                  place: placeName,
                  worker: workerName,
                  items: <ItemWords station={record.station!} keys={record.items} />,
                  files: record.files.length > 0 ? <FileLinks ids={record.files} /> : '无',
                }}
              />
            </Block>
          )}
          <History id={record.id} />
          <Modal
            title="冲销这条记录"
            open={reversing}
            footer={null}
            onCancel={() => setReversing(false)}
            destroyOnHidden
          >
            <p>冲销后不再计入任何统计；已上报月份会出现一条更正。记录本身保留，可以查看。</p>
            <RecordForm
              fields={{ reversedReason: text('冲销原因', { max: 200, multiline: true }) }}
              submit="冲销"
              onSubmit={(values) => reverse.mutateAsync({ ...values, id: record.id, version: record.version } as never)}
              onCancel={() => setReversing(false)}
            />
          </Modal>
        </>
      )}
    </Answer>
  )
}

function ItemWords({ station, keys }: { station: string; keys: readonly string[] }) {
  const found = useAnswer(api.catalogueOf, { station })
  const words = new Map(found.data?.items.map(({ key, number, label }) => [key, `${number} ${label}`]))
  return keys.map((key) => <div key={key}>{words.get(key) ?? key}</div>)
}
