import { sql } from 'kysely'
import { type Reach, reachesStation, reachSql } from '../../core/access.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { countiesWithin, homeOf, isHome } from '../places/index.server.ts'
import type { PlaceKind } from '../places/index.ts'
import { Station } from '../stations/index.ts'

/**
 * Refuses a place that the reach does not hold whole: the figures of half a network would mislead whoever reads them.
 * A street is held by whoever holds its county, or a station in it.
 */
export async function holdPlace(tx: Tx, reach: Reach, place: string, day: string): Promise<void> {
  const held = (await isHome(tx, place))
    ? (await countiesWithin(tx, place, day)).every((county) => reach.whole.includes(county))
    : reach.whole.includes(await homeOf(tx, place)) || (await holdsStationIn(tx, reach, place, day))
  if (!held) throw new Failure('notFound', '只能查看本辖区的网络建设，请重新选择地区')
}

async function holdsStationIn(tx: Tx, reach: Reach, place: string, day: string): Promise<boolean> {
  const found = await tx.first(sql`
    select 1 from station s where s.place in (select id from place_within(${place}, ${day}::date)) and ${reachSql(reach, tx.actor, Station, 's')} limit 1`)
  return found !== undefined
}

/** The home code of a place that the reach may write for; refused at the field otherwise. */
export async function homeWithin(tx: Tx, reach: Reach, place: string, field = 'place'): Promise<string> {
  const county = await homeOf(tx, place)
  if (!reachesStation(reach, county, null)) throw refuseField(field, '这个地区不在您的辖区内，请重新选择')
  return county
}

/** The station that rows of a street stand with, so that the street reaches them: the first that was entered there. */
export async function anchorOf(tx: Tx, place: string, day: string): Promise<string | null> {
  const found = await tx.first<{ id: string }>(sql`
    select s.county || '-' || s.id as id from station s join place p on p.id = s.place
    where s.place in (select id from place_within(${place}, ${day}::date)) order by s.level = 'station' desc, s.created_at, s.id limit 1`)
  return found?.id ?? null
}

export interface PlaceNamed {
  id: string
  name: string
  kind: PlaceKind
  county: string
  parent: string | null
}

/** Places of these kinds in a place on a day, the place itself among them if it is of a kind. */
export async function placesWithin(
  tx: Tx,
  place: string,
  kinds: readonly string[],
  day: string,
): Promise<PlaceNamed[]> {
  return tx.rows<PlaceNamed>(sql`
    select p.id, p.name, p.kind, p.county, p.parent from place_on(${day}::date) p
    where p.kind = any(${[...kinds]}::text[]) and p.id in (select id from place_within(${place}, ${day}::date, ${['country', 'province', 'city', ...kinds, ...(kinds.includes('township') ? ['county'] : []), ...(kinds.includes('village') ? ['county', 'township', 'zone'] : [])]}::text[]))
    order by p.id`)
}

/** A place as it is called on a day. */
export async function placeNamed(tx: Tx, place: string, day: string): Promise<PlaceNamed> {
  const found = await tx.first<PlaceNamed>(
    sql`select id, name, kind, county, parent from place_on(${day}::date) where id = ${place}`,
  )
  if (!found) throw new Failure('notFound', '这一天没有这个地区，请换一个日期或地区')
  return found
}

/** A station's row of the tenant it belongs to, as SQL on a table of its records. */
export const ofStation = (station: string) => {
  const { county, uuid } = splitId(station)
  return sql<boolean>`county = ${county} and station = ${uuid}::uuid`
}
