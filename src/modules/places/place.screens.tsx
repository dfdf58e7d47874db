import { MoreOutlined } from '@ant-design/icons'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import {
  Alert,
  Breadcrumb,
  Button,
  DatePicker,
  Dropdown,
  Flex,
  Segmented,
  Select,
  type TableColumnType,
  Tag,
  Timeline,
  Typography,
} from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, Facts, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { BoundaryView } from './boundary.screens.tsx'
import { ChangeDrawer, type ChangeName } from './change.screens.tsx'
import { type Colouring, colourings, type Tile } from './colouring.ts'
import { type Detail, historyOf } from './history.ts'
import { PlacePicker } from './PlacePicker.tsx'
import { Place, placeKinds } from './place.ts'
import { Legend, TileMap } from './TileMap.tsx'

const api = client<typeof import('./browse.server.ts')>('places')

const views = { tiles: '方块图', list: '列表', map: '边界图', history: '沿革' } as const
type View = keyof typeof views

interface Looking {
  on?: string
  view?: View
  colour?: Colouring
  levels?: number
}

/** What is to be looked at next; `undefined` goes back to what is usual. */
type Next = { [K in keyof Looking]?: Looking[K] | undefined }

/** A place's page: what lies below it on a day, as tiles, list or boundaries; its history, and what may be changed. */
export function PlacePage() {
  const { id } = useParams({ strict: false }) as { id?: string }
  const me = useMe()
  const looking = useSearch({ strict: false }) as Looking
  const place = id ?? me.roles.find((role) => role.place !== null)?.place ?? '100000'
  const found = useAnswer(api.placeDetail, { id: place, on: looking.on ?? null }, { keep: true })
  return (
    <Answer of={found} page>
      {(detail) => <Opened key={detail.place.id} detail={detail} looking={looking} />}
    </Answer>
  )
}

function useLook(place: string, looking: Looking) {
  const navigate = useNavigate()
  return {
    set: (next: Next) =>
      void navigate({
        to: '/places/$id' as never,
        params: { id: place } as never,
        search: { ...looking, ...next } as never,
        replace: true,
      }),
    open: (id: string) =>
      void navigate({
        to: '/places/$id' as never,
        params: { id } as never,
        search: { ...looking, view: undefined } as never,
      }),
  }
}

function Opened({ detail, looking }: { detail: Detail; looking: Looking }) {
  const { place, name, standing, way, merger, below } = detail
  const [changing, setChanging] = useState<ChangeName>()
  const { set, open } = useLook(place.id, looking)
  const view = place.kind === 'village' ? 'history' : (looking.view ?? (below > 0 ? 'tiles' : 'history'))
  const kept = { ...(looking.on && { on: looking.on }), ...(looking.colour && { colour: looking.colour }) }
  const last = detail.tenures.at(-1)!
  return (
    <>
      <Breadcrumb
        style={{ marginBottom: 8 }}
        items={way.map((step) => ({
          title:
            step.id === place.id ? (
              step.name
            ) : (
              <To path={`/places/${step.id}`} search={kept}>
                {step.name}
              </To>
            ),
        }))}
      />
      <PageHead
        title={name}
        note={place.divisionCode ? `区划代码 ${place.divisionCode}` : `自编代码 ${place.id}`}
        tags={
          <>
            <Tag>{placeKinds[place.kind]}</Tag>
            {merger && merger.fromOn <= (looking.on ?? today()) && <State tone="warn">{`涉改 ${merger.fromOn}`}</State>}
            {standing && last.toOn && <State tone="warn">{`已登记 ${last.toOn} 后撤并`}</State>}
            {!standing && (
              <State tone="quiet">
                {last.toOn && last.toOn < (looking.on ?? today()) ? `已于 ${last.toOn} 撤并` : '当日尚未设立'}
              </State>
            )}
          </>
        }
      >
        {last.toOn === null && <Changes detail={detail} onChange={setChanging} />}
      </PageHead>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
        {place.kind !== 'village' && (
          <Segmented
            aria-label="显示方式"
            value={view}
            options={Object.entries(views).map(([value, label]) => ({ value: value as View, label }))}
            onChange={(next) => set({ view: next })}
          />
        )}
        <span>
          截至{' '}
          <DatePicker
            aria-label="截至日期"
            allowClear={false}
            value={dayjs(looking.on ?? today())}
            onChange={(day) =>
              day && set({ on: day.format('YYYY-MM-DD') === today() ? undefined : day.format('YYYY-MM-DD') })
            }
          />
        </span>
        <div className="place-find">
          <PlacePicker placeholder="查找区划" onChange={(found) => found && open(found)} />
        </div>
      </Flex>
      {looking.on && looking.on !== today() && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={`正在查看 ${looking.on} 的区划`}
          action={
            <Button size="small" onClick={() => set({ on: undefined })}>
              回到今天
            </Button>
          }
        />
      )}
      {view === 'history' ? (
        <History detail={detail} />
      ) : (
        <Below
          detail={detail}
          looking={looking}
          view={view}
          onLook={set}
          onOpen={open}
          onUpload={() => setChanging('uploadBoundary')}
        />
      )}
      <ChangeDrawer
        change={changing}
        detail={detail}
        onClose={() => setChanging(undefined)}
        onDone={(id) => {
          setChanging(undefined)
          if (changing === 'uploadBoundary') set({ view: 'map' })
          if (id && id !== place.id) open(id)
        }}
      />
    </>
  )
}

