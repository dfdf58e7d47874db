import { useNavigate } from '@tanstack/react-router'

/** What the page of visits shows, as its address says it. */
export interface VisitsAddress {
  tab?: 'due' | 'completion' | 'tasks' | 'records'
  view?: 'open' | 'missed' | 'done'
  mine?: boolean
  station?: string
  worker?: string
  period?: string
  after?: string
}

/** Changes what the page shows; the page goes back to its first rows. */
export function useVisitsAddress(address: VisitsAddress) {
  const navigate = useNavigate()
  return (next: Partial<Record<keyof VisitsAddress, unknown>>) =>
    void navigate({ to: '/visits', search: { ...address, after: undefined, ...next } as never, replace: true })
}
