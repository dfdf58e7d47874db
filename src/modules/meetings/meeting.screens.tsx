import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Col, Flex, Row, Typography } from 'antd'
import { useState } from 'react'
import { text } from '../../core/field.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { Answer, Block, Clause, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Written } from '../../ui/Written.tsx'
import { History } from '../audit/index.screens.tsx'
import { Meeting, MeetingDecision, meetingFlow, meetingKinds, planFields, presences } from './meeting.ts'
import { planControls, planLists } from './meetingForm.screens.tsx'
import {
  type Attendee,
  AttendeeLines,
  api,
  attendeeLines,
  type Decision,
  DecisionLines,
  decisionLines,
  filledAttendees,
  filledDecisions,
  filledTopics,
  type OpenedMeeting,
  stateTone,
  type Topic,
  TopicLines,
  topicLines,
} from './parts.tsx'

/** One meeting: agenda, who came, minutes, and what was decided until it is done. */
export function MeetingRecordPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getMeetingRecord, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} opened={opened} />}
    </Answer>
  )
}

function Opened({ opened }: { opened: OpenedMeeting }) {
  const { meeting, holder, lineName, clause } = opened
  const [doing, setDoing] = useState<'edit' | 'minutes'>()
  const may = (action: string) => meeting.can.includes(action)
  const waits = meeting.state === 'planned' && meeting.onDay < today()
  const done = () => setDoing(undefined)
  return (
    <>
      <PageHead
        title={meeting.subject}
        note={`${meetingKinds[meeting.kind]} · ${meeting.onDay} ${meeting.startsAt} · ${meeting.venue} · ${holder}`}
        tags={
          <>
            <State tone={waits ? 'bad' : stateTone[meeting.state]}>
              {waits ? '待写纪要' : meetingFlow.states[meeting.state]}
            </State>
            {lineName && clause && <Clause>{clause}</Clause>}
          </>
        }
      >
        {may('writeMinutes') && meeting.onDay <= today() && (
          <Button
            {...(meeting.state === 'planned' && { type: 'primary' as const })}
            onClick={() => setDoing('minutes')}
          >
            {meeting.state === 'held' ? '更正纪要' : '写纪要'}
          </Button>
        )}
        {may('editMeetingPlan') && <Button onClick={() => setDoing('edit')}>修改安排</Button>}
        {may('cancelMeeting') && (
          <FormButton
            label="取消会议"
            small={false}
            call={api.cancelMeeting as never}
            fields={{ why: text('取消原因', { max: 200 }) }}
            given={{ id: meeting.id, version: meeting.version }}
          />
        )}
        <Button icon={<DownloadOutlined />} href={`/api/papers/minutes/${meeting.id}.docx`}>
          纪要（Word）
        </Button>
        <Button href={`/api/papers/meetingSheet/${meeting.id}.pdf`}>签到表</Button>
      </PageHead>
      {meeting.why && <Alert type="warning" showIcon title={`取消原因：${meeting.why}`} style={{ marginBottom: 12 }} />}
      <Row gutter={[16, 0]}>
        <Col xs={24} xl={17}>
          {doing === 'minutes' && <Minutes opened={opened} onDone={done} />}
          {doing === 'edit' && <Edit opened={opened} onDone={done} />}
          {doing === undefined && <Record opened={opened} />}
          <Decisions opened={opened} />
        </Col>
        <Col xs={24} xl={7}>
          <History id={meeting.id} />
        </Col>
      </Row>
    </>
  )
}

const nameOf = ({ unit, name }: { unit: string | null; name: string | null }) => [unit, name].filter(Boolean).join(' ')

function Record({ opened: { meeting, topics, attendees } }: { opened: OpenedMeeting }) {
  const called = (Object.keys(presences) as (keyof typeof presences)[])
    .map((one) => [presences[one], attendees.filter(({ presence }) => presence === one).map(nameOf)] as const)
    .filter(([, names]) => names.length > 0)
  const uncalled = attendees.filter(({ presence }) => presence === null).map(nameOf)
  return (
    <>
      <Block title="议程">
        {topics.length === 0 && <Nothing says="没有列出议题" />}
        {topics.map(({ id, ordinal, topic, presenter, conclusion }) => (
          <div key={id} className="paper-entry">
            <strong>{`${ordinal}. ${topic}`}</strong>
            {presenter && <Typography.Text type="secondary">{` ${presenter}汇报`}</Typography.Text>}
            {conclusion && <div>{conclusion}</div>}
          </div>
        ))}
      </Block>
      <Block title={`参会（${attendees.length}）`}>
        {called.map(([word, names]) => (
          <Typography.Paragraph key={word} style={{ marginBottom: 4 }}>
            {`${word}：${names.join('、')}`}
          </Typography.Paragraph>
        ))}
        {uncalled.length > 0 && (
          <Typography.Paragraph style={{ marginBottom: 0 }}>{`通知：${uncalled.join('、')}`}</Typography.Paragraph>
        )}
        {attendees.length === 0 && <Nothing says="还没有写请谁参加" />}
      </Block>
      {meeting.state === 'held' && (
        <Block title="纪要">
          <Written fields={{ minutes: Meeting.fields.minutes, duration: Meeting.fields.duration }} row={meeting} />
          {meeting.files.length > 0 && <FileLinks ids={meeting.files} />}
        </Block>
      )}
    </>
  )
}

