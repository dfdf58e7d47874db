import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Flex, Input, Select, type TableColumnType } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { levels, operationModes } from '../policy/index.ts'
import { type StationState, stationStateOn, stationStates } from './station.ts'

const api = client<typeof import('./station.server.ts')>('stations')

type Listed = AnswerOfCall<typeof import('./station.server.ts').listStations>['rows'][number]

const stateTones: Record<StationState, Tone> = { planned: 'busy', open: 'good', closed: 'quiet' }

/** How a station stands today, in a word. */
export function StationStateTag({ station }: { station: { openedOn: string | null; closedOn: string | null } }) {
  const state = stationStateOn(station, today())
  return <State tone={stateTones[state]}>{stationStates[state]}</State>
}

const unset = <span className="unknown">未填</span>

const columns: TableColumnType<Listed>[] = [
  {
    title: '站名',
    key: 'name',
    render: (_, { station }) => <div style={{ minWidth: 200, maxWidth: 360 }}>{station.name}</div>,
  },
  { title: '层级', key: 'level', render: (_, { levelName }) => levelName },
  { title: '所在区划', key: 'place', render: (_, { placePath }) => placePath },
  { title: '运营方式', key: 'mode', render: (_, { mode }) => (mode ? operationModes[mode] : unset) },
  { title: '承接主体', key: 'operator', render: (_, { operatorName }) => operatorName ?? '—' },
  { title: '状态', key: 'state', width: 80, render: (_, { station }) => <StationStateTag station={station} /> },
  { title: '启用日期', key: 'openedOn', width: 110, render: (_, { station }) => station.openedOn ?? unset },
]

interface Filters {
  name?: string
  level?: keyof typeof levels
  place?: string
  state?: StationState
  after?: string
}

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** The network as a list: filters stay in the address, a row opens its station. */
export function Stations() {
  const navigate = useNavigate()
  const { after, ...filters } = useSearch({ strict: false }) as Filters
  const mayAdd = useHolds('station.manage')
  const PlacePicker = usePicker('place')
  const found = useAnswer(api.listStations, { ...filters, after: after ?? null }, { keep: true })
  const set = (next: Record<string, string | undefined>) =>
    void navigate({ to: '/stations', search: { ...filters, ...next } as never, replace: true })
  const filtered = Object.values(filters).some((one) => one !== undefined)
  const add = () => void navigate({ to: '/stations/new' })
  return (
    <>
      <PageHead title="社工站" note="总站、乡镇（街道）站、村（社区）室">
        {mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={add}>
            新增社工站
          </Button>
        )}
      </PageHead>
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <Input.Search
          key={filters.name}
          allowClear
          aria-label="按站名查找"
          placeholder="站名或拼音首字母"
          defaultValue={filters.name}
          onSearch={(typed) => set({ name: typed.trim() || undefined })}
          style={{ width: 220 }}
        />
        {PlacePicker && (
          <div style={{ width: 260 }}>
            <label className="unseen" htmlFor="filter-place">
              区划
            </label>
            <PlacePicker
              id="filter-place"
              placeholder="区划（含下级）"
              value={filters.place}
              onChange={(place) => set({ place: place ?? undefined })}
            />
          </div>
        )}
        <Select
          allowClear
          aria-label="层级"
          placeholder="层级"
          value={filters.level ?? null}
          onChange={(level: string | null) => set({ level: level ?? undefined })}
          options={options(levels)}
          style={{ width: 160 }}
        />
        <Select
          allowClear
          aria-label="状态"
          placeholder="状态"
          value={filters.state ?? null}
          onChange={(state: string | null) => set({ state: state ?? undefined })}
          options={options(stationStates)}
          style={{ width: 110 }}
        />
      </Flex>
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ station }) => station.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ after: page ?? undefined })}
            onOpen={({ station }) => void navigate({ to: '/stations/$id', params: { id: station.id } as never })}
            empty={
              filtered
                ? '没有符合这些条件的社工站，请放宽筛选'
                : mayAdd
                  ? '辖区里还没有社工站，先新增一个'
                  : '您的范围内还没有社工站'
            }
            emptyAction={
              filtered ? (
                <Button onClick={() => void navigate({ to: '/stations' })}>清除筛选</Button>
              ) : (
                mayAdd && <Button onClick={add}>新增社工站</Button>
              )
            }
          />
        )}
      </Answer>
    </>
  )
}
