import { DownloadOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { App, Button, DatePicker, Drawer, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { client } from '../../ui/client.ts'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'
import { Answer, Block, PageHead } from '../../ui/parts.tsx'
import { useAct, useAnswer } from '../../ui/query.ts'
import { FindingList } from './FindingList.tsx'
import { type Group, groups } from './finding.ts'
import { Matrix } from './Matrix.tsx'
import { StationFindings } from './StationFindings.tsx'

type Server = typeof import('./matrix.server.ts') & typeof import('./export.server.ts')
const api = client<Server>('findings')

/** Findings of one's stations, or of everything in one's area, worst first, as of a day. */
export function Findings() {
  const me = useMe()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as { place?: string; on?: string }
  const areas = me.roles.filter(({ place }) => place !== null)
  const place = search.place ?? areas[0]?.place ?? null
  const on = search.on ?? today()
  const set = (next: { place?: string; on?: string }) =>
    void navigate({ to: '/findings', search: { ...search, ...next } as never, replace: true })
  const day = (
    <DatePicker
      aria-label="截至日期"
      allowClear={false}
      value={dayjs(on)}
      disabledDate={(one) => one.isAfter(dayjs())}
      onChange={(one) => one && set({ on: one.format('YYYY-MM-DD') })}
    />
  )
  if (!place) {
    return (
      <>
        <PageHead title="核查结论" note="按本地政策逐条核对，达到、差多少、怎样达到">
          {day}
        </PageHead>
        {me.stations.map((station) => (
          <Block key={station.id} title={station.name}>
            <StationFindings station={station.id} on={on} />
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
        {day}
        <Export place={place} on={on} />
      </PageHead>
      <Area place={place} on={on} />
    </>
  )
}

function Export({ place, on }: { place: string; on: string }) {
  const { message } = App.useApp()
  const navigate = useNavigate()
  const take = useAct(api.exportFindings, {
    onDone: () => {
      message.info('正在后台导出，可在「后台任务」下载')
      void navigate({ to: '/jobs' })
    },
  })
  return (
    <Button icon={<DownloadOutlined />} loading={take.isPending} onClick={() => take.mutate({ place, on })}>
      导出 Excel
    </Button>
  )
}

interface Opened {
  station: string
  name: string
  group?: Group
}

function Area({ place, on }: { place: string; on: string }) {
  const found = useAnswer(api.findingMatrix, { place, on }, { keep: true })
  const [open, setOpen] = useState<Opened>()
  return (
    <Answer of={found}>
      {({ stations, network, groups: columns }) => (
        <>
          {network.length > 0 && (
            <Block title="建设情况">
              <FindingList findings={network} on={on} byDocument />
            </Block>
          )}
          <Block title="各站" extra={`共 ${stations.length} 个站`}>
            <Matrix
              rows={stations}
              columns={columns}
              onOpen={({ station, name }, group) => setOpen({ station, name, ...(group && { group }) })}
            />
          </Block>
          <Drawer
            open={open !== undefined}
            onClose={() => setOpen(undefined)}
            size={980}
            title={open && (open.group ? `${open.name} · ${groups[open.group]}` : open.name)}
            destroyOnHidden
          >
            {open && <StationFindings station={open.station} on={on} {...(open.group && { group: open.group })} />}
          </Drawer>
        </>
      )}
    </Answer>
  )
}
