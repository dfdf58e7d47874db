import { sql } from 'kysely'
import { nowhere } from '../../core/access.ts'
import { type Database, transact } from '../../core/db.ts'
import { factCells, measures } from '../../core/measures.ts'
import { factsOfMonths } from './engine.server.ts'

/**
 * Works out the roll-ups of stale months last touched before a moment, some stations at a time, and answers how many were
 * done. The mark is taken away first: a writer of the same month waits for us, and one who came earlier is waited for, so
 * no fact is missed.
 * `owner` is the tables' owner: this serves nobody in particular, and a scope of every county would be searched for each fact.
 */
export async function rollUp(owner: Database, before = 'infinity', limit = 200): Promise<number> {
  return transact(owner, nowhere, 'write', async (connection) => {
    const marks = await connection.rows<{ county: string; station: string; month: string }>(sql`
      delete from stale_month where (county, station, month) in (
        select county, station, month from stale_month where touched_at < ${before}::timestamptz order by county, station, month limit ${limit} for update skip locked
      ) returning county, station, month`)
    if (marks.length === 0) return 0
    const counties = marks.map(({ county }) => county)
    const stations = marks.map(({ station }) => station)
    const months = marks.map(({ month }) => month)
    const mark = sql`unnest(${counties}::text[], ${stations}::uuid[], ${months}::text[]) as t(county, station, month)`
    connection.send(
      sql`delete from measure_cell c using ${mark} where c.county = t.county and c.station = t.station and c.month = t.month`,
    )
    const source = factsOfMonths(mark)
    for (const measure of measures().values()) {
      if (!measure.ofFacts) continue
      const cells = factCells(measure.ofFacts, sql`t.month`, source, sql`true`)
      connection.send(sql`insert into measure_cell (county, station, month, measure, dimension, numerator, denominator)
        select county, station, month, ${measure.name}, dimension, numerator, denominator from (${cells}) as cells where numerator <> 0`)
    }
    return marks.length
  })
}
