import { Button, Flex, Radio, Typography } from 'antd'
import { useState } from 'react'
import { choice, id, list, shape, text } from '../../core/field.ts'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Block, Nothing, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Written } from '../../ui/Written.tsx'
import { GroupSession, presences, sessionStates } from './group.ts'
import { api, type OpenedGroup } from './parts.tsx'

type Session = OpenedGroup['sessions'][number]
type Presence = keyof typeof presences

const { heldOn, minutes, others, process, observed, reflection, nextPlan, files } = GroupSession.fields
const heldFields = {
  heldOn: { ...heldOn, optional: false as const },
  minutes: { ...minutes, optional: false as const },
  roll: list('点名', shape('点名', { enrolment: id(), presence: choice('到场', presences) })),
  others,
  process: { ...process, optional: false as const },
  observed,
  reflection,
  nextPlan,
  files,
}
const written = { process, observed, reflection, nextPlan, files, guidance: GroupSession.fields.guidance }
const tones = { planned: 'busy', held: 'good', cancelled: 'quiet' } as const
const why = text('原因', { max: 200 })

/** Every session: as planned, roll call and record as it was held. */
export function SessionsPart({ opened }: { opened: OpenedGroup }) {
  const [holding, setHolding] = useState<string>()
  const next = opened.sessions.find(({ row }) => row.state === 'planned')?.row.id
  return (
    <>
      {opened.sessions.length === 0 && <Nothing says="还没有排节次，请先在计划中排好" />}
      {opened.sessions.map((session) =>
        holding === session.row.id ? (
          <Block key={session.row.id} title={`第 ${session.row.ordinal} 节 ${session.row.topic}`}>
            <HoldForm opened={opened} session={session} onDone={() => setHolding(undefined)} />
          </Block>
        ) : (
          <OneSession
            key={session.row.id}
            opened={opened}
            session={session}
            next={session.row.id === next}
            onHold={() => setHolding(session.row.id)}
          />
        ),
      )}
    </>
  )
}

function OneSession({
  opened: { group, members },
  session: { row, people, roll },
  next,
  onHold,
}: {
  opened: OpenedGroup
  session: Session
  /** The first that has not been held. */
  next: boolean
  onHold: () => void
}) {
  const running = group.state === 'running'
  const may = (action: string) => running && row.can.includes(action)
  const nameOf = new Map(members.map((one) => [one.row.id, one.row.name]))
  const of = (presence: Presence) =>
    roll
      .filter((one) => one.presence === presence)
      .map(({ enrolment }) => nameOf.get(enrolment) ?? '')
      .join('、')
  const given = { id: row.id, version: row.version }
  const late = row.state === 'planned' && row.plannedOn < today() && running
  return (
    <Block
      title={
        <>
          {`第 ${row.ordinal} 节 ${row.topic} `}
          <State tone={late ? 'bad' : tones[row.state]}>{late ? '待登记' : sessionStates[row.state]}</State>
        </>
      }
      extra={
        <Flex gap={8} wrap>
          {may('holdSession') && (
            <Button size="small" {...(next && { type: 'primary' as const })} onClick={onHold}>
              {row.state === 'held' ? '更正' : '点名与记录'}
            </Button>
          )}
          {may('cancelSession') && (
            <FormButton
              label="取消"
              title={`取消第 ${row.ordinal} 节`}
              call={api.cancelSession as never}
              fields={{ why }}
              given={given}
            />
          )}
          {may('undoSession') && (
            <FormButton
              label="撤销"
              title={`撤销第 ${row.ordinal} 节的登记`}
              call={api.undoSession as never}
              fields={{ why }}
              given={given}
            />
          )}
          {row.can.includes('guideSession') && (
            <FormButton
              label="督导意见"
              title={`第 ${row.ordinal} 节`}
              call={api.guideSession as never}
              fields={{ guidance: text('督导意见', { max: 500, multiline: true }) }}
              initial={{ guidance: row.guidance ?? undefined }}
              given={given}
            />
          )}
        </Flex>
      }
    >
      <Typography.Paragraph style={{ marginBottom: 4 }}>
        {row.state === 'held'
          ? `${row.heldOn} · ${row.minutes} 分钟 · ${people} 人次${row.others ? `（名单外 ${row.others} 人）` : ''}`
          : `计划 ${row.plannedOn} ${row.startsAt ?? ''} · ${row.plannedMinutes} 分钟 · ${row.content}`}
      </Typography.Paragraph>
      {row.state === 'held' && roll.length > 0 && (
        <Typography.Paragraph type="secondary" style={{ marginBottom: 4 }}>
          {[
            of('present') && `到：${of('present')}`,
            of('leave') && `请假：${of('leave')}`,
            of('absent') && `缺席：${of('absent')}`,
          ]
            .filter(Boolean)
            .join('；')}
        </Typography.Paragraph>
      )}
      {row.state === 'held' && <Written fields={written} row={row} />}
      {row.why && row.state !== 'held' && <Typography.Text type="secondary">{`原因：${row.why}`}</Typography.Text>}
    </Block>
  )
}

