import { DownOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Dropdown, Flex, Input, Select, type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayDue, shortPlace, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, LongName, PageHead, State } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { printing } from '../papers/index.screens.tsx'
import { clientSexes, clientStates, riskLevels } from './client.ts'

const api = client<typeof import('./index.server.ts')>('clients')

type Listed = AnswerOfCall<typeof import('./clients.server.ts').listClients>['rows'][number]

export const riskTones = { high: 'bad', medium: 'warn', low: 'quiet' } as const

/** When needs are due, as a word; nothing where no rule asks for it. */
export function Due({ on }: { on: string | null }) {
  if (!on) return <span className="unknown">未规定</span>
  if (on < today()) return <State tone="bad">{sayDue(on)}</State>
  return <span>{sayDue(on)}</span>
}

const columns: TableColumnType<Listed>[] = [
  {
    title: '姓名',
    key: 'name',
    width: 168,
    render: (_, { name, sex, age, state }) => (
      <>
        {name}
        <Typography.Text type="secondary">{` ${clientSexes[sex]}${age === null ? '' : `，${age} 岁`}`}</Typography.Text>
        {state !== 'active' && <State tone="quiet">{clientStates[state]}</State>}
      </>
    ),
  },
  {
    title: '类别',
    key: 'categories',
    render: (_, { categories }) => <div style={{ maxWidth: 220 }}>{categories.join('、') || '—'}</div>,
  },
  {
    title: '风险',
    key: 'risk',
    width: 76,
    render: (_, { risk }) => (risk ? <State tone={riskTones[risk]}>{riskLevels[risk]}</State> : '未评'),
  },
  {
    title: '居住地',
    key: 'place',
    render: (_, { placeName }) => <div style={{ maxWidth: 264 }}>{shortPlace(placeName)}</div>,
  },
  { title: '责任社工', key: 'worker', width: 104, render: (_, { workerName }) => workerName ?? '未指定' },
  { title: '需求更新', key: 'due', width: 116, render: (_, { dueOn }) => <Due on={dueOn} /> },
]
const stationColumn: TableColumnType<Listed> = {
  title: '社工站',
  key: 'station',
  render: (_, { stationName }) => <LongName>{stationName}</LongName>,
}

interface Filters {
  search?: string
  category?: string
  risk?: keyof typeof riskLevels
  place?: string
  station?: string
  state?: keyof typeof clientStates
  due?: string
}

/** 服务对象: those one reaches, found by name, pinyin, number, phone or address. */
export function Clients() {
  const navigate = useNavigate()
  const me = useMe()
  const { after, ...asked } = useSearch({ strict: false }) as Filters & { after?: string }
  const [mayAdd, mayOpen, mayMerge] = [useHolds('client.write'), useHolds('client.read'), useHolds('client.merge')]
  const PlacePicker = usePicker('place')
  const many = me.stations.length !== 1
  const categories = useAnswer(api.categoriesOf, { station: many ? null : me.stations[0]!.id })
  const found = useAnswer(
    api.listClients,
    { ...asked, due: asked.due === '1' ? true : null, after: after ?? null } as never,
    { keep: true },
  )
  const set = (next: Partial<Record<keyof Filters | 'after', string | undefined>>) =>
    void navigate({ to: '/clients', search: { ...asked, ...next } as never, replace: true })
  const filtered = Object.values(asked).some((one) => one !== undefined)
  const others = [
    ...(mayOpen ? [{ key: '/households', label: '家庭档案' }] : []),
    { key: '/clients/archives', label: '待补档案' },
    ...(mayOpen ? [{ key: '/clients/transfers', label: '转站' }] : []),
    ...(mayMerge ? [{ key: '/clients/duplicates', label: '重复档案' }] : []),
  ]
  return (
    <>
      <PageHead title="服务对象" note="证件、电话和住址加密保存，名单里不显示">
        {others.length > 0 && (
          <Dropdown trigger={['click']} menu={{ items: others, onClick: ({ key }) => void navigate({ to: key }) }}>
            <Button>
              更多 <DownOutlined aria-hidden />
            </Button>
          </Dropdown>
        )}
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/clients/new' })}>
            新建档案
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={asked.search}
          allowClear
          aria-label="按姓名、拼音、身份证号、电话或住址查找"
          placeholder="姓名、拼音、身份证号、电话或住址"
          defaultValue={asked.search}
          onSearch={(typed) => set({ search: typed.trim() || undefined })}
          style={{ width: 300 }}
        />
        <Select
          allowClear
          aria-label="类别"
          placeholder="类别"
          value={asked.category ?? null}
          onChange={(chosen) => set({ category: chosen ?? undefined })}
          showSearch={{ optionFilterProp: 'label' }}
          options={(categories.data ?? []).map(({ category, label }) => ({ value: category, label }))}
          style={{ width: 168 }}
        />
        <Select
          allowClear
          aria-label="风险等级"
          placeholder="风险"
          value={asked.risk ?? null}
          onChange={(chosen) => set({ risk: chosen ?? undefined })}
          options={Object.entries(riskLevels).map(([value, label]) => ({ value, label: `风险${label}` }))}
          style={{ width: 104 }}
        />
        {PlacePicker && (
          <div style={{ width: 220 }}>
            <label className="unseen" htmlFor="filter-place">
              居住地
            </label>
            <PlacePicker
              id="filter-place"
              placeholder="居住地"
              value={asked.place}
              onChange={(chosen) => set({ place: chosen ?? undefined })}
            />
          </div>
        )}
        <Select
          allowClear
          aria-label="状态"
          placeholder="服务中"
          value={asked.due === '1' ? 'due' : (asked.state ?? null)}
          onChange={(chosen) =>
            set(
              chosen === 'due'
                ? { due: '1', state: undefined }
                : { due: undefined, state: (chosen as string | undefined) ?? undefined },
            )
          }
          options={[
            { value: 'due', label: '需求应更新' },
            ...Object.entries(clientStates)
              .filter(([value]) => value !== 'active')
              .map(([value, label]) => ({ value, label })),
          ]}
          style={{ width: 136 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            columns={many ? [...columns, stationColumn] : columns}
            loading={found.isFetching}
            total={total}
            {...(me.grants.has('client.read') && {
              choosing: printing(
                '服务对象档案',
                ({ id }: Listed) => ({ kind: 'clientArchive', id }),
                ({ name }) => name,
              ),
            })}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            {...(mayOpen && {
              onOpen: ({ id }: Listed) => void navigate({ to: '/clients/$id', params: { id } as never }),
            })}
            empty={
              filtered
                ? '没有找到，请核对；身份证号、电话和住址要写全'
                : mayAdd
                  ? '还没有服务对象，先为一位居民建档'
                  : '您的范围内还没有服务对象'
            }
            emptyAction={
              filtered ? (
                <Button onClick={() => void navigate({ to: '/clients' })}>清除筛选</Button>
              ) : (
                mayAdd && <Button onClick={() => void navigate({ to: '/clients/new' })}>新建档案</Button>
              )
            }
          />
        )}
      </Answer>
    </>
  )
}
