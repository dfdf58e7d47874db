import { useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox, Flex, Radio, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { type Fields, list, ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { SupervisionSession } from './supervision.ts'

const api = client<typeof import('./supervision.server.ts')>('supervision')
const people = client<typeof import('../people/index.server.ts')>('people')

const { state: _state, reversedReason: _reason, supervisorName: _name, ...typed } = SupervisionSession.fields
const { files, ...before } = typed
const fields: Fields = {
  station: ref('社工站', 'station'),
  ...before,
  expert: { ...typed.expert, label: '督导者' },
  guided: list('受督导人员', ref('人员', 'person')),
  files,
}

/** Writes a session down: who supervised, the people of the station who were there, how long and about what. */
export function NewSession() {
  const me = useMe()
  const navigate = useNavigate()
  const { station } = useSearch({ strict: false }) as { station?: string }
  const record = useAct(api.recordSession, {
    onDone: () => void navigate({ to: '/supervision', search: { tab: 'sessions' } as never }),
  })
  const home = station ?? (me.stations.length === 1 ? me.stations[0]!.id : undefined)
  const controls: NonNullable<RecordFormProps['controls']> = {
    expert: (values, set) => <Supervisor values={values} set={set} />,
    person: null,
    guided: (values, set) => (
      <GuidedPeople station={values.station as string | undefined} value={values.guided as string[]} set={set} />
    ),
  }
  return (
    <>
      <PageHead title="登记督导" note="时数计入该站；一次督导按一次的时数计，不按人数加倍" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={fields}
            controls={controls}
            unfolded={['project']}
            draft="supervision"
            initial={{ ...(home && { station: home }), onDay: today(), kind: 'group', guided: [], files: [] }}
            submit="登记"
            onSubmit={(values) => record.mutateAsync({ files: [], ...values } as never)}
            onCancel={() => void navigate({ to: '/supervision' })}
          />
        </div>
      </Block>
    </>
  )
}

/** One supervisor, of the pool or of the stations' own people: choosing the one empties the other. */
function Supervisor({ values, set }: { values: Record<string, unknown>; set: (key: string, value: unknown) => void }) {
  const [inside, setInside] = useState(Boolean(values.person))
  const ExpertPicker = usePicker('expert')!
  const PersonPicker = usePicker('person')!
  const choose = (next: boolean) => {
    setInside(next)
    set('expert', null)
    set('person', null)
  }
  return (
    <Flex vertical gap={8}>
      <Radio.Group
        aria-label="督导者来自"
        value={inside}
        onChange={(event) => choose(event.target.value as boolean)}
        options={[
          { value: false, label: '专家库' },
          { value: true, label: '本地人员（内部、同辈督导）' },
        ]}
      />
      {inside ? (
        <PersonPicker
          id="field-expert"
          value={values.person as string | null}
          onChange={(next) => set('person', next)}
        />
      ) : (
        <ExpertPicker
          id="field-expert"
          value={values.expert as string | null}
          onChange={(next) => set('expert', next)}
        />
      )}
    </Flex>
  )
}

type Staff = AnswerOfCall<typeof import('../people/index.server.ts').listStaff>

/** The people in post at the station, a box each. */
function GuidedPeople({
  station,
  value,
  set,
}: {
  station: string | undefined
  value: string[]
  set: (key: string, value: unknown) => void
}) {
  const found = useAnswer(people.listStaff, { station: station ?? '' }, { enabled: Boolean(station) })
  if (!station) return <Typography.Text type="secondary">先选择社工站</Typography.Text>
  const staff: Staff = found.data ?? []
  const options = [...new Map(staff.map(({ appointment }) => [appointment.person, appointment.personName]))]
  return (
    <Flex id="field-guided" wrap gap={4}>
      {options.map(([person, name]) => (
        <Checkbox
          key={person}
          checked={value.includes(person)}
          onChange={(event) =>
            set('guided', event.target.checked ? [...value, person] : value.filter((one) => one !== person))
          }
        >
          {name}
        </Checkbox>
      ))}
      {found.data && options.length === 0 && <Typography.Text type="secondary">本站今天没有在岗人员</Typography.Text>}
    </Flex>
  )
}
