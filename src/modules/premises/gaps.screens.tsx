import { useNavigate, useSearch } from '@tanstack/react-router'
import { Flex, type TableColumnType, Tag, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'

type Server = typeof import('./gaps.server.ts')
const api = client<Server>('premises')

type Gaps = AnswerOfCall<Server['houseGaps']>['rows'][number]

/** More than this are said as a number: the station's own page names them all. */
const namedAtMost = 4

function Lacking({ of }: { of: readonly string[] | null }) {
  if (of === null) return <span className="unknown">未规定</span>
  if (of.length === 0) return <State tone="good">齐全</State>
  return (
    <Flex gap={4} wrap style={{ width: 230 }}>
      {of.slice(0, namedAtMost).map((one) => (
        <Tag key={one} className="wraps">
          {one}
        </Tag>
      ))}
      {of.length > namedAtMost && <Typography.Text type="secondary">等 {of.length} 项</Typography.Text>}
    </Flex>
  )
}

const columns: TableColumnType<Gaps>[] = [
  {
    title: '站名',
    key: 'name',
    render: (_, { station, placePath }) => (
      <div style={{ minWidth: 180, maxWidth: 280 }}>
        <To path={`/stations/${station.id}`}>{station.name}</To>
        <div className="unknown">{placePath}</div>
      </div>
    ),
  },
  {
    title: '场地设施缺',
    key: 'facilities',
    render: (_, { station, facilities }) => (
      <>
        <Lacking of={facilities} />
        {facilities !== null && facilities.length > 0 && <To path={`/stations/${station.id}/premises`}>打开清单</To>}
      </>
    ),
  },
  {
    title: '制度文件缺',
    key: 'documents',
    render: (_, { station, documents }) => (
      <>
        <Lacking of={documents} />
        {documents !== null && documents.length > 0 && <To path={`/stations/${station.id}/documents`}>打开清单</To>}
      </>
    ),
  },
  {
    title: '计划缺',
    key: 'plans',
    render: (_, { plans }) => <Lacking of={plans} />,
  },
]

/** What each station of an area still lacks in rooms, things, writing and plans, most first. */
export function HouseGaps() {
  const navigate = useNavigate()
  const { place, after } = useSearch({ strict: false }) as { place?: string; after?: string }
  const PlacePicker = usePicker('place')
  const found = useAnswer(api.houseGaps, { place: place ?? null, after: after ?? null }, { keep: true })
  const set = (search: { place?: string | undefined; after?: string | undefined }) =>
    void navigate({ to: '/premises', search: search as never, replace: true })
  return (
    <>
      <PageHead title="场地与制度缺项" note="运行中的站点对照本地文件，缺得多的在前" />
      {PlacePicker && (
        <div style={{ maxWidth: 320, marginBottom: 12 }}>
          <PlacePicker
            placeholder="辖区（不选为全部）"
            value={place ?? null}
            onChange={(chosen) => set({ place: chosen ?? undefined })}
          />
        </div>
      )}
      <Answer of={found}>
        {({ rows, total, next }) => (
          <DataTable
            rows={rows}
            rowKey={({ station }) => station.id}
            columns={columns}
            loading={found.isFetching}
            total={total}
            next={next}
            onPage={(page) => set({ ...(place && { place }), after: page ?? undefined })}
            empty="这里没有运行中的站点"
          />
        )}
      </Answer>
    </>
  )
}
