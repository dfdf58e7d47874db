import { useState } from 'react'
import type { Fields, Masked } from '../../core/field.ts'
import { Client } from '../../modules/clients/index.ts'
import { sayInstant } from '../../ui/format.ts'
import { attachedTo, discard, handOver, retry, type Shown, sendAnew, settle, sync } from './engine.ts'
import { type Item, itemStates } from './queue.ts'

/** What waits on the phone, and what a person must look at: with its reason, and every way out. */
export function Unsent({ shown }: { shown: Shown }) {
  const refused = shown.items.filter(({ state }) => state === 'refused')
  const waiting = shown.items.filter(({ state }) => state === 'waiting')
  return (
    <>
      {shown.items.length === 0 && <p className="empty">全部已同步。新写的内容会先存在本机，有网络时自动送出。</p>}
      {refused.length > 0 && <h2 style={{ fontSize: '1.05rem' }}>需要处理</h2>}
      {refused.map((item) => (
        <Refused key={item.command} item={item} />
      ))}
      {waiting.length > 0 && (
        <>
          <h2 style={{ fontSize: '1.05rem' }}>待同步</h2>
          <ul className="rows">
            {waiting.map((item) => (
              <li key={item.command} style={{ padding: '0.65rem 0.75rem' }}>
                <span className="name">{item.label}</span> {item.about}
                <div className="quiet">
                  {sayInstant(item.typedAt)}填写 · {item.unanswered ? '已送出，等待回音' : itemStates[item.state]}
                  {item.attachments.length > 0 && ` · 附件 ${item.attachments.length} 个`}
                </div>
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="main"
            style={{ width: '100%' }}
            disabled={shown.syncing}
            onClick={() => void sync()}
          >
            {shown.syncing ? '正在同步…' : '现在同步'}
          </button>
        </>
      )}
    </>
  )
}

const said = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '（空）'
  if (typeof value === 'object' && 'masked' in value) return `已改为 ${(value as Masked).hint}`
  return String(value)
}

function Refused({ item }: { item: Item }) {
  const [problem, setProblem] = useState<string>()
  const [sure, setSure] = useState(false)
  return (
    <section className="panel">
      <h2>
        {item.label} <span className="quiet">{item.about}</span>
      </h2>
      <p className="note wrong">{item.why}</p>
      {Object.entries(item.fields ?? {}).map(([field, message]) => (
        <p key={field} className="quiet">
          {message}
        </p>
      ))}
      {item.clash ? (
        <Clashing item={item} />
      ) : item.used ? (
        <Used item={item} />
      ) : (
        !item.handed && <Mending item={item} />
      )}
      <div className="buttons" style={{ marginTop: '0.5rem' }}>
        <button type="button" onClick={() => void save(item)}>
          导出
        </button>
        {!item.handed && (
          <button type="button" onClick={() => void handOver(item).then(setProblem)}>
            转交站长
          </button>
        )}
        {!item.unanswered &&
          (sure ? (
            <button type="button" className="danger" onClick={() => void discard(item)}>
              确认不要了
            </button>
          ) : (
            <button type="button" className="danger" onClick={() => setSure(true)}>
              不要了
            </button>
          ))}
      </div>
      {problem && (
        <p className="note wrong" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}

/** Both values side by side; one tap a field, one to send. */
function Clashing({ item }: { item: Item }) {
  const [choice, setChoice] = useState<Record<string, 'mine' | 'theirs'>>({})
  const fields = Client.fields as Fields
  const clashing = Object.entries(item.clash!.fields)
  return (
    <>
      {clashing.map(([key, { mine, theirs }]) => (
        <div key={key} className="field">
          <b>{fields[key]?.label ?? key}</b>
          <div className="side">
            {(['mine', 'theirs'] as const).map((whose) => (
              <button
                key={whose}
                type="button"
                aria-pressed={choice[key] === whose}
                onClick={() => setChoice({ ...choice, [key]: whose })}
              >
                <span className="quiet">{whose === 'mine' ? '我填的' : '现在登记的'}</span>
                {said(whose === 'mine' ? mine : theirs)}
              </button>
            ))}
          </div>
        </div>
      ))}
      <button
        type="button"
        className="main"
        style={{ width: '100%' }}
        disabled={clashing.some(([key]) => !choice[key])}
        onClick={() => void settle(item, choice)}
      >
        按所选保存
      </button>
    </>
  )
}

/** It arrived before it was mended: an edit is sent once more on top, anything else would stand there as a second one. */
function Used({ item }: { item: Item }) {
  const [sure, setSure] = useState(false)
  const send = () => void sendAnew(item)
  return (
    <>
      <p className="quiet">
        {item.base
          ? '改动可以再送一次，会并到现在的档案上；不需要了就点「不要了」。'
          : '先核对已登记的那一条：没有错就点「不要了」；有错请站长按这份更正，点「转交站长」；确是另一件事，再作为新的一条送出。'}
      </p>
      <button
        type="button"
        className={item.base ? 'main' : ''}
        style={{ width: '100%' }}
        onClick={item.base || sure ? send : () => setSure(true)}
      >
        {item.base ? '把改动再送一次' : sure ? '会多登记一条，确认送出' : '作为新的一条送出'}
      </button>
    </>
  )
}

/** The fields that were refused, to be mended where they stand; what may have been performed is only sent again. */
function Mending({ item }: { item: Item }) {
  const [typed, setTyped] = useState<Record<string, string>>({})
  const texts = item.unanswered
    ? []
    : Object.keys(item.fields ?? {}).filter((key) => typeof item.input[key] === 'string')
  return (
    <>
      {texts.map((key) => (
        <div key={key} className="field">
          <label htmlFor={`${item.command}-${key}`}>改为</label>
          <input
            id={`${item.command}-${key}`}
            type={/^\d{4}-\d\d-\d\d$/.test(item.input[key] as string) ? 'date' : 'text'}
            value={typed[key] ?? (item.input[key] as string)}
            onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
          />
        </div>
      ))}
      <button
        type="button"
        className="main"
        style={{ width: '100%' }}
        onClick={() => void retry({ ...item, input: { ...item.input, ...typed } })}
      >
        再试一次
      </button>
    </>
  )
}

/** What was typed and photographed, as files of one's own: nothing depends on the network or on anybody. */
async function save(item: Item): Promise<void> {
  const text = JSON.stringify(
    { 事项: item.label, 关于: item.about, 填写时间: item.typedAt, 原因: item.why, 内容: item.input },
    null,
    2,
  )
  const written = {
    name: `${item.label}${item.typedAt.slice(0, 10)}.json`,
    content: new Blob([text], { type: 'application/json' }),
  }
  for (const { name, content } of [written, ...(await attachedTo(item))]) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(content)
    link.download = name
    link.click()
    URL.revokeObjectURL(link.href)
  }
}
