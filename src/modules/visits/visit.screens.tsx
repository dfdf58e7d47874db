import './visits.css'
import { DownloadOutlined } from '@ant-design/icons'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { App, Button, DatePicker, Flex, Input, Modal, Radio, Typography } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { choice, list, optional, shape, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { FileLinks } from '../../ui/files.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Block, Facts, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { History } from '../audit/index.screens.tsx'
import { ClientPicker } from '../clients/index.screens.tsx'
import { CataloguePicker } from '../services/index.screens.tsx'
import { Visit, visitOutcomes, visitWays } from './visit.ts'
import { type Standing, standings } from './visitForm.ts'

const api = client<typeof import('./visit.server.ts') & typeof import('./task.server.ts')>('visits')

type Form = AnswerOfCall<typeof import('./visit.server.ts').visitFormOf>
interface Seen {
  item: string
  answer: Standing
}
interface Todo {
  what: string
  dueOn: string
}

const tones = { fine: 'good', watch: 'warn', urgent: 'bad' } as const
const { onDay, way, outcome, minutes, unchanged, findings, items, files } = Visit.fields
const typedFields = {
  onDay,
  way,
  outcome,
  unchanged,
  answers: optional(list('走访所见', shape('所见', { item: text('项目'), answer: choice('情况', standings) }))),
  findings,
  // a line that is still being typed is no fault yet
  tasks: optional(
    list('跟进事项', shape('跟进事项', { what: text('要做的事', { min: 0, pattern: '' }), dueOn: text('应于') })),
  ),
  minutes,
  items: optional(items),
  files,
}

/** Records a visit: at somebody whose situation is unchanged, two taps. */
export function RecordVisit() {
  const { client: chosen } = useSearch({ strict: false }) as { client?: string }
  const [who, setWho] = useState(chosen ?? '')
  const form = useAnswer(api.visitFormOf, { client: who }, { enabled: who !== '' })
  return (
    <>
      <PageHead title={form.data ? `走访 · ${form.data.clientName}` : '登记走访'} note={lastWords(form.data)} />
      <Block>
        <div style={{ maxWidth: 640 }}>
          {!chosen && (
            <div style={{ marginBottom: 16 }}>
              <label htmlFor="visit-client">服务对象</label>
              <ClientPicker id="visit-client" value={who} onChange={(id) => setWho((id as string | null) ?? '')} />
            </div>
          )}
          {who === '' ? (
            <Nothing says="请先选择走访了谁" />
          ) : (
            <Answer of={form}>{(of) => <VisitForm key={who} who={who} of={of} />}</Answer>
          )}
        </div>
      </Block>
    </>
  )
}

const lastWords = (of: Form | undefined) =>
  of && (of.lastOn ? `上次 ${of.lastOn}，${of.lastWay ? visitWays[of.lastWay] : ''}` : '第一次走访')

function VisitForm({ who, of }: { who: string; of: Form }) {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const add = useAct(api.recordVisit)
  return (
    <RecordForm
      fields={typedFields}
      initial={{
        onDay: today(),
        way: 'home',
        outcome: 'met',
        unchanged: false,
        minutes: of.lastMinutes ?? 30,
        items: of.lastItems,
        files: [],
        station: of.station,
      }}
      draft={`visit.${who}`}
      submit="保存走访"
      unfolded={['files', 'findings']}
      controls={{
        unchanged: (values, set) =>
          of.lastOn && met(values) ? (
            <Radio.Group
              id="field-unchanged"
              value={values.unchanged === true}
              onChange={(event) => set('unchanged', event.target.value)}
              options={[
                { value: true, label: '无变化，沿用上次所见' },
                { value: false, label: '有变化，逐项填写' },
              ]}
            />
          ) : null,
        answers: (values, set) =>
          met(values) ? (
            <SeenItems
              of={of}
              fixed={values.unchanged === true}
              value={(values.answers as Seen[]) ?? []}
              onChange={(next) => set('answers', next)}
            />
          ) : null,
        tasks: (values, set) => (
          <Todos value={(values.tasks as Todo[]) ?? []} onChange={(next) => set('tasks', next)} />
        ),
        items: (values, set) =>
          met(values) ? (
            <CataloguePicker
              id="field-items"
              station={of.station}
              value={(values.items as string[]) ?? []}
              onChange={(keys) => set('items', keys)}
            />
          ) : null,
      }}
      onSubmit={async (values) => {
        const fixed = values.unchanged === true
        await add.mutateAsync({
          ...values,
          station: of.station!,
          client: who,
          unchanged: fixed,
          files: (values.files as string[]) ?? [],
          answers: fixed || !met(values) ? [] : ((values.answers as Seen[]) ?? []),
          tasks: ((values.tasks as Todo[]) ?? []).filter(({ what }) => what.trim() !== ''),
        } as never)
        message.info('已保存')
        void navigate({ to: '/visits' })
      }}
    />
  )
}

const met = (values: Record<string, unknown>) => values.outcome === 'met' || values.outcome === 'family'

/** How each thing stood; last time's answer is shown beside, and kept where nothing changed. */
function SeenItems({
  of,
  fixed,
  value,
  onChange,
}: {
  of: Form
  fixed: boolean
  value: Seen[]
  onChange: (next: Seen[]) => void
}) {
  return (
    <Flex vertical gap={8}>
      {of.items.map(({ key, label, help, last }) => (
        <fieldset key={key} className="seen-item" aria-label={label}>
          <Flex justify="space-between" gap={8} wrap>
            <span>
              <strong>{label}</strong> <Typography.Text type="secondary">{help}</Typography.Text>
            </span>
            {last && <State tone={tones[last]}>{`上次：${standings[last]}`}</State>}
          </Flex>
          <Radio.Group
            disabled={fixed}
            value={fixed ? last : (value.find((one) => one.item === key)?.answer ?? null)}
            onChange={(event) =>
              onChange([
                ...value.filter((one) => one.item !== key),
                { item: key, answer: event.target.value as Standing },
              ])
            }
            options={Object.entries(standings).map(([answer, words]) => ({ value: answer, label: words }))}
          />
        </fieldset>
      ))}
    </Flex>
  )
}

function Todos({ value, onChange }: { value: Todo[]; onChange: (next: Todo[]) => void }) {
  const set = (at: number, next: Partial<Todo>) =>
    onChange(value.map((one, i) => (i === at ? { ...one, ...next } : one)))
  return (
    <Flex vertical gap={8}>
      {value.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list while it is typed
        <Flex key={i} gap={8} wrap>
          <Input
            aria-label={`跟进事项 ${i + 1}`}
            placeholder="要做的事"
            value={one.what}
            onChange={(event) => set(i, { what: event.target.value })}
            style={{ flex: '1 1 200px' }}
          />
          <DatePicker
            aria-label={`跟进期限 ${i + 1}`}
            allowClear={false}
            value={dayjs(one.dueOn)}
            onChange={(day) => day && set(i, { dueOn: day.format('YYYY-MM-DD') })}
            style={{ width: 150 }}
          />
          <Button onClick={() => onChange(value.filter((_, at) => at !== i))}>移除</Button>
        </Flex>
      ))}
      <Button style={{ alignSelf: 'flex-start' }} onClick={() => onChange([...value, { what: '', dueOn: today() }])}>
        加一件要跟进的事
      </Button>
    </Flex>
  )
}

