import { useParams } from '@tanstack/react-router'
import { Button, Flex, Radio, Steps, Timeline, Typography } from 'antd'
import { useState } from 'react'
import type { AnswerOfCall } from '../../core/action.ts'
import { optional } from '../../core/field.ts'
import { formatInstant } from '../../core/time.ts'
import { client } from '../../ui/client.ts'
import { FileLinks } from '../../ui/files.tsx'
import { Block, Clause, Closed, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import {
  Incident,
  IncidentStep,
  incidentFlow,
  incidentSources,
  lookReasons,
  outcomes,
  situations,
  stepKinds,
} from './incident.ts'
import { Numbers } from './incidents.screens.tsx'

const api = client<typeof import('./incident.server.ts')>('protection')

type Opened = AnswerOfCall<typeof import('./incident.server.ts').openIncident>
const order = ['found', 'inHand', 'closed'] as const

/** One sealed incident: asked for with a reason, then its clock, what was done, what is still to be done, who looked. */
export function IncidentPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const [reason, setReason] = useState<keyof typeof lookReasons>('handling')
  const [seen, setSeen] = useState<Opened>()
  const [refused, setRefused] = useState<string>()
  const open = useAct(api.openIncident)
  const look = async () => {
    try {
      setSeen((await open.mutateAsync({ id, reason })) as Opened)
    } catch (error) {
      setRefused((error as Error).message)
    }
  }
  if (refused) return <Closed why={refused} />
  if (!seen)
    return (
      <>
        <PageHead title="打开事件" note="内容加密保存；您的查看会记入这起事件的查阅记录" />
        <Block>
          <p id="why">为什么查看</p>
          <Radio.Group
            aria-labelledby="why"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            options={Object.entries(lookReasons).map(([value, label]) => ({ value, label }))}
          />
          <div style={{ marginTop: 16 }}>
            <Button type="primary" loading={open.isPending} onClick={() => void look()}>
              打开
            </Button>
          </div>
        </Block>
      </>
    )
  return <OpenedIncident seen={seen} again={look} />
}

/** Looks of one person within a minute are one line: the page looks again after each step. */
const looksShown = (looks: Opened['looks']) => [
  ...new Set(looks.map((one) => `${formatInstant(one.at)}　${one.byName}　${one.reason}`)),
]

function OpenedIncident({ seen, again }: { seen: Opened; again: () => Promise<void> }) {
  const { incident, victim, summary, closing, stationName, kindLabel, clause, measures, steps, looks } = seen
  const [closingIt, setClosingIt] = useState(false)
  const add = useAct(api.addIncidentStep)
  const close = useAct(api.closeIncident)
  const reopen = useAct(api.reopenIncident)
  const may = (call: string) => incident.can.includes(call)
  const late = incident.takenUpAt === null && incident.actBy < new Date().toISOString()
  const { kind, party, receipt, note, files } = IncidentStep.fields
  return (
    <>
      <PageHead
        title={`事件 ${incident.number}`}
        note={`${stationName} · ${formatInstant(incident.foundAt)} 发现 · ${incidentSources[incident.source]}`}
        tags={
          <>
            <State tone={incident.state === 'closed' ? 'quiet' : 'busy'}>{incidentFlow.states[incident.state]}</State>
            {incident.mandatory && <State tone="bad">须强制报告</State>}
            {late && <State tone="bad">超时未介入</State>}
          </>
        }
      >
        {may('closeIncident') && <Button onClick={() => setClosingIt(true)}>结案</Button>}
        {may('reopenIncident') && (
          <Button
            onClick={async () => {
              await reopen.mutateAsync({ id: incident.id, version: incident.version })
              await again()
            }}
          >
            重新处置
          </Button>
        )}
      </PageHead>
      <Steps
        size="small"
        responsive={false}
        current={order.indexOf(incident.state)}
        items={order.map((state) => ({ title: incidentFlow.states[state] }))}
        style={{ marginBottom: 16, maxWidth: 560 }}
      />
      {incident.state !== 'closed' && <Numbers />}
      <Block title="情况">
        <p>
          <strong>{victim}</strong>　{situations[incident.situation]}
        </p>
        <Typography.Paragraph style={{ whiteSpace: 'pre-wrap' }}>{summary}</Typography.Paragraph>
        <Flex gap={8} wrap align="center">
          {kindLabel !== situations[incident.situation] && <span>{kindLabel}</span>}
          {clause && <Clause>{clause}</Clause>}
        </Flex>
        {measures.length > 0 && <p>应有措施：{measures.join('、')}</p>}
        <FileLinks ids={incident.files} />
        {incident.client && <a href={`/clients/${incident.client}`}>打开服务对象档案</a>}
        {closing && (
          <p style={{ whiteSpace: 'pre-wrap' }}>
            {incident.outcome && outcomes[incident.outcome]}：{closing}
          </p>
        )}
      </Block>
      {closingIt && (
        <Block title="结案">
          <div style={{ maxWidth: 640 }}>
            <RecordForm
              fields={{
                outcome: { ...Incident.fields.outcome, optional: false },
                closing: { ...Incident.fields.closing, optional: false },
              }}
              submit="结案"
              onSubmit={async (values) => {
                await close.mutateAsync({ ...values, id: incident.id, version: incident.version } as never)
                setClosingIt(false)
                await again()
              }}
              onCancel={() => setClosingIt(false)}
            />
          </div>
        </Block>
      )}
      <Block title="处置记录">
        {steps.length === 0 ? (
          <Nothing says={`还没有处置；请在 ${formatInstant(incident.actBy)} 前登记第一项`} />
        ) : (
          <Timeline
            items={steps.map((one) => ({
              content: (
                <>
                  <div>
                    <strong>{stepKinds[one.kind]}</strong> {formatInstant(one.at)} · {one.byName}
                  </div>
                  {(one.party || one.receipt) && <div>{[one.party, one.receipt].filter(Boolean).join(' · ')}</div>}
                  {one.note && <div style={{ whiteSpace: 'pre-wrap' }}>{one.note}</div>}
                  <FileLinks ids={one.files} />
                </>
              ),
            }))}
          />
        )}
        {may('addIncidentStep') && !closingIt && (
          <div style={{ maxWidth: 640 }}>
            <RecordForm
              key={incident.version}
              draft={`incident.${incident.id}`}
              fields={{ kind, party, receipt, note: optional(note), files }}
              initial={{ files: [], station: incident.station }}
              unfolded={['party', 'receipt', 'note']}
              submit="登记处置"
              onSubmit={async (values) => {
                await add.mutateAsync({
                  ...values,
                  files: (values.files as string[]) ?? [],
                  id: incident.id,
                  version: incident.version,
                  at: new Date().toISOString(),
                } as never)
                await again()
              }}
            />
          </div>
        )}
      </Block>
      <Block title="查阅记录">
        {looksShown(looks).map((line) => (
          <div key={line}>{line}</div>
        ))}
      </Block>
    </>
  )
}
