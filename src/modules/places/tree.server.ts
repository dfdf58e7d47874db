import { sql } from 'kysely'
import type { Connection, Database } from '../../core/db.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { homeKinds } from './place.ts'

/** Whether rows may belong to this place itself (a county or above), rather than to the county around it. */
export async function isHome(connection: Connection, place: string): Promise<boolean> {
  const row = await connection.first<{ home: boolean }>(
    sql`select kind = any(${[...homeKinds]}::text[]) as home from place where id = ${place}`,
  )
  return row?.home ?? false
}

/**
 * Home codes below a place on a day, the place included, and those that went into them: rows of a county that was
 * merged keep their code, and whoever answers for the new one reaches them. What a county that lives on gave away is
 * not reached from the new one, and the rows of one that was split up are reached by the city above it.
 */
export async function countiesWithin(connection: Connection, place: string, day: string): Promise<string[]> {
  const rows = await connection.rows<{ county: string }>(sql`
    select distinct p.county from place_within(${place}, ${day}::date, ${[...homeKinds]}::text[]) w join place p on p.id = w.id`)
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

/**
 * Each of these places with everything it counts in on a day, nearest first. One that has been merged counts in its
 * successor, so that the rules and names of today hold for what still bears the old code.
 */
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

/** The home code of rows located in this place: the place itself, or the county around it. No such place is `notFound`. */
export async function homeOf(connection: Connection, place: string): Promise<string> {
  const row = await connection.first<{ county: string }>(sql`select county from place where id = ${place}`)
  if (!row) throw new Failure('notFound', '没有这个地区，请重新选择')
  return row.county
}

/** Refuses a place that lies outside a county, with a sentence beside the field `place`. */
export async function refuseOutside(
  connection: Connection,
  county: string,
  place: string,
  says: string,
): Promise<void> {
  if ((await homeOf(connection, place)) !== county) throw refuseField('place', says)
}

/**
 * Full names of these places on a day, from the county down (官渡区 · 太和街道) or from the province. A place that has
 * ended by then is named in brackets behind the one it counts in.
 */
export async function placePaths(
  connection: Connection,
  places: readonly string[],
  day: string,
  from: 'county' | 'province' = 'county',
): Promise<Map<string, string>> {
  const left = from === 'county' ? ['country', 'province', 'city'] : ['country']
  const rows = await connection.rows<{ leaf: string; path: string }>(sql`
    select leaf.id as leaf, coalesce(string_agg(t.name, ' · ' order by a.depth desc), '') || coalesce(max(gone.words), '') as path
    from unnest(${[...new Set(places)]}::text[]) as leaf(id)
      cross join lateral place_above(leaf.id, ${day}::date) a
      join place p on p.id = a.id and (p.kind <> all(${left}::text[]) or a.depth = 0)
      left join place_tenure t on t.place = a.id and t.from_on <= ${day}::date and (t.to_on is null or t.to_on >= ${day}::date)
      left join lateral (
        select case when n.to_on < ${day}::date then '（原' || n.name || '）' else '（' || n.name || '）' end as words
        from place_tenure n where n.place = leaf.id order by n.from_on desc limit 1
      ) gone on a.depth = 0 and t.id is null
    group by leaf.id`)
  return new Map(rows.map(({ leaf, path }) => [leaf, path]))
}
