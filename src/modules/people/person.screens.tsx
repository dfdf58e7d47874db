import { useParams } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { formatInstant, today } from '../../ui/format.ts'
import type { Section } from '../../ui/page.ts'
import { Answer, Block, Facts, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Sections } from '../../ui/Sections.tsx'
import { History } from '../audit/index.screens.tsx'
import { Appointments } from './appointments.screens.tsx'
import { Certificates } from './certificates.screens.tsx'
import { ageOn } from './identity.ts'
import { Person, sexes } from './person.ts'
import { PersonFile } from './personFile.screens.tsx'
import { EditPerson } from './personForm.screens.tsx'
import { Reveal } from './Reveal.tsx'

const api = client<typeof import('./person.server.ts') & typeof import('./look.server.ts')>('people')

type Opened = AnswerOfCall<typeof import('./person.server.ts').getPerson>

/** A person's file: facts with hidden values masked, posts and what was asked of each, certificates, and who looked. */
export function PersonPage({ sections }: { sections: readonly Section[] }) {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getPerson, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} sections={sections} {...opened} />}
    </Answer>
  )
}

function Opened({
  person,
  stationName,
  appointments,
  certificates,
  mayReveal,
  maySeeLooks,
  sections,
}: Opened & { sections: readonly Section[] }) {
  const [editing, setEditing] = useState(false)
  const inPost = appointments.some(
    ({ appointment: { fromOn, toOn } }) => fromOn <= today() && (toOn === null || toOn >= today()),
  )
  const hidden = (field: 'idNumber' | 'phone') => (
    <Reveal
      person={person.id}
      field={field}
      label={Person.fields[field].label}
      value={person[field]}
      mayReveal={mayReveal}
    />
  )
  return (
    <>
      <PageHead
        title={person.name}
        note={[stationName, sexes[person.sex], `${ageOn(person.bornOn, today())} 周岁`].filter(Boolean).join(' · ')}
        tags={inPost ? <State tone="good">在岗</State> : <State tone="quiet">不在岗</State>}
      >
        {person.can.includes('editPerson') && !editing && <Button onClick={() => setEditing(true)}>修改</Button>}
      </PageHead>
      {editing ? (
        <EditPerson person={person} onDone={() => setEditing(false)} />
      ) : (
        <Block title="基本情况">
          <Facts
            fields={Person.fields}
            row={person}
            own={{
              name: null,
              idNumber: hidden('idNumber'),
              phone: hidden('phone'),
              ...(person.idNumber && { noIdReason: null }),
            }}
          />
        </Block>
      )}
      <Appointments person={person} lines={appointments} />
      <Certificates person={person} lines={certificates} />
      {person.can.includes('editPerson') && <PersonFile person={person} />}
      <Sections of={sections} id={person.id} />
      {maySeeLooks && <Looks person={person.id} />}
      <History id={person.id} />
    </>
  )
}

/** Who looked at what is hidden, when and why. */
function Looks({ person }: { person: string }) {
  const found = useAnswer(api.listLooks, { id: person })
  return (
    <Block title="查阅记录">
      <Answer of={found}>
        {(looks) =>
          looks.length === 0 ? (
            <Typography.Text type="secondary">还没有人查看过证件与电话原文</Typography.Text>
          ) : (
            <DataTable
              rows={looks}
              rowKey={({ at, field }) => `${at}|${field}`}
              columns={[
                { title: '时间', key: 'at', width: 160, render: (_, { at }) => formatInstant(at) },
                { title: '查阅人', key: 'byName', width: 140, render: (_, { byName }) => byName },
                { title: '查看了', key: 'field', width: 120, render: (_, { field }) => field },
                { title: '原因', key: 'reason', render: (_, { reason }) => reason },
              ]}
              empty="还没有人查看过证件与电话原文"
            />
          )
        }
      </Answer>
    </Block>
  )
}
