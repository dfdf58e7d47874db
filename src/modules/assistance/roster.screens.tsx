import { DownloadOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, DatePicker, Flex, Select, type TableColumnType, Typography } from 'antd'
import dayjs from 'dayjs'
import type { AnswerOfCall } from '../../core/action.ts'
import { date, optional, ref } from '../../core/field.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { FormButton } from '../../ui/FormButton.tsx'
import { StationFilter } from '../../ui/filters.tsx'
import { formatFen, formatNumber, today } from '../../ui/format.ts'
import { useHolds, useMe, useStation } from '../../ui/me.tsx'
import { Answer, Block, LongName, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { Ways } from '../../ui/Ways.tsx'
import { type AidGroup, aidGroups } from './aid.ts'
import { monthKey } from './month.ts'
import { api, pages } from './parts.tsx'
import { RosterEntry, RosterReport, rosterEndings, rosterSources, standings } from './roster.ts'

type Roster = AnswerOfCall<typeof import('./roster.server.ts').listRoster>
type Listed = Roster['rows'][number]

interface Address {
  month?: string
  station?: string
  aidGroup?: AidGroup
}

const tones = { same: 'quiet', added: 'good', changed: 'busy', ended: 'bad' } as const

const { cardNumber, members, monthlyFen, endNote } = RosterEntry.fields
const ending = { ...RosterEntry.fields.ending, optional: false as const }

/** What may be done with one line: another sum, or the last month. */
function Doing({ entry }: { entry: Listed['entry'] }) {
  const given = { id: entry.id, version: entry.version }
  return (
    <Flex gap={4} wrap>
      {entry.can.includes('changeRosterEntry') && (
        <FormButton
          label="调整"
          title={`调整 ${entry.clientName}`}
          call={api.changeRosterEntry}
          fields={{ members, monthlyFen, cardNumber, fromMonth: monthKey('自哪个月起', '如 2026-12；此前的月份不变') }}
          initial={{ members: entry.members, monthlyFen: entry.monthlyFen, cardNumber: entry.cardNumber }}
          given={given}
        />
      )}
      {entry.can.includes('endRosterEntry') && (
        <FormButton
          label="停发"
          title={`停发 ${entry.clientName}`}
          call={api.endRosterEntry}
          fields={{ lastMonth: monthKey('最后发放月份', '如 2026-11'), ending, endNote }}
          initial={{ lastMonth: today().slice(0, 7) }}
          given={given}
        />
      )}
    </Flex>
  )
}

const columns: TableColumnType<Listed>[] = [
  {
    title: '姓名',
    key: 'name',
    width: 110,
    render: (_, { entry }) => <To path={`/clients/${entry.client}`}>{entry.clientName}</To>,
  },
  {
    title: '变动',
    key: 'standing',
    width: 84,
    render: (_, { standing }) => <State tone={tones[standing]}>{standings[standing]}</State>,
  },
  { title: '种类', key: 'kind', render: (_, { entry }) => entry.kindLabel },
  { title: '人数', key: 'members', width: 64, align: 'right', render: (_, { entry }) => entry.members },
  {
    title: '月金额（元）',
    key: 'fen',
    width: 110,
    align: 'right',
    render: (_, { entry }) => formatFen(entry.monthlyFen),
  },
  {
    title: '起止',
    key: 'span',
    width: 150,
    render: (_, { entry }) => `${entry.fromOn.slice(0, 7)}${entry.toOn ? ` 至 ${entry.toOn.slice(0, 7)}` : ' 起'}`,
  },
  {
    title: '来源或停发原因',
    key: 'source',
    responsive: ['lg'],
    render: (_, { entry }) => (entry.ending ? rosterEndings[entry.ending] : rosterSources[entry.source]),
  },
  {
    title: '社工站',
    key: 'station',
    responsive: ['xl'],
    render: (_, { stationName }) => <LongName>{stationName}</LongName>,
  },
  { title: '办理', key: 'do', width: 130, render: (_, { entry }) => <Doing entry={entry} /> },
]

/** The roster of any month: who stands on it, who came, who went; sent up with its sums. */
export function Rosters() {
  const navigate = useNavigate()
  const address = useSearch({ strict: false }) as Address
  const { stations } = useMe()
  const month = address.month ?? today().slice(0, 7)
  const station = useStation(address.station)
  const found = useAnswer(api.listRoster, { month, station, aidGroup: address.aidGroup ?? null }, { keep: true })
  const set = (next: { [K in keyof Address]?: Address[K] | undefined }) =>
    void navigate({ to: '/rosters', search: { ...address, ...next } as never, replace: true })
  const mayWrite = useHolds('assistance.write')
  const mayImport = useHolds('sheet.import') && mayWrite
  return (
    <>
      <PageHead title="在册名册" note="由批准、停发和调整算出任何一个月的名册">
        {mayWrite && station && <AddEntry station={station} />}
        {mayImport && (
          <Button
            onClick={() => void navigate({ to: '/imports/$kind', params: { kind: 'assistanceRoster' } as never })}
          >
            导入名册
          </Button>
        )}
      </PageHead>
      <Ways pages={pages} here="/rosters" />
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        <DatePicker
          picker="month"
          aria-label="月份"
          allowClear={false}
          value={dayjs(`${month}-01`)}
          onChange={(to) => set({ month: to?.format('YYYY-MM') })}
        />
        <Select
          allowClear
          aria-label="类别"
          placeholder="全部类别"
          value={address.aidGroup ?? null}
          onChange={(next) => set({ aidGroup: next ?? undefined })}
          options={Object.entries(aidGroups).map(([value, label]) => ({ value: value as AidGroup, label }))}
          style={{ width: 170 }}
        />
        <StationFilter value={address.station} onChange={(station) => set({ station })} />
      </Flex>
      <Answer of={found}>
        {(roster) => (
          <>
            <Typography.Paragraph>
              在册 {formatNumber(roster.entries)} 条，保障 {formatNumber(roster.members)} 人，当月{' '}
              {formatFen(roster.totalFen)} 元；比上月新增 {roster.added} 条，减少 {roster.ended} 条
            </Typography.Paragraph>
            <DataTable
              rows={roster.rows}
              rowKey={({ entry }) => entry.id}
              columns={columns.filter(
                ({ key }) => !(key === 'station' && stations.length === 1) && !(key === 'do' && !mayWrite),
              )}
              loading={found.isFetching}
              empty="这个月没有人在册；批准的申请会自动列入，已有的可以导入"
            />
            <div style={{ marginTop: 16 }}>
              <Sent roster={roster} month={month} station={station} group={address.aidGroup} />
            </div>
          </>
        )}
      </Answer>
    </>
  )
}

function AddEntry({ station }: { station: string }) {
  const aids = useAnswer(api.listAids, { station })
  const monthly = (aids.data ?? []).filter(({ payment }) => payment === 'monthly')
  return (
    <FormButton
      label="补登"
      title="补登在册"
      small={false}
      call={api.addRosterEntry}
      fields={{
        client: ref('服务对象', 'client'),
        kind: RosterEntry.fields.kind,
        members,
        monthlyFen,
        fromMonth: monthKey('起发月份', '如 2026-01'),
        cardNumber,
      }}
      initial={{ members: 1 }}
      controls={{
        kind: (values, set) => (
          <Select
            id="field-kind"
            placeholder="请选择"
            value={(values.kind as string) ?? null}
            onChange={(kind) => set('kind', kind)}
            options={monthly.map(({ code, label }) => ({ value: code, label }))}
          />
        ),
      }}
      note={
        <Typography.Paragraph type="secondary">
          系统启用前已批准的人，在这里补登；新的申请批准后自动列入。
        </Typography.Paragraph>
      }
      given={{ station }}
    />
  )
}

/** Which groups went up this month, and for those that did not, the way to. */
function Sent({
  roster,
  month,
  station,
  group,
}: {
  roster: Roster
  month: string
  station: string | null
  group: AidGroup | undefined
}) {
  const mayWrite = useHolds('assistance.write')
  const groups = [...new Set(roster.rows.map(({ entry }) => entry.aidGroup))].filter((one) => !group || one === group)
  if (!station)
    return (
      <Block title="名册月报">
        {roster.reports.length === 0 ? (
          <Nothing says="选择一个站后可以打印名册、登记报送" />
        ) : (
          roster.reports.map(({ report, stationName }) => (
            <div key={report.id}>
              {stationName}　{aidGroups[report.aidGroup]}　{report.sentOn} 报{report.sentTo}　{report.rows} 条
            </div>
          ))
        )}
      </Block>
    )
  if (groups.length === 0) return null
  return (
    <Block title={`${month} 名册月报`}>
      <Flex vertical gap={10}>
        {groups.map((one) => {
          const sent = roster.reports.find(
            ({ report }) => report.aidGroup === one && report.station === station,
          )?.report
          const paper = `/api/papers/assistanceRoster/${station}_${one}_${month}`
          return (
            <Flex key={one} gap={8} wrap align="center">
              <strong>{aidGroups[one]}</strong>
              {sent ? (
                <>
                  <State tone="good">{`${sent.sentOn} 已报${sent.sentTo}`}</State>
                  <span className="unknown">
                    {sent.rows} 条，{formatFen(sent.totalFen)} 元
                  </span>
                  {sent.checkedOn ? (
                    <State tone={sent.unpaid ? 'warn' : 'good'}>{`${sent.checkedOn} 已核查发放`}</State>
                  ) : (
                    sent.can.includes('checkPayment') && (
                      <FormButton
                        label="登记核查发放"
                        call={api.checkPayment}
                        fields={{ checkedOn: date('核查发放日期', { past: true }), unpaid: RosterReport.fields.unpaid }}
                        initial={{ checkedOn: today() }}
                        unfolded={['unpaid']}
                        given={{ id: sent.id, version: sent.version }}
                      />
                    )
                  )}
                  {sent.unpaid && <span>{sent.unpaid}</span>}
                </>
              ) : (
                <>
                  <State tone="warn">未报送</State>
                  {mayWrite && (
                    <FormButton
                      label="登记报送"
                      title={`报送${aidGroups[one]}名册`}
                      call={api.sendRoster}
                      fields={{
                        sentTo: RosterReport.fields.sentTo,
                        sentOn: optional(date('报送日期', { past: true })),
                      }}
                      initial={{ sentOn: today() }}
                      unfolded={['sentOn']}
                      note={
                        <Typography.Paragraph type="secondary">
                          保存后当月的条数和金额按现在的名册记下，以后的调整不改变这次报送。
                        </Typography.Paragraph>
                      }
                      given={{ station, aidGroup: one, month }}
                    />
                  )}
                </>
              )}
              <Button size="small" type="link" icon={<DownloadOutlined />} href={`${paper}.xlsx`}>
                Excel
              </Button>
              <Button size="small" type="link" icon={<DownloadOutlined />} href={`${paper}.pdf`}>
                打印
              </Button>
            </Flex>
          )
        })}
      </Flex>
    </Block>
  )
}
