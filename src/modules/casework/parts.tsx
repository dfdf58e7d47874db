import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { type Call, client } from '../../ui/client.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import type { CaseStage } from './caseFlow.ts'

export { Written } from '../../ui/Written.tsx'

export const api = client<typeof import('./index.server.ts')>('casework')

export type OpenedCase = AnswerOfCall<typeof import('./case.server.ts').getCase>

export const stageTone: Record<CaseStage, 'busy' | 'warn' | 'good' | 'quiet'> = {
  intake: 'busy',
  assessment: 'busy',
  plan: 'busy',
  planReview: 'warn',
  intervention: 'busy',
  evaluation: 'busy',
  closureReview: 'warn',
  closed: 'good',
  declined: 'quiet',
}

/** A paper of a case that is being written: new, or one that exists, in the version that was seen. */
export function PaperForm<A>({
  found,
  call,
  paper,
  onDone,
  ...form
}: Omit<RecordFormProps, 'onSubmit'> & {
  found: OpenedCase['record']
  call: Call<never, A>
  /** The paper that is changed; with `id: null` only its version is sent. */
  paper?: { id: string | null; version: number } | undefined
  onDone: () => void
}) {
  const act = useAct(call as Call<unknown, A>, { onDone })
  return (
    <div style={{ maxWidth: 680 }}>
      <RecordForm
        {...form}
        initial={{ station: found.station, ...(form.fields.files && { files: [] }), ...form.initial }}
        onSubmit={(values) =>
          act.mutateAsync({
            ...values,
            id: found.id,
            ...(paper && { paperVersion: paper.version, ...(paper.id && { paper: paper.id }) }),
          })
        }
        onCancel={onDone}
      />
    </div>
  )
}

/** A block's content with a way to write into it: the text, or the form in its place. */
export function Writable({
  may,
  label,
  form,
  children,
}: {
  may: boolean
  label: string
  form: (done: () => void) => ReactNode
  children?: ReactNode
}) {
  const [open, setOpen] = useState(false)
  if (open) return form(() => setOpen(false))
  return (
    <>
      {children}
      {may && (
        <Button style={{ marginTop: 10 }} onClick={() => setOpen(true)}>
          {label}
        </Button>
      )}
    </>
  )
}

/** Nothing written yet, in a quiet line. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <Typography.Text type="secondary" style={{ display: 'block' }}>
      {children}
    </Typography.Text>
  )
}

/** Papers that can be printed, as PDF and Word. */
export function Print({ paper, id, label }: { paper: string; id: string; label: string }) {
  return (
    <Typography.Text type="secondary" style={{ fontSize: 13, marginLeft: 12, whiteSpace: 'nowrap' }}>
      {label} <a href={`/api/papers/${paper}/${id}.pdf`}>PDF</a> · <a href={`/api/papers/${paper}/${id}.docx`}>Word</a>
    </Typography.Text>
  )
}
