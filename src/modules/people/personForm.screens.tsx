import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Input, Typography } from 'antd'
import type { RowOf } from '../../core/entity.ts'
import { type Fields, type Masked, ref } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Block, PageHead } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm, type RecordFormProps } from '../../ui/RecordForm.tsx'
import { bornOnOf, identityProblem, sexOf } from './identity.ts'
import { PostControl } from './PostControl.tsx'
import { Appointment, Person } from './person.ts'

const api = client<typeof import('./person.server.ts')>('people')

const { name, idNumber, noIdReason, phone, sex, bornOn, ...rest } = Person.fields
// the number decides birthday and sex, so that it is asked before them
const personFields = {
  name,
  idNumber,
  noIdReason: { ...noIdReason, help: '只有没有身份证号的才填' },
  sex,
  bornOn,
  phone,
  ...rest,
}
const { post, origin, fullTime, closeToMinors, fromOn } = Appointment.fields
const newFields = { station: ref('社工站', 'station'), ...personFields, post, origin, fullTime, closeToMinors, fromOn }

/** The identity number: fills in birthday and sex as soon as it is whole and right. */
function IdentityControl({
  value,
  set,
}: {
  value: string | Masked | null | undefined
  set: (key: string, value: unknown) => void
}) {
  const typed = typeof value === 'string' ? value : ''
  const problem = typed.length === 18 ? identityProblem(typed, today()) : undefined
  const type = (next: string) => {
    const number = next.toUpperCase().replace(/\s/g, '')
    set('idNumber', number || null)
    if (number.length !== 18 || identityProblem(number, today()) !== undefined) return
    set('bornOn', bornOnOf(number))
    set('sex', sexOf(number))
  }
  return (
    <>
      <Input
        id="field-idNumber"
        allowClear
        autoComplete="off"
        maxLength={18}
        placeholder={value && typeof value === 'object' ? `已登记（${value.hint}），需要更正时重新填写` : '18 位'}
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
      {typed.length === 18 && (
        <Typography.Text type={problem ? 'danger' : 'secondary'} role="status">
          {problem ?? '已按身份证号填入出生日期和性别'}
        </Typography.Text>
      )}
    </>
  )
}

const controls: NonNullable<RecordFormProps['controls']> = {
  idNumber: (values, set) => <IdentityControl value={values.idNumber as string | Masked | null} set={set} />,
  post: (values, set) => <PostControl station={values.station} value={values.post} set={set} />,
  // asked only of those without a number
  noIdReason: (values) => (values.idNumber ? null : undefined),
}

/** A new person with the first post, at the station the way here named. */
export function AddPerson() {
  const me = useMe()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { station } = useSearch({ strict: false }) as { station?: string }
  const add = useAct(api.addPerson, {
    onDone: ({ id }) => {
      message.info('已新增，可接着登记证书')
      void navigate({ to: '/people/$id', params: { id } as never, replace: true })
    },
  })
  const home = station ?? (me.stations.length === 1 ? me.stations[0]!.id : undefined)
  return (
    <>
      <PageHead title="新增人员" note="同时登记第一项任职；证件与电话加密保存，平时只显示后四位" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={newFields as Fields}
            initial={{ ...(home && { station: home }), fromOn: today() }}
            draft="person"
            unfolded={['phone']}
            controls={controls}
            submit="新增"
            onSubmit={(values) => add.mutateAsync(values as never)}
            onCancel={() => void navigate({ to: '/people' })}
          />
        </div>
      </Block>
    </>
  )
}

/** A person's facts, to be changed in place; what is masked stays as it is until typed anew. */
export function EditPerson({ person, onDone }: { person: RowOf<typeof Person>; onDone: () => void }) {
  const edit = useAct(api.editPerson, { onDone })
  return (
    <Block title="修改人员">
      <div style={{ maxWidth: 640 }}>
        <RecordForm
          fields={personFields as Fields}
          initial={{ ...person }}
          unfolded={['phone']}
          controls={controls}
          submit="保存修改"
          onSubmit={(values) => edit.mutateAsync({ ...values, id: person.id, version: person.version } as never)}
          onCancel={onDone}
        />
      </div>
    </Block>
  )
}
