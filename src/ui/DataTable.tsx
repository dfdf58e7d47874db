import { Button, Card, Checkbox, Flex, Grid, Spin, Table, type TableColumnType, Typography } from 'antd'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useState } from 'react'
import { formatNumber } from './format.ts'
import { Nothing } from './parts.tsx'

/** Rows that can be chosen, and what is done with those that were. */
export interface Choosing<Row extends object> {
  /** Who or what a row is about, for whoever hears the page. */
  labelOf: (row: Row) => string
  may?: (row: Row) => boolean
  /** Shown while something is chosen. */
  bar: (rows: readonly Row[]) => ReactNode
}

export interface DataTableProps<Row extends object> {
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly TableColumnType<Row>[]
  loading?: boolean
  /** How many there are in all; from 10 000 on, "at least". */
  total?: number
  /** Where a row leads. */
  onOpen?: (row: Row) => void
  /** Which rows lead anywhere, if not all do. */
  opens?: (row: Row) => boolean
  /** Pages by keyset: what the server called the next page. */
  next?: string | null
  onPage?: (after: string | null) => void
  empty: string
  emptyAction?: ReactNode
  choosing?: Choosing<Row>
}

const countCap = 10_000

/** A link or button in a row does its own work and does not open the row. */
const onOwnControl = (event: MouseEvent) =>
  (event.target as Element).closest('a, button, label, .ant-table-selection-column') !== null

/** What is wider than its place is moved by the keyboard too, also where no row holds anything to stand on (WCAG 2.1.1). */
function scrolledByKeys(holder: HTMLDivElement | null): (() => void) | undefined {
  const content = holder?.querySelector<HTMLElement>('.ant-table-content')
  if (!content) return undefined
  const sizes = new ResizeObserver(() => {
    if (content.scrollWidth > content.clientWidth) content.tabIndex = 0
    else content.removeAttribute('tabindex')
  })
  sizes.observe(content)
  for (const part of content.children) sizes.observe(part)
  return () => sizes.disconnect()
}

/** The table of a list: sticky first column, a row opens its record, pages by keyset. On a phone each row is a card of lines. */
export function DataTable<Row extends object>({
  rows,
  rowKey,
  columns,
  loading,
  total,
  onOpen,
  opens = () => true,
  next,
  onPage,
  empty,
  emptyAction,
  choosing,
}: DataTableProps<Row>) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const marked = choosing ? rows.filter((row) => chosen.includes(rowKey(row))) : []
  const [before, setBefore] = useState<(string | null)[]>([null])
  const go = (stack: (string | null)[]) => {
    setBefore(stack)
    onPage?.(stack.at(-1) ?? null)
  }
  const narrow = Grid.useBreakpoint().sm === false
  const holder = useCallback(scrolledByKeys, [])
  const nothing = <Nothing says={empty}>{emptyAction}</Nothing>
  return (
    <>
      {choosing && marked.length > 0 && (
        <Flex gap={8} align="center" wrap style={{ marginBottom: 12 }}>
          <span>已选 {marked.length} 条</span>
          {choosing.bar(marked)}
          <Button onClick={() => setChosen([])}>取消选择</Button>
        </Flex>
      )}
      {narrow ? (
        <Spin spinning={loading ?? false}>
          <Flex vertical gap={8}>
            {rows.length === 0 && !loading && nothing}
            {rows.map((row) => (
              <RowCard
                key={rowKey(row)}
                row={row}
                columns={columns}
                {...(onOpen && opens(row) && { onOpen: () => onOpen(row) })}
                {...(choosing &&
                  (choosing.may?.(row) ?? true) && {
                    choose: (
                      <Checkbox
                        aria-label={`选择${choosing.labelOf(row)}`}
                        checked={chosen.includes(rowKey(row))}
                        onChange={({ target }) =>
                          setChosen(
                            target.checked ? [...chosen, rowKey(row)] : chosen.filter((key) => key !== rowKey(row)),
                          )
                        }
                      />
                    ),
                  })}
              />
            ))}
          </Flex>
        </Spin>
      ) : (
        <div ref={holder}>
          <Table<Row>
            size="middle"
            className="data-table"
            rowKey={rowKey}
            dataSource={[...rows]}
            columns={columns.map((column, i) => (i === 0 ? { fixed: 'left', ...column } : column))}
            loading={loading ?? false}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: nothing }}
            {...(choosing && {
              rowSelection: {
                selectedRowKeys: [...chosen],
                onChange: (keys) => setChosen(keys as string[]),
                getCheckboxProps: (row: Row) =>
                  ({ 'aria-label': `选择${choosing.labelOf(row)}`, disabled: !(choosing.may?.(row) ?? true) }) as never,
                getTitleCheckboxProps: () => ({ 'aria-label': '选择本页全部' }) as never,
              },
            })}
            onRow={(row) =>
              onOpen && opens(row)
                ? {
                    onClick: (event) => {
                      if (!onOwnControl(event)) onOpen(row)
                    },
                    onKeyDown: (event) => {
                      if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row)
                    },
                    tabIndex: 0,
                    className: 'opens',
                  }
                : {}
            }
          />
        </div>
      )}
      {(total !== undefined || next) && rows.length > 0 && (
        <Flex justify="space-between" align="center" style={{ marginTop: 12 }} wrap gap={8}>
          <Typography.Text type="secondary">
            {total !== undefined && `共 ${formatNumber(total)}${total >= countCap ? '+' : ''} 条`}
          </Typography.Text>
          {onPage && (
            <Flex gap={8}>
              <Button size="small" disabled={before.length <= 1} onClick={() => go(before.slice(0, -1))}>
                上一页
              </Button>
              <Button size="small" disabled={!next} onClick={() => go([...before, next ?? null])}>
                下一页
              </Button>
            </Flex>
          )}
        </Flex>
      )}
    </>
  )
}

function cell<Row extends object>(column: TableColumnType<Row>, row: Row): ReactNode {
  const value = column.dataIndex === undefined ? row : (row as Record<string, unknown>)[column.dataIndex as string]
  return column.render ? (column.render(value as never, row, 0) as ReactNode) : (value as ReactNode)
}

/** A row on a phone: its first column as the heading, the others as lines; columns meant for wider screens are left out. */
function RowCard<Row extends object>({
  row,
  columns,
  onOpen,
  choose,
}: {
  row: Row
  columns: readonly TableColumnType<Row>[]
  onOpen?: () => void
  choose?: ReactNode
}) {
  const [first, ...rest] = columns.filter(({ responsive }) => !responsive || responsive.includes('xs'))
  return (
    <Card
      size="small"
      className="row-card"
      {...(onOpen && {
        onClick: (event: MouseEvent) => {
          if (!onOwnControl(event)) onOpen()
        },
        hoverable: true,
        tabIndex: 0,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key === 'Enter' && event.target === event.currentTarget) onOpen()
        },
      })}
    >
      <div className="row-card-head">
        {choose} {cell(first!, row)}
      </div>
      {rest.map((column, i) => (
        <div key={String(column.key ?? column.dataIndex ?? i)} className="row-card-line">
          <span className="row-card-label">{column.title as ReactNode}</span>
          <span>{cell(column, row)}</span>
        </div>
      ))}
    </Card>
  )
}