const moreWords: readonly [ChangeName, string][] = [
  ['renamePlace', '更名'],
  ['transferPlace', '划转'],
  ['splitPlace', '拆分'],
  ['markMerged', '标记涉改'],
  ['unmarkMerged', '取消涉改标记'],
  ['uploadBoundary', '上传边界'],
]

/** At most two buttons, the rest under 更多. */
function Changes({ detail, onChange }: { detail: Detail; onChange: (change: ChangeName) => void }) {
  const { place, merger, below, belowKinds } = detail
  const may = (change: ChangeName) => {
    if (change === 'unmarkMerged') return merger?.can.includes(change) ?? false
    if (change === 'markMerged' && merger) return false
    // a city with counties has its zones in them
    if (change === 'addZone' && belowKinds.includes('county')) return false
    return place.can.includes(change)
  }
  const more = moreWords.filter(([change]) => may(change))
  return (
    <>
      {may('mergePlaces') && below > 1 && <Button onClick={() => onChange('mergePlaces')}>合并下级</Button>}
      {may('addZone') && <Button onClick={() => onChange('addZone')}>新增开发区</Button>}
      {more.length > 0 && (
        <Dropdown
          autoFocus
          trigger={['click']}
          menu={{
            items: more.map(([key, label]) => ({ key, label })),
            onClick: ({ key }) => onChange(key as ChangeName),
          }}
        >
          <Button icon={<MoreOutlined />}>更多</Button>
        </Dropdown>
      )}
    </>
  )
}

const columns: TableColumnType<Tile>[] = [
  { title: '名称', key: 'name', render: (_, { name }) => name },
  { title: '类型', key: 'type', width: 90, render: (_, { type }) => type },
  { title: '区划代码', key: 'code', width: 130, render: (_, { divisionCode, id }) => divisionCode ?? id },
  { title: '下级（个）', key: 'below', align: 'right', width: 100, render: (_, { below }) => below },
  {
    title: '涉改',
    key: 'merged',
    width: 130,
    render: (_, { mergedOn }) => (mergedOn ? <State tone="warn">{`自 ${mergedOn}`}</State> : '—'),
  },
  { title: '最近变更', key: 'changed', width: 110, render: (_, { changedOn }) => changedOn ?? '—' },
]

