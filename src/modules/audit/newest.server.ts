import { type RawBuilder, sql } from 'kysely'
import type { Reach } from '../../core/access.ts'
import { areaChain, type HoldsChain } from '../../core/audit.ts'
import { Failure } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import { addDays } from '../../core/time.ts'

const pageSize = 50

export const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** Sorts the later, or larger, first. */
export const later = (a: string | number, b: string | number) => (a < b ? 1 : a > b ? -1 : 0)

/** Rows of these business days, over a table with `at`. */
export function onDays({ from, to }: { from?: string | null; to?: string | null }): RawBuilder<boolean>[] {
  return [
    ...(from ? [sql<boolean>`at >= ${`${from}T00:00:00+08:00`}::timestamptz`] : []),
    ...(to ? [sql<boolean>`at < ${`${addDays(to, 1)}T00:00:00+08:00`}::timestamptz`] : []),
  ]
}

/** Rows of this county that a reach holds, over a table with `station`. */
export function within({ whole, stations }: Reach, county: string): RawBuilder<boolean> {
  if (whole.includes(county)) return sql`true`
  const held = stations.map(splitId).filter((one) => one.county === county)
  return sql`station = any(${held.map(({ uuid }) => uuid)}::uuid[])`
}

/** Whether a reach holds a chain. */
export function holdsChain({ whole, stations }: Reach): HoldsChain {
  const [counties, single] = [new Set(whole), new Set(stations)]
  return (county, station) => counties.has(county) || (station !== areaChain && single.has(`${county}-${station}`))
}

/** The parts of a cursor of ours, each of its own form; anything else is refused. */
export function cursorOf(after: string, forms: readonly RegExp[]): string[] {
  try {
    const parts: unknown = JSON.parse(after)
    if (Array.isArray(parts) && parts.length === forms.length && forms.every((form, i) => form.test(String(parts[i]))))
      return parts.map(String)
  } catch {
    // fall through: what is not a cursor of ours is refused below
  }
  throw new Failure('invalid', '翻页位置不对，请回到第一页')
}

/** One page out of the newest of several counties; `next` is the last row shown if there are more. */
export async function merged<Row>(
  parts: readonly ((limit: number) => Promise<Row[]>)[],
  byTime: (a: Row, b: Row) => number,
): Promise<{ rows: Row[]; next: Row | null }> {
  const found = (await Promise.all(parts.map((part) => part(pageSize + 1)))).flat().sort(byTime)
  const rows = found.slice(0, pageSize)
  return { rows, next: found.length > pageSize ? rows.at(-1)! : null }
}
