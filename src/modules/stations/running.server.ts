import { sql } from 'kysely'
import type { AnyEntity } from '../../core/entity.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'

/**
 * The next number of a station's own series for records that carry `number`, as `G2026-003`. Those who number at the same
 * moment wait for each other until the record is written.
 */
export async function runningNumber(tx: Tx, entity: AnyEntity, station: string, prefix: string): Promise<string> {
  const { county, uuid } = splitId(station)
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${entity.name}|${station}|${prefix}`}, 0))`)
  const last = await tx.first<{ last: number }>(sql`
    select coalesce(max(substring(number from length(${prefix}) + 2)::int), 0) as last from ${sql.table(entity.table)}
    where county = ${county} and station = ${uuid}::uuid and number like ${`${prefix}-%`}`)
  return `${prefix}-${String(last!.last + 1).padStart(3, '0')}`
}
