/** The same calendar day some years earlier; 29 February becomes the 28th. */
export function yearsBefore(day: string, years: number): string {
  const earlier = `${Number(day.slice(0, 4)) - years}${day.slice(4)}`
  return earlier.endsWith('02-29') ? earlier.replace('02-29', '02-28') : earlier
}

/** Saturday or Sunday. */
export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

/** A moment of a business day in Asia/Shanghai, milliseconds since 1970. */
export function momentOf(day: string, hour: number, minute = 0): number {
  const two = (n: number) => String(n).padStart(2, '0')
  return Date.parse(`${day}T${two(hour)}:${two(minute)}:00+08:00`)
}
