import { useNavigate } from '@tanstack/react-router'
import { Button, Typography } from 'antd'
import type { AnswerOfCall } from '../../../core/action.ts'
import { periodBefore, periodKeyOf, periodOf } from '../../../modules/measures/index.ts'
import { timelinessWords } from '../../../modules/reporting/index.ts'
import { client } from '../../../ui/client.ts'
import { DataTable } from '../../../ui/DataTable.tsx'
import { sayDue, today } from '../../../ui/format.ts'
import { Answer, Block, Clause, State } from '../../../ui/parts.tsx'
import { useAnswer } from '../../../ui/query.ts'
import { Targets } from './Targets.tsx'
import { findingsLabel } from './words.ts'

const reporting = client<typeof import('../../../modules/reporting/index.server.ts')>('reporting')
const findings = client<typeof import('../../../modules/findings/index.server.ts')>('findings')

type Line = AnswerOfCall<typeof import('../../../modules/reporting/index.server.ts').reportBoard>['stations'][number]

const waiting = ({ timeliness }: Line) =>
  timeliness === 'submitted' || timeliness === 'late' || timeliness === 'returned'

/** Reports of the last month that wait for this person: to accept, late, returned. */
export function AreaReports({ place, name }: { place: string; name: string }) {
  const navigate = useNavigate()
  const period = periodBefore(periodKeyOf('month', today()))
  const found = useAnswer(reporting.reportBoard, { place, period })
  return (
    <Block
      title={`${periodOf(period)!.label}报表`}
      extra={
        <Button type="link" onClick={() => void navigate({ to: '/reports' })}>
          全部报表
        </Button>
      }
    >
      <Answer of={found}>
        {({ stations, counties }) => {
          // above a county its reports are decided, and the stations' are the county's business
          const own = counties.length > 0 ? counties : stations
          const lines = own.filter(waiting)
          const count = (of: Line['timeliness'], among = own) =>
            among.filter(({ timeliness }) => timeliness === of).length
          return (
            <>
              <Typography.Paragraph>
                {name}共 {own.length} 个{counties.length > 0 ? '区县' : '站'}，已接收 {count('accepted')} 份，待审核{' '}
                {count('submitted')} 份
                {counties.length > 0 && `；下属 ${stations.length} 个站，已接收 ${count('accepted', stations)} 份`}。
              </Typography.Paragraph>
              {lines.length === 0 ? (
                <Typography.Text type="secondary">没有等您处理的报表</Typography.Text>
              ) : (
                <DataTable
                  rows={lines
                    .sort((a, b) => Number(b.timeliness === 'submitted') - Number(a.timeliness === 'submitted'))
                    .slice(0, 10)}
                  rowKey={(line) => line.station ?? line.place}
                  opens={({ report }) => report !== null}
                  onOpen={({ report }) =>
                    report && void navigate({ to: '/reports/$id', params: { id: report } as never })
                  }
                  columns={[
                    { title: '单位', key: 'name', render: (_, line) => line.name },
                    {
                      title: '情况',
                      key: 'timeliness',
                      width: 110,
                      render: (_, { timeliness }) => (
                        <State tone={timeliness === 'submitted' ? 'warn' : 'bad'}>{timelinessWords[timeliness]}</State>
                      ),
                    },
                    {
                      title: '应报日期',
                      key: 'dueOn',
                      width: 190,
                      // what has been handed up is not overdue any more
                      render: (_, { dueOn, timeliness }) =>
                        timeliness === 'submitted' ? dueOn : `${dueOn}（${sayDue(dueOn)}）`,
                    },
                  ]}
                  empty=""
                />
              )}
            </>
          )
        }}
      </Answer>
    </Block>
  )
}

/** How the network stands against its targets, and what got worse in the last month. */
export function AreaFindings({ place }: { place: string }) {
  const navigate = useNavigate()
  const now = useAnswer(findings.networkFindings, { place })
  const worse = useAnswer(findings.worsened, { place })
  return (
    <>
      <Answer of={now}>{(network) => <Targets network={network} />}</Answer>
      <Block
        title="变差的结论"
        extra={
          <Button type="link" onClick={() => void navigate({ to: '/findings' })}>
            按站查看
          </Button>
        }
      >
        <Answer of={worse}>
          {({ findings: lines, unmet }) =>
            lines.length === 0 ? (
              <Typography.Text type="secondary">{findingsLabel(unmet)}</Typography.Text>
            ) : (
              <DataTable
                rows={lines.slice(0, 8)}
                rowKey={({ station, rule }) => `${station}|${rule}`}
                onOpen={({ station }) => void navigate({ to: '/stations/$id', params: { id: station } as never })}
                columns={[
                  { title: '社工站', key: 'station', render: (_, { stationName }) => stationName },
                  { title: '要求', key: 'label', render: (_, { label }) => label },
                  { title: '差距', key: 'gap', width: 120, render: (_, { gap }) => gap },
                  { title: '依据', key: 'clause', render: (_, { clause }) => <Clause>{clause}</Clause> },
                ]}
                total={lines.length}
                empty=""
              />
            )
          }
        </Answer>
      </Block>
    </>
  )
}
