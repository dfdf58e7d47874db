import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Select } from 'antd'
import { useState } from 'react'
import { link, optional, ref, text } from '../../core/field.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { planFields } from './meeting.ts'
import { useSeat } from './meetings.screens.tsx'
import {
  type Attendee,
  AttendeeLines,
  api,
  attendeeLines,
  filledAttendees,
  filledTopics,
  type Topic,
  TopicLines,
  topicLines,
} from './parts.tsx'

export const planLists = { topics: topicLines, attendees: { ...attendeeLines, label: '请谁参加' } }

/** Controls of a meeting's plan that its fields cannot say by themselves. */
export const planControls: NonNullable<RecordFormProps['controls']> = {
  topics: (values, set) => (
    <TopicLines value={(values.topics as Topic[]) ?? []} onChange={(next) => set('topics', next)} />
  ),
  attendees: (values, set) => (
    <AttendeeLines value={(values.attendees as Attendee[]) ?? []} onChange={(next) => set('attendees', next)} />
  ),
}

/** Sets a meeting down: one that a document asks for brings its kind and members along. */
export function PlanMeeting() {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const search = useSearch({ strict: false }) as { line?: string; kind?: string }
  const { stations, roles } = useMe()
  const seat = useSeat()
  const asked = useAnswer(api.askedMeetings, seat, { enabled: seat.station !== null || seat.place !== null })
  const plan = useAct(api.planMeeting)
  const [filled, setFilled] = useState(false)
  const lines = asked.data ?? []
  const wanted = lines.find(({ key }) => key === search.line)
  const office = roles.some(({ role }) => ['province', 'city', 'county'].includes(role))
  if (search.line && !asked.data && !asked.error) return <PageHead title="安排会议" />
  return (
    <>
      <PageHead title="安排会议" note="会后在会议页写纪要、点到会、记议定事项" />
      <Block>
        <div style={{ maxWidth: 720 }}>
          <RecordForm
            fields={{
              ...(office ? { place: link('地区', 'place') } : { station: ref('社工站', 'station') }),
              ...planFields,
              line: optional(text('文件要求')),
              ...planLists,
            }}
            initial={{
              ...(office ? { place: seat.place } : { station: stations.length === 1 ? stations[0]!.id : undefined }),
              line: wanted?.key,
              kind: wanted?.kind,
              subject: wanted?.label,
              onDay: today(),
              startsAt: '09:00',
              topics: [{ topic: '' }],
              attendees: wanted && wanted.members.length > 0 ? wanted.members.map((unit) => ({ unit })) : [{}],
            }}
            draft={`meeting.new.${search.line ?? ''}`}
            submit="保存安排"
            unfolded={['line', 'recorder']}
            controls={{
              ...planControls,
              ...(office ? {} : stations.length === 1 ? { station: null } : {}),
              line: (values, set) =>
                lines.length === 0 ? null : (
                  <Select
                    id="field-line"
                    allowClear
                    value={(values.line as string | null | undefined) ?? null}
                    placeholder="不是文件要求的就不选"
                    onChange={(key: string | undefined) => {
                      set('line', key ?? null)
                      const chosen = lines.find((one) => one.key === key)
                      if (!chosen || filled) return
                      setFilled(true)
                      set('kind', chosen.kind)
                      set('subject', chosen.label)
                      if (chosen.members.length > 0)
                        set(
                          'attendees',
                          chosen.members.map((unit) => ({ unit })),
                        )
                    }}
                    options={lines.map(({ key, label }) => ({ value: key, label }))}
                  />
                ),
            }}
            onSubmit={async (values) => {
              const { id } = await plan.mutateAsync({
                ...values,
                topics: filledTopics((values.topics as Topic[]) ?? []),
                attendees: filledAttendees((values.attendees as Attendee[]) ?? []),
              } as never)
              message.info('已保存')
              void navigate({ to: '/meetings/$id', params: { id } as never })
            }}
          />
        </div>
      </Block>
    </>
  )
}
