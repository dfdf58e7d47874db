import { Alert, Button, DatePicker, Flex, Select, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { lazy, type ReactNode, Suspense } from 'react'
import { today } from '../../ui/format.ts'
import { Nothing, PageHead } from '../../ui/parts.tsx'
import { usePicker } from '../../ui/pickers.tsx'
import { useLooking, type View, views } from './looking.ts'
import { Switcher } from './Switcher.tsx'

const shown: Record<View, ReturnType<typeof lazy<(at: { place: string; on: string }) => ReactNode>>> = {
  tasks: lazy(() => import('./Tasks.tsx')),
  coverage: lazy(() => import('./Coverage.tsx')),
  milestones: lazy(() => import('./Timetable.tsx')),
  ladder: lazy(() => import('./Ladders.tsx')),
  board: lazy(() => import('./Board.tsx')),
  guidance: lazy(() => import('./GuidanceIn.tsx')),
  groups: lazy(() => import('./Groups.tsx')),
  duties: lazy(() => import('./PlaceDuties.tsx')),
}

/** The building of a place's network: what is asked, what stands, what is late, and who answers for it. */
export function NetworkPage() {
  const { place, on, search, areas, set } = useLooking()
  const PlacePicker = usePicker('place')
  if (!place)
    return (
      <>
        <PageHead title="网络建设" />
        <Nothing says="网络建设按辖区查看；本站的建设进度在站点页" />
      </>
    )
  const view = search.view && search.view in views ? search.view : 'tasks'
  const Shown = shown[view]
  return (
    <>
      <PageHead title="网络建设" note="任务、覆盖、节点、层次，都从站点的登记里算出来">
        {areas.length > 1 && (
          <Select
            aria-label="辖区"
            value={areas.some((area) => area.place === place) ? place : null}
            options={areas.map((area) => ({ value: area.place!, label: area.over }))}
            onChange={(next) => set({ place: next })}
            style={{ minWidth: 140 }}
          />
        )}
      </PageHead>
      <Flex gap={8} wrap align="center" style={{ marginBottom: 8 }}>
        {PlacePicker && (
          <div style={{ flex: '1 1 220px', maxWidth: 320 }}>
            <label className="unseen" htmlFor="network-place">
              地区
            </label>
            <PlacePicker
              id="network-place"
              placeholder="地区"
              value={place}
              onChange={(next) => set({ place: next ?? undefined })}
            />
          </div>
        )}
        <span>
          截至{' '}
          <DatePicker
            aria-label="截至日期"
            allowClear={false}
            value={dayjs(on)}
            disabledDate={(day) => day.isAfter(dayjs())}
            onChange={(day) =>
              day && set({ on: day.format('YYYY-MM-DD') === today() ? undefined : day.format('YYYY-MM-DD') })
            }
          />
        </span>
      </Flex>
      {on !== today() && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 8 }}
          title={`正在查看 ${on} 的情况`}
          action={
            <Button size="small" onClick={() => set({ on: undefined })}>
              回到今天
            </Button>
          }
        />
      )}
      <Switcher
        label="栏目"
        value={view}
        parts={(Object.keys(views) as View[]).map((key) => ({ key, label: views[key] }))}
        onChange={(next) => set({ view: next })}
      />
      <Suspense fallback={<Skeleton active />}>
        <Shown key={place} place={place} on={on} />
      </Suspense>
    </>
  )
}
