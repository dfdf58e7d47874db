/** One calm sentence where nothing got worse. */
export function findingsLabel(unmet: number): string {
  return unmet === 0 ? '近 30 天没有变差的结论，能核查的都已达到' : `近 30 天没有变差的结论；另有 ${unmet} 条尚未达到`
}