/** One visit: what was seen against the time before, what follows, its history. */
export function VisitPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getVisit, { id })
  const [reversing, setReversing] = useState(false)
  const reverse = useAct(api.reverseVisit, { onDone: () => setReversing(false) })
  return (
    <Answer of={found} page>
      {({ visit, stationName, workerName, seen, tasks }) => (
        <>
          <PageHead
            title={`走访 · ${visit.clientName}`}
            note={`${visit.onDay} · ${stationName} · ${workerName}`}
            tags={visit.state === 'reversed' ? <State tone="quiet">已冲销</State> : <State tone="good">有效</State>}
          >
            <Button href={`/clients/${visit.client}`}>服务对象档案</Button>
            <Button icon={<DownloadOutlined />} href={`/api/papers/visit/${visit.id}.pdf`}>
              走访记录表
            </Button>
            {visit.can.includes('reverseVisit') && (
              <Button danger onClick={() => setReversing(true)}>
                冲销
              </Button>
            )}
          </PageHead>
          <Block title="内容">
            <Facts
              fields={Visit.fields}
              row={visit}
              own={{
                client: null,
                clientName: null,
                state: null,
                items: null,
                worker: workerName,
                outcome: visitOutcomes[visit.outcome],
                ...(visit.state === 'valid' && { reversedReason: null }),
                files: visit.files.length > 0 ? <FileLinks ids={visit.files} /> : '无',
              }}
            />
          </Block>
          <Block title="走访所见">
            {seen.length === 0 ? (
              <Nothing says="这次没有逐项填写" />
            ) : (
              seen.map(({ item, label, answer, before }) => (
                <Flex key={item} gap={8} align="center" wrap style={{ padding: '4px 0' }}>
                  <span style={{ minWidth: 110 }}>{label}</span>
                  <State tone={tones[answer]}>{standings[answer]}</State>
                  {before && before !== answer && (
                    <Typography.Text type="secondary">上次：{standings[before]}</Typography.Text>
                  )}
                </Flex>
              ))
            )}
          </Block>
          {tasks.length > 0 && (
            <Block title="跟进事项">
              {tasks.map((task) => (
                <Flex key={task.id} gap={8} align="center" wrap style={{ padding: '4px 0' }}>
                  <span>{task.what}</span>
                  <State tone={task.doneOn ? 'good' : task.dueOn < today() ? 'bad' : 'warn'}>
                    {task.doneOn ? `${task.doneOn} 完成` : `应于 ${task.dueOn}`}
                  </State>
                  {task.result && <Typography.Text type="secondary">{task.result}</Typography.Text>}
                </Flex>
              ))}
            </Block>
          )}
          <History id={visit.id} />
          <Modal
            title="冲销这次走访"
            open={reversing}
            footer={null}
            onCancel={() => setReversing(false)}
            destroyOnHidden
          >
            <p>冲销后不再计入任何统计，应走访名单会重新列出这位服务对象；记录本身保留，可以查看。</p>
            <RecordForm
              fields={{ reversedReason: text('冲销原因', { max: 200, multiline: true }) }}
              submit="冲销"
              onSubmit={(values) => reverse.mutateAsync({ ...values, id: visit.id, version: visit.version } as never)}
              onCancel={() => setReversing(false)}
            />
          </Modal>
        </>
      )}
    </Answer>
  )
}
