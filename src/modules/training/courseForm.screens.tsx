import { useNavigate, useSearch } from '@tanstack/react-router'
import { Radio, Select } from 'antd'
import { useState } from 'react'
import type { RowOf } from '../../core/entity.ts'
import { type Fields, list, optional, ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { Control } from '../../ui/control.tsx'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { Course } from './course.ts'
import { PeopleChooser } from './PeopleChooser.tsx'

const api = client<typeof import('./course.server.ts')>('training')

const { state: _state, cancelReason: _reason, kindName: _name, ...typed } = Course.fields
const unfolded = ['teacher', 'venue']

/** Who holds a course: the station or office one belongs to; chosen only when there is a choice. */
function useOrganiser() {
  const me = useMe()
  const { station } = useSearch({ strict: false }) as { station?: string }
  const office = me.roles.find(({ role }) => role === 'county' || role === 'city')?.place ?? null
  const own = station ?? (me.stations.length === 1 && !office ? me.stations[0]!.id : null)
  return { office, own }
}

/** The kinds of training of the document that applies to the organiser. */
function KindControl({
  at,
  value,
  set,
}: {
  at: { station: string | null; place: string | null }
  value: unknown
  set: (key: string, value: unknown) => void
}) {
  const known = useAnswer(api.kindsAt, at, { enabled: Boolean(at.station ?? at.place) })
  return (
    <Select
      id="field-kind"
      placeholder={at.station || at.place ? '请选择' : '先选择主办单位'}
      loading={known.isFetching}
      options={(known.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
      value={(value as string | undefined) ?? null}
      onChange={(next) => set('kind', next)}
      showSearch={{ optionFilterProp: 'label' }}
    />
  )
}

const modes = [
  { value: 'held', label: '登记已经办完的培训' },
  { value: 'offer', label: '新开课程，先报名' },
]

/** A course that has taken place with everybody who was there, or one to sign up for. */
export function NewCourse() {
  const navigate = useNavigate()
  const { office, own } = useOrganiser()
  const [mode, setMode] = useState<'held' | 'offer'>('held')
  const StationPicker = usePicker('station')!
  const people = useAnswer(api.peopleToTrain, {})
  const onDone = ({ id }: { id: string }) =>
    void navigate({ to: '/training/$id', params: { id } as never, replace: true })
  const record = useAct(api.recordCourse, { onDone })
  const add = useAct(api.addCourse, { onDone })
  const atOf = (values: Record<string, unknown>) => {
    const station = (values.station as string | null | undefined) ?? null
    return { station, place: station ? null : office }
  }
  const fields: Fields = {
    station: optional(ref('主办社工站', 'station', office ? { help: '不选即由本级民政部门主办，面向辖区各站' } : {})),
    ...typed,
    ...(mode === 'held' && { people: list('到课人员', ref('人员', 'person')) }),
  }
  const controls: NonNullable<RecordFormProps['controls']> = {
    station: (values, set) =>
      own && !office ? null : (
        <StationPicker
          id="field-station"
          placeholder={office ? '本级民政部门' : '选择社工站'}
          value={values.station as string | null}
          onChange={(next) => {
            set('station', next)
            set('kind', null)
          }}
        />
      ),
    kind: (values, set) => <KindControl at={atOf(values)} value={values.kind} set={set} />,
    // most courses take one day: the end follows the beginning until it is set apart
    fromOn: (values, set) => (
      <Control
        id="field-fromOn"
        field={typed.fromOn}
        value={values.fromOn}
        onChange={(day) => {
          set('fromOn', day)
          if (values.toOn === values.fromOn) set('toOn', day)
        }}
      />
    ),
    people: (values, set) => (
      <PeopleChooser
        id="field-people"
        people={people.data ?? []}
        value={(values.people as string[] | undefined) ?? []}
        onChange={(next) => set('people', next)}
      />
    ),
    files: null,
    expert: null,
  }
  return (
    <>
      <PageHead title={mode === 'held' ? '登记培训' : '新开课程'} note="登记后，到课人员的学时立即计入" />
      <Block>
        <div style={{ maxWidth: 720 }}>
          <Radio.Group
            aria-label="登记方式"
            options={modes}
            optionType="button"
            value={mode}
            onChange={(event) => setMode(event.target.value as 'held' | 'offer')}
            style={{ marginBottom: 16 }}
          />
          <RecordForm
            key={mode}
            fields={fields}
            controls={controls}
            unfolded={mode === 'held' ? unfolded : [...unfolded, 'seats']}
            draft={`course.${mode}`}
            initial={{
              station: own,
              way: 'offline',
              fromOn: today(),
              toOn: today(),
              continuing: true,
              people: [],
              files: [],
            }}
            submit={mode === 'held' ? '登记' : '开课'}
            onSubmit={(values) => {
              const { people: present = [], ...course } = values
              const sent = { files: [], ...course, ...atOf(values) }
              return mode === 'held'
                ? record.mutateAsync({ ...sent, people: present, absent: [] } as never)
                : add.mutateAsync(sent as never)
            }}
            onCancel={() => void navigate({ to: '/training' })}
          />
        </div>
      </Block>
    </>
  )
}

/** Changes a course that has not taken place yet. */
export function EditCourse({ course, onDone }: { course: RowOf<typeof Course>; onDone: () => void }) {
  const edit = useAct(api.editCourse, { onDone })
  const at = { station: course.station, place: course.station ? null : course.county }
  return (
    <Block title="修改课程">
      <div style={{ maxWidth: 720 }}>
        <RecordForm
          fields={typed as Fields}
          initial={{ ...course, station: course.station ?? course.county }}
          unfolded={[...unfolded, 'seats', 'files', 'materials']}
          controls={{ kind: (values, set) => <KindControl at={at} value={values.kind} set={set} />, expert: null }}
          submit="保存修改"
          onSubmit={(values) =>
            edit.mutateAsync({ files: [], ...values, id: course.id, version: course.version } as never)
          }
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}
