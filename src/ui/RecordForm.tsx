import { Alert, Button, Flex, Form } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { checkValues, explain, type SchemaError } from '../core/check.ts'
import type { FieldMessages } from '../core/failure.ts'
import { type Field, type Fields, schemaOf } from '../core/field.ts'
import { Refusal } from './client.ts'
import { Control } from './control.tsx'
import { FileHomeProvider } from './files.tsx'
import { today } from './format.ts'

export interface RecordFormProps {
  fields: Fields
  initial?: Record<string, unknown>
  submit: string
  /** Sends what was typed; a `Refusal` with fields is shown beside them. */
  onSubmit: (values: Record<string, unknown>) => Promise<unknown>
  onCancel?: () => void
  /** What leaving is called, when it is not giving up: 上一步. */
  cancel?: string
  /** What is typed survives leaving the page under this name, until it is saved. */
  draft?: string
  /** A control of one's own for a field, or `null` to hide it; one that answers `null` hides the field for now. */
  controls?: Record<
    string,
    ((values: Record<string, unknown>, set: (key: string, value: unknown) => void) => ReactNode) | null
  >
  /** Whether an optional field stands among the folded ones. Optional fields are folded unless said otherwise. */
  unfolded?: readonly string[]
  extra?: ReactNode
  /** Another way to send what was typed, beside the first. */
  also?: { label: string; onSubmit: RecordFormProps['onSubmit'] }
}

const draftKey = (name: string) => `yizhan.draft.${name}`

function readDraft(name: string | undefined): Record<string, unknown> | undefined {
  const text = name && sessionStorage.getItem(draftKey(name))
  return text ? (JSON.parse(text) as Record<string, unknown>) : undefined
}

/** A draft stays on the desk after its writer has gone: identity numbers and phones are not kept in it. */
function withoutSecrets(fields: Fields, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => fields[key]?.kind !== 'secret'))
}

/** Whether something is said of a field, or of a part of it. */
const isSaidOf = (messages: FieldMessages, key: string): boolean =>
  Object.keys(messages).some((path) => path === key || path.startsWith(`${key}.`))

/** The form of a record, worked out of its fields: one way for every record. Nothing typed is lost, wrong input is said at its field. */
export function RecordForm({
  fields,
  initial = {},
  submit,
  onSubmit,
  onCancel,
  cancel = '取消',
  draft,
  controls = {},
  unfolded = [],
  extra,
  also,
}: RecordFormProps) {
  const [values, setValues] = useState<Record<string, unknown>>(() => ({ ...initial, ...readDraft(draft) }))
  const [wrong, setWrong] = useState<FieldMessages>({})
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const shown = Object.entries(fields).filter(([key]) => controls[key] !== null)
  const isFolded = ([key, field]: [string, Field]) => field.optional && !unfolded.includes(key) && !(key in controls)
  const folded = shown.filter(isFolded)
  const [open, setOpen] = useState(() => folded.some(([key]) => values[key] !== null && values[key] !== undefined))

  useEffect(() => {
    if (draft) sessionStorage.setItem(draftKey(draft), JSON.stringify(withoutSecrets(fields, values)))
  }, [draft, fields, values])

  const set = (key: string, value: unknown) => {
    setValues((before) => ({ ...before, [key]: value }))
    setWrong(({ [key]: _mended, ...rest }) => rest)
  }

  async function check(): Promise<FieldMessages> {
    const { Value } = await import('typebox/value')
    const sent = trimmed(fields, values, initial)
    const said = explain([...Value.Errors(schemaOf(fields), sent)] as unknown as SchemaError[], fields)
    const fits = Object.entries(fields).filter(([key]) => !isSaidOf(said, key))
    return { ...said, ...checkValues(Object.fromEntries(fits), sent, today()) }
  }

  async function send(submitted: RecordFormProps['onSubmit']) {
    const messages = await check()
    setWrong(messages)
    setProblem(undefined)
    const first = shown.map(([key]) => key).find((key) => isSaidOf(messages, key))
    if (first) {
      if (folded.some(([key]) => key === first)) setOpen(true)
      setTimeout(() => document.getElementById(`field-${first}`)?.focus(), 0)
      return
    }
    // what is wrong with a field that has no place here is said above
    const [elsewhere] = Object.values(messages)
    if (elsewhere) return setProblem(elsewhere)
    setBusy(true)
    try {
      await submitted(trimmed(fields, values, initial))
      if (draft) sessionStorage.removeItem(draftKey(draft))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setWrong(error.fields)
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }

  const item = ([key, field]: [string, Field]) => {
    const own = controls[key]?.(values, set)
    if (own === null) return null
    const message = wrong[key] ?? Object.entries(wrong).find(([path]) => path.startsWith(`${key}.`))?.[1]
    return (
      <Form.Item
        key={key}
        label={field.label}
        htmlFor={`field-${key}`}
        required={mustFill(field)}
        extra={field.help}
        {...(message && { validateStatus: 'error', help: <span role="alert">{message}</span> })}
      >
        {own ?? <Control id={`field-${key}`} field={field} value={values[key]} onChange={(value) => set(key, value)} />}
      </Form.Item>
    )
  }

  return (
    <FileHomeProvider
      station={(values.station as string | undefined) ?? (initial.station as string | undefined) ?? null}
    >
      <Form layout="vertical" onFinish={() => void send(onSubmit)} requiredMark noValidate>
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
        {shown.filter((one) => !isFolded(one)).map(item)}
        {folded.length > 0 && !open && (
          <Button type="link" className="more-fields" onClick={() => setOpen(true)}>
            更多内容（选填）：{folded.map(([, { label }]) => label).join('、')}
          </Button>
        )}
        {open && folded.map(item)}
        {extra}
        <Flex gap={8} className="form-actions">
          <Button type="primary" htmlType="submit" loading={busy}>
            {submit}
          </Button>
          {also && (
            <Button disabled={busy} onClick={() => void send(also.onSubmit)}>
              {also.label}
            </Button>
          )}
          {onCancel && <Button onClick={onCancel}>{cancel}</Button>}
        </Flex>
      </Form>
    </FileHomeProvider>
  )
}

/**
 * What is sent: texts without white space at their ends, only known keys, nothing for what is empty; an optional value
 * that was there and has been emptied is sent as null, so that an edit can take it away.
 */
function trimmed(
  fields: Fields,
  values: Record<string, unknown>,
  initial: Record<string, unknown>,
): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(fields)) {
    const value = values[key]
    if (value === undefined || value === null || value === '') {
      if (field.optional && field.kind !== 'secret' && initial[key] !== undefined && initial[key] !== null)
        sent[key] = null
      continue
    }
    // a masked value was not typed here
    if (field.kind === 'secret' && typeof value !== 'string') continue
    sent[key] = typeof value === 'string' ? value.trim() : value
  }
  return sent
}

/** A list that may be empty is not asked for with a star. */
function mustFill(field: Field): boolean {
  const { minItems } = field.schema as { minItems?: number }
  return !field.optional && !(['files', 'texts', 'choices'].includes(field.kind) && !minItems)
}
