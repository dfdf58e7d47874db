import { DownOutlined } from '@ant-design/icons'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button, Col, Dropdown, Flex, Modal, Row, Tabs, Typography } from 'antd'
import { useState } from 'react'
import { optional, text } from '../../core/field.ts'
import type { Call } from '../../ui/client.ts'
import { Answer, Block, PageHead, State, shown } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { RecordForm } from '../../ui/RecordForm.tsx'
import { History } from '../audit/index.screens.tsx'
import { GroupStep, groupKinds } from './group.ts'
import { type GroupMove, groupFlow, nextSteps } from './groupFlow.ts'
import { MembersPart } from './MembersPart.tsx'
import { MoneyPart } from './MoneyPart.tsx'
import { PlanPart } from './PlanPart.tsx'
import { api, type OpenedGroup, stateTone } from './parts.tsx'
import { ReviewPart } from './ReviewPart.tsx'
import { SessionsPart } from './SessionsPart.tsx'

type Taking = Call<{ id: string; version: number; opinion?: string | null }, unknown>

/** Every move with its action, and whether it is what usually comes next. */
const moves: readonly { move: GroupMove; action: string; call: Taking; main?: boolean; says?: string }[] = [
  {
    move: 'submitPlan',
    action: 'submitGroupPlan',
    call: api.submitGroupPlan,
    main: true,
    says: '提交后不能修改，直到督导审核或您撤回。',
  },
  { move: 'approvePlan', action: 'approveGroupPlan', call: api.approveGroupPlan, main: true },
  { move: 'returnPlan', action: 'returnGroupPlan', call: api.returnGroupPlan, main: true },
  {
    move: 'submitReport',
    action: 'submitGroupReport',
    call: api.submitGroupReport,
    main: true,
    says: '提交后不能修改，直到督导审核或您撤回。',
  },
  { move: 'approveReport', action: 'approveGroupReport', call: api.approveGroupReport, main: true },
  { move: 'returnReport', action: 'returnGroupReport', call: api.returnGroupReport, main: true },
  { move: 'withdrawPlan', action: 'withdrawGroupPlan', call: api.withdrawGroupPlan },
  { move: 'withdrawReport', action: 'withdrawGroupReport', call: api.withdrawGroupReport },
  {
    move: 'revisePlan',
    action: 'reviseGroupPlan',
    call: api.reviseGroupPlan,
    says: '修订期间不能登记节次，改好后须重新审核。',
  },
  { move: 'cancel', action: 'cancelGroup', call: api.cancelGroup },
  { move: 'reconsider', action: 'reconsiderGroup', call: api.reconsiderGroup },
  {
    move: 'reopen',
    action: 'reopenGroup',
    call: api.reopenGroup,
    says: '继续开展后，不再计入完成的小组，直到再次结束。',
  },
]

const partOf: Record<string, string> = {
  plan: 'plan',
  members: 'members',
  sessions: 'sessions',
  review: 'review',
  opinions: 'review',
}

/** One group: how it stands, what comes next, and its papers part by part. */
export function GroupPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getGroup, { id })
  return (
    <Answer of={found} page>
      {(opened) => <Opened key={id} opened={opened} />}
    </Answer>
  )
}

function Opened({ opened }: { opened: OpenedGroup }) {
  const { group, workerName, stationName, missing, named } = opened
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { part?: string }
  const part = search.part ?? (['draft', 'planReview', 'cancelled'].includes(group.state) ? 'plan' : 'sessions')
  const held = opened.sessions.filter(({ row }) => row.state === 'held')
  const tabs = [
    { key: 'plan', label: '计划', children: <PlanPart opened={opened} /> },
    { key: 'members', label: `组员（${opened.memberCount}）`, children: <MembersPart opened={opened} /> },
    {
      key: 'sessions',
      label: `节次（${held.length}/${opened.sessions.filter(({ row }) => row.state !== 'cancelled').length}）`,
      children: <SessionsPart opened={opened} />,
    },
    { key: 'review', label: '意见与评估', children: <ReviewPart opened={opened} /> },
    { key: 'money', label: '经费', children: <MoneyPart opened={opened} /> },
  ]
  const waiting = group.state === 'running' ? missing.filter(({ move }) => move === 'submitReport') : []
  return (
    <>
      <PageHead
        title={group.name}
        note={`${group.number} · ${groupKinds[group.kind]} · ${group.fromOn} 至 ${group.toOn} · ${workerName} · ${stationName}`}
        tags={<State tone={stateTone[group.state]}>{groupFlow.states[group.state]}</State>}
      >
        <Moves opened={opened} named={named} />
      </PageHead>
      <Flex vertical gap={8} style={{ marginBottom: 12 }}>
        {group.returnReason && <Alert type="warning" showIcon title={`督导退回：${group.returnReason}`} />}
        <Typography.Text>
          下一步：{nextSteps[group.state]}
          {waiting.length > 0 && `；结束前还缺：${waiting.map(({ what }) => what).join('；')}`}
        </Typography.Text>
      </Flex>
      <Row gutter={[16, 0]}>
        <Col xs={24} xl={17}>
          <Tabs
            activeKey={partOf[part] ?? part}
            onChange={(next) =>
              void navigate({
                to: '/groups/$id',
                params: { id: group.id },
                search: { part: next },
                replace: true,
              } as never)
            }
            items={tabs}
            destroyOnHidden
          />
        </Col>
        <Col xs={24} xl={7}>
          <Block title="办理记录">
            {opened.steps.map((step) => (
              <div key={step.id} className="paper-entry">
                <div className="paper-head">
                  <strong>{shown(GroupStep.fields.move, step.move)}</strong>
                  <Typography.Text type="secondary">{`${step.byName} · ${step.onDay}`}</Typography.Text>
                </div>
                {step.opinion}
              </div>
            ))}
          </Block>
          <History id={group.id} />
        </Col>
      </Row>
    </>
  )
}

