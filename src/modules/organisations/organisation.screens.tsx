import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { link } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { useMe } from '../../ui/me.tsx'
import type { Section } from '../../ui/page.ts'
import { Answer, Block, Facts, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { Sections } from '../../ui/Sections.tsx'
import { Organisation } from './organisation.ts'

const api = client<typeof import('./organisation.server.ts')>('organisations')

const unfolded = ['registeredWith', 'registeredOn', 'scope']

const newFields = { ...Organisation.fields, county: link('登记地', 'place', { help: '选区县或其下级，按区县登记' }) }

/** Registers an organisation, at home in one's own county unless told otherwise. */
export function AddOrganisation() {
  const me = useMe()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const add = useAct(api.addOrganisation, {
    onDone: ({ id }) => {
      message.info('已登记')
      void navigate({ to: '/organisations/$id', params: { id } as never, replace: true })
    },
  })
  const home = me.roles.find(({ role, place }) => role === 'county' && place !== null)?.place
  return (
    <>
      <PageHead title="登记机构" note="一家机构只登记一次，各地共用" />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={newFields}
            initial={{ local: true, ...(home && { county: home }) }}
            draft="organisation"
            unfolded={unfolded}
            submit="登记"
            onSubmit={(values) => add.mutateAsync(values as never)}
            onCancel={() => void navigate({ to: '/organisations' })}
          />
        </div>
      </Block>
    </>
  )
}

/** An organisation's page: what was registered, and what other modules have to say of it. */
export function OrganisationPage({ sections }: { sections: readonly Section[] }) {
  const { id } = useParams({ strict: false }) as { id: string }
  const [editing, setEditing] = useState(false)
  const found = useAnswer(api.getOrganisation, { id })
  const edit = useAct(api.editOrganisation, { onDone: () => setEditing(false) })
  return (
    <Answer of={found} page>
      {({ organisation, countyName }) => (
        <>
          <PageHead
            title={organisation.name}
            note={`${countyName} · ${organisation.creditCode}`}
            tags={organisation.local ? <State tone="good">本地机构</State> : <State tone="quiet">外地机构</State>}
          >
            {organisation.can.includes('editOrganisation') && !editing && (
              <Button onClick={() => setEditing(true)}>修改</Button>
            )}
          </PageHead>
          {!organisation.coversSocialWork && (
            <Alert
              type="warning"
              showIcon
              title="业务范围不含社会工作，签订协议前请核对本地对承接主体的要求"
              style={{ marginBottom: 16 }}
            />
          )}
          {editing ? (
            <Block title="修改机构">
              <div style={{ maxWidth: 640 }}>
                <RecordForm
                  fields={Organisation.fields}
                  initial={{ ...organisation }}
                  unfolded={unfolded}
                  submit="保存修改"
                  onSubmit={(values) => edit.mutateAsync({ ...values, id, version: organisation.version } as never)}
                  onCancel={() => setEditing(false)}
                />
              </div>
            </Block>
          ) : (
            <Block title="登记情况">
              <Facts fields={Organisation.fields} row={organisation} own={{ name: null }} />
            </Block>
          )}
          <Sections of={sections} id={id} />
        </>
      )}
    </Answer>
  )
}
