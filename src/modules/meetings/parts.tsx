import { Button, Flex, Input, Radio } from 'antd'
import type { AnswerOfCall } from '../../core/action.ts'
import { choice, list, optional, shape, text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { linesOf } from '../../ui/lines.ts'
import { presences } from './meeting.ts'

export const api = client<typeof import('./index.server.ts')>('meetings')

export type OpenedMeeting = AnswerOfCall<typeof import('./meetings.server.ts').getMeetingRecord>

export const stateTone = { planned: 'busy', held: 'good', cancelled: 'quiet' } as const

export interface Topic {
  topic: string
  presenter?: string | null
  conclusion?: string | null
}
export interface Attendee {
  unit?: string | null
  name?: string | null
  presence?: keyof typeof presences | null
}
export interface Decision {
  what: string
  who: string
  dueOn: string
}

const words = (label: string) => optional(text(label, { min: 0, max: 500, pattern: '' }))

/** Fields of lines that are typed one by one: one that is not finished is no fault yet. */
export const topicLines = list(
  '议程',
  shape('议题', { topic: words('议题'), presenter: words('汇报'), conclusion: words('结论') }),
)
export const attendeeLines = list(
  '参会',
  shape('参会', { unit: words('单位'), name: words('姓名'), presence: optional(choice('到会', presences)) }),
)
export const decisionLines = list(
  '新的议定事项',
  shape('议定事项', { what: words('事项'), who: words('由谁办理'), dueOn: words('完成时限') }),
)

const grow = { flex: '1 1 160px' }

/** The agenda; with `concluding`, what came of each point. */
export function TopicLines({
  value,
  onChange,
  concluding,
}: {
  value: Topic[]
  onChange: (next: Topic[]) => void
  concluding?: boolean
}) {
  const lines = linesOf<Topic>(value, onChange, { topic: '' })
  return (
    <Flex vertical gap={8} id="field-topics">
      {value.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list while it is typed
        <Flex key={i} gap={8} wrap>
          <Input
            aria-label={`议题 ${i + 1}`}
            placeholder="议题"
            maxLength={120}
            value={one.topic}
            onChange={(event) => lines.set(i, { topic: event.target.value })}
            style={{ flex: '2 1 220px' }}
          />
          <Input
            aria-label={`汇报 ${i + 1}`}
            placeholder="汇报人（可不填）"
            maxLength={40}
            value={one.presenter ?? ''}
            onChange={(event) => lines.set(i, { presenter: event.target.value || null })}
            style={grow}
          />
          {concluding && (
            <Input.TextArea
              aria-label={`结论 ${i + 1}`}
              placeholder="结论（可不填）"
              maxLength={500}
              autoSize={{ minRows: 1, maxRows: 4 }}
              value={one.conclusion ?? ''}
              onChange={(event) => lines.set(i, { conclusion: event.target.value || null })}
              style={{ flex: '1 1 100%' }}
            />
          )}
          <Button onClick={() => lines.remove(i)}>移除</Button>
        </Flex>
      ))}
      <Button style={{ alignSelf: 'flex-start' }} onClick={lines.add}>
        加一个议题
      </Button>
    </Flex>
  )
}

/** Who is asked to come; with `calling`, who did. */
export function AttendeeLines({
  value,
  onChange,
  calling,
}: {
  value: Attendee[]
  onChange: (next: Attendee[]) => void
  calling?: boolean
}) {
  const lines = linesOf<Attendee>(value, onChange, calling ? { presence: 'present' } : {})
  return (
    <Flex vertical gap={8} id="field-attendees">
      {calling && value.length > 1 && (
        <Button
          size="small"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange(value.map((one) => ({ ...one, presence: 'present' })))}
        >
          全部出席
        </Button>
      )}
      {value.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list while it is typed
        <Flex key={i} gap={8} wrap align="center">
          <Input
            aria-label={`单位 ${i + 1}`}
            placeholder="单位"
            maxLength={60}
            value={one.unit ?? ''}
            onChange={(event) => lines.set(i, { unit: event.target.value || null })}
            style={grow}
          />
          <Input
            aria-label={`姓名 ${i + 1}`}
            placeholder="姓名"
            maxLength={40}
            value={one.name ?? ''}
            onChange={(event) => lines.set(i, { name: event.target.value || null })}
            style={{ flex: '1 1 110px' }}
          />
          {calling && (
            <Radio.Group
              aria-label={`到会 ${i + 1}`}
              value={one.presence ?? null}
              onChange={(event) => lines.set(i, { presence: event.target.value as keyof typeof presences })}
              options={Object.entries(presences).map(([key, label]) => ({ value: key, label }))}
            />
          )}
          <Button onClick={() => lines.remove(i)}>移除</Button>
        </Flex>
      ))}
      <Button style={{ alignSelf: 'flex-start' }} onClick={lines.add}>
        加一位
      </Button>
    </Flex>
  )
}

/** What was decided: who does it by when. */
export function DecisionLines({
  value,
  onChange,
  dueOn,
}: {
  value: Decision[]
  onChange: (next: Decision[]) => void
  dueOn: string
}) {
  const lines = linesOf<Decision>(value, onChange, { what: '', who: '', dueOn })
  return (
    <Flex vertical gap={8} id="field-decisions">
      {value.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list while it is typed
        <Flex key={i} gap={8} wrap>
          <Input
            aria-label={`事项 ${i + 1}`}
            placeholder="事项"
            maxLength={300}
            value={one.what}
            onChange={(event) => lines.set(i, { what: event.target.value })}
            style={{ flex: '2 1 220px' }}
          />
          <Input
            aria-label={`由谁办理 ${i + 1}`}
            placeholder="由谁办理"
            maxLength={60}
            value={one.who}
            onChange={(event) => lines.set(i, { who: event.target.value })}
            style={{ flex: '1 1 120px' }}
          />
          <Input
            type="date"
            aria-label={`完成时限 ${i + 1}`}
            value={one.dueOn}
            onChange={(event) => lines.set(i, { dueOn: event.target.value })}
            style={{ width: 150 }}
          />
          <Button onClick={() => lines.remove(i)}>移除</Button>
        </Flex>
      ))}
      <Button style={{ alignSelf: 'flex-start' }} onClick={lines.add}>
        加一件议定事项
      </Button>
    </Flex>
  )
}

/** Lines with nothing in them are not sent. */
export const filledTopics = (topics: Topic[]) => topics.filter(({ topic }) => topic.trim() !== '')
export const filledAttendees = (attendees: Attendee[]) => attendees.filter(({ unit, name }) => unit || name)
export const filledDecisions = (decisions: Decision[]) => decisions.filter(({ what }) => what.trim() !== '')
