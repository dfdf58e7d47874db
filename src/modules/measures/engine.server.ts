import { type RawBuilder, sql } from 'kysely'
import type { Connection } from '../../core/db.ts'
import { splitId } from '../../core/identifiers.ts'
import { type Behind, type Cell, factCells, type Measure, measures, type Scope } from '../../core/measures.ts'
import { openable } from './openable.server.ts'
import { monthsOf, type Period } from './period.ts'

/** Whose rows are measured: whole counties, single stations, or stations within a place on the period's last day. */
export interface Subject {
  readonly counties?: readonly string[]
  readonly stations?: readonly string[]
  /** For measures of a place's network. */
  readonly place?: string
}

export interface Figure {
  county: string
  /** Station id. */
  station: string
  dimension: string
  numerator: number
  denominator: number | null
}

export interface Asked {
  subject: Subject
  period: Period
  with?: Readonly<Record<string, unknown>>
  recordedBy?: string
}

/** A measure's scope over a subject. Row-level security narrows it once more to what the reader may see. */
export function scopeOf({ subject, period, with: parameters = {}, recordedBy }: Asked): Scope {
  const within = (alias: string): RawBuilder<boolean> => {
    const county = sql.ref(`${alias}.county`)
    const station = sql.ref(alias === 's' ? 's.id' : `${alias}.station`)
    const ways: RawBuilder<boolean>[] = []
    if (subject.counties) ways.push(sql<boolean>`${county} = any(${[...subject.counties]}::text[])`)
    if (subject.stations) {
      const counties = [...new Set(subject.stations.map((one) => splitId(one).county))]
      const uuids = subject.stations.map((one) => splitId(one).uuid)
      ways.push(sql<boolean>`(${county} = any(${counties}::text[]) and ${station} = any(${uuids}::uuid[]))`)
    }
    return ways.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(ways, sql` or `)})`
  }
  return {
    from: period.from,
    to: period.to,
    with: parameters,
    within,
    ...(recordedBy && { recordedBy }),
    ...(subject.place && { place: subject.place }),
  }
}

export function measureNamed(name: string): Measure {
  const found = measures().get(name)
  if (!found) throw new Error(`no measure is called ${name}`)
  return found
}

/**
 * A measure's figures, one per station and dimension. Sums of whole months come from the roll-ups kept by month; months
 * that were touched since are worked out from their facts in the same statement, so the answer is never behind.
 */
export async function figures(connection: Connection, measure: Measure, asked: Asked): Promise<Figure[]> {
  const scope = scopeOf(asked)
  const months = measure.ofFacts && !asked.recordedBy ? monthsOf(asked.period) : undefined
  const query = months ? rolledUp(measure, scope, months) : measure.cells(scope)
  const cells = await connection.rows<Cell>(query)
  return cells.map((cell) => ({ ...cell, station: `${cell.county}-${cell.station}`, dimension: cell.dimension ?? '' }))
}

function rolledUp(measure: Measure, scope: Scope, months: readonly string[]): RawBuilder<Cell> {
  const stale = (alias: string, month: RawBuilder<unknown>) => sql`(select from stale_month m
    where m.county = ${sql.ref(`${alias}.county`)} and m.station = ${sql.ref(`${alias}.station`)} and m.month = ${month})`
  const fresh = factCells(
    measure.ofFacts!,
    sql`''`,
    factsOfMonths(sql`stale_month t`),
    sql`${scope.within('t')} and t.month = any(${[...months]}::text[])`,
  )
  return sql<Cell>`
    select county, station, dimension, sum(numerator)::bigint as numerator, null::bigint as denominator from (
      select c.county, c.station, c.dimension, c.numerator from measure_cell c
      where ${scope.within('c')} and c.month = any(${[...months]}::text[]) and c.measure = ${measure.name}
        and not exists ${stale('c', sql`c.month`)}
      union all
      select county, station, dimension, numerator from (${fresh}) as fresh
    ) as parts group by county, station, dimension having sum(numerator) <> 0`
}

/**
 * The facts of these (county, station, month) rows, as `f` beside `t`. The fence keeps the planner to one index range a
 * row: a hash join would read every fact there is.
 */
export function factsOfMonths(months: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${months} cross join lateral (
    select * from fact where fact.county = t.county and fact.station = t.station
      and fact.on_day >= (t.month || '-01')::date and fact.on_day < (t.month || '-01')::date + interval '1 month' offset 0) as f`
}

/** The list behind a figure, each row as it is opened. */
export async function behind(
  connection: Connection,
  measure: Measure,
  asked: Asked,
  dimension: string,
  limit = 2000,
): Promise<Behind[]> {
  const rows = await connection.rows<Behind>(
    sql`select * from (${measure.list(scopeOf(asked), dimension)}) as behind limit ${limit}`,
  )
  return openable(connection, rows)
}

export interface Total {
  numerator: number
  denominator: number | null
}

/** Adds figures up as their measure says: sums and distinct counts add, ratios add their two parts. */
export function total(of: readonly Total[]): Total {
  const numerator = of.reduce((sum, one) => sum + one.numerator, 0)
  const denominators = of.map((one) => one.denominator).filter((one) => one !== null)
  return { numerator, denominator: denominators.length === 0 ? null : denominators.reduce((sum, one) => sum + one, 0) }
}

/** A total as people read it: a percentage with one decimal for ratios; null when there was nothing to divide by. */
export function readingOf({ numerator, denominator }: Total): number | null {
  if (denominator === null) return numerator
  return denominator === 0 ? null : Math.round((numerator / denominator) * 1000) / 10
}