function HoldForm({
  opened: { group, members },
  session: { row, roll },
  onDone,
}: {
  opened: OpenedGroup
  session: Session
  onDone: () => void
}) {
  const hold = useAct(api.holdSession, { onDone })
  const before = new Map(roll.map((one) => [one.enrolment, one.presence]))
  const onList = (day: string) =>
    members.filter((one) => one.row.fromOn <= day && (one.row.toOn === null || one.row.toOn >= day))
  return (
    <div style={{ maxWidth: 680 }}>
      <RecordForm
        fields={heldFields}
        initial={{
          heldOn: row.heldOn ?? (row.plannedOn > today() ? today() : row.plannedOn),
          minutes: row.minutes ?? row.plannedMinutes,
          roll: [...before].map(([enrolment, presence]) => ({ enrolment, presence })),
          others: row.others,
          process: row.process,
          observed: row.observed,
          reflection: row.reflection,
          nextPlan: row.nextPlan,
          files: row.files,
          station: group.station,
        }}
        draft={`group.session.${row.id}`}
        submit="保存"
        unfolded={['others', 'observed', 'reflection']}
        controls={{
          roll: (values, set) => (
            <RollCall
              members={onList((values.heldOn as string) ?? today())}
              value={(values.roll as { enrolment: string; presence: Presence }[]) ?? []}
              onChange={(next) => set('roll', next)}
            />
          ),
        }}
        onSubmit={(values) => {
          const there = new Set(onList(values.heldOn as string).map((one) => one.row.id))
          const called = ((values.roll as { enrolment: string; presence: Presence }[]) ?? []).filter((one) =>
            there.has(one.enrolment),
          )
          return hold.mutateAsync({
            ...values,
            roll: called,
            files: (values.files as string[]) ?? [],
            id: row.id,
            version: row.version,
          } as never)
        }}
        onCancel={onDone}
      />
    </div>
  )
}

/** One line a member, and one press for everybody. */
function RollCall({
  members,
  value,
  onChange,
}: {
  members: OpenedGroup['members']
  value: { enrolment: string; presence: Presence }[]
  onChange: (next: { enrolment: string; presence: Presence }[]) => void
}) {
  const of = new Map(value.map((one) => [one.enrolment, one.presence]))
  if (members.length === 0)
    return <Typography.Text type="secondary">这一天名单上没有组员；来的人可写在「名单外的参加者」</Typography.Text>
  const set = (enrolment: string, presence: Presence) =>
    onChange([...value.filter((one) => one.enrolment !== enrolment), { enrolment, presence }])
  return (
    <div id="field-roll">
      <Button
        size="small"
        onClick={() => onChange(members.map((one) => ({ enrolment: one.row.id, presence: 'present' as const })))}
      >
        全部到场
      </Button>
      {members.map(({ row }) => (
        <Flex key={row.id} justify="space-between" align="center" wrap gap={8} className="roll-line">
          <span id={`roll-${row.id}`}>{row.name}</span>
          <Radio.Group
            aria-labelledby={`roll-${row.id}`}
            value={of.get(row.id) ?? null}
            onChange={(event) => set(row.id, event.target.value as Presence)}
            options={Object.entries(presences).map(([key, label]) => ({ value: key, label }))}
          />
        </Flex>
      ))}
    </div>
  )
}
