import { Button, Flex, Grid, type TableColumnType, Typography } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { State } from '../../ui/parts.tsx'
import { type Group, groups } from './finding.ts'

type Row = AnswerOfCall<typeof import('./matrix.server.ts').findingMatrix>['stations'][number]
type Cell = Row['cells'][number]

/** What a cell says in one look: how many fall short; where none does, how many are soon due, or that all is well. */
function say({ unmet, soon, hints, met, open }: Cell): {
  words: string
  tone: 'bad' | 'warn' | 'busy' | 'good' | 'quiet'
} {
  if (unmet > 0) return { words: `未达到 ${unmet}`, tone: 'bad' }
  if (soon > 0) return { words: `将到期 ${soon}`, tone: 'warn' }
  if (hints > 0) return { words: `提示 ${hints}`, tone: 'busy' }
  if (met > 0) return { words: `达到 ${met}`, tone: 'good' }
  return { words: `不能核查 ${open}`, tone: 'quiet' }
}

function CellButton({ cell, name, onOpen }: { cell: Cell | undefined; name: string; onOpen: () => void }) {
  if (!cell) return <span aria-hidden>—</span>
  const { words, tone } = say(cell)
  const { unmet, soon, hints, met, open } = cell
  const all = `未达到 ${unmet}，将到期 ${soon}，提示 ${hints}，达到 ${met}，暂不能核查 ${open}`
  return (
    <Button
      type="text"
      size="small"
      title={all}
      aria-label={`${name} ${groups[cell.group]}：${all}`}
      onClick={onOpen}
      style={{ padding: 0 }}
    >
      <State tone={tone}>{words}</State>
    </Button>
  )
}

/** A station's findings in one cell: what falls short, then the rest in small. */
function All({ row: { unmet, soon, hints, met, open } }: { row: Row }) {
  const rest = [soon && `将到期 ${soon}`, hints && `提示 ${hints}`, `达到 ${met}`, open && `不能核查 ${open}`]
  return (
    <>
      {unmet > 0 ? <State tone="bad">{`未达到 ${unmet}`}</State> : <State tone="good">没有未达到</State>}
      <Typography.Text type="secondary" style={{ display: 'block', fontSize: 13 }}>
        {rest.filter((one) => one).join(' · ')}
      </Typography.Text>
    </>
  )
}

/** Every station against every subject of rules, in counts; a cell opens the findings behind it, a row those of the station. */
export function Matrix({
  rows,
  columns: shown,
  onOpen,
}: {
  rows: readonly Row[]
  columns: readonly Group[]
  onOpen: (row: Row, group?: Group) => void
}) {
  const narrow = Grid.useBreakpoint().lg === false
  const ofGroups: TableColumnType<Row>[] = shown.map((group) => ({
    title: groups[group],
    key: group,
    width: 110,
    render: (_, row) => (
      <CellButton
        cell={row.cells.find((one) => one.group === group)}
        name={row.name}
        onOpen={() => onOpen(row, group)}
      />
    ),
  }))
  const gaps: TableColumnType<Row> = {
    title: '主要差距',
    key: 'gaps',
    render: (_, { gaps: worst, more }) => (
      <Flex vertical>
        {worst.map(({ label, gap }) => (
          <span key={label}>
            {label} <Typography.Text type="secondary">{gap}</Typography.Text>
          </span>
        ))}
        {more > 0 && <Typography.Text type="secondary">另 {more} 条</Typography.Text>}
        {worst.length === 0 && '—'}
      </Flex>
    ),
  }
  const columns: TableColumnType<Row>[] = [
    { title: '社工站', key: 'name', width: 220, render: (_, { name }) => <div style={{ minWidth: 160 }}>{name}</div> },
    { title: '合计', key: 'all', width: 150, render: (_, row) => <All row={row} /> },
    ...(narrow ? [gaps] : ofGroups),
  ]
  return (
    <DataTable
      rows={rows}
      rowKey={({ station }) => station}
      columns={columns}
      onOpen={(row) => onOpen(row)}
      empty="辖区内这一天没有启用的社工站"
    />
  )
}
