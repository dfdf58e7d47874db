import { useListAddress } from '../../ui/address.ts'

/** What the page of visits shows, as its address says it. */
export interface VisitsAddress {
  tab?: 'due' | 'completion' | 'arrangements' | 'tasks' | 'records'
  view?: 'open' | 'missed' | 'done'
  mine?: boolean
  station?: string
  worker?: string
  period?: string
  after?: string
}

export const useVisitsAddress = () => useListAddress<VisitsAddress>('/visits')