/** What lies below, in one of three ways that say the same. */
function Below({
  detail: { place, name },
  looking,
  view,
  onLook,
  onOpen,
  onUpload,
}: {
  detail: Detail
  looking: Looking
  view: Exclude<View, 'history'>
  onLook: (next: Next) => void
  onOpen: (id: string) => void
  onUpload: () => void
}) {
  const colouring = looking.colour ?? 'type'
  const levels = view === 'tiles' ? (looking.levels ?? 1) : 1
  const found = useAnswer(api.placeTiles, { root: place.id, on: looking.on ?? null, levels }, { keep: true })
  const kept = { ...(looking.on && { on: looking.on }), ...(looking.colour && { colour: looking.colour }) }
  return (
    <Answer of={found}>
      {({ tiles }) => {
        const deepest = levels === 2 ? tiles.filter(({ parent }) => parent !== place.id) : tiles
        if (view === 'list')
          return (
            <DataTable
              rows={tiles}
              rowKey={({ id }) => id}
              columns={columns}
              total={tiles.length}
              loading={found.isFetching}
              onOpen={({ id }) => onOpen(id)}
              empty={nothingBelow(place.kind)}
            />
          )
        return (
          <Block title={`${name}的下级区划`}>
            <Flex gap={8} wrap style={{ marginBottom: 12 }}>
              <Select
                size="small"
                aria-label="着色"
                value={colouring}
                options={Object.entries(colourings).map(([value, { label }]) => ({
                  value: value as Colouring,
                  label: `按${label}着色`,
                }))}
                onChange={(colour) => onLook({ colour })}
                style={{ width: 140 }}
              />
              {view === 'tiles' && tiles.some(({ below }) => below > 0) && (
                <Segmented
                  size="small"
                  aria-label="层数"
                  value={levels}
                  options={[
                    { value: 1, label: '直接下级' },
                    { value: 2, label: '下两级' },
                  ]}
                  onChange={(next) => onLook({ levels: next })}
                />
              )}
            </Flex>
            {view === 'map' ? (
              <BoundaryView
                place={place.id}
                tiles={tiles}
                colouring={colouring}
                onOpen={onOpen}
                {...(place.can.includes('uploadBoundary') && { onUpload })}
              />
            ) : tiles.length === 0 ? (
              <Nothing says={nothingBelow(place.kind)} />
            ) : (
              <>
                <Legend tiles={deepest} colouring={colouring} />
                <TileMap root={place.id} tiles={tiles} colouring={colouring} search={kept} />
              </>
            )}
          </Block>
        )
      }}
    </Answer>
  )
}

function nothingBelow(kind: keyof typeof placeKinds): string {
  if (kind === 'village') return '村级之下没有区划'
  return kind === 'township' || kind === 'zone' ? '这里没有登记村（社区），随产品附带的只到乡级' : '这一天没有下级区划'
}

/** What happened here, and what is known of the place. */
function History({ detail }: { detail: Detail }) {
  return (
    <>
      <Block title="沿革">
        <Timeline
          className="place-history"
          items={historyOf(detail).map(({ on, bundled, says, places, document }) => ({
            content: (
              <>
                <strong>{bundled ? '最初' : on}</strong> {says}
                {places.map(({ id, name }, i) => (
                  <span key={id}>
                    {i > 0 ? '、' : ' '}
                    <To path={`/places/${id}`} search={{ view: 'history' }}>
                      {name}
                    </To>
                  </span>
                ))}
                {document && <Typography.Text type="secondary">（{document}）</Typography.Text>}
              </>
            ),
          }))}
        />
        <Typography.Text type="secondary">
          历史不改写：旧的名称和归属保留到变更前一天，往期报表按当时的区划统计。
        </Typography.Text>
      </Block>
      <Block title="基本情况">
        <Facts
          fields={Place.fields}
          row={detail.place}
          own={{ ...(detail.place.divisionCode === null && { divisionCode: '没有官方代码' }) }}
        />
      </Block>
    </>
  )
}
