import { useNavigate, useSearch } from '@tanstack/react-router'
import { today } from '../../ui/format.ts'
import { useMe } from '../../ui/me.tsx'

export const views = {
  tasks: '建设任务',
  coverage: '覆盖',
  milestones: '进度节点',
  ladder: '建设层次',
  board: '示范与特色',
  guidance: '结对指导',
  groups: '工作机制',
  duties: '职责清单',
} as const
export type View = keyof typeof views

/** What is looked at: kept in the address, so that a view can be kept and sent. */
export interface Looking {
  place?: string
  view?: View
  on?: string
  than?: string
  year?: string
  only?: string
}

/** The place, day and view of the page, and how to look at something else; nothing said is one's own area and today. */
export function useLooking() {
  const me = useMe()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Looking
  const areas = me.roles.filter(({ place }) => place !== null)
  return {
    search,
    areas,
    place: search.place ?? areas[0]?.place ?? null,
    on: search.on ?? today(),
    set: (next: { [K in keyof Looking]?: Looking[K] | undefined }) =>
      void navigate({ to: '/network', search: { ...search, ...next } as never, replace: true }),
  }
}
