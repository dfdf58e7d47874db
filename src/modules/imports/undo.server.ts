import { sql } from 'kysely'
import { type AnyEntity, entities, type RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import type { ImportBatch } from './importBatch.ts'

/** The records of one entity that an import made, in this county. */
interface MadeOf {
  entity: AnyEntity
  uuids: string[]
}

async function madeBy(tx: Tx, batch: RowOf<typeof ImportBatch>): Promise<MadeOf[]> {
  const rows = await tx.rows<{ entity: string; records: string[]; first: number }>(sql`
    select entity, array_agg(record) as records, min(place_in) as first from import_made
    where county = ${batch.county} and batch = ${splitId(batch.id).uuid}::uuid group by entity order by first desc`)
  return rows.map(({ entity, records }) => ({ entity: entities().get(entity)!, uuids: records }))
}

/** Where other records point to what was made: worked out of every record's own definition. */
async function builtUpon(tx: Tx, county: string, made: readonly MadeOf[]): Promise<string[]> {
  const own = new Map(made.map(({ entity, uuids }) => [entity.name, uuids]))
  const asked = made.flatMap(({ entity, uuids }) =>
    [...entities().values()].flatMap((other) =>
      other.columns
        .filter(({ field, name }) => field.target === entity.name && !name.endsWith('_county') && name !== 'id')
        .map(async ({ name, field }) => {
          const column = sql.ref(`o.${name}`)
          const inCounty = other.options.tenant && field.kind === 'ref' ? sql`o.county = ${county} and` : sql``
          const [found] = await tx.rows<{ n: number }>(sql`select count(*)::int as n from ${sql.table(other.table)} o
            where ${inCounty} ${column} = any(${uuids}::uuid[]) and not (o.id = any(${own.get(other.name) ?? []}::uuid[]))`)
          return found!.n > 0 ? [`${found!.n} 条${other.label}`] : []
        }),
    ),
  )
  return [...new Set((await Promise.all(asked)).flat())]
}

async function changedSince(tx: Tx, county: string, made: readonly MadeOf[]): Promise<string[]> {
  const counted = made.map(async ({ entity, uuids }) => {
    const [found] = await tx.rows<{ n: number }>(
      sql`select count(*)::int as n from ${sql.table(entity.table)} where county = ${county} and id = any(${uuids}::uuid[]) and version > 1`,
    )
    return found!.n > 0 ? [`${found!.n} 条${entity.label}已被修改`] : []
  })
  return (await Promise.all(counted)).flat()
}

/**
 * Removes every record an import made, last first, with an audit line for each. Refused as a whole when one was changed
 * since, or when another record points to it: says which and how many.
 */
export async function undoMade(tx: Tx, batch: RowOf<typeof ImportBatch>): Promise<void> {
  const made = await madeBy(tx, batch)
  const [upon, changed] = await Promise.all([builtUpon(tx, batch.county, made), changedSince(tx, batch.county, made)])
  const reasons = [...changed, ...(upon.length > 0 ? [`已有 ${upon.join('、')} 用到导入的内容`] : [])]
  if (reasons.length > 0) throw new Failure('conflict', `不能撤销：${reasons.join('；')}。请先处理，或在各自页面修改`)
  for (const { entity, uuids } of made) {
    const removed = await tx.rows<{ id: string; station: string | null }>(sql`
      delete from ${sql.table(entity.table)} where county = ${batch.county} and id = any(${uuids}::uuid[]) returning id, station`)
    if (entity.options.search)
      tx.send(
        sql`delete from search_token where county = ${batch.county} and entity = ${entity.name} and id = any(${uuids}::uuid[])`,
      )
    if (entity.options.counted)
      for (const { station } of removed)
        if (station)
          tx.inserted.push({ county: batch.county, station: `${batch.county}-${station}`, entity: entity.name, by: -1 })
    for (const { id, station } of removed)
      tx.changes.push({
        county: batch.county,
        station: station && `${batch.county}-${station}`,
        entity: entity.name,
        record: `${batch.county}-${id}`,
        version: 2,
        changes: {},
      })
  }
  tx.send(sql`delete from import_made where county = ${batch.county} and batch = ${splitId(batch.id).uuid}::uuid`)
}
