import { DatePicker, Descriptions, Flex, Segmented, Skeleton, type TableColumnType, Tooltip, Typography } from 'antd'
import dayjs from 'dayjs'
import { Suspense, useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { useHolds } from '../../ui/me.tsx'
import { Answer, Block, Clause, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { PaintedTiles, type Painter, type Tile } from '../places/index.screens.tsx'
import { useLooking } from './looking.ts'
import { DensePlace } from './standing.ts'

const api = client<typeof import('./coverage.server.ts')>('network')

type Covered = AnswerOfCall<typeof import('./coverage.server.ts').coverageOf>
type Unit = Covered['units'][number]
type Share = NonNullable<Covered['now']['counties']>

const shows = { all: '全部', open: '未覆盖', changed: '两日有变化', merged: '涉改' } as const
type Shows = keyof typeof shows
const isShown: Record<Shows, (unit: Unit) => boolean> = {
  all: () => true,
  open: ({ covered, counts }) => covered === false && counts,
  changed: ({ covered, coveredBefore }) => coveredBefore !== null && covered !== coveredBefore,
  merged: ({ merged }) => merged,
}

/** Which townships a station reaches on a day, and on another beside it: the figure, the tiles and the table say the same. */
export default function Coverage({ place, on }: { place: string; on: string }) {
  const { search, set } = useLooking()
  const [show, setShow] = useState<Shows>('all')
  const [view, setView] = useState<'tiles' | 'table'>('tiles')
  const than = search.than ?? null
  const found = useAnswer(api.coverageOf, { place, on, than }, { keep: true })
  return (
    <>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 12 }}>
        <span>
          与{' '}
          <DatePicker
            aria-label="对比日期"
            placeholder="另一天"
            value={than ? dayjs(than) : null}
            disabledDate={(day) => day.isAfter(dayjs())}
            onChange={(day) => set({ than: day ? day.format('YYYY-MM-DD') : undefined })}
          />{' '}
          对比
        </span>
      </Flex>
      <Answer of={found}>
        {(answer) => (
          <>
            <Figures answer={answer} />
            <Block title={`${answer.name}的乡镇（街道）`}>
              <Flex gap={8} wrap style={{ marginBottom: 12 }}>
                <Segmented
                  aria-label="显示方式"
                  value={view}
                  options={[
                    { value: 'tiles', label: '方块图' },
                    { value: 'table', label: '列表' },
                  ]}
                  onChange={setView}
                />
                <Segmented
                  aria-label="范围"
                  value={show}
                  options={(Object.keys(shows) as Shows[])
                    .filter((key) => key !== 'changed' || answer.earlier)
                    .map((key) => ({ value: key, label: `${shows[key]} ${answer.units.filter(isShown[key]).length}` }))}
                  onChange={setShow}
                />
              </Flex>
              {view === 'tiles' ? (
                <Suspense fallback={<Skeleton active />}>
                  <PaintedTiles
                    root={place}
                    tiles={tilesOf(place, answer.units.filter(isShown[show]))}
                    colouring={painter(new Map(answer.units.map((unit) => [unit.id, unit])))}
                    search={{}}
                    opens="/stations"
                  />
                </Suspense>
              ) : (
                <DataTable
                  rows={answer.units.filter(isShown[show])}
                  rowKey={({ id }) => id}
                  columns={columns(answer.earlier?.on ?? null, answer.now.on)}
                  total={answer.units.filter(isShown[show]).length}
                  empty={show === 'open' ? '这一天没有未覆盖的乡镇（街道）' : '没有符合的乡镇（街道）'}
                />
              )}
            </Block>
            <Origins place={place} on={on} />
            {answer.now.dense && <Dense place={place} on={on} />}
          </>
        )}
      </Answer>
    </>
  )
}

const say = ({ part, whole, percent }: Share) => (whole === 0 ? '没有统计对象' : `${part} / ${whole}（${percent}%）`)

function Figures({ answer: { now, earlier, clause, dueOn, goal } }: { answer: Covered }) {
  const days = earlier ? [earlier, now] : [now]
  const lines: { key: 'townships' | 'counties' | 'dense' | 'merged'; label: string }[] = [
    { key: 'townships', label: '乡镇（街道）覆盖' },
    { key: 'counties', label: '县（区）有总站' },
    { key: 'dense', label: '人口较集中的社区（村）覆盖' },
    { key: 'merged', label: '站设在涉改乡镇的占比' },
  ]
  return (
    <Block
      title="覆盖情况"
      extra={
        clause && (
          <Flex gap={8} wrap align="center">
            <Typography.Text type="secondary">
              目标 {goal}%{dueOn && `，${dueOn} 前`}
            </Typography.Text>
            <Clause>{clause}</Clause>
          </Flex>
        )
      }
    >
      <Flex gap={24} wrap>
        {days.map((day) => (
          <div key={day.on} style={{ flex: '1 1 280px' }}>
            <Descriptions
              size="small"
              column={1}
              title={earlier ? `截至 ${day.on}` : undefined}
              items={lines.flatMap(({ key, label }) => {
                const share = day[key]
                if (!share) return []
                const change = earlier && day === now && earlier[key] ? share.part - earlier[key].part : 0
                return [
                  {
                    key,
                    label: <Tooltip title={`统计口径：${share.definition}`}>{label}</Tooltip>,
                    children: (
                      <>
                        <strong>{say(share)}</strong>
                        {change !== 0 && (
                          <Typography.Text type="secondary">
                            {' '}
                            {change > 0 ? `多 ${change}` : `少 ${-change}`}
                          </Typography.Text>
                        )}
                      </>
                    ),
                  },
                ]
              })}
            />
          </div>
        ))}
      </Flex>
    </Block>
  )
}

