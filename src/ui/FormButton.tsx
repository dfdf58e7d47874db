import { Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Fields } from '../core/field.ts'
import type { Call } from './client.ts'
import { useAct } from './query.ts'
import { RecordForm, type RecordFormProps } from './RecordForm.tsx'

/** A button that asks for what an action needs in a form of its own, and is done when the server has answered. */
export function FormButton<I, A>({
  label,
  title,
  call,
  fields,
  given,
  initial,
  controls,
  unfolded,
  note,
  primary,
  small = true,
}: {
  label: string
  /** What the form is about, if the button's word does not say it. */
  title?: string
  call: Call<I, A>
  fields: Fields
  /** What the action is told besides what is typed. */
  given: Record<string, unknown>
  initial?: Record<string, unknown>
  controls?: RecordFormProps['controls']
  unfolded?: readonly string[]
  note?: ReactNode
  primary?: boolean
  small?: boolean
}) {
  const [open, setOpen] = useState(false)
  const act = useAct(call, { onDone: () => setOpen(false) })
  return (
    <>
      <Button
        {...(small && { size: 'small' as const })}
        {...(primary && { type: 'primary' as const })}
        aria-label={title && title !== label ? `${label}：${title}` : label}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Modal title={title ?? label} open={open} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        {note}
        <RecordForm
          fields={fields}
          {...(initial && { initial })}
          {...(controls && { controls })}
          {...(unfolded && { unfolded })}
          submit={label}
          about={[given.id, given.client, given.station].filter(Boolean).join()}
          onSubmit={(values) => act.mutateAsync({ ...values, ...given } as never)}
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </>
  )
}
