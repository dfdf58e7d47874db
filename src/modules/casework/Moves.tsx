import { DownOutlined } from '@ant-design/icons'
import { Alert, Button, Dropdown, Modal, Typography } from 'antd'
import { useState } from 'react'
import { optional, text } from '../../core/field.ts'
import type { Call } from '../../ui/client.ts'
import { useAct } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import type { CaseMove } from './caseFlow.ts'
import { caseFlow } from './caseFlow.ts'
import { api, type OpenedCase } from './parts.tsx'

type Taking = Call<{ id: string; version: number; opinion?: string | null }, unknown>

/** Every move with its action, whether it must say why, and whether it is what usually comes next. */
const moves: readonly { move: CaseMove; action: string; call: Taking; main?: boolean; says?: string }[] = [
  { move: 'open', action: 'openCase', call: api.openCase, main: true },
  { move: 'startPlan', action: 'finishAssessment', call: api.finishAssessment, main: true },
  {
    move: 'submitPlan',
    action: 'submitPlan',
    call: api.submitPlan,
    main: true,
    says: '提交后不能修改，直到督导审核或您撤回。',
  },
  { move: 'approvePlan', action: 'approvePlan', call: api.approvePlan, main: true },
  { move: 'returnPlan', action: 'returnPlan', call: api.returnPlan, main: true },
  { move: 'startEvaluation', action: 'startEvaluation', call: api.startEvaluation, main: true },
  {
    move: 'submitClosure',
    action: 'submitClosure',
    call: api.submitClosure,
    main: true,
    says: '提交后不能修改，直到督导审核或您撤回。',
  },
  { move: 'approveClosure', action: 'approveClosure', call: api.approveClosure, main: true },
  { move: 'returnClosure', action: 'returnClosure', call: api.returnClosure, main: true },
  { move: 'reconsider', action: 'reconsiderCase', call: api.reconsiderCase, main: true },
  {
    move: 'decline',
    action: 'declineCase',
    call: api.declineCase,
    says: '请写明不开案的理由，以及告知了哪些其他求助途径。',
  },
  { move: 'withdrawPlan', action: 'withdrawPlan', call: api.withdrawPlan },
  { move: 'withdrawClosure', action: 'withdrawClosure', call: api.withdrawClosure },
  { move: 'revisePlan', action: 'revisePlan', call: api.revisePlan, says: '原计划保留，新一版从原计划的内容开始。' },
  { move: 'resume', action: 'resumeIntervention', call: api.resumeIntervention },
  {
    move: 'skipAssessment',
    action: 'skipAssessment',
    call: api.skipAssessment,
    says: '跳过步骤的理由会留在办理记录里。',
  },
  { move: 'skipPlan', action: 'skipPlan', call: api.skipPlan, says: '危机中可以先行介入；理由会留在办理记录里。' },
  { move: 'endEarly', action: 'endEarly', call: api.endEarly, says: '提前结束的理由会留在办理记录里。' },
  { move: 'reopen', action: 'reopenCase', call: api.reopenCase, says: '重新开案后，原来的结案不再计入完成个案。' },
]

type Offered = (typeof moves)[number]

/** What may be done next with the case, and what else; a move that needs a reason asks for it. */
export function Moves({
  opened: { record, missing },
  more,
  onMore,
}: {
  opened: OpenedCase
  more: readonly { key: string; label: string }[]
  onMore: (key: string) => void
}) {
  const [asking, setAsking] = useState<Offered>()
  const offered = moves.filter(({ action }) => record.can.includes(action))
  const main = offered.filter((one) => one.main)
  const rest = offered.filter((one) => !one.main)
  const items = [
    ...rest.map(({ move }) => ({ key: `move:${move}`, label: caseFlow.moves[move].label })),
    ...(rest.length > 0 && more.length > 0 ? [{ type: 'divider' as const, key: 'between' }] : []),
    ...more,
  ]
  return (
    <>
      {main.map((one, i) => (
        <Button key={one.move} {...(i === 0 && { type: 'primary' })} onClick={() => setAsking(one)}>
          {caseFlow.moves[one.move].label}
        </Button>
      ))}
      {items.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items,
            onClick: ({ key }) =>
              key.startsWith('move:') ? setAsking(offered.find(({ move }) => `move:${move}` === key)) : onMore(key),
          }}
        >
          <Button>
            更多 <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      )}
      <Modal
        title={asking ? caseFlow.moves[asking.move].label : ''}
        open={asking !== undefined}
        footer={null}
        onCancel={() => setAsking(undefined)}
        destroyOnHidden
      >
        {asking && (
          <TakeStep
            key={asking.move}
            offered={asking}
            record={record}
            missing={missing.filter(({ move }) => move === asking.move).map(({ what }) => what)}
            onDone={() => setAsking(undefined)}
          />
        )}
      </Modal>
    </>
  )
}

function TakeStep({
  offered: { move, call, says },
  record,
  missing,
  onDone,
}: {
  offered: Offered
  record: OpenedCase['record']
  missing: readonly string[]
  onDone: () => void
}) {
  const act = useAct(call, { onDone })
  const needs: readonly string[] = caseFlow.moves[move].needs ?? []
  const opinion = text('意见与理由', { max: 500, multiline: true })
  const must = needs.includes('opinion')
  if (missing.length > 0)
    return (
      <Alert
        type="warning"
        showIcon
        title={`${caseFlow.moves[move].label}前还缺`}
        description={
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {missing.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        }
      />
    )
  return (
    <>
      {says && <Typography.Paragraph type="secondary">{says}</Typography.Paragraph>}
      <RecordForm
        fields={{ opinion: must ? opinion : optional(opinion) }}
        unfolded={['opinion']}
        submit={caseFlow.moves[move].label}
        onSubmit={(values) => act.mutateAsync({ ...values, id: record.id, version: record.version })}
        onCancel={onDone}
      />
    </>
  )
}
