import { type RawBuilder, sql } from 'kysely'

/** In use on a day, as SQL over a table or alias with `from_on` and `to_on`. */
export function inUseOn(alias: string, day: string): RawBuilder<boolean> {
  const [from, to] = [sql.ref(`${alias}.from_on`), sql.ref(`${alias}.to_on`)]
  return sql<boolean>`(${from} <= ${day}::date and (${to} is null or ${to} >= ${day}::date))`
}

/**
 * Everything that counts towards a line on a day, one row each: `county, station, key, entity, id, label, from_on,
 * pieces, area`. Only what is 完好 counts; a room's area counts for its main function alone.
 */
export function counted(day: string, within: (alias: string) => RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    select p.county, p.station, use.key, 'space' as entity, p.id, p.name as label, p.from_on, 1 as pieces,
      case when use.main then coalesce(p.area_m2, 0) else 0 end as area
    from space p cross join lateral (
      select p.purpose as key, true as main
      union select other.key, false from unnest(p.also_for) as other(key) where other.key <> p.purpose
    ) as use
    where ${within('p')} and ${inUseOn('p', day)}
    union all
    select e.county, e.station, e.line, 'equipment', e.id, e.name, e.from_on, e.quantity, 0
    from equipment e
    where ${within('e')} and ${inUseOn('e', day)} and e.line is not null and e.state = 'good'`
}
