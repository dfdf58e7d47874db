import { Button, Modal, Typography } from 'antd'
import { useState } from 'react'
import type { RowOf } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { Block, State, type Tone } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Certificate, certificateKinds, type Person, registrationOn, registrations } from './person.ts'

const api = client<typeof import('./certificate.server.ts')>('people')

type Held = RowOf<typeof Certificate>

const { person: _person, ...certificateFields } = Certificate.fields
const unfolded = ['registeredOn', 'registeredUntil']
const tones: Record<keyof typeof registrations, Tone> = { none: 'warn', valid: 'good', ending: 'warn', ended: 'bad' }

/** A person's certificates, and how the registration of each stands today. */
export function Certificates({ person, held }: { person: RowOf<typeof Person>; held: readonly Held[] }) {
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<Held>()
  const add = useAct(api.addCertificate, { onDone: () => setAdding(false) })
  const edit = useAct(api.editCertificate, { onDone: () => setEditing(undefined) })
  const mayAdd = person.can.includes('addCertificate')
  return (
    <Block
      title="证书"
      extra={
        mayAdd && (
          <Button size="small" onClick={() => setAdding(true)}>
            登记证书
          </Button>
        )
      }
    >
      {held.length === 0 ? (
        <Typography.Text type="secondary">
          {mayAdd ? '没有登记证书；有职业资格证书的，请点「登记证书」' : '没有登记证书'}
        </Typography.Text>
      ) : (
        <DataTable
          rows={held}
          rowKey={({ id }) => id}
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
              render: (_, { registeredOn, registeredUntil }) =>
                registeredOn ? `${registeredOn} 至 ${registeredUntil ?? '未写明'}` : '—',
            },
            {
              title: '办理',
              key: 'edit',
              width: 80,
              render: (_, one) =>
                one.can.includes('editCertificate') ? (
                  <Button
                    size="small"
                    aria-label={`修改${certificateKinds[one.certificate]}证书`}
                    onClick={() => setEditing(one)}
                  >
                    修改
                  </Button>
                ) : (
                  '—'
                ),
            },
          ]}
          empty="没有登记证书"
        />
      )}
      <Modal title="登记证书" open={adding} footer={null} onCancel={() => setAdding(false)} destroyOnHidden>
        <RecordForm
          fields={certificateFields as Fields}
          unfolded={unfolded}
          submit="登记"
          onSubmit={(values) => add.mutateAsync({ ...values, id: person.id } as never)}
          onCancel={() => setAdding(false)}
        />
      </Modal>
      <Modal
        title="修改证书"
        open={editing !== undefined}
        footer={null}
        onCancel={() => setEditing(undefined)}
        destroyOnHidden
      >
        {editing && (
          <RecordForm
            fields={certificateFields as Fields}
            initial={{ ...editing }}
            unfolded={unfolded}
            submit="保存修改"
            onSubmit={(values) => edit.mutateAsync({ ...values, id: editing.id, version: editing.version } as never)}
            onCancel={() => setEditing(undefined)}
          />
        )}
      </Modal>
    </Block>
  )
}
