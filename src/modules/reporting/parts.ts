/** How a station's own report stands for the report above it, which adds it up. */
export const standings = { accepted: '已接收', submitted: '待审核', returned: '已退回', unreported: '未报' } as const
export type Standing = keyof typeof standings

/** What an area's figures are made of: accepted reports by their own, the others by the records as they stand, or stood. */
export function sayParts(parts: readonly { standing: Standing }[], handedUp: boolean): string {
  const count = (of: Standing) => parts.filter(({ standing }) => standing === of).length
  const open = (['submitted', 'returned', 'unreported'] as const)
    .filter((standing) => count(standing) > 0)
    .map((standing) => `${count(standing)} 个${standings[standing]}`)
  const said = [
    ...(count('accepted') > 0 ? [`${count('accepted')} 个${standings.accepted}（按其月报）`] : []),
    ...(open.length > 0 ? [`${open.join('、')}（按${handedUp ? '上报时的' : '现有'}记录）`] : []),
  ]
  return `共 ${parts.length} 个站${said.length > 0 ? `：${said.join('，')}` : ''}`
}
