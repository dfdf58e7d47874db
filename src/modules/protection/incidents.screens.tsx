import './protection.css'
import { PhoneOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Modal, Select, type TableColumnType } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { formatInstant } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, LongName, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { EmergencyNumber, nationalNumbers } from './emergency.ts'
import { Incident, incidentFlow, situations } from './incident.ts'

const api = client<typeof import('./incident.server.ts') & typeof import('./emergency.server.ts')>('protection')

type Listed = AnswerOfCall<typeof import('./incident.server.ts').listIncidents>[number]

/** A number is the station's own: across stations the station says which one is meant. */
const columns: TableColumnType<Listed>[] = [
  { title: '编号', key: 'number', width: 110, render: (_, { number }) => number },
  { title: '发现时间', key: 'found', width: 150, render: (_, { foundAt }) => formatInstant(foundAt) },
  {
    title: '情形',
    key: 'situation',
    render: (_, { situation }) => <div style={{ minWidth: 180 }}>{situations[situation]}</div>,
  },
  {
    title: '状态',
    key: 'state',
    width: 110,
    render: (_, { state, late }) => (
      <State tone={late ? 'bad' : state === 'closed' ? 'quiet' : state === 'found' ? 'warn' : 'busy'}>
        {late ? '超时未介入' : incidentFlow.states[state]}
      </State>
    ),
  },
  {
    title: '须介入于',
    key: 'act',
    width: 150,
    render: (_, { takenUpAt, actBy }) => (takenUpAt ? `已于 ${formatInstant(takenUpAt)} 介入` : formatInstant(actBy)),
  },
  { title: '社工站', key: 'station', render: (_, { stationName }) => <LongName>{stationName}</LongName> },
]

/** Suspected harm: numbers and clocks; whom it concerns opens with a reason. Whom to call stands above. */
export function Incidents() {
  const navigate = useNavigate()
  const mayReport = useHolds('incident.report')
  const found = useAnswer(api.listIncidents, {})
  return (
    <>
      <PageHead title="疑似侵害与危机" note="当事人和情况加密保存，打开须说明原因，每次查看都会留痕">
        {mayReport && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: '/incidents/new' })}>
            立即登记
          </Button>
        )}
      </PageHead>
      <Numbers />
      <Answer of={found}>
        {(rows) => (
          <DataTable
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
            onOpen={({ id }) => void navigate({ to: '/incidents/$id', params: { id } as never })}
            empty="没有登记过疑似侵害或危机事件"
          />
        )}
      </Answer>
    </>
  )
}

/** Whom to call: the numbers of the whole country are part of the page, those of the county come when there is a network. */
export function Numbers() {
  const [adding, setAdding] = useState(false)
  const mayManage = useHolds('protection.manage')
  const me = useMe()
  const found = useAnswer(api.emergencyNumbers, {}, { keep: true })
  const add = useAct(api.addEmergencyNumber, { onDone: () => setAdding(false) })
  const end = useAct(api.endEmergencyNumber)
  const numbers = found.data ?? nationalNumbers.map((one) => ({ own: null, ...one }))
  const { endedOn: _ended, ...fields } = EmergencyNumber.fields
  return (
    <Block
      title="打给谁"
      extra={
        mayManage && (
          <Button type="link" onClick={() => setAdding(true)}>
            增加本区县电话
          </Button>
        )
      }
    >
      <ul className="numbers">
        {numbers.map(({ own, name, phone, whenToCall }) => (
          <li key={`${name}${phone}`}>
            <a href={`tel:${phone}`}>
              <PhoneOutlined aria-hidden /> <strong>{phone}</strong> {name}
            </a>
            {whenToCall && <span className="when">{whenToCall}</span>}
            {own?.can.includes('endEmergencyNumber') && (
              <Button type="link" size="small" onClick={() => end.mutate({ id: own.id, version: own.version })}>
                停用
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Modal title="增加本区县的求助电话" open={adding} footer={null} onCancel={() => setAdding(false)} destroyOnHidden>
        <RecordForm
          fields={fields}
          submit="增加"
          onSubmit={(values) =>
            add.mutateAsync({ ...values, county: me.roles.find(({ place }) => place !== null)?.place } as never)
          }
          onCancel={() => setAdding(false)}
        />
      </Modal>
    </Block>
  )
}

const { kind, situation, source, danger, victim, client: who, place, summary, files } = Incident.fields

/** Intake in a minute: what, who, where. Nothing else is asked before help is called. */
export function ReportIncident() {
  const navigate = useNavigate()
  const me = useMe()
  const station = me.stations[0]?.id ?? null
  const kinds = useAnswer(api.incidentKindsOf, { station: station ?? '' }, { enabled: station !== null })
  const report = useAct(api.reportIncident)
  const [now] = useState(() => new Date().toISOString())
  return (
    <>
      <PageHead title="登记疑似侵害" note="先确保人身安全；须强制报告的，立即报警并报告主管部门" />
      <Numbers />
      <Block>
        <div style={{ maxWidth: 640 }}>
          <RecordForm
            fields={{
              situation,
              danger,
              victim,
              summary,
              source,
              kind: { ...kind, optional: true },
              client: who,
              place: { ...place, optional: true },
              files,
            }}
            initial={{ danger: false, source: 'self', files: [], station }}
            submit="登记"
            unfolded={['files']}
            controls={{
              kind: (values, set) =>
                (kinds.data?.length ?? 0) === 0 ? null : (
                  <Select
                    id="field-kind"
                    value={(values.kind as string) ?? ''}
                    onChange={(chosen) => set('kind', chosen || null)}
                    options={[
                      { value: '', label: '未列出的情形' },
                      ...kinds.data!.map(({ key, label }) => ({ value: key, label })),
                    ]}
                  />
                ),
            }}
            onSubmit={async (values) => {
              const done = await report.mutateAsync({
                ...values,
                station: station!,
                foundAt: now,
                files: (values.files as string[]) ?? [],
              } as never)
              void navigate({ to: '/incidents/$id', params: { id: (done as { id: string }).id } as never })
            }}
          />
        </div>
      </Block>
      <Block title="哪些情形要报告">
        <ol className="situations">
          {Object.entries(situations).map(([key, label]) => (
            <li key={key}>{label}</li>
          ))}
        </ol>
      </Block>
    </>
  )
}
