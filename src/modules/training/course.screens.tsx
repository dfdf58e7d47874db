import { useParams } from '@tanstack/react-router'
import { Button, Checkbox, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { Answer, Block, Facts, Nothing, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { attendanceStates, Course, courseFlow } from './course.ts'
import { EditCourse } from './courseForm.screens.tsx'
import { PeopleChooser } from './PeopleChooser.tsx'

const api = client<typeof import('./course.server.ts')>('training')

type Opened = AnswerOfCall<typeof import('./course.server.ts').getCourse>
type Listed = Opened['list'][number]

export const courseTones: Record<keyof typeof courseFlow.states, Tone> = {
  open: 'busy',
  held: 'good',
  cancelled: 'quiet',
}
const attendanceTones: Record<keyof typeof attendanceStates, Tone> = {
  signedUp: 'busy',
  present: 'good',
  absent: 'warn',
  withdrawn: 'quiet',
}

/** One course: what it is, who is on its list, and calling the roll. */
export function CoursePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getCourse, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} {...opened} />}
    </Answer>
  )
}

function Opened({ course, organiser, list, mine, maySignUp, mayJoin }: Opened) {
  const [editing, setEditing] = useState(false)
  const [doing, setDoing] = useState<'signUp' | 'cancel' | 'roll'>()
  const cancel = useAct(api.cancelCourse, { onDone: () => setDoing(undefined) })
  const join = useAct(api.join)
  const may = (call: string) => course.can.includes(call)
  const close = () => setDoing(undefined)
  return (
    <>
      <PageHead
        title={course.title}
        note={`${organiser} · ${course.fromOn === course.toOn ? course.fromOn : `${course.fromOn} 至 ${course.toOn}`}`}
        tags={
          <>
            <State tone={courseTones[course.state]}>{courseFlow.states[course.state]}</State>
            {mine && <State tone={attendanceTones[mine]}>我：{attendanceStates[mine]}</State>}
          </>
        }
      >
        {mayJoin && (
          <Button type="primary" loading={join.isPending} onClick={() => join.mutate({ course: course.id })}>
            我要参加
          </Button>
        )}
        {may('callRoll') && (
          <Button type="primary" onClick={() => setDoing('roll')}>
            点名
          </Button>
        )}
        {maySignUp && <Button onClick={() => setDoing('signUp')}>报名</Button>}
        {may('editCourse') && !editing && <Button onClick={() => setEditing(true)}>修改</Button>}
      </PageHead>
      {editing ? (
        <EditCourse course={course} onDone={() => setEditing(false)} />
      ) : (
        <Block
          title="课程"
          extra={
            may('cancelCourse') && (
              <Button size="small" onClick={() => setDoing('cancel')}>
                取消课程
              </Button>
            )
          }
        >
          <Facts
            fields={Course.fields}
            row={course}
            own={{
              title: null,
              kind: null,
              state: null,
              expert: null,
              files: course.files.length > 0 ? <FileLinks ids={course.files} /> : null,
              ...(course.cancelReason === null && { cancelReason: null }),
            }}
          />
        </Block>
      )}
      <Block title={`名单（${list.length}）`}>
        <List list={list} state={course.state} />
      </Block>
      <Modal title="报名" open={doing === 'signUp'} footer={null} onCancel={close} destroyOnHidden width={640}>
        <SignUp course={course.id} list={list} onDone={close} />
      </Modal>
      <Modal title="点名" open={doing === 'roll'} footer={null} onCancel={close} destroyOnHidden width={640}>
        <Roll course={course} list={list} onDone={close} />
      </Modal>
      <Modal title="取消课程" open={doing === 'cancel'} footer={null} onCancel={close} destroyOnHidden>
        <RecordForm
          fields={{ cancelReason: text('取消原因', { max: 200, help: '报名的人会看到' }) }}
          submit="取消课程"
          onSubmit={({ cancelReason }) =>
            cancel.mutateAsync({ id: course.id, version: course.version, cancelReason: cancelReason as string })
          }
          onCancel={close}
        />
      </Modal>
    </>
  )
}

