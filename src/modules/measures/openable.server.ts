import { type RawBuilder, sql } from 'kysely'
import type { Connection } from '../../core/db.ts'
import { splitId } from '../../core/identifiers.ts'

interface Named {
  /** The record that the row names. */
  source: string
  /** What is opened for it: itself, or the record it is a part of. */
  entity: string
  id: string
  label: string
}

/** Records that facts come from and that bear a name, or are opened as a part of another. */
const named: Readonly<Record<string, RawBuilder<Named>>> = {
  activity: sql`select r.county, r.id as uuid, 'activity' as entity, r.id as opens, r.name as label from activity r`,
  group_session: sql`
    select r.county, r.id as uuid, 'service_group' as entity, g.id as opens, g.name || '：第 ' || r.ordinal || ' 节　' || r.topic as label
    from group_session r join service_group g on g.county = r.county and g.id = r.service_group`,
}

/** Rows of facts as people open them: a group's session opens its group, and each has a name where it bears one. */
export async function openable<R extends { entity: string; id: string; label: string }>(
  connection: Connection,
  rows: readonly R[],
): Promise<R[]> {
  const found = await Promise.all(
    Object.entries(named).map(([entity, records]) => {
      const ids = rows.filter((row) => row.entity === entity && row.label === '').map(({ id }) => splitId(id))
      if (ids.length === 0) return []
      return connection.rows<Named>(sql`
        select county || '-' || uuid as source, entity, county || '-' || opens as id, label from (${records}) as records
        where county = any(${[...new Set(ids.map(({ county }) => county))]}::text[])
          and uuid = any(${ids.map(({ uuid }) => uuid)}::uuid[])`)
    }),
  )
  const bySource = new Map(found.flat().map(({ source, ...rest }) => [source, rest]))
  return rows.map((row) => ({ ...row, ...(row.label === '' && bySource.get(row.id)) }))
}
