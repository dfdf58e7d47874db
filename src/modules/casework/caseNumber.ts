import { domainLetters, type domains } from './caseFile.ts'

/** What may stand in a pattern, and what it becomes. */
export const numberParts = {
  '{站}': '站点代码',
  '{区划}': '区县代码',
  '{域}': '服务领域的字母',
  '{年}': '接案年份',
  '{年月日}': '接案日期',
  '{序}': '流水号；{序:4} 表示至少 4 位',
} as const

/** Until a county says otherwise. */
export const defaultPattern = '{站}-C{年}-{序:3}'

const running = /\{序(?::([1-9]))?\}/g

/** Why a pattern cannot be used; undefined if it can. Two stations must never make the same number. */
export function patternProblem(pattern: string, restart: 'yearly' | 'never'): string | undefined {
  if ((pattern.match(running) ?? []).length !== 1) return '格式中要有一个流水号 {序}，如 {序:3}'
  if (!pattern.includes('{站}')) return '格式中要有 {站}，否则两个站会编出相同的号'
  if (restart === 'yearly' && !/\{年(?:月日)?\}/.test(pattern))
    return '流水号每年从 1 起的，格式中要有 {年} 或 {年月日}'
  const rest = pattern.replace(running, '').replace(/\{(?:站|区划|域|年|年月日)\}/g, '')
  const foreign = /\{[^}]*\}?|[}<>"'\\]/.exec(rest)
  if (foreign) return `不认识「${foreign[0]}」，可用的有：${Object.keys(numberParts).join(' ')}`
  return undefined
}

/** A file number by a pattern. */
export function numberBy(
  pattern: string,
  of: { county: string; stationCode: string; domain: keyof typeof domains; day: string; running: number },
): string {
  const [year, month, date] = of.day.split('-') as [string, string, string]
  return pattern
    .replace(running, (_, digits: string | undefined) => String(of.running).padStart(Number(digits ?? 1), '0'))
    .replaceAll('{站}', of.stationCode)
    .replaceAll('{区划}', of.county)
    .replaceAll('{域}', domainLetters[of.domain])
    .replaceAll('{年月日}', `${year}${month}${date}`)
    .replaceAll('{年}', year)
}
