import { sql } from 'kysely'
import type { Connection, Database } from '../../core/db.ts'

/** Kinds whose code is a home of rows: everything that owns records of its own. */
const homeKinds = new Set(['country', 'province', 'city', 'county'])

/** Whether rows may belong to this place itself (a county or above), rather than to the county around it. */
export async function isHome(connection: Connection, place: string): Promise<boolean> {
  const row = await connection.first<{ kind: string }>(sql`select kind from place where id = ${place}`)
  return row !== undefined && homeKinds.has(row.kind)
}

/**
 * Home codes below a place on a day, the place included, and those that went into them: rows of a county that was
 * merged keep their code, and whoever answers for the new one reaches them.
 */
export async function countiesWithin(connection: Connection, place: string, day: string): Promise<string[]> {
  const rows = await connection.rows<{ county: string }>(sql`
    with recursive below as (
      select ${place}::text as id
      union
      select t.place from below join place_tenure t on t.parent = below.id join place p on p.id = t.place
      where p.kind in ('province', 'city', 'county') and t.from_on <= ${day}::date and (t.to_on is null or t.to_on >= ${day}::date)
    ), whole as (
      select id from below
      union
      select s.predecessor from whole join place_succession s on s.successor = whole.id
    )
    select distinct p.county from whole join place p on p.id = whole.id`)
  return rows.map(({ county }) => county)
}

const caches = new WeakMap<Database, { at: number; counties: Promise<string[]> }>()

/** Every home code there is; worked out anew at most once a minute. */
export function everyCounty(db: Database): Promise<string[]> {
  const cached = caches.get(db)
  if (cached && Date.now() - cached.at < 60_000) return cached.counties
  const counties = db.pool
    .query<{ county: string }>('select distinct county from place')
    .then(({ rows }) => rows.map(({ county }) => county))
  caches.set(db, { at: Date.now(), counties })
  return counties
}

/** Each of these places with everything above it on a day, nearest first. */
export async function placesAboveEach(
  connection: Connection,
  places: readonly string[],
  day: string,
): Promise<Map<string, string[]>> {
  const rows = await connection.rows<{ leaf: string; above: string[] }>(sql`
    select leaf.id as leaf, array_agg(a.id order by a.depth) as above
    from unnest(${[...new Set(places)]}::text[]) as leaf(id) cross join lateral place_above(leaf.id, ${day}::date) a group by leaf.id`)
  return new Map(rows.map(({ leaf, above }) => [leaf, above]))
}

/** The home code of rows located in this place: the place itself, or the county around it. */
export async function homeOf(connection: Connection, place: string): Promise<string> {
  const row = await connection.first<{ county: string }>(sql`select county from place where id = ${place}`)
  return row!.county
}

/** Full names from the county down, e.g. 官渡区 · 太和街道, of these places on a day. */
export async function placePaths(
  connection: Connection,
  places: readonly string[],
  day: string,
): Promise<Map<string, string>> {
  const rows = await connection.rows<{ leaf: string; path: string }>(sql`
    select leaf.id as leaf, string_agg(t.name, ' · ' order by a.depth desc) as path
    from unnest(${[...new Set(places)]}::text[]) as leaf(id)
      cross join lateral place_above(leaf.id, ${day}::date) a
      join place p on p.id = a.id and (p.kind not in ('country', 'province', 'city') or a.depth = 0)
      join place_tenure t on t.place = a.id and t.from_on <= ${day}::date and (t.to_on is null or t.to_on >= ${day}::date)
    group by leaf.id`)
  return new Map(rows.map(({ leaf, path }) => [leaf, path]))
}
