import { addDays } from '../../src/core/time.ts'

/** Time as the server of the simulation tells it: a day is begun by hand and then runs three hundred times as fast. */
export interface Clock {
  now(): Date
  today(): string
  /** Eight in the morning, so many days on. */
  nextMorning(days?: number): void
}

const speed = 300
const dayMs = 15 * 3_600_000

/** Opens a clock at eight in the morning of a day, in Shanghai. */
export function openClock(first: string): Clock {
  let day = first
  let began = Date.now()
  let last = 0
  return {
    now() {
      const morning = Date.parse(`${day}T00:00:00Z`)
      // no two moments are the same, and no day runs into the next by itself
      last = Math.max(last + 1, morning + Math.min((Date.now() - began) * speed, dayMs))
      return new Date(last)
    },
    today: () => day,
    nextMorning(days = 1) {
      day = addDays(day, days)
      began = Date.now()
    },
  }
}
