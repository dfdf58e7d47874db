import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Flex, Form } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { checkValues, explain, type SchemaError } from '../core/check.ts'
import type { FieldMessages } from '../core/failure.ts'
import { type Field, type Fields, schemaOf } from '../core/field.ts'
import { Refusal } from './client.ts'
import { Control } from './control.tsx'
import { useDrafts } from './draft.ts'
import { UploadsProvider } from './files.tsx'
import { today } from './format.ts'
import { refresh } from './query.ts'

export interface RecordFormProps {
  fields: Fields
  initial?: Record<string, unknown>
  submit: string
  /** Sends what was typed; a `Refusal` with fields is shown beside them. */
  onSubmit: (values: Record<string, unknown>) => Promise<unknown>
  onCancel?: () => void
  /** What leaving is called, when it is not giving up: 上一步. */
  cancel?: string
  /**
   * What is typed survives leaving the page under this name, until it is saved. Without a name it is found again on the
   * same page, by what the form is about; closing such a form gives it up.
   */
  draft?: string
  /** Which of several records a form without fields of its own record is about, where its page shows many. */
  about?: string
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

/** A draft stays on the desk after its writer has gone: identity numbers and phones are not kept in it. */
function withoutSecrets(fields: Fields, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => fields[key]?.kind !== 'secret'))
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** A value as a sentence may quote it. */
function inWords({ kind, choices }: Field, value: unknown): string {
  if (value === null || value === undefined || value === '') return '空白'
  if (kind === 'choice') return `「${choices![value as string]}」`
  return ['text', 'integer', 'decimal', 'date'].includes(kind) ? `「${String(value)}」` : '别的内容'
}

/** Whether something is said of a field, or of a part of it. */
const isSaidOf = (messages: FieldMessages, key: string): boolean =>
  Object.keys(messages).some((path) => path === key || path.startsWith(`${key}.`))

const loadChecker = () => import('typebox/value').catch(() => undefined)

/** The form of a record, worked out of its fields: one way for every record. Nothing typed is lost, wrong input is said at its field. */
export function RecordForm({
  fields,
  initial = {},
  submit,
  onSubmit,
  onCancel,
  cancel,
  draft,
  about,
  controls = {},
  unfolded = [],
  extra,
  also,
}: RecordFormProps) {
  const drafts = useDrafts()
  const queries = useQueryClient()
  const [path] = useState(() => location.pathname)
  const name = draft ?? [path, initial.id ?? about ?? '', submit, ...Object.keys(fields)].join('|')
  const [restored, setRestored] = useState(() => drafts.read(name))
  // only what was typed here: everything else follows the record, also when it changes under the form
  const [typed, setTyped] = useState<Record<string, unknown>>(restored?.typed ?? {})
  const [before, setBefore] = useState<Record<string, unknown>>()
  const values = { ...initial, ...typed }
  const [wrong, setWrong] = useState<FieldMessages>({})
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const onTheWay = useRef(new Map<string, number>())
  const shown = Object.entries(fields).filter(([key]) => controls[key] !== null)
  const isFolded = ([key, field]: [string, Field]) => field.optional && !unfolded.includes(key) && !(key in controls)
  const folded = shown.filter(isFolded)
  const [open, setOpen] = useState(() => folded.some(([key]) => values[key] !== null && values[key] !== undefined))

  useEffect(() => {
    const kept = withoutSecrets(fields, typed)
    if (Object.keys(kept).length > 0) drafts.keep(name, kept)
  }, [drafts, name, fields, typed])
  // fetched while one types, so that it is there also when the network has gone
  useEffect(() => void loadChecker(), [])
  // a form closed on its own page is given up; one that was left by going elsewhere is found again
  useEffect(
    () => () => {
      if (!draft && location.pathname === path) drafts.drop(name)
    },
    [draft, drafts, name, path],
  )

  const set = (key: string, value: unknown) => {
    setTyped((known) => ({ ...known, [key]: value }))
    const field = fields[key]
    // a day is typed at once and whole: what is wrong with it is said at once
    const said =
      field?.kind === 'date' && value !== null ? checkValues({ [key]: field }, { [key]: value }, today()) : {}
    setWrong(({ [key]: _mended, ...rest }) => ({ ...rest, ...said }))
  }
  const giveUp = () => {
    // a step back is no giving up
    if (cancel === undefined) drafts.drop(name)
    onCancel?.()
  }
  const startAnew = () => {
    drafts.drop(name)
    setRestored(undefined)
    setTyped({})
    setWrong({})
  }

  async function check(): Promise<FieldMessages> {
    const checker = await loadChecker()
    // without it, for want of a network, the server's own check is left
    if (!checker) return {}
    const { Value } = checker
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
    const files = [...onTheWay.current.values()].reduce((sum, one) => sum + one, 0)
    if (files > 0) return setProblem(`还有 ${files} 个文件正在上传，请等上传完再${submit}`)
    setBusy(true)
    try {
      await drafts.whileSending(name, () => submitted(trimmed(fields, values, initial)))
      drafts.drop(name)
      setRestored(undefined)
      setBefore(undefined)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      setWrong(error.fields)
      setProblem(error.message)
      if (error.code !== 'conflict') return
      // what was typed stands on the newest record, and goes out with its version next time
      setBefore(initial)
      await refresh(queries)
    } finally {
      setBusy(false)
    }
  }

  /** Of what was typed here, what has become something else in the record meanwhile. */
  const changedElsewhere = (key: string): boolean =>
    before !== undefined && key in typed && !same(initial[key], before[key]) && !same(initial[key], typed[key])

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
        {...(!message &&
          changedElsewhere(key) && {
            validateStatus: 'warning',
            help: `您填写期间，这一项在别处改成了${inWords(field, initial[key])}；保存后以您填的为准`,
          })}
      >
        {own ?? <Control id={`field-${key}`} field={field} value={values[key]} onChange={(value) => set(key, value)} />}
      </Form.Item>
    )
  }

  return (
    <UploadsProvider
      station={(values.station as string | undefined) ?? null}
      onTheWay={(field, files) => onTheWay.current.set(field, files)}
    >
      <Form key={restored?.at ?? ''} layout="vertical" onFinish={() => void send(onSubmit)} requiredMark noValidate>
        {restored && (
          <Alert
            type="info"
            showIcon
            title={`已找回您 ${dayjs(restored.at).format('M月D日 HH:mm')} 填写、还没有保存的内容`}
            action={
              <Button size="small" onClick={startAnew}>
                清空重填
              </Button>
            }
            style={{ marginBottom: 16 }}
          />
        )}
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
          {onCancel && <Button onClick={giveUp}>{cancel ?? '取消'}</Button>}
        </Flex>
      </Form>
    </UploadsProvider>
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
