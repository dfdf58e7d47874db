import { DatePicker, Flex } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useListAddress } from '../../ui/address.ts'
import { usePicker } from '../../ui/pickers.tsx'

export interface Filters {
  tab?: 'trail' | 'looks' | 'chains'
  account?: string
  entity?: string
  action?: string
  from?: string
  to?: string
  after?: string
}

export const useFilters = () => useListAddress<Filters>('/audit')

/** Who and on which days: what every list of the audit asks first. */
export function WhoAndWhen({ who, children }: { who: string; children?: ReactNode }) {
  const [filters, set] = useFilters()
  const AccountPicker = usePicker('account')
  return (
    <Flex gap={8} wrap style={{ marginBottom: 12 }}>
      {AccountPicker && (
        <div style={{ width: 220 }}>
          <AccountPicker
            placeholder={who}
            value={filters.account}
            onChange={(account) => set({ account: account ?? undefined })}
          />
        </div>
      )}
      {children}
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        aria-label="日期范围"
        value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to) : null]}
        onChange={(days) => set({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') })}
      />
    </Flex>
  )
}
