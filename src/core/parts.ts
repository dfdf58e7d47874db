import { type RawBuilder, sql } from 'kysely'
import { type AnyEntity, type RowOf, snake, type TenantRow } from './entity.ts'
import { newId, splitId } from './identifiers.ts'
import { select } from './records.ts'
import type { Tx } from './tx.ts'

/** Where a new part of a record stands: with the record's own station, wherever those it is about are served later. */
export const partAt = ({ county, station }: Pick<TenantRow, 'county' | 'station'>) => ({ id: newId(county), station })

/** All parts of a kind that name a record in this field, in the order of a column; those alike as they were made. */
export function partsOf<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  by: string,
  of: Pick<TenantRow, 'id'>,
  order: string,
): Promise<RowOf<E>[]> {
  const column = (name: string) => sql.ref(`${entity.table}.${name}`)
  return select(
    tx,
    entity,
    sql`where ${pointsTo(entity.table, snake(by), of.id)} order by ${column(order)}, ${column('id')}`,
  )
}

/** The condition that a row names this record in a column, both of one county. */
export function pointsTo(alias: string, column: string, id: string): RawBuilder<boolean> {
  const { county, uuid } = splitId(id)
  return sql<boolean>`${sql.ref(`${alias}.county`)} = ${county} and ${sql.ref(`${alias}.${column}`)} = ${uuid}::uuid`
}

/** Takes a part out; the audit keeps that it stood there. Its table lets the application delete. */
export function strikePart(tx: Tx, entity: AnyEntity, row: TenantRow): void {
  const { county, uuid } = splitId(row.id)
  tx.seen.delete(`${entity.name}|${row.id}`)
  tx.send(sql`delete from ${sql.table(entity.table)} where county = ${county} and id = ${uuid}::uuid`)
  tx.changes.push({
    county,
    station: row.station,
    entity: entity.name,
    record: row.id,
    version: row.version + 1,
    changes: { removed: [false, true] },
  })
}
