import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { checkValues, explain, type SchemaError } from '../../core/check.ts'
import { type Field, type Fields, schemaOf } from '../../core/field.ts'
import { businessDay } from '../../core/time.ts'
import { DraftNote } from './DraftNote.tsx'
import type { Draft, Values } from './drafts.ts'
import { draftOf, keepDraft, snapshot, subscribe, takeOtherDraft, typing } from './engine.ts'
import { goFrom } from './place.ts'

export type { Values }

/** Changes one value of a form. */
export type SetValue = (key: string, value: unknown) => void

interface Props {
  /** Under this name the form is kept while it is being filled, sealed like everything else. */
  draft: string
  fields: Fields
  initial: Values
  /** What is chosen rather than typed, by field; `null` leaves the field out. */
  controls?: Record<string, ((values: Values, set: SetValue) => ReactNode) | null>
  /** Stands above the button; what it sets under keys of its own is kept with the draft and comes back in `onSave`. */
  children?: (values: Values, set: SetValue) => ReactNode
  save: string
  /** What is missing beside the fields, as a sentence. */
  missing?: (values: Values) => string | undefined
  /**
   * Puts it into the queue, and answers the page that comes after it. `sent`: the fields, trimmed; `values`: everything
   * the form holds.
   */
  onSave: (sent: Values, values: Values) => Promise<string>
}

const empty = (value: unknown) => value === undefined || value === null || value === ''
const pauseMs = 400

const arrivalsOf = () => snapshot().arrivals

/** What is typed, kept with the draft at each pause and when the form or the program is left. */
function useDraft(draft: string, initial: Values) {
  const [values, setValues] = useState<Values>()
  /** The draft the form was opened with, for what is to be said of it. */
  const [opened, setOpened] = useState<Draft>()
  const first = useRef(initial)
  /** What is not kept yet. */
  const unkept = useRef<Values>(undefined)
  const touched = useRef(false)
  const arrivals = useSyncExternalStore(subscribe, arrivalsOf)

  const read = async () => {
    const kept = await draftOf(draft)
    // what somebody is typing is never changed under their hands
    if (touched.current) return
    setOpened(kept)
    setValues({ ...first.current, ...kept?.main.values })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew where another phone's draft has come
  useEffect(() => void read(), [draft, arrivals])
  useEffect(() => {
    const keep = () => {
      if (!unkept.current) return
      void keepDraft(draft, unkept.current)
      unkept.current = undefined
    }
    const timer = setInterval(keep, pauseMs)
    document.addEventListener('visibilitychange', keep)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', keep)
      keep()
      typing(draft, false)
    }
  }, [draft])

  return {
    values,
    opened,
    set(key: string, value: unknown) {
      touched.current = true
      typing(draft, true)
      setValues((before) => {
        const next = { ...before, [key]: value }
        unkept.current = next
        return next
      })
    },
    /** Whether leaving keeps what was typed: not while it goes into the queue, and again if it did not get there. */
    keeps(yes: boolean) {
      unkept.current = yes ? values : undefined
    },
    /** What was typed here is kept as the other one, and the other one opens. */
    async takeOther() {
      if (unkept.current) await keepDraft(draft, unkept.current)
      unkept.current = undefined
      await takeOtherDraft(draft)
      touched.current = false
      typing(draft, false)
      await read()
    },
    /** Gives up what was typed, and what was taken for it. */
    async drop() {
      const here = location.hash
      unkept.current = undefined
      await keepDraft(draft, undefined)
      goFrom(here, '#/')
    },
  }
}