function Edit({ opened: { meeting, topics, attendees }, onDone }: { opened: OpenedMeeting; onDone: () => void }) {
  const edit = useAct(api.editMeetingPlan, { onDone })
  return (
    <Block title="修改安排">
      <div style={{ maxWidth: 720 }}>
        <RecordForm
          fields={{ ...planFields, ...planLists }}
          initial={{
            ...meeting,
            topics: topics.map(({ topic, presenter, conclusion }) => ({ topic, presenter, conclusion })),
            attendees: attendees.map(({ unit, name, presence }) => ({ unit, name, presence })),
          }}
          submit="保存"
          controls={{ ...planControls, line: null }}
          onSubmit={(values) =>
            edit.mutateAsync({
              ...values,
              line: meeting.line,
              topics: filledTopics((values.topics as Topic[]) ?? []),
              attendees: filledAttendees((values.attendees as Attendee[]) ?? []),
              id: meeting.id,
              version: meeting.version,
            } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}

const { minutes, duration, files } = Meeting.fields

function Minutes({ opened: { meeting, topics, attendees }, onDone }: { opened: OpenedMeeting; onDone: () => void }) {
  const write = useAct(api.writeMinutes, { onDone })
  return (
    <Block title="写纪要">
      <div style={{ maxWidth: 720 }}>
        <RecordForm
          fields={{
            attendees: { ...attendeeLines, label: '到会' },
            topics: { ...topicLines, label: '议题与结论' },
            minutes: { ...minutes, optional: false as const },
            decisions: decisionLines,
            duration: { ...duration, optional: false as const },
            files,
          }}
          initial={{
            attendees: attendees.map(({ unit, name, presence }) => ({ unit, name, presence })),
            topics: topics.map(({ topic, presenter, conclusion }) => ({ topic, presenter, conclusion })),
            minutes: meeting.minutes,
            decisions: [],
            duration: meeting.duration ?? 60,
            files: meeting.files,
            station: meeting.station ?? meeting.county,
          }}
          draft={`meeting.minutes.${meeting.id}`}
          submit="保存纪要"
          unfolded={['files']}
          controls={{
            attendees: (values, set) => (
              <AttendeeLines
                calling
                value={(values.attendees as Attendee[]) ?? []}
                onChange={(next) => set('attendees', next)}
              />
            ),
            topics: (values, set) => (
              <TopicLines
                concluding
                value={(values.topics as Topic[]) ?? []}
                onChange={(next) => set('topics', next)}
              />
            ),
            decisions: (values, set) => (
              <DecisionLines
                value={(values.decisions as Decision[]) ?? []}
                onChange={(next) => set('decisions', next)}
                dueOn={today()}
              />
            ),
          }}
          onSubmit={(values) =>
            write.mutateAsync({
              ...values,
              attendees: filledAttendees((values.attendees as Attendee[]) ?? []),
              topics: filledTopics((values.topics as Topic[]) ?? []),
              decisions: filledDecisions((values.decisions as Decision[]) ?? []),
              files: (values.files as string[]) ?? [],
              id: meeting.id,
              version: meeting.version,
            } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}

const { doneOn, outcome } = MeetingDecision.fields

function Decisions({ opened: { decisions } }: { opened: OpenedMeeting }) {
  return (
    <Block title={`议定事项（${decisions.length}）`}>
      {decisions.length === 0 && <Nothing says="没有议定事项；写纪要时可以加" />}
      {decisions.map((one) => (
        <div key={one.id} className="paper-entry">
          <div className="paper-head">
            <strong>{one.what}</strong>
            <Flex gap={8} wrap align="center">
              {one.doneOn ? (
                <State tone="good">{`${one.doneOn} 办结`}</State>
              ) : one.dropped ? (
                <State tone="quiet">不再办理</State>
              ) : (
                <State tone={one.dueOn < today() ? 'bad' : 'warn'}>{sayDue(one.dueOn)}</State>
              )}
              {one.can.includes('closeDecision') && (
                <FormButton
                  label="办结"
                  title={one.what}
                  call={api.closeDecision as never}
                  fields={{
                    doneOn: { ...doneOn, optional: false as const },
                    outcome: { ...outcome, optional: false as const },
                  }}
                  initial={{ doneOn: today() }}
                  given={{ id: one.id, version: one.version }}
                />
              )}
              {one.can.includes('dropDecision') && (
                <FormButton
                  label="不再办理"
                  title={one.what}
                  call={api.dropDecision as never}
                  fields={{ outcome: { ...outcome, label: '原因', optional: false as const } }}
                  given={{ id: one.id, version: one.version }}
                />
              )}
            </Flex>
          </div>
          <div>{`${one.who}，${one.dueOn} 前`}</div>
          {one.outcome && <div>{one.outcome}</div>}
        </div>
      ))}
    </Block>
  )
}
