import { Button, Modal, type TableColumnType, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Fields } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Block } from '../../ui/parts.tsx'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'

type Form = Pick<RecordFormProps, 'controls' | 'unfolded'>

/** A kind of entry in a file: its list, one form to add and the same to change, each in a dialog. */
export function Entries<Row extends { id: string; can: string[] }>({
  title,
  note,
  rows,
  columns,
  fields,
  initial,
  empty,
  add,
  edit,
  form = {},
}: {
  title: string
  note?: ReactNode
  rows: readonly Row[]
  columns: readonly TableColumnType<Row>[]
  fields: Fields
  initial?: Record<string, unknown>
  empty: string
  add?: { label: string; send: (values: Record<string, unknown>) => Promise<unknown> } | undefined
  edit?: { call: string; label: string; send: (row: Row, values: Record<string, unknown>) => Promise<unknown> }
  form?: Form
}) {
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<Row>()
  const close = () => {
    setAdding(false)
    setEditing(undefined)
  }
  const changeable = edit && rows.some(({ can }) => can.includes(edit.call))
  return (
    <Block
      title={title}
      extra={
        add && (
          <Button size="small" onClick={() => setAdding(true)}>
            {add.label}
          </Button>
        )
      }
    >
      {note}
      {rows.length === 0 ? (
        <Typography.Text type="secondary">{empty}</Typography.Text>
      ) : (
        <DataTable
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            ...columns,
            ...(changeable
              ? [
                  {
                    title: '办理',
                    key: 'edit',
                    width: 110,
                    render: (_: unknown, row: Row) =>
                      row.can.includes(edit.call) ? (
                        <Button size="small" aria-label={`${edit.label}${title}`} onClick={() => setEditing(row)}>
                          {edit.label}
                        </Button>
                      ) : (
                        '—'
                      ),
                  },
                ]
              : []),
          ]}
          empty={empty}
        />
      )}
      <Modal title={add?.label} open={adding} footer={null} onCancel={close} destroyOnHidden>
        <RecordForm
          fields={fields}
          {...form}
          {...(initial && { initial })}
          submit="登记"
          onSubmit={async (values) => {
            await add!.send(values)
            close()
          }}
          onCancel={close}
        />
      </Modal>
      <Modal
        title={edit && `${edit.label}${title}`}
        open={editing !== undefined}
        footer={null}
        onCancel={close}
        destroyOnHidden
      >
        {editing && (
          <RecordForm
            fields={fields}
            {...form}
            initial={{ ...initial, ...editing }}
            submit="保存"
            onSubmit={async (values) => {
              await edit!.send(editing, values)
              close()
            }}
            onCancel={close}
          />
        )}
      </Modal>
    </Block>
  )
}
