import './casework.css'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button, Col, Flex, Modal, Row, Typography } from 'antd'
import { useState } from 'react'
import { sayDue, today } from '../../ui/format.ts'
import { Answer, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { clientSexes } from '../clients/index.ts'
import { AfterPart, StepsBlock } from './AfterPart.tsx'
import { CrisisForm, EndCrisis, NextForm, ReassignForm } from './Asides.tsx'
import { domains } from './caseFile.ts'
import { caseFlow, nextSteps, type RailStage, railOf, railStages, workingStages } from './caseFlow.ts'
import { EvaluationPart } from './EvaluationPart.tsx'
import { IntakePart } from './IntakePart.tsx'
import { InterventionPart } from './InterventionPart.tsx'
import { Moves } from './Moves.tsx'
import { PlanPart } from './PlanPart.tsx'
import { api, type OpenedCase, stageTone } from './parts.tsx'
import { OfferReferral } from './Referring.tsx'

/** The part of the page where something missing is filled in. */
const railOfPart: Record<string, RailStage> = {
  intake: 'intake',
  assessment: 'assessment',
  plan: 'plan',
  goals: 'plan',
  records: 'intervention',
  closing: 'evaluation',
  feedback: 'evaluation',
}

/** One case: how it stands, what comes next, and one stage at a time. */
export function CasePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getCase, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} opened={opened} />}
    </Answer>
  )
}

type Doing = 'crisis' | 'calm' | 'reassign' | 'next' | 'referral'

function Opened({ opened }: { opened: OpenedCase }) {
  const { record, workerName, stationName, clientAge, clientSex, missing, rail } = opened
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { part?: RailStage }
  const now = railOf[record.stage]
  const part = search.part ?? now
  const show = (next: RailStage) =>
    void navigate({ to: '/cases/$id', params: { id: record.id }, search: { part: next }, replace: true } as never)
  const [doing, setDoing] = useState<Doing>()
  const may = (action: string) => record.can.includes(action)
  const done = () => setDoing(undefined)
  const more = [
    ...(may('planNext') ? [{ key: 'next', label: '安排下一步' }] : []),
    ...(may('markCrisis') ? [{ key: 'crisis', label: '标记危机' }] : []),
    ...(may('offerReferral') ? [{ key: 'referral', label: '转介' }] : []),
    ...(may('reassignCase') ? [{ key: 'reassign', label: '转办给其他社工' }] : []),
    { key: 'pdf', label: '整份个案档案（PDF）' },
    { key: 'word', label: '整份个案档案（Word）' },
  ]
  const choose = (key: string) => {
    switch (key) {
      case 'pdf':
        return location.assign(`/api/papers/caseBundle/${record.id}.pdf`)
      case 'word':
        return location.assign(`/api/papers/caseBundle/${record.id}.docx`)
      default:
        return setDoing(key as Doing)
    }
  }
  const crisis = opened.crises.find(({ toOn }) => toOn === null)
  const about = [clientSex && clientSexes[clientSex], clientAge !== null && `${clientAge} 岁`, domains[record.domain]]
    .filter(Boolean)
    .join(' · ')
  return (
    <>
      <PageHead
        title={`${record.clientName} · ${record.number}`}
        note={
          <>
            {opened.clientHere ? <To path={`/clients/${record.client}`}>{about}</To> : about} · {workerName} ·{' '}
            {stationName}
          </>
        }
        tags={
          <>
            {record.crisis && <State tone="bad">危机</State>}
            <State tone={stageTone[record.stage]}>{caseFlow.states[record.stage]}</State>
          </>
        }
      >
        <Moves opened={opened} more={more} onMore={choose} />
      </PageHead>
      <Flex vertical gap={8} style={{ marginBottom: 12 }}>
        {crisis && (
          <Alert
            type="error"
            showIcon
            title={`危机：${crisis.content}`}
            description={crisis.measures}
            action={
              may('endCrisis') && (
                <Button size="small" onClick={() => setDoing('calm')}>
                  解除危机
                </Button>
              )
            }
          />
        )}
        {record.returnReason && <Alert type="warning" showIcon title={`督导退回：${record.returnReason}`} />}
        <NextLine opened={opened} />
      </Flex>
      <nav aria-label="个案阶段">
        <ul className="rail">
          {rail.map(({ stage, label, clause }) => {
            const [at, here] = [railStages.indexOf(stage), railStages.indexOf(now)]
            const lacking = missing.some((one) => railOfPart[one.part] === stage)
            const says = at < here ? '已过' : stage === now ? '当前' : ''
            return (
              <li key={stage}>
                <button
                  type="button"
                  title={clause ?? ''}
                  {...(stage === part && { 'aria-current': 'step' })}
                  className={at < here ? 'rail-done' : stage === now ? 'rail-now' : ''}
                  onClick={() => show(stage)}
                >
                  {stage === 'closed' ? `${label}回访` : label}
                  <small>{lacking ? '还有缺项' : says || '\u00a0'}</small>
                </button>
              </li>
            )
          })}
        </ul>
      </nav>
      <Row gutter={[16, 0]}>
        <Col xs={24} xl={17}>
          <Part part={part} opened={opened} />
        </Col>
        <Col xs={24} xl={7}>
          <StepsBlock opened={opened} />
          <History id={record.id} />
        </Col>
      </Row>
      <Modal
        title={doing ? asideTitles[doing] : ''}
        open={doing !== undefined}
        footer={null}
        width={720}
        onCancel={done}
        destroyOnHidden
      >
        {doing === 'crisis' && <CrisisForm opened={opened} onDone={done} />}
        {doing === 'calm' && <EndCrisis opened={opened} onDone={done} />}
        {doing === 'next' && <NextForm opened={opened} onDone={done} />}
        {doing === 'reassign' && <ReassignForm opened={opened} onDone={done} />}
        {doing === 'referral' && <OfferReferral opened={opened} onDone={done} />}
      </Modal>
    </>
  )
}

const asideTitles: Record<Doing, string> = {
  crisis: '标记危机',
  calm: '解除危机',
  next: '安排下一步',
  reassign: '转办给其他社工',
  referral: '转介',
}

/** What comes next, by when. */
function NextLine({ opened: { record } }: { opened: OpenedCase }) {
  if (!workingStages.includes(record.stage)) return null
  const late = record.nextOn !== null && today() > record.nextOn
  return (
    <Typography.Text>
      下一步：{record.nextAim ?? nextSteps[record.stage]}
      {record.nextOn && (
        <>
          {' '}
          {record.nextOn} <State tone={late ? 'bad' : 'quiet'}>{sayDue(record.nextOn)}</State>
        </>
      )}
    </Typography.Text>
  )
}

function Part({ part, opened }: { part: RailStage; opened: OpenedCase }) {
  switch (part) {
    case 'intake':
      return <IntakePart opened={opened} />
    case 'assessment':
      return <PlanPart opened={opened} only="assessment" />
    case 'plan':
      return <PlanPart opened={opened} only="plan" />
    case 'intervention':
      return <InterventionPart opened={opened} />
    case 'evaluation':
      return <EvaluationPart opened={opened} />
    case 'closed':
      return <AfterPart opened={opened} />
  }
}