function List({ list, state }: { list: readonly Listed[]; state: keyof typeof courseFlow.states }) {
  const correct = useAct(api.correctAttendance)
  if (list.length === 0)
    return <Nothing says={state === 'open' ? '您的范围内还没有人报名' : '您的范围内没有人参加这门课程'} />
  return (
    <DataTable
      rows={list}
      rowKey={({ attendance }) => attendance.id}
      columns={[
        {
          title: '姓名',
          key: 'name',
          width: 120,
          render: (_, { attendance }) => <To path={`/people/${attendance.person}`}>{attendance.personName}</To>,
        },
        { title: '社工站', key: 'station', render: (_, { stationName }) => stationName },
        {
          title: '情况',
          key: 'state',
          width: 110,
          render: (_, { attendance }) => (
            <State tone={attendanceTones[attendance.state]}>{attendanceStates[attendance.state]}</State>
          ),
        },
        {
          title: '学时',
          key: 'hours',
          width: 90,
          align: 'right',
          render: (_, { attendance }) => (attendance.state === 'present' ? attendance.hours : '—'),
        },
        {
          title: '办理',
          key: 'correct',
          width: 150,
          render: (_, { attendance: { id, version, state: now, can, personName } }) => {
            if (!can.includes('correctAttendance')) return '—'
            const next = now === 'present' ? 'absent' : state === 'open' ? 'withdrawn' : 'present'
            const words = { absent: '改为缺席', withdrawn: '退出', present: '改为到课' }
            return (
              <Button
                size="small"
                aria-label={`${personName}${words[next]}`}
                onClick={() => correct.mutate({ id, version, state: next })}
              >
                {words[next]}
              </Button>
            )
          },
        },
      ]}
      empty=""
    />
  )
}

function SignUp({ course, list, onDone }: { course: string; list: readonly Listed[]; onDone: () => void }) {
  const people = useAnswer(api.peopleToTrain, {})
  const [chosen, setChosen] = useState<string[]>([])
  const signUp = useAct(api.signUp, { onDone })
  const known = new Set(
    list.filter(({ attendance }) => attendance.state !== 'withdrawn').map(({ attendance }) => attendance.person),
  )
  return (
    <Answer of={people}>
      {(rows) => (
        <>
          <PeopleChooser
            id="sign-up"
            people={rows.filter(({ person }) => !known.has(person))}
            value={chosen}
            onChange={setChosen}
          />
          {signUp.error && (
            <Typography.Paragraph type="danger" role="alert">
              {signUp.error.message}
            </Typography.Paragraph>
          )}
          <Button
            type="primary"
            disabled={chosen.length === 0}
            loading={signUp.isPending}
            onClick={() => signUp.mutate({ course, people: chosen })}
          >
            报名 {chosen.length} 人
          </Button>
        </>
      )}
    </Answer>
  )
}

/** The roll: everybody who signed up is present until taken off; people who just came are added. */
function Roll({ course, list, onDone }: { course: Opened['course']; list: readonly Listed[]; onDone: () => void }) {
  const onList = list.filter(({ attendance }) => attendance.state === 'signedUp').map(({ attendance }) => attendance)
  const people = useAnswer(api.peopleToTrain, {})
  const [absent, setAbsent] = useState<string[]>([])
  const [also, setAlso] = useState<string[]>([])
  const call = useAct(api.callRoll, { onDone })
  const present = [...onList.map(({ person }) => person).filter((person) => !absent.includes(person)), ...also]
  const known = new Set(onList.map(({ person }) => person))
  return (
    <>
      <Typography.Paragraph type="secondary">
        报名的人默认到课，缺席的去掉勾选；没有报名而到课的在下面补选
      </Typography.Paragraph>
      <Flex wrap gap={4} style={{ marginBottom: 12 }}>
        {onList.map(({ person, personName }) => (
          <Checkbox
            key={person}
            checked={!absent.includes(person)}
            onChange={(event) =>
              setAbsent(event.target.checked ? absent.filter((one) => one !== person) : [...absent, person])
            }
          >
            {personName}
          </Checkbox>
        ))}
        {onList.length === 0 && <Typography.Text>没有人报名，请直接补选到课的人</Typography.Text>}
      </Flex>
      <Answer of={people}>
        {(rows) => (
          <PeopleChooser
            id="roll-also"
            people={rows.filter(({ person }) => !known.has(person))}
            value={also}
            onChange={setAlso}
          />
        )}
      </Answer>
      {call.error && (
        <Typography.Paragraph type="danger" role="alert">
          {call.error.message}
        </Typography.Paragraph>
      )}
      <Button
        type="primary"
        disabled={present.length === 0}
        loading={call.isPending}
        onClick={() => call.mutate({ id: course.id, version: course.version, people: present, absent })}
      >
        完成点名：到课 {present.length} 人{absent.length > 0 && `，缺席 ${absent.length} 人`}
      </Button>
    </>
  )
}