/** A form on the phone, worked out of the same fields as at the desk. Leaving it never loses it; wrong input is said at its field. */
export function Form({ draft, fields, initial, controls = {}, children, save, missing, onSave }: Props) {
  const { values, opened, set: change, keeps, takeOther, drop } = useDraft(draft, initial)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const shown = Object.entries(fields).filter(([key]) => controls[key] !== null)
  if (!values) return null

  const set: SetValue = (key, value) => {
    change(key, value)
    setProblem(undefined)
    setWrong(({ [key]: _mended, ...rest }) => rest)
  }

  async function submit(typed: Values) {
    const { Value } = await import('typebox/value')
    const sent = Object.fromEntries(
      Object.entries(typed)
        .filter(([key, value]) => key in fields && !empty(value))
        .map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]),
    )
    const said = explain([...Value.Errors(schemaOf(fields), sent)] as unknown as SchemaError[], fields)
    const fits = Object.entries(fields).filter(([key]) => !said[key])
    const messages = { ...said, ...checkValues(Object.fromEntries(fits), sent, businessDay(new Date())) }
    setWrong(messages)
    const lacking = missing?.(typed)
    setProblem(lacking)
    const at = shown.map(([key]) => key).find((key) => messages[key])
    if (at) return document.getElementById(`field-${at}`)?.focus()
    if (lacking) return
    setBusy(true)
    const here = location.hash
    try {
      keeps(false)
      goFrom(here, await onSave(sent, typed))
      await keepDraft(draft, undefined)
    } catch (error) {
      // the phone's own store refused: nothing went anywhere, everything typed is still here
      console.error(error)
      keeps(true)
      setProblem('没有存上：手机空间可能不足。内容还在这一页，请联网同步或清理空间后再保存')
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit(values)
      }}
    >
      {opened && <DraftNote draft={opened} onTakeOther={() => void takeOther()} onDrop={() => void drop()} />}
      {shown.map(([key, field]) => {
        const own = controls[key]
        return (
          <Entry key={key} name={key} field={field} wrong={wrong[key]}>
            {own ? (
              own(values, set)
            ) : (
              <Control id={`field-${key}`} field={field} value={values[key]} onChange={(value) => set(key, value)} />
            )}
          </Entry>
        )
      })}
      {children?.(values, set)}
      {Object.keys(wrong).length > 0 && (
        <p className="note wrong" role="alert">
          还有 {Object.keys(wrong).length} 处要改：
          {Object.keys(wrong)
            .map((key) => fields[key]?.label ?? key)
            .join('、')}
        </p>
      )}
      {problem && (
        <p className="note wrong" role="alert">
          {problem}
        </p>
      )}
      <div className="foot">
        <button type="submit" className="main" disabled={busy}>
          {save}
        </button>
      </div>
    </form>
  )
}

const grouped = ['choice', 'choices', 'flag', 'files']

function Entry({
  name,
  field,
  wrong,
  children,
}: {
  name: string
  field: Field
  wrong: string | undefined
  children: ReactNode
}) {
  const id = `field-${name}`
  const label = (
    <>
      {field.label}
      {field.unit && <span className="hint">（{field.unit}）</span>}
      {field.optional && <span className="hint"> 选填</span>}
    </>
  )
  const tail = wrong && (
    <p className="wrong" id={`${id}-wrong`}>
      {wrong}
    </p>
  )
  const asSet = grouped.includes(field.kind) && Object.keys(field.choices ?? { yes: 1, no: 1 }).length <= 8
  return asSet ? (
    <fieldset className="field" id={id} tabIndex={-1}>
      <legend>{label}</legend>
      {children}
      {tail}
    </fieldset>
  ) : (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {tail}
    </div>
  )
}

interface ControlProps {
  id: string
  field: Field
  value: unknown
  onChange: (value: unknown) => void
}

function Control({ id, field, value, onChange }: ControlProps) {
  const text = (value as string | undefined) ?? ''
  const max = (field.schema as { maxLength?: number }).maxLength
  switch (field.kind) {
    case 'choice':
      return <Choices name={id} choices={field.choices!} value={value as string} onChange={onChange} />
    case 'flag':
      return (
        <Choices
          name={id}
          choices={{ true: '是', false: '否' }}
          value={value === undefined ? undefined : String(value)}
          onChange={(one) => onChange(one === 'true')}
        />
      )
    case 'date':
      return (
        <input
          id={id}
          type="date"
          value={text}
          max={businessDay(new Date())}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'instant':
      return (
        <input
          id={id}
          type="datetime-local"
          value={text && localOf(text)}
          onChange={(event) => onChange(event.target.value ? new Date(event.target.value).toISOString() : null)}
        />
      )
    case 'integer':
      return (
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          value={(value as number | undefined) ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
        />
      )
    case 'text':
    case 'secret':
      return field.multiline || (max ?? 0) > 200 ? (
        <textarea id={id} value={text} maxLength={max} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input id={id} type="text" value={text} maxLength={max} onChange={(event) => onChange(event.target.value)} />
      )
    default:
      throw new Error(`no control on the phone for ${field.kind}`)
  }
}

const localOf = (at: string) => {
  const day = new Date(at)
  return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** A choice as large buttons up to eight, else as the phone's own list. */
export function Choices({
  name,
  choices,
  value,
  onChange,
}: {
  name: string
  choices: Readonly<Record<string, string>>
  value: string | undefined
  onChange: (value: string) => void
}) {
  const entries = Object.entries(choices)
  if (entries.length > 8)
    return (
      <select id={name} value={value ?? ''} onChange={(event) => onChange(event.target.value)}>
        <option value="" disabled>
          请选择
        </option>
        {entries.map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    )
  return (
    <div className="choices">
      {entries.map(([key, label]) => (
        <label key={key}>
          <input type="radio" name={name} checked={value === key} onChange={() => onChange(key)} />
          {label}
        </label>
      ))}
    </div>
  )
}
