import { useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { useHolds, useMe } from '../../ui/me.tsx'
import { Answer, Block, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { caseFlow, workingStages } from './caseFlow.ts'
import { caseColumns, type ListedCase } from './cases.screens.tsx'
import { api } from './parts.tsx'

const short = caseColumns.filter(({ key }) => ['client', 'stage', 'next', 'number'].includes(String(key)))

/** A person's own cases by what comes first, and, for whoever signs, the plans and closures that wait. */
export default function HomeCases() {
  const { person } = useMe()
  const works = useHolds('case.write')
  const reviews = useHolds('case.review')
  return (
    <>
      {reviews && <Reviews />}
      {works && person && <Mine />}
    </>
  )
}

function Mine() {
  const navigate = useNavigate()
  const found = useAnswer(api.myCases, {})
  if (found.data && found.data.total === 0 && found.data.followUps.length === 0) return null
  return (
    <Block
      title="我的个案"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/cases' })}>
          全部个案
        </Button>
      }
    >
      <Answer of={found}>
        {({ rows, followUps }) => (
          <>
            <Typography.Paragraph type="secondary">{byStage(rows)}</Typography.Paragraph>
            <DataTable
              rows={rows.slice(0, 8)}
              rowKey={({ record }) => record.id}
              columns={short}
              onOpen={({ record }) => void navigate({ to: '/cases/$id', params: { id: record.id } as never })}
              empty="没有正在办理的个案"
            />
            {followUps.map((one) => (
              <div key={`${one.caseFile}|${one.dueOn}`} style={{ marginTop: 8 }}>
                回访 <To path={`/cases/${one.caseFile}`}>{`${one.clientName} ${one.number}`}</To>{' '}
                <State tone={one.dueOn < today() ? 'bad' : 'quiet'}>{sayDue(one.dueOn)}</State>
              </div>
            ))}
          </>
        )}
      </Answer>
    </Block>
  )
}

/** 预估 2 · 介入 3 */
function byStage(rows: readonly ListedCase[]): string {
  return workingStages
    .map((stage) => [caseFlow.states[stage], rows.filter(({ record }) => record.stage === stage).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word} ${count}`)
    .join(' · ')
}

function Reviews() {
  const navigate = useNavigate()
  const found = useAnswer(api.casesToReview, {})
  if (found.data && found.data.rows.length === 0 && found.data.crisis === 0) return null
  return (
    <Block
      title="待审核的个案"
      extra={
        found.data && found.data.crisis > 0 ? (
          <To path="/cases" search={{ view: 'crisis' }}>
            {`危机个案 ${found.data.crisis} 个`}
          </To>
        ) : undefined
      }
    >
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ record }) => record.id}
            columns={[
              { title: '服务对象', key: 'client', render: (_, { record }) => record.clientName },
              {
                title: '审核什么',
                key: 'stage',
                render: (_, { record }) => <State tone="warn">{caseFlow.states[record.stage]}</State>,
              },
              { title: '负责社工', key: 'worker', render: (_, { workerName }) => workerName },
              { title: '提交', key: 'since', width: 110, render: (_, { record }) => record.stageSince },
            ]}
            onOpen={({ record }) => void navigate({ to: '/cases/$id', params: { id: record.id } as never })}
            empty="没有待审核的计划或结案"
          />
        )}
      </Answer>
    </Block>
  )
}
