import { useState } from 'react'
import { businessDay } from '../../core/time.ts'
import { standings, Visit, visitItems } from '../../modules/visits/index.ts'
import { addItem } from './engine.ts'
import { Choices, Form, type Values } from './Form.tsx'
import { Photos, useTaken } from './Photos.tsx'
import type { Card, Pack } from './sync.ts'

const { onDay, way, outcome, minutes, unchanged, findings } = Visit.fields

type Answers = Readonly<Record<string, string>>

/** What a visit's form holds beside its fields. */
interface Beside {
  answers?: Answers
  items?: string[]
  what?: string
  dueOn?: string
}

/** A visit on the spot: what stood last time is shown beside each item, and one tap says that nothing has changed. */
export function Visiting({ card, pack, station }: { card: Card; pack: Pack; station: string }) {
  const last: Answers = Object.fromEntries(card.lastAnswers.map(({ item, answer }) => [item, answer]))
  const draft = `走访 ${card.name}|visit/${card.id}`
  const [taken, setTaken] = useTaken(draft)
  const asked = visitItems(card.groups)
  const known = asked.filter(({ key }) => last[key])
  const fields = { onDay, way, outcome, minutes, unchanged: { ...unchanged, label: '看到的情况' }, findings }

  async function save(sent: Values, values: Values) {
    const { answers = {}, items = [], what, dueOn } = values as Beside
    const met = sent.outcome === 'met' || sent.outcome === 'family'
    const same = sent.unchanged === true
    const standing = (key: string) => answers[key] ?? (same ? last[key] : undefined)
    await addItem({
      call: 'visits/recordVisit',
      station,
      label: '走访',
      about: card.name,
      record: card.id,
      input: {
        station,
        client: card.id,
        ...sent,
        // with nothing seen before there is nothing that could stand unchanged
        unchanged: same && met && known.length > 0,
        items: met ? items : [],
        answers: met ? asked.flatMap(({ key }) => (standing(key) ? [{ item: key, answer: standing(key) }] : [])) : [],
        files: [],
        ...(what && { tasks: [{ what, dueOn: dueOn || businessDay(new Date()) }] }),
      },
      photos: taken.map(({ name, content }) => ({ field: 'files', readBy: 'visit.read', name, content })),
    })
    return '#/'
  }

  return (
    <Form
      draft={draft}
      fields={fields}
      initial={{
        onDay: businessDay(new Date()),
        way: 'home',
        outcome: 'met',
        minutes: card.lastMinutes ?? 30,
        unchanged: false,
        items: card.lastItems.filter((key) => pack.items.some((one) => one.key === key)),
      }}
      save="保存走访"
      onSave={save}
      controls={{
        unchanged: (values, set) => {
          if (values.outcome === 'absent' || values.outcome === 'refused')
            return <p className="quiet">没有见到，不填情况；记为一次尝试</p>
          const { answers = {} } = values as Beside
          const same = values.unchanged === true
          return (
            <>
              {known.length > 0 && (
                <label className="button tick">
                  <input type="checkbox" checked={same} onChange={(event) => set('unchanged', event.target.checked)} />
                  情况无变化，沿用 {card.lastOn} 所见
                </label>
              )}
              {asked.map(({ key, label, help }) => (
                <fieldset key={key} className="seen">
                  <legend>
                    <b>{label}</b> <span className="quiet">{help}</span>
                    {last[key] && (
                      <span className="quiet">（上次：{standings[last[key] as keyof typeof standings]}）</span>
                    )}
                  </legend>
                  <Choices
                    name={`seen-${key}`}
                    choices={standings}
                    value={answers[key] ?? (same ? last[key] : undefined)}
                    onChange={(one) => {
                      set('answers', { ...answers, [key]: one })
                      if (same && one !== last[key]) set('unchanged', false)
                    }}
                  />
                </fieldset>
              ))}
            </>
          )
        },
      }}
    >
      {(values, set) => {
        const { items = [], what = '', dueOn = '' } = values as Beside
        return (
          <>
            <Items pack={pack} chosen={items} onChange={(chosen) => set('items', chosen)} optional />
            <div className="field">
              <label htmlFor="followUp">
                要跟进的事<span className="hint"> 选填</span>
              </label>
              <input
                id="followUp"
                type="text"
                maxLength={200}
                value={what}
                onChange={(event) => set('what', event.target.value)}
              />
            </div>
            {what && (
              <div className="field">
                <label htmlFor="followUpOn">最迟哪天</label>
                <input
                  id="followUpOn"
                  type="date"
                  min={businessDay(new Date())}
                  value={dueOn}
                  onChange={(event) => set('dueOn', event.target.value)}
                />
              </div>
            )}
            <Photos taken={taken} onChange={setTaken} most={8} />
          </>
        )
      }}
    </Form>
  )
}

/** The station's own catalogue, found by a few characters. */
export function Items({
  pack,
  chosen,
  onChange,
  optional,
}: {
  pack: Pack
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
  optional?: boolean
}) {
  const [typed, setTyped] = useState('')
  const labels = new Map(pack.items.map(({ key, label }) => [key, label]))
  const found = typed
    ? pack.items.filter(({ key, label }) => label.includes(typed) && !chosen.includes(key)).slice(0, 8)
    : []
  return (
    <div className="field">
      <label htmlFor="items">服务事项{optional && <span className="hint"> 选填</span>}</label>
      {chosen.map((key) => (
        <p key={key} style={{ display: 'flex', alignItems: 'center', margin: '0 0 0.4rem', gap: '0.5rem' }}>
          <span style={{ flex: 1 }}>{labels.get(key)}</span>
          <button
            type="button"
            onClick={() => onChange(chosen.filter((one) => one !== key))}
            aria-label={`去掉 ${labels.get(key)}`}
          >
            去掉
          </button>
        </p>
      ))}
      <input
        id="items"
        type="search"
        placeholder="输入几个字查找"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {found.length > 0 && (
        <ul className="rows" style={{ marginTop: '0.4rem' }}>
          {found.map(({ key, label }) => (
            <li key={key}>
              <button
                type="button"
                className="plain"
                style={{ width: '100%', justifyContent: 'flex-start', textAlign: 'start' }}
                onClick={() => {
                  onChange([...chosen, key])
                  setTyped('')
                }}
              >
                {label}
              </button>
            </li>
          ))}
        </ul>
      )}
      {typed && found.length === 0 && <p className="quiet">没有找到「{typed}」，换几个字试试</p>}
    </div>
  )
}