const green = { fill: '#DFF1E6', edge: '#2E7D4F' }
const amber = { fill: '#FBECD6', edge: '#B25E00' }
const grey = { fill: '#EEF0F4', edge: '#8A94A3' }

const painter =
  (units: ReadonlyMap<string, Unit>): Painter =>
  ({ id }: Tile) => {
    const unit = units.get(id)
    if (!unit || unit.covered === null) return { word: '当日没有这个乡镇', ...grey }
    if (!unit.counts) return unit.covered ? { word: '开发区，有站', ...green } : { word: '开发区，无站', ...grey }
    return unit.covered ? { word: '已覆盖', ...green } : { word: '未覆盖', ...amber }
  }

/** The units as tiles, grouped by what lies above them. */
function tilesOf(root: string, units: readonly Unit[]): Tile[] {
  const tile = (id: string, parent: string, name: string, type: string): Tile => ({
    id,
    parent,
    name,
    type,
    kind: 'township',
    divisionCode: null,
    below: 0,
    mergedOn: null,
    changedOn: null,
  })
  const heads = new Map(units.filter(({ above }) => above !== root).map(({ above, aboveName }) => [above, aboveName]))
  return [
    ...[...heads].map(([id, name]) => tile(id, root, name, '')),
    ...units.map(({ id, above, name, type }) => tile(id, above, name, type)),
  ]
}

const state = (covered: boolean | null) =>
  covered === null ? '—' : covered ? <State tone="good">已覆盖</State> : <State tone="warn">未覆盖</State>

const columns = (before: string | null, on: string): TableColumnType<Unit>[] => [
  { title: '乡镇（街道）', key: 'name', render: (_, { name }) => name },
  { title: '所属', key: 'above', render: (_, { aboveName }) => aboveName },
  {
    title: '类型',
    key: 'type',
    width: 150,
    render: (_, { type, counts, merged }) => (
      <>
        {type}
        {!counts && <Typography.Text type="secondary">（不计入）</Typography.Text>}
        {merged && <Typography.Text type="secondary">（涉改）</Typography.Text>}
      </>
    ),
  },
  ...(before
    ? [
        {
          title: before,
          key: 'before',
          width: 110,
          render: (_: unknown, { coveredBefore }: Unit) => state(coveredBefore),
        },
      ]
    : []),
  { title: before ? on : '覆盖', key: 'covered', width: 110, render: (_, { covered }) => state(covered) },
  {
    title: '站点',
    key: 'stations',
    render: (_, { stations }) => <div style={{ maxWidth: 360 }}>{stations.join('、') || '—'}</div>,
  },
]

function Origins({ place, on }: { place: string; on: string }) {
  const found = useAnswer(api.originCounts, { place, on })
  if (!found.data || found.data.length === 0) return null
  return (
    <Block title="建站来源（五个一批）">
      <DataTable
        rows={found.data}
        rowKey={({ key }) => key ?? ''}
        columns={[
          { title: '来源', key: 'label', render: (_, { label }) => label },
          { title: '站点数', key: 'stations', align: 'right', width: 90, render: (_, { stations }) => stations },
          {
            title: '站点',
            key: 'names',
            render: (_, { names }) => (
              <div className="unknown" style={{ maxWidth: 560 }}>
                {names.slice(0, 3).join('、')}
                {names.length > 3 && `等 ${names.length} 个`}
              </div>
            ),
          },
          { title: '依据', key: 'clause', render: (_, { clause }) => clause && <Clause>{clause}</Clause> },
        ]}
        empty="文件没有列建站来源"
      />
    </Block>
  )
}

const { place: village, fromOn } = DensePlace.fields

function Dense({ place, on }: { place: string; on: string }) {
  const mayMark = useHolds('network.manage')
  const found = useAnswer(api.densePlaces, { place, on })
  return (
    <Block
      title="人口较集中的社区（村）"
      extra={
        mayMark && (
          <FormButton
            label="标明"
            title="标明人口较集中的社区（村）"
            call={api.markDense}
            fields={{ place: village, fromOn }}
            initial={{ fromOn: today() }}
            given={{}}
          />
        )
      }
    >
      <Answer of={found}>
        {(rows) =>
          rows.length === 0 ? (
            <Typography.Text type="secondary">
              还没有标明；2025 年目标要求人口较集中的社区（村）连同周边都有服务
            </Typography.Text>
          ) : (
            <DataTable
              rows={rows}
              rowKey={({ row }) => row.id}
              columns={[
                { title: '社区（村）', key: 'name', render: (_, { name }) => name },
                { title: '自', key: 'fromOn', width: 110, render: (_, { row }) => row.fromOn },
                { title: '覆盖', key: 'covered', width: 110, render: (_, { covered }) => state(covered) },
                {
                  title: '',
                  key: 'can',
                  width: 110,
                  render: (_, { row, name }) =>
                    row.can.includes('unmarkDense') && (
                      <FormButton
                        label="取消标明"
                        title={`取消标明${name}`}
                        call={api.unmarkDense}
                        fields={{ toOn: { ...DensePlace.fields.toOn, optional: false } }}
                        initial={{ toOn: today() }}
                        given={{ id: row.id, version: row.version }}
                      />
                    ),
                },
              ]}
              empty=""
            />
          )
        }
      </Answer>
    </Block>
  )
}
