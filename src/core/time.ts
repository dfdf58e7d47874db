/** Shanghai is eight hours ahead of UTC the whole year; asked for with every request, so not of Intl. */
const shanghaiOffset = 8 * 3_600_000

const shanghaiClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
})

/** The business day of a moment, Asia/Shanghai, `YYYY-MM-DD`. */
export function businessDay(at: Date): string {
  return new Date(at.getTime() + shanghaiOffset).toISOString().slice(0, 10)
}

/** A moment as `2026-11-24 15:20`, in Shanghai. */
export function formatInstant(at: string): string {
  const moment = new Date(at)
  return `${businessDay(moment)} ${shanghaiClock.format(moment)}`
}

/** A business day moved by so many days; text in, text out, no time zone involved. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Minutes from one clock `HH:MM` to another of the same day or, past midnight, of the next. */
export function minutesBetween(from: string, to: string): number {
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  const span = minutes(to) - minutes(from)
  return span > 0 ? span : span + 1440
}

/** A business day as papers write it: 2026年11月2日. */
export function writtenDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
