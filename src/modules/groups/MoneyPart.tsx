import { Typography } from 'antd'
import { text } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { formatFen, today } from '../../ui/format.ts'
import { Block, State } from '../../ui/parts.tsx'
import { costKinds, GroupExpense } from './group.ts'
import { api, type OpenedGroup } from './parts.tsx'

const { kind, what, onDay, fen, files } = GroupExpense.fields
type Cost = keyof typeof costKinds

/** Budget against what was spent, by kind, and each expense. */
export function MoneyPart({ opened }: { opened: OpenedGroup }) {
  const { group, budget, expenses, budgeted, spent } = opened
  const standing = expenses.filter(({ voided }) => !voided)
  const sum = (rows: readonly { kind: Cost; fen: number }[], of: Cost) =>
    rows.filter((one) => one.kind === of).reduce((all, one) => all + one.fen, 0)
  const rows = (Object.keys(costKinds) as Cost[])
    .map((of) => ({ of, planned: sum(budget, of), used: sum(standing, of) }))
    .filter(({ planned, used }) => planned > 0 || used > 0)
  return (
    <>
      <Block title="预算与支出">
        <DataTable
          rows={rows}
          rowKey={({ of }) => of}
          columns={[
            { title: '类别', key: 'of', render: (_, { of }) => costKinds[of] },
            { title: '预算（元）', key: 'planned', align: 'right', render: (_, { planned }) => formatFen(planned) },
            { title: '支出（元）', key: 'used', align: 'right', render: (_, { used }) => formatFen(used) },
            {
              title: '结余（元）',
              key: 'left',
              align: 'right',
              render: (_, { planned, used }) =>
                used > planned ? (
                  <State tone="bad">{`超支 ${formatFen(used - planned)}`}</State>
                ) : (
                  formatFen(planned - used)
                ),
            },
          ]}
          empty="没有预算，也没有支出"
        />
        <Typography.Paragraph style={{ marginTop: 8 }}>
          {`预算 ${formatFen(budgeted)} 元，支出 ${formatFen(spent)} 元，${spent > budgeted ? `超支 ${formatFen(spent - budgeted)}` : `结余 ${formatFen(budgeted - spent)}`} 元。`}
        </Typography.Paragraph>
      </Block>
      <Block
        title="支出"
        extra={
          group.can.includes('addGroupExpense') && (
            <FormButton
              label="登记支出"
              call={api.addGroupExpense as never}
              fields={{ kind, what, onDay, fen, files }}
              initial={{ onDay: today(), files: [], station: group.station }}
              given={{ id: group.id }}
            />
          )
        }
      >
        <DataTable
          rows={expenses}
          rowKey={({ id }) => id}
          columns={[
            { title: '用途', key: 'what', render: (_, row) => row.what },
            { title: '日期', key: 'on', width: 110, render: (_, row) => row.onDay },
            { title: '类别', key: 'kind', width: 110, render: (_, row) => costKinds[row.kind] },
            { title: '金额（元）', key: 'fen', width: 110, align: 'right', render: (_, row) => formatFen(row.fen) },
            { title: '票据', key: 'files', width: 180, render: (_, row) => <FileLinks ids={row.files} /> },
            {
              title: '办理',
              key: 'void',
              width: 140,
              render: (_, row) =>
                row.voided
                  ? `已作废：${row.voided}`
                  : row.can.includes('voidGroupExpense') &&
                    group.state === 'running' && (
                      <FormButton
                        label="作废"
                        title={`作废支出「${row.what}」`}
                        call={api.voidGroupExpense as never}
                        fields={{ voided: text('作废原因', { max: 100 }) }}
                        given={{ id: row.id, version: row.version }}
                      />
                    ),
            },
          ]}
          empty="还没有支出"
        />
      </Block>
    </>
  )
}
