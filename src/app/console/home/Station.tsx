import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Typography } from 'antd'
import { periodBefore, periodKeyOf, periodOf } from '../../../modules/measures/index.ts'
import { reportFlow } from '../../../modules/reporting/index.ts'
import { serviceForms } from '../../../modules/services/index.ts'
import { client } from '../../../ui/client.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { sayDue, sayMinutes, today } from '../../../ui/format.ts'
import { useMe } from '../../../ui/me.tsx'
import { Answer, Block, Clause, Nothing, State } from '../../../ui/parts.tsx'
import { useAct, useAnswer } from '../../../ui/query.ts'
import { findingsLabel } from './words.ts'

const reporting = client<typeof import('../../../modules/reporting/index.server.ts')>('reporting')
const services = client<typeof import('../../../modules/services/index.server.ts')>('services')
const findings = client<typeof import('../../../modules/findings/index.server.ts')>('findings')

interface StationName {
  id: string
  name: string
}

/** The report that is due: its state, its day, and the next step. */
export function StationMonth({ station }: { station: StationName }) {
  const me = useMe()
  const navigate = useNavigate()
  const period = periodBefore(periodKeyOf('month', today()))
  const found = useAnswer(reporting.listReports, { period, level: 'station', station: station.id })
  const compile = useAct(reporting.compileStationReport, {
    onDone: ({ id }) => void navigate({ to: '/reports/$id', params: { id } as never }),
  })
  const label = periodOf(period)!.label
  return (
    <Block title={`${label}月报`} extra={<Typography.Text type="secondary">{station.name}</Typography.Text>}>
      <Answer of={found}>
        {({ rows: [report] }) => (
          <Flex align="center" gap={12} wrap>
            {!report && <Typography.Text>还没有编制</Typography.Text>}
            {report && (
              <State
                tone={
                  report.state === 'accepted'
                    ? 'good'
                    : report.state === 'returned'
                      ? 'bad'
                      : report.state === 'submitted'
                        ? 'warn'
                        : 'busy'
                }
              >
                {reportFlow.states[report.state]}
              </State>
            )}
            {report?.state === 'returned' && <Typography.Text>退回原因：{report.returnReason}</Typography.Text>}
            {report?.dueOn && (report.state === 'draft' || report.state === 'returned') && (
              <Typography.Text type="secondary">
                应于 {report.dueOn} 前上报，{sayDue(report.dueOn)}
              </Typography.Text>
            )}
            {report ? (
              <Button onClick={() => void navigate({ to: '/reports/$id', params: { id: report.id } as never })}>
                打开
              </Button>
            ) : (
              me.grants.has('report.submitStation') && (
                <Button
                  type="primary"
                  loading={compile.isPending}
                  onClick={() => compile.mutate({ station: station.id, period })}
                >
                  编制
                </Button>
              )
            )}
          </Flex>
        )}
      </Answer>
    </Block>
  )
}

/** What I recorded last; one click copies it. */
export function MyRecords({ person }: { person: string }) {
  const navigate = useNavigate()
  const found = useAnswer(services.listServices, { worker: person, limit: 5 })
  return (
    <Block
      title="我最近登记的"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/services' })}>
          全部记录
        </Button>
      }
    >
      <Answer of={found}>
        {({ rows }) => (
          <DataTable
            rows={rows}
            rowKey={({ record }) => record.id}
            onOpen={({ record }) => void navigate({ to: '/services/$id', params: { id: record.id } as never })}
            columns={[
              { title: '日期', key: 'onDay', width: 110, render: (_, { record }) => record.onDay },
              { title: '形式', key: 'form', width: 90, render: (_, { record }) => serviceForms[record.form] },
              { title: '内容', key: 'summary', render: (_, { record }) => record.summary },
              {
                title: '时长',
                key: 'minutes',
                width: 90,
                align: 'right',
                render: (_, { record }) => sayMinutes(record.minutes),
              },
            ]}
            empty="您还没有登记过服务，点右上角「登记服务」开始"
          />
        )}
      </Answer>
    </Block>
  )
}

/** Findings that stood a month ago and do not any more; else how many fall short. */
export function StationWorse({ station }: { station: StationName }) {
  const navigate = useNavigate()
  const found = useAnswer(findings.worsened, { station: station.id })
  return (
    <Block
      title="核查结论"
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/findings' })}>
          查看全部
        </Button>
      }
    >
      <Answer of={found}>
        {({ findings: worse, unmet }) =>
          worse.length === 0 ? (
            <Nothing says={findingsLabel(unmet)} />
          ) : (
            worse.map(({ rule, label, gap, fix, clause }) => (
              <div key={rule} style={{ marginBottom: 8 }}>
                <State tone="bad">变差</State> {label} <Typography.Text type="secondary">{gap}</Typography.Text>{' '}
                <Clause>{clause}</Clause>
                {fix && (
                  <Typography.Text type="secondary" style={{ display: 'block' }}>
                    怎样达到：{fix}
                  </Typography.Text>
                )}
              </div>
            ))
          )
        }
      </Answer>
    </Block>
  )
}
