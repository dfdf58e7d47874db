/** What a list of corrections shows, for whoever reads it on a page or on paper. */
export function sayCorrections({ state, station }: { state: string; station: string | null }): string {
  if (state === 'returned')
    return '退回后数据重新按现有记录汇总；上次上报之后登记或修改的本期记录列在这里，供核对后重报。'
  if (station) return '上报的数据不变；之后登记或修改的本期记录列在这里，供核对。'
  return '已固定的数据不变；各站在月报接收或本表上报之后登记、修改的本期记录列在这里，供核对。'
}
