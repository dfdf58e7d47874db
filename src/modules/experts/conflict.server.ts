import { sql } from 'kysely'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'

/**
 * Why an expert may not be given a task at a station on these days: they declared a conflict with the station, with the
 * organisation that runs it, or come from that organisation. Nothing if they may. `toOn` null is open-ended.
 */
export async function conflictWith(
  tx: Tx,
  { expert, station, fromOn, toOn }: { expert: string; station: string; fromOn: string; toOn: string | null },
): Promise<string | undefined> {
  const [by, at] = [splitId(expert), splitId(station)]
  const end = toOn ?? '9999-12-31'
  const running = sql`m.county = ${at.county} and m.station = ${at.uuid}::uuid and m.from_on <= ${end}::date and (m.to_on is null or m.to_on >= ${fromOn}::date)`
  const [declared, own] = await Promise.all([
    tx.first<{ reason: string; organisation: string | null }>(sql`
      select c.reason, o.name as organisation from expert_conflict c left join organisation o on o.id = c.organisation
      where c.county = ${by.county} and c.expert = ${by.uuid}::uuid and c.from_on <= ${end}::date and (c.to_on is null or c.to_on >= ${fromOn}::date)
        and ((c.about_county = ${at.county} and c.about = ${at.uuid}::uuid)
          or c.organisation in (select m.operator from station_mode m where ${running}))
      order by c.from_on limit 1`),
    tx.first<{ name: string }>(sql`
      select o.name from expert e join organisation o on o.id = e.organisation
      where e.county = ${by.county} and e.id = ${by.uuid}::uuid and e.organisation in (select m.operator from station_mode m where ${running})`),
  ])
  if (declared) {
    const about = declared.organisation ? `承接该站的「${declared.organisation}」` : '该站'
    return `这位专家申明与${about}有利害关系（${declared.reason}），请另选一位`
  }
  return own && `这位专家来自承接该站的「${own.name}」，请另选一位`
}

/** The same for an organisation that guides: it may not guide a station which it runs itself. */
export async function runsItself(
  tx: Tx,
  { organisation, station, fromOn }: { organisation: string; station: string; fromOn: string },
): Promise<boolean> {
  const { county, uuid } = splitId(station)
  const found = await tx.first(sql`select 1 from station_mode m where m.county = ${county} and m.station = ${uuid}::uuid
    and m.operator = ${organisation}::uuid and (m.to_on is null or m.to_on >= ${fromOn}::date) limit 1`)
  return found !== undefined
}
