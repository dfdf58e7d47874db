import { type RawBuilder, sql } from 'kysely'
import type { Connection } from '../../core/db.ts'

/** Stations located in a place or below it today. */
export async function stationsWithin(connection: Connection, place: string, day: string): Promise<string[]> {
  return ids(
    connection,
    sql`select county, id from station where place in (select id from place_within(${place}, ${day}::date))`,
  )
}

/** Stations an organisation runs on a day. */
export async function stationsOfOrganisation(
  connection: Connection,
  organisation: string,
  day: string,
): Promise<string[]> {
  return ids(
    connection,
    sql`select county, station as id from station_mode
      where operator = ${organisation}::uuid and from_on <= ${day}::date and (to_on is null or to_on >= ${day}::date)`,
  )
}

async function ids(connection: Connection, query: RawBuilder<unknown>): Promise<string[]> {
  const rows = await connection.rows<{ county: string; id: string }>(
    query as RawBuilder<{ county: string; id: string }>,
  )
  return rows.map(({ county, id }) => `${county}-${id}`)
}
