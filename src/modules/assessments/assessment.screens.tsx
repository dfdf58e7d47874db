import './assessments.css'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { App, Button, Flex, Modal, Select, Typography } from 'antd'
import { useState } from 'react'
import { text } from '../../core/field.ts'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { Answer, Block, Facts, PageHead, State } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { ClientPicker } from '../clients/index.screens.tsx'
import { Assessment } from './assessment.ts'
import { ScaleQuestions, ScaleResult, toneOf } from './ScaleQuestions.tsx'
import { type Answers, readAnswers, type Scale, scoreOf, writeAnswers } from './scale.ts'

const api = client<typeof import('./assessment.server.ts') & typeof import('./scale.server.ts')>('assessments')

const { onDay, informant, remark } = Assessment.fields

/** Fills in a scale: first for whom and which, then its questions with the score under them. */
export function AssessClient() {
  const search = useSearch({ strict: false }) as { client?: string; scale?: string; back?: string }
  const [who, setWho] = useState<string | null>(search.client ?? null)
  const [key, setKey] = useState<string | null>(search.scale ?? null)
  const scales = useAnswer(api.scalesAt, { client: who ?? '' }, { enabled: who !== null })
  const scale = scales.data?.find((one) => one.key === key)
  return (
    <>
      <PageHead title="做量表评估" note="得分、级别和提醒由系统算出" />
      <Block>
        <Flex vertical gap={12} style={{ maxWidth: 640 }}>
          <div>
            <label htmlFor="assess-client">服务对象</label>
            <ClientPicker id="assess-client" value={who} onChange={setWho} />
          </div>
          <div>
            <label htmlFor="assess-scale">量表</label>
            <Select
              id="assess-scale"
              value={key}
              disabled={who === null}
              onChange={setKey}
              placeholder={who ? '请选择' : '请先选择服务对象'}
              loading={scales.isFetching}
              options={scales.data?.map((one) => ({ value: one.key, label: one.title })) ?? []}
              style={{ width: '100%' }}
            />
          </div>
        </Flex>
      </Block>
      {who && scale && (
        <Filling key={`${who}|${scale.key}`} who={who} scale={scale} back={search.back ?? `/clients/${who}`} />
      )}
    </>
  )
}

function Filling({ who, scale, back }: { who: string; scale: Scale; back: string }) {
  const [answers, setAnswers] = useState<Answers>({})
  const navigate = useNavigate()
  const { message } = App.useApp()
  const assess = useAct(api.assessClient)
  const result = scoreOf(scale, answers)
  return (
    <Block title={scale.title}>
      <Typography.Paragraph type="secondary">
        {scale.instruction}
        <br />
        测量：{scale.construct}。适用：{scale.forWhom}。
      </Typography.Paragraph>
      <div style={{ maxWidth: 720 }}>
        <ScaleQuestions scale={scale} answers={answers} onChange={setAnswers} />
        <div className="scale-result">
          <ScaleResult scale={scale} answers={answers} />
        </div>
        <RecordForm
          fields={{ onDay, informant, remark }}
          initial={{ onDay: today(), informant: 'self' }}
          unfolded={['remark']}
          submit="保存评估"
          onSubmit={async (values) => {
            if (typeof result === 'string') {
              message.warning(result)
              const missed = scale.items.find((item) => answers[item.key] === undefined)
              document.getElementById(`question-${missed?.key}`)?.scrollIntoView({ block: 'center' })
              return
            }
            await assess.mutateAsync({
              ...values,
              client: who,
              scale: scale.key,
              answers: writeAnswers(answers),
            } as never)
            void navigate({ to: back })
          }}
        />
        <Typography.Text type="secondary" style={{ fontSize: 13 }}>
          {scale.source}。{scale.licenceNote}。
        </Typography.Text>
      </div>
    </Block>
  )
}

/** One assessment: score, band, every answer, and the paper. */
export function AssessmentPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getAssessment, { id })
  const [withdrawing, setWithdrawing] = useState(false)
  const withdraw = useAct(api.withdrawAssessment, { onDone: () => setWithdrawing(false) })
  return (
    <Answer of={found} page>
      {({ assessment, clientName, workerName, scale }) => (
        <>
          <PageHead
            title={assessment.scaleTitle}
            note={
              <>
                <To path={`/clients/${assessment.client}`}>{clientName}</To> · {assessment.onDay} · {workerName}
              </>
            }
            tags={
              assessment.state === 'withdrawn' ? (
                <State tone="quiet">已作废</State>
              ) : (
                <State tone={toneOf[assessment.tone]}>{assessment.band}</State>
              )
            }
          >
            <Button href={`/api/papers/assessment/${id}.pdf`}>打印</Button>
            {assessment.can.includes('withdrawAssessment') && (
              <Button danger onClick={() => setWithdrawing(true)}>
                作废
              </Button>
            )}
          </PageHead>
          <Block title="结果">
            <Facts
              fields={Assessment.fields}
              row={assessment}
              own={{
                client: null,
                scale: null,
                scaleTitle: null,
                answers: null,
                tone: null,
                worker: workerName,
                score: `${assessment.score} / ${assessment.most}`,
                most: null,
                alerts: assessment.alerts.length > 0 ? assessment.alerts.join('；') : '无',
                ...(assessment.state === 'valid' && { withdrawnReason: null }),
              }}
            />
          </Block>
          {scale ? (
            <Block title="答案">
              <ScaleQuestions scale={scale} answers={readAnswers(assessment.answers)} />
            </Block>
          ) : (
            <Block title="答案">这个版本的题目已不在系统中，得分与级别仍按当时的版本。</Block>
          )}
          <History id={id} />
          <Modal
            title="作废这次评估"
            open={withdrawing}
            footer={null}
            onCancel={() => setWithdrawing(false)}
            destroyOnHidden
          >
            <RecordForm
              fields={{ withdrawnReason: text('作废原因', { max: 200, multiline: true }) }}
              submit="作废"
              onSubmit={(values) => withdraw.mutateAsync({ ...values, id, version: assessment.version } as never)}
              onCancel={() => setWithdrawing(false)}
            />
          </Modal>
        </>
      )}
    </Answer>
  )
}
