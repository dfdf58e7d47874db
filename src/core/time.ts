const shanghaiDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
const shanghaiClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
})

/** The business day of a moment, Asia/Shanghai, `YYYY-MM-DD`. */
export function businessDay(at: Date): string {
  return shanghaiDay.format(at)
}

/** A moment as `2026-11-24 15:20`, in Shanghai. */
export function formatInstant(at: string): string {
  const moment = new Date(at)
  return `${shanghaiDay.format(moment)} ${shanghaiClock.format(moment)}`
}

/** A business day moved by so many days; text in, text out, no time zone involved. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** A business day as papers write it: 2026年11月2日. */
export function writtenDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