const papers = [
  { paper: 'groupPlan', label: 'G-01 计划书', named: false },
  { paper: 'groupReport', label: 'G-02 报告书', named: true },
  { paper: 'groupEnrolment', label: 'G-03 报名表', named: true },
  { paper: 'groupSignIn', label: 'G-04 签到表', named: true },
  { paper: 'groupOpinion', label: 'G-05 参与者意见', named: true },
  { paper: 'groupBundle', label: '整份小组档案', named: true },
] as const

function Moves({ opened: { group, missing }, named }: { opened: OpenedGroup; named: boolean }) {
  const [asking, setAsking] = useState<(typeof moves)[number]>()
  const offered = moves.filter(({ action }) => group.can.includes(action))
  const main = offered.filter((one) => one.main)
  const rest = offered.filter((one) => !one.main)
  const lacking = asking ? missing.filter(({ move }) => move === asking.move) : []
  return (
    <>
      {main.map((one, i) => (
        <Button
          key={one.move}
          // what still lacks something is no next step yet
          {...(i === 0 && !missing.some(({ move }) => move === one.move) && { type: 'primary' as const })}
          onClick={() => setAsking(one)}
        >
          {groupFlow.moves[one.move].label}
        </Button>
      ))}
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...rest.map(({ move }) => ({ key: `move:${move}`, label: groupFlow.moves[move].label })),
            ...(rest.length > 0 ? [{ type: 'divider' as const, key: 'between' }] : []),
            ...papers
              .filter((one) => named || !one.named)
              .flatMap(({ paper, label }) => [
                { key: `${paper}.pdf`, label: `${label}（PDF）` },
                { key: `${paper}.docx`, label: `${label}（Word）` },
              ]),
          ],
          onClick: ({ key }) => {
            if (key.startsWith('move:')) return setAsking(offered.find(({ move }) => `move:${move}` === key))
            const [paper, format] = key.split('.')
            location.assign(`/api/papers/${paper}/${group.id}.${format}`)
          },
        }}
      >
        <Button>
          更多 <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      <Modal
        title={asking ? groupFlow.moves[asking.move].label : ''}
        open={asking !== undefined}
        footer={null}
        onCancel={() => setAsking(undefined)}
        destroyOnHidden
      >
        {asking && lacking.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={`${groupFlow.moves[asking.move].label}前还缺`}
            description={
              <ul style={{ margin: 0, paddingLeft: 18 }}>
                {lacking.map(({ what }) => (
                  <li key={what}>{what}</li>
                ))}
              </ul>
            }
          />
        )}
        {asking && lacking.length === 0 && (
          <TakeStep key={asking.move} asking={asking} group={group} onDone={() => setAsking(undefined)} />
        )}
      </Modal>
    </>
  )
}

function TakeStep({
  asking: { move, call, says },
  group,
  onDone,
}: {
  asking: (typeof moves)[number]
  group: OpenedGroup['group']
  onDone: () => void
}) {
  const act = useAct(call, { onDone })
  const needs: readonly string[] = groupFlow.moves[move].needs ?? []
  const opinion = text('意见与理由', { max: 500, multiline: true })
  return (
    <>
      {says && <Typography.Paragraph type="secondary">{says}</Typography.Paragraph>}
      <RecordForm
        fields={{ opinion: needs.includes('opinion') ? opinion : optional(opinion) }}
        unfolded={['opinion']}
        submit={groupFlow.moves[move].label}
        onSubmit={(values) => act.mutateAsync({ ...values, id: group.id, version: group.version })}
        onCancel={onDone}
      />
    </>
  )
}
