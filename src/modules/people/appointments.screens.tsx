import { Button, Card, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { date, type Fields, ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Block, Nothing, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { Eligibility } from './Eligibility.tsx'
import { PostControl } from './PostControl.tsx'
import { Appointment, origins, type Person } from './person.ts'

const api = client<typeof import('./appointment.server.ts')>('people')

type Line = AnswerOfCall<typeof import('./person.server.ts').getPerson>['appointments'][number]

function TenureState({ fromOn, toOn }: { fromOn: string; toOn: string | null }) {
  if (fromOn > today()) return <State tone="busy">未到任</State>
  return toOn !== null && toOn < today() ? <State tone="quiet">已离任</State> : <State tone="good">在任</State>
}

/** Every post a person holds or held, each judged on its first day. */
export function Appointments({ person, lines }: { person: RowOf<typeof Person>; lines: readonly Line[] }) {
  const [appointing, setAppointing] = useState(false)
  return (
    <Block
      title="任职"
      extra={
        person.can.includes('appoint') && (
          <Button size="small" onClick={() => setAppointing(true)}>
            登记任职
          </Button>
        )
      }
    >
      {lines.length === 0 && <Nothing says="还没有任职，请点「登记任职」" />}
      <Flex vertical gap={12}>
        {lines.map((line) => (
          <AppointmentCard key={line.appointment.id} line={line} />
        ))}
      </Flex>
      <Modal title="登记任职" open={appointing} footer={null} onCancel={() => setAppointing(false)} destroyOnHidden>
        <Appoint person={person} onDone={() => setAppointing(false)} />
      </Modal>
    </Block>
  )
}

function AppointmentCard({ line: { appointment, stationName, eligibility } }: { line: Line }) {
  const [ending, setEnding] = useState(false)
  const { id, postName, origin, fullTime, fromOn, toOn, station, version } = appointment
  const end = useAct(api.endAppointment, { onDone: () => setEnding(false) })
  return (
    <Card size="small" type="inner">
      <Flex justify="space-between" align="flex-start" gap={8} wrap style={{ marginBottom: 8 }}>
        <div>
          <Flex gap={8} align="center" wrap>
            <Typography.Text strong>{postName}</Typography.Text>
            {stationName ? (
              <To path={`/stations/${station}`}>{stationName}</To>
            ) : (
              <span className="unknown">别的社工站</span>
            )}
            <TenureState fromOn={fromOn} toOn={toOn} />
          </Flex>
          <Typography.Text type="secondary">
            {toOn ? `${fromOn} 至 ${toOn}` : `${fromOn} 起`} · {origins[origin]} · {fullTime ? '专职' : '兼职'}
          </Typography.Text>
        </div>
        {appointment.can.includes('endAppointment') && (
          <Button size="small" aria-label={`结束${postName}任职`} onClick={() => setEnding(true)}>
            结束任职
          </Button>
        )}
      </Flex>
      <Eligibility checks={eligibility} on={fromOn} />
      <Modal
        title={`结束${postName}任职`}
        open={ending}
        footer={null}
        onCancel={() => setEnding(false)}
        destroyOnHidden
      >
        <RecordForm
          fields={{ toOn: date('任职止', { help: '最后一个在岗的日子，可以填以后的日期' }) }}
          initial={{ toOn: today() }}
          submit="结束任职"
          onSubmit={(values) => end.mutateAsync({ id, version, toOn: values.toOn as string })}
          onCancel={() => setEnding(false)}
        />
      </Modal>
    </Card>
  )
}

const { post, origin, fullTime, closeToMinors, fromOn } = Appointment.fields
const appointFields = { at: ref('社工站', 'station'), post, origin, fullTime, closeToMinors, fromOn }

function Appoint({ person, onDone }: { person: RowOf<typeof Person>; onDone: () => void }) {
  const appoint = useAct(api.appoint, { onDone })
  return (
    <RecordForm
      fields={appointFields as Fields}
      initial={{ at: person.station, fromOn: today() }}
      controls={{ post: (values, set) => <PostControl station={values.at} value={values.post} set={set} /> }}
      submit="登记"
      onSubmit={(values) => appoint.mutateAsync({ ...values, id: person.id } as never)}
      onCancel={onDone}
    />
  )
}
