import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, DatePicker, Flex, Select, type TableColumnType, Typography } from 'antd'
import dayjs from 'dayjs'
import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { sayDue, today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead, State, type Tone } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { periodBefore, periodKeyOf, periodOf } from '../measures/index.ts'
import { type Timeliness, timelinessWords } from './due.ts'
import { ReportState } from './ReportState.tsx'

const api = client<typeof import('./report.server.ts') & typeof import('./corrections.server.ts')>('reporting')

type BoardLine = AnswerOfCall<typeof import('./corrections.server.ts').reportBoard>['stations'][number]

export const timelinessTones: Record<Timeliness, Tone> = {
  notDue: 'quiet',
  due: 'busy',
  late: 'bad',
  submitted: 'warn',
  returned: 'bad',
  accepted: 'good',
}

const lastMonth = () => periodBefore(periodKeyOf('month', today()))

/** Choosing the period a page is about; it stays in the address. */
export function usePeriod(): [string, (period: string) => void] {
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { period?: string }
  // an address may say anything
  const asked = search.period && periodOf(search.period) ? search.period : lastMonth()
  return [
    asked,
    (period) => void navigate({ to: '.', search: (before: object) => ({ ...before, period }) as never, replace: true }),
  ]
}

/** Reports as one's role has them: one's own stations' months, or who of the area has reported. */
export function Reports() {
  const me = useMe()
  const areas = me.roles.filter(
    ({ place, role }) => place !== null && ['province', 'city', 'county', 'township', 'auditor'].includes(role),
  )
  const [period, setPeriod] = usePeriod()
  const search = useSearch({ strict: false }) as { place?: string }
  const navigate = useNavigate()
  const place = search.place ?? areas[0]?.place ?? null
  return (
    <>
      <PageHead title="报表" note="数据由服务记录自动汇总，只需填写文字部分">
        {areas.length > 1 && (
          <Select
            aria-label="辖区"
            value={place}
            options={areas.map((area) => ({ value: area.place, label: area.over }))}
            onChange={(next) => void navigate({ to: '/reports', search: { period, place: next } as never })}
            style={{ minWidth: 140 }}
          />
        )}
        <DatePicker
          picker="month"
          aria-label="月份"
          allowClear={false}
          value={dayjs(`${period.slice(0, 7)}-01`)}
          disabledDate={(day) => day.isAfter(dayjs(), 'month')}
          onChange={(day) => day && setPeriod(day.format('YYYY-MM'))}
        />
      </PageHead>
      {place ? <Board place={place} period={period} /> : <OwnStations period={period} />}
    </>
  )
}

function OwnStations({ period }: { period: string }) {
  const me = useMe()
  const navigate = useNavigate()
  const found = useAnswer(api.listReports, { period, level: 'station' })
  const compile = useAct(api.compileStationReport, {
    onDone: ({ id }) => void navigate({ to: '/reports/$id', params: { id } as never }),
  })
  const label = periodOf(period)!.label
  return (
    <Answer of={found}>
      {({ rows }) =>
        me.stations.map((station) => {
          const report = rows.find((one) => one.station === station.id)
          return (
            <Block key={station.id} title={station.name}>
              <Flex align="center" gap={12} wrap>
                <Typography.Text>{label}工作月报</Typography.Text>
                {report ? (
                  <>
                    <ReportState state={report.state} />
                    {report.dueOn && (report.state === 'draft' || report.state === 'returned') && (
                      <Typography.Text type="secondary">
                        应报日期 {report.dueOn}，{sayDue(report.dueOn)}
                      </Typography.Text>
                    )}
                    <Button onClick={() => void navigate({ to: '/reports/$id', params: { id: report.id } as never })}>
                      打开
                    </Button>
                  </>
                ) : me.grants.has('report.submitStation') ? (
                  <Button
                    type="primary"
                    loading={compile.isPending}
                    onClick={() => compile.mutate({ station: station.id, period })}
                  >
                    编制月报
                  </Button>
                ) : (
                  <State tone="quiet">尚未编制</State>
                )}
              </Flex>
            </Block>
          )
        })
      }
    </Answer>
  )
}

