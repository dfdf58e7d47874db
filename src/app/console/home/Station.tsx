import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Typography } from 'antd'
import { periodBefore, periodKeyOf, periodOf } from '../../../modules/measures/index.ts'
import { reportFlow } from '../../../modules/reporting/index.ts'
import { serviceForms } from '../../../modules/services/index.ts'
import { client } from '../../../ui/client.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { sayDue, sayMinutes, today } from '../../../ui/format.ts'
import { useMe } from '../../../ui/me.tsx'
import { Answer, Block, Clause, State } from '../../../ui/parts.tsx'
import { useAct, useAnswer } from '../../../ui/query.ts'
import { findingsLabel } from './words.ts'

const reporting = client<typeof import('../../../modules/reporting/index.server.ts')>('reporting')
const services = client<typeof import('../../../modules/services/index.server.ts')>('services')
const findings = client<typeof import('../../../modules/findings/index.server.ts')>('findings')

interface StationName {
  id: string
  name: string
}

const stateTones = { draft: 'busy', submitted: 'warn', returned: 'bad', accepted: 'good' } as const

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
          <Flex align="center" gap="8px 12px" wrap>
            {!report && <Typography.Text>还没有编制</Typography.Text>}
            {report && <State tone={stateTones[report.state]}>{reportFlow.states[report.state]}</State>}
            {report?.dueOn && (report.state === 'draft' || report.state === 'returned') && (
              <Typography.Text type="secondary">
                应于 {report.dueOn} 前上报，{sayDue(report.dueOn)}
              </Typography.Text>
            )}
            {report ? (
              <Button
                {...(report.can.includes('submitReport') && { type: 'primary' })}
                onClick={() => void navigate({ to: '/reports/$id', params: { id: report.id } as never })}
              >
                {!report.can.includes('submitReport')
                  ? '打开'
                  : report.state === 'returned'
                    ? '修改后重报'
                    : '填写并上报'}
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
            {report?.state === 'returned' && (
              <Typography.Text style={{ flexBasis: '100%' }}>退回原因：{report.returnReason}</Typography.Text>
            )}
          </Flex>
        )}
      </Answer>
    </Block>
  )
}

/** The same for who answers for several stations: one line each, what is to be done first. */
export function StationsMonth({ stations }: { stations: readonly StationName[] }) {
  const navigate = useNavigate()
  const period = periodBefore(periodKeyOf('month', today()))
  const found = useAnswer(reporting.listReports, { period, level: 'station' })
  const urgency = { returned: 0, draft: 2, submitted: 3, accepted: 4 } as const
  return (
    <Block
      title={`${periodOf(period)!.label}月报`}
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/reports' })}>
          全部报表
        </Button>
      }
    >
      <Answer of={found}>
        {({ rows }) => {
          const lines = stations
            .map((station) => ({ station, report: rows.find((one) => one.station === station.id) }))
            .sort((a, b) => (a.report ? urgency[a.report.state] : 1) - (b.report ? urgency[b.report.state] : 1))
          return (
            <DataTable
              rows={lines}
              rowKey={({ station }) => station.id}
              opens={({ report }) => report !== undefined}
              onOpen={({ report }) => void navigate({ to: '/reports/$id', params: { id: report!.id } as never })}
              columns={[
                { title: '社工站', key: 'station', render: (_, { station }) => station.name },
                {
                  title: '情况',
                  key: 'state',
                  width: 110,
                  render: (_, { report }) =>
                    report ? (
                      <State tone={stateTones[report.state]}>{reportFlow.states[report.state]}</State>
                    ) : (
                      <State tone="quiet">还没有编制</State>
                    ),
                },
                {
                  title: '说明',
                  key: 'note',
                  render: (_, { report }) => (report?.state === 'returned' ? report.returnReason : '—'),
                },
              ]}
              empty="还没有承接社工站"
            />
          )
        }}
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
export function StationsWorse({ stations }: { stations: readonly StationName[] }) {
  const navigate = useNavigate()
  const [only, ...others] = stations
  const found = useAnswer(findings.worsened, others.length === 0 && only ? { station: only.id } : {})
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
            <Typography.Text type="secondary">{findingsLabel(unmet)}</Typography.Text>
          ) : (
            worse.map(({ station, stationName, rule, label, gap, fix, clause }) => (
              <div key={`${station}|${rule}`} style={{ marginBottom: 8 }}>
                <State tone="bad">变差</State> {others.length > 0 && `${stationName}：`}
                {label} <Typography.Text type="secondary">{gap}</Typography.Text> <Clause>{clause}</Clause>
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
