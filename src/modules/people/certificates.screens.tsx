import { Button, Flex, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { date, type Fields, optional } from '../../core/field.ts'
import { addDays } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { State, type Tone } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Entries } from './Entries.tsx'
import { Certificate, certificateKinds, type Person, registrationOn, registrations } from './person.ts'

const api = client<typeof import('./certificate.server.ts')>('people')

type Line = AnswerOfCall<typeof import('./person.server.ts').getPerson>['certificates'][number]

const { person: _person, ...certificateFields } = Certificate.fields
const tones: Record<keyof typeof registrations, Tone> = { none: 'warn', valid: 'good', ending: 'warn', ended: 'bad' }

/** A person's certificates, how the registration of each stands today, and every registration it had. */
export function Certificates({ person, lines }: { person: RowOf<typeof Person>; lines: readonly Line[] }) {
  const [renewing, setRenewing] = useState<Line>()
  const add = useAct(api.addCertificate)
  const edit = useAct(api.editCertificate)
  const lineOf = new Map(lines.map((line) => [line.certificate.id, line]))
  return (
    <>
      <Entries
        title="证书"
        rows={lines.map(({ certificate }) => certificate)}
        fields={certificateFields as Fields}
        form={{ unfolded: ['registeredOn', 'registeredUntil'] }}
        empty={
          person.can.includes('addCertificate') ? '没有登记证书；有职业资格证书的，请点「登记证书」' : '没有登记证书'
        }
        columns={[
          { title: '证书', key: 'certificate', render: (_, { certificate }) => certificateKinds[certificate] },
          { title: '编号', key: 'number', render: (_, { number }) => number },
          { title: '取得日期', key: 'issuedOn', width: 120, render: (_, { issuedOn }) => issuedOn },
          {
            title: '登记',
            key: 'registration',
            width: 96,
            render: (_, one) => {
              const state = registrationOn(one, today())
              return <State tone={tones[state]}>{registrations[state]}</State>
            },
          },
          {
            title: '登记有效期',
            key: 'registeredOn',
            render: (_, one) => <Registrations line={lineOf.get(one.id)!} onRenew={setRenewing} />,
          },
        ]}
        add={
          person.can.includes('addCertificate')
            ? { label: '登记证书', send: (values) => add.mutateAsync({ ...values, id: person.id } as never) }
            : undefined
        }
        edit={{
          call: 'editCertificate',
          label: '修改',
          send: ({ id, version }, values) => edit.mutateAsync({ ...values, id, version } as never),
        }}
      />
      <Modal
        title="续登"
        open={renewing !== undefined}
        footer={null}
        onCancel={() => setRenewing(undefined)}
        destroyOnHidden
      >
        {renewing && <Renew line={renewing} onDone={() => setRenewing(undefined)} />}
      </Modal>
    </>
  )
}

function Registrations({
  line: { certificate, registrations: past },
  onRenew,
  line,
}: {
  line: Line
  onRenew: (line: Line) => void
}) {
  const mayRenew = certificate.can.includes('renewRegistration') && certificate.registeredOn !== null
  return (
    <Flex vertical align="flex-start" gap={2}>
      {past.length === 0 && '—'}
      {past.map(({ id, fromOn, untilOn }, i) => (
        <Typography.Text key={id} {...(i > 0 && { type: 'secondary' })}>
          {fromOn} 至 {untilOn ?? '未写明'}
        </Typography.Text>
      ))}
      {mayRenew && (
        <Button
          size="small"
          aria-label={`续登${certificateKinds[certificate.certificate]}`}
          onClick={() => onRenew(line)}
        >
          续登
        </Button>
      )}
    </Flex>
  )
}

/** The last day of a registration that begins on a day and holds so many years. */
const endOf = (day: string, years: number) => addDays(`${Number(day.slice(0, 4)) + years}${day.slice(4)}`, -1)

function Renew({ line: { certificate, validYears }, onDone }: { line: Line; onDone: () => void }) {
  const renew = useAct(api.renewRegistration, { onDone })
  const { id, version, registeredUntil } = certificate
  const next = registeredUntil && registeredUntil < today() ? today() : (registeredUntil ?? today())
  const from = next > today() ? today() : next
  return (
    <RecordForm
      fields={{
        registeredOn: date('登记日期', { past: true }),
        registeredUntil: optional(
          date('登记有效期至', validYears ? { help: `本地文件：登记有效期 ${validYears} 年` } : {}),
        ),
      }}
      initial={{ registeredOn: from, ...(validYears && { registeredUntil: endOf(from, validYears) }) }}
      unfolded={['registeredUntil']}
      submit="续登"
      onSubmit={(values) => renew.mutateAsync({ ...values, id, version } as never)}
      onCancel={onDone}
    />
  )
}
