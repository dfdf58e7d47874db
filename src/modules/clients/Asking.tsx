import { Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Fields } from '../../core/field.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'

/** A button that asks for a few fields and does one thing with them. */
export function Asking({
  label,
  title,
  fields,
  initial,
  controls,
  unfolded,
  submit = '保存',
  danger,
  small = true,
  note,
  run,
}: {
  label: ReactNode
  title: string
  fields: Fields
  initial?: Record<string, unknown>
  controls?: NonNullable<RecordFormProps['controls']>
  unfolded?: readonly string[]
  submit?: string
  danger?: boolean
  small?: boolean
  note?: ReactNode
  run: (values: Record<string, unknown>) => Promise<unknown>
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button {...(small && { size: 'small' as const })} danger={danger ?? false} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal title={title} open={open} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        {note}
        <RecordForm
          fields={fields}
          {...(initial && { initial })}
          {...(controls && { controls })}
          {...(unfolded && { unfolded })}
          submit={submit}
          onSubmit={async (values) => {
            await run(values)
            setOpen(false)
          }}
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </>
  )
}