const boardColumns: TableColumnType<BoardLine>[] = [
  { title: '单位', key: 'name', render: (_, { name }) => name },
  {
    title: '报送情况',
    key: 'timeliness',
    width: 120,
    render: (_, { timeliness }) => <State tone={timelinessTones[timeliness]}>{timelinessWords[timeliness]}</State>,
  },
  {
    title: '应报日期',
    key: 'dueOn',
    width: 180,
    render: (_, { dueOn, timeliness }) =>
      `${dueOn}${timeliness === 'due' || timeliness === 'late' ? `（${sayDue(dueOn)}）` : ''}`,
  },
  {
    title: '上报后更正',
    key: 'corrections',
    align: 'right',
    width: 110,
    render: (_, { corrections }) => (corrections > 0 ? <State tone="warn">{`${corrections} 条`}</State> : '—'),
  },
]

const order: Record<Timeliness, number> = { submitted: 0, late: 1, returned: 2, due: 3, notDue: 4, accepted: 5 }

/** How many there are, and how many of each standing that occurs. */
function summary(lines: readonly BoardLine[]): string {
  const counted = (Object.keys(order) as Timeliness[]).flatMap((of) => {
    const many = lines.filter(({ timeliness }) => timeliness === of).length
    return many > 0 ? [`${timelinessWords[of]} ${many}`] : []
  })
  return [`共 ${lines.length} 个`, ...counted].join('，')
}

/** Who has reported: to be decided first, then late, returned, and the rest. */
function Board({ place, period }: { place: string; period: string }) {
  const me = useMe()
  const navigate = useNavigate()
  const found = useAnswer(api.reportBoard, { place, period })
  const own = useAnswer(api.listReports, { period })
  const compile = useAct(api.compileAreaReport, {
    onDone: ({ id }) => void navigate({ to: '/reports/$id', params: { id } as never }),
  })
  const mine = own.data?.rows.find((report) => report.place === place && report.level !== 'station')
  const open = ({ report }: BoardLine) =>
    report && void navigate({ to: '/reports/$id', params: { id: report } as never })
  const sorted = (lines: readonly BoardLine[]) => [...lines].sort((a, b) => order[a.timeliness] - order[b.timeliness])
  const mayCompile = me.grants.has('report.submitCounty') || me.grants.has('report.submitCity')
  return (
    <>
      {mayCompile && (
        <Block title="本级报表">
          <Flex align="center" gap={12} wrap>
            <Typography.Text>{periodOf(period)!.label}辖区月报</Typography.Text>
            {mine ? (
              <>
                <ReportState state={mine.state} />
                <Button onClick={() => void navigate({ to: '/reports/$id', params: { id: mine.id } as never })}>
                  打开
                </Button>
              </>
            ) : (
              <Button type="primary" loading={compile.isPending} onClick={() => compile.mutate({ place, period })}>
                汇总编制
              </Button>
            )}
          </Flex>
        </Block>
      )}
      <Answer of={found}>
        {({ stations, counties }) => (
          <>
            {counties.length > 0 && (
              <Block title="各区县" extra={<Typography.Text type="secondary">{summary(counties)}</Typography.Text>}>
                <DataTable
                  rows={sorted(counties)}
                  rowKey={(line) => line.place}
                  columns={boardColumns}
                  onOpen={open}
                  opens={({ report }) => report !== null}
                  empty="辖区内还没有区县"
                />
              </Block>
            )}
            <Block title="各站" extra={<Typography.Text type="secondary">{summary(stations)}</Typography.Text>}>
              <DataTable
                rows={sorted(stations)}
                rowKey={(line) => line.station!}
                columns={boardColumns}
                onOpen={open}
                opens={({ report }) => report !== null}
                empty="辖区内这一期还没有启用的社工站"
              />
            </Block>
          </>
        )}
      </Answer>
    </>
  )
}
