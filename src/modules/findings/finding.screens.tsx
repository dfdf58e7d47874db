import { useNavigate, useSearch } from '@tanstack/react-router'
import { DatePicker, Drawer, Select, Space, type TableColumnType, Typography } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { Evidence } from './Evidence.tsx'
import { type Finding, findingColumns, StationFindings } from './StationFindings.tsx'

const api = client<typeof import('./finding.server.ts')>('findings')

/** Findings of one's stations, or of everything in one's area, worst first. */
export function Findings() {
  const me = useMe()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { place?: string; on?: string }
  const areas = me.roles.filter(({ place }) => place !== null)
  const place = search.place ?? areas[0]?.place ?? null
  const on = search.on ?? today()
  const set = (next: { place?: string; on?: string }) =>
    void navigate({ to: '/findings', search: { ...search, ...next } as never, replace: true })
  if (!place) {
    return (
      <>
        <PageHead title="核查结论" note="按本地政策逐条核对，达到、差多少、怎样达到" />
        {me.stations.map((station) => (
          <Block key={station.id} title={station.name}>
            <StationFindings station={station.id} />
          </Block>
        ))}
      </>
    )
  }
  return (
    <>
      <PageHead title="核查结论" note="按各地政策逐条核对，差得多的在前">
        {areas.length > 1 && (
          <Select
            aria-label="辖区"
            value={place}
            options={areas.map((area) => ({ value: area.place, label: area.over }))}
            onChange={(next) => set({ place: next! })}
            style={{ minWidth: 140 }}
          />
        )}
        <DatePicker
          aria-label="截至日期"
          allowClear={false}
          value={dayjs(on)}
          disabledDate={(day) => day.isAfter(dayjs())}
          onChange={(day) => day && set({ on: day.format('YYYY-MM-DD') })}
        />
      </PageHead>
      <Area place={place} on={on} />
    </>
  )
}

interface Summary {
  station: string
  name: string
  unmet: Finding[]
  met: number
  open: number
}

const columns: TableColumnType<Summary>[] = [
  { title: '社工站', key: 'name', render: (_, { name }) => name },
  {
    title: '未达到',
    key: 'unmet',
    align: 'right',
    width: 90,
    render: (_, { unmet }) =>
      unmet.length > 0 ? <State tone="bad">{`${unmet.length} 条`}</State> : <State tone="good">无</State>,
  },
  { title: '达到', key: 'met', align: 'right', width: 80, render: (_, { met }) => `${met} 条` },
  { title: '暂不能核查', key: 'open', align: 'right', width: 110, render: (_, { open }) => `${open} 条` },
  {
    title: '主要差距',
    key: 'gaps',
    render: (_, { unmet }) => (
      <div style={{ maxWidth: 520 }}>
        {unmet.slice(0, 3).map(({ rule, label, gap }) => (
          <div key={rule}>
            {label} <Typography.Text type="secondary">{gap}</Typography.Text>
          </div>
        ))}
        {unmet.length > 3 && <Typography.Text type="secondary">另 {unmet.length - 3} 条</Typography.Text>}
      </div>
    ),
  },
]

function summarise(findings: readonly Finding[]): Summary[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) groups.set(finding.station!, [...(groups.get(finding.station!) ?? []), finding])
  return [...groups]
    .map(([station, mine]) => ({
      station,
      name: mine[0]!.stationName ?? station,
      unmet: mine.filter(({ result, pending }) => result === 'notMet' && !pending),
      met: mine.filter(({ result }) => result === 'met').length,
      open: mine.filter(({ result }) => result === 'notMeasurable').length,
    }))
    .sort((a, b) => b.unmet.length - a.unmet.length)
}

function Area({ place, on }: { place: string; on: string }) {
  const found = useAnswer(api.findingsOfPlace, { place, on }, { keep: true })
  const [network, setNetwork] = useState<Finding>()
  const [station, setStation] = useState<Summary>()
  return (
    <Answer of={found}>
      {({ stations, network: lines }) => (
        <>
          {lines.length > 0 && (
            <Block title="建设情况">
              <DataTable
                rows={lines}
                rowKey={(line) => `${line.place}|${line.rule}`}
                columns={findingColumns}
                onOpen={(line) => line.result !== 'notMeasurable' && setNetwork(line)}
                empty="没有建设目标"
              />
            </Block>
          )}
          <Block title="各站" extra={<Space size={4}>{`共 ${summarise(stations).length} 个站`}</Space>}>
            <DataTable
              rows={summarise(stations)}
              rowKey={(line) => line.station}
              columns={columns}
              onOpen={setStation}
              empty="辖区内这一天没有启用的社工站"
            />
          </Block>
          <Drawer
            open={network !== undefined}
            onClose={() => setNetwork(undefined)}
            size={620}
            title={network?.label}
            destroyOnHidden
          >
            {network && <Evidence place={network.place} rule={network.rule} />}
          </Drawer>
          <Drawer
            open={station !== undefined}
            onClose={() => setStation(undefined)}
            size={980}
            title={station?.name}
            destroyOnHidden
          >
            {station && <StationFindings station={station.station} />}
          </Drawer>
        </>
      )}
    </Answer>
  )
}
