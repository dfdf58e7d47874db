import { DownloadOutlined } from '@ant-design/icons'
import { Button, Drawer, Flex, Progress, Select, type TableColumnType, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Answer, Block, Clause, Nothing, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { useLooking } from './looking.ts'
import { PlanEditor } from './PlanEditor.tsx'
import type { Level } from './plan.ts'

const api = client<typeof import('./plan.server.ts')>('network')

type Matrix = AnswerOfCall<typeof import('./plan.server.ts').taskMatrix>
type Plan = Matrix['plans'][number]
type Line = Omit<Plan['rows'][number], 'stated' | 'label'> & { label: string | null }

interface Asked {
  place: string
  /** What the list is of, e.g. 东区的社会工作服务总站. */
  title: string
  level: Level | null
}

/** The tasks of a year by place and level with what stands: each figure opens down to its stations (PZ-2.1). */
export default function Tasks({ place, on }: { place: string; on: string }) {
  const { search, set } = useLooking()
  const [planning, setPlanning] = useState(false)
  const [asked, setAsked] = useState<Asked>()
  const year = search.year ? Number(search.year) : null
  const found = useAnswer(api.taskMatrix, { place, year, on }, { keep: true })
  return (
    <Answer of={found}>
      {(matrix) => (
        <>
          <Flex gap={8} wrap style={{ marginBottom: 12 }}>
            {matrix.years.length > 0 && (
              <Select
                aria-label="年度"
                value={matrix.year}
                options={matrix.years.map((one) => ({ value: one, label: `${one} 年` }))}
                onChange={(next) => set({ year: String(next) })}
                style={{ width: 110 }}
              />
            )}
            {matrix.plans.length > 0 && (
              <Button icon={<DownloadOutlined />} href={`/api/papers/network-tasks/${place}_${matrix.year}_${on}.xlsx`}>
                导出 Excel
              </Button>
            )}
            {matrix.mayPlan && <Button onClick={() => setPlanning(true)}>制定计划</Button>}
          </Flex>
          {matrix.plans.length === 0 && (
            <Block>
              <Nothing
                says={
                  matrix.mayPlan
                    ? '文件没有给这里定建设任务，可以制定本地计划或从 Excel 导入'
                    : '文件和上级都没有给这里定建设任务'
                }
              />
            </Block>
          )}
          {matrix.plans.map((plan) => (
            <OnePlan
              key={`${plan.planner}|${plan.document}`}
              plan={plan}
              names={matrix.levelNames}
              year={matrix.year}
              onAsk={setAsked}
            />
          ))}
          <Drawer
            open={asked !== undefined}
            onClose={() => setAsked(undefined)}
            size={560}
            title={asked?.title}
            destroyOnHidden
          >
            {asked && <Stations asked={asked} on={on} />}
          </Drawer>
          <Drawer
            open={planning}
            onClose={() => setPlanning(false)}
            size={720}
            title={`${matrix.name}建设计划`}
            destroyOnHidden
          >
            <PlanEditor place={place} year={matrix.years[0] ?? matrix.year} onDone={() => setPlanning(false)} />
          </Drawer>
        </>
      )}
    </Answer>
  )
}

const cells: readonly { level: Level | null; task: keyof Line; open: keyof Line }[] = [
  { level: 'hub', task: 'hub', open: 'hubOpen' },
  { level: 'station', task: 'station', open: 'stationOpen' },
  { level: 'room', task: 'room', open: 'roomOpen' },
  { level: null, task: 'task', open: 'open' },
]

function OnePlan({
  plan,
  names,
  year,
  onAsk,
}: {
  plan: Plan
  names: Matrix['levelNames']
  year: number
  onAsk: (asked: Asked) => void
}) {
  const { set } = useLooking()
  const total: Line = { place: '', name: '合计', label: null, ...plan.totals }
  const lines: Line[] = plan.rows.length > 1 ? [...plan.rows, total] : [...plan.rows]
  const columns: TableColumnType<Line>[] = [
    {
      title: '地区',
      key: 'name',
      render: (_, { place, name, label }) => (
        <>
          {place === '' ? (
            <strong>{name}</strong>
          ) : (
            <Button type="link" size="small" style={{ padding: 0 }} onClick={() => set({ place })}>
              {name}
            </Button>
          )}
          {label && <div className="unknown">{label}</div>}
        </>
      ),
    },
    ...cells.map(({ level, task, open }): TableColumnType<Line> => {
      const title = level ? names[level] : '小计'
      return {
        title: <div style={{ maxWidth: 140, marginInlineStart: 'auto', whiteSpace: 'normal' }}>{title}</div>,
        key: task,
        align: 'right',
        render: (_, line) => {
          const figure = `${line[open]} / ${line[task]}`
          if (line[open] === 0 && line[task] === 0) return '—'
          return line.place === '' ? (
            <strong>{figure}</strong>
          ) : (
            <Button
              type="link"
              size="small"
              style={{ padding: 0 }}
              aria-label={`${line.name}${title}：已建 ${line[open]} 个，任务 ${line[task]} 个`}
              onClick={() => onAsk({ place: line.place, title: `${line.name}的${level ? title : '站点'}`, level })}
            >
              {figure}
            </Button>
          )
        },
      }
    }),
    {
      title: '完成',
      key: 'share',
      width: 150,
      render: (_, line) => (
        <Progress
          percent={line.task === 0 ? 100 : Math.min(100, Math.floor((line.open / line.task) * 100))}
          size="small"
          aria-label={`${line.name}完成情况`}
          strokeColor="#2E7D4F"
          style={{ width: 120 }}
        />
      ),
    },
  ]
  return (
    <Block
      title={`${plan.document ?? `${plan.plannerName}计划`} ${year} 年建设任务`}
      extra={plan.clause && <Clause>{plan.clause}</Clause>}
    >
      <Typography.Paragraph type="secondary">
        {plan.whole ? `由${plan.plannerName}下达` : `${plan.plannerName}下达的任务中本地区的部分`}，{plan.dueOn}{' '}
        前完成。 各格为「已启用 / 任务」，点开看名单。
      </Typography.Paragraph>
      <DataTable rows={lines} rowKey={({ place }) => place} columns={columns} empty="没有任务" />
      {plan.notes.map((note) => (
        <Flex key={note.text} gap={8} wrap style={{ marginTop: 8 }} align="center">
          <State tone="warn">提示</State>
          <span style={{ flex: '1 1 260px' }}>{note.text}</span>
          {note.clause && <Clause>{note.clause}</Clause>}
        </Flex>
      ))}
    </Block>
  )
}

function Stations({ asked, on }: { asked: Asked; on: string }) {
  const found = useAnswer(api.taskStations, { place: asked.place, level: asked.level, on })
  return (
    <Answer of={found}>
      {(rows) => (
        <DataTable
          rows={rows}
          rowKey={({ id }) => id}
          total={rows.length}
          columns={[
            { title: '站名', key: 'name', render: (_, { id, name }) => <To path={`/stations/${id}`}>{name}</To> },
            { title: '所在', key: 'place', render: (_, { placeName }) => placeName },
            {
              title: '情况',
              key: 'open',
              render: (_, { open, openedOn }) =>
                open ? (
                  <State tone="good">{`${openedOn} 启用`}</State>
                ) : (
                  <State tone="busy">{openedOn ? `计划 ${openedOn} 启用` : '筹建'}</State>
                ),
            },
          ]}
          empty="这里还没有这一级的站点，请在「社工站」中新增"
        />
      )}
    </Answer>
  )
}
