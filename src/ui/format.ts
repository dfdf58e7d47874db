import { businessDay, formatInstant } from '../core/time.ts'

export { formatInstant }

/** Today's business day in Shanghai, `YYYY-MM-DD`. */
export function today(): string {
  return businessDay(new Date())
}

/** As people say a moment: 刚刚, 12 分钟前, 今天 15:20, 昨天 09:05, else the full date. */
export function sayInstant(at: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - new Date(at).getTime()) / 60_000)
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟前`
  const [day, clock] = formatInstant(at).split(' ') as [string, string]
  const days = daysBetween(day, today())
  return days === 0 ? `今天 ${clock}` : days === 1 ? `昨天 ${clock}` : `${day} ${clock}`
}

/** Whole days from one business day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** As people say a day that something is due: 今天到期, 明天到期, 还有 3 天, 已过 2 天. */
export function sayDue(day: string): string {
  const days = daysBetween(today(), day)
  return days === 0 || days === 1 ? `${sayDay(day)}到期` : sayDay(day)
}

/** As people say a day by its distance: 今天, 明天, 还有 3 天, 已过 2 天. */
export function sayDay(day: string): string {
  const days = daysBetween(today(), day)
  if (days === 0) return '今天'
  if (days === 1) return '明天'
  return days > 0 ? `还有 ${days} 天` : `已过 ${-days} 天`
}

/** `12,345.6` with at most two decimals. */
export function formatNumber(value: number): string {
  return value.toLocaleString('zh-CN', { maximumFractionDigits: 2 })
}

/** A change of a number, with its sign: `+12,345`. */
export function sayChange(change: number): string {
  return change.toLocaleString('zh-CN', { signDisplay: 'exceptZero' })
}

/** 分 as `12,345.60`. */
export function formatFen(fen: number): string {
  return (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** Minutes as hours with one decimal, for long spans: `12.5 小时`; short ones stay `45 分钟`. */
export function sayMinutes(minutes: number): string {
  return minutes < 120 ? `${minutes} 分钟` : `${formatNumber(Math.round(minutes / 6) / 10)} 小时`
}

/** The size of a file: `320 KB`, `1.2 MB`. */
export const formatSize = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${formatNumber(Math.round(bytes / 1e5) / 10)} MB`

/** The last two names of a place's path: in a list the county is the same in nearly every row. */
export const shortPlace = (path: string): string => path.split(' · ').slice(-2).join(' · ')
