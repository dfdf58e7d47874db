import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachSql } from './access.ts'
import { compile } from './db.ts'
import type { AnyEntity, RowOf } from './entity.ts'
import { Failure } from './failure.ts'
import { splitId } from './identifiers.ts'
import { type Beside, select, statementName, type WithBeside } from './records.ts'
import type { Tx } from './tx.ts'

export interface Page<Row> {
  rows: Row[]
  /** How many there are in all; past the cap only "at least". */
  total: number
  /** Pass it back as `after` for the next page; null on the last one. */
  next: string | null
}

const countCap = 10_000

/**
 * A page of the records a reach holds, newest or smallest key first, by keyset. `order` names columns that end in a
 * unique one; values of `after` come from `next`. Without a filter the total is a counter's, with one it is counted up to a cap.
 */
export async function page<E extends AnyEntity, K extends string = never>(
  tx: Tx,
  entity: E,
  reach: Reach,
  options: {
    where?: RawBuilder<boolean>[]
    /** What the counter counts, e.g. only files that are open: narrows the rows, but is no filter for the total. */
    counted?: RawBuilder<boolean>
    order: readonly [column: string, direction: 'asc' | 'desc']
    after?: string | null
    limit?: number
    beside?: Beside<K>
  },
): Promise<Page<WithBeside<RowOf<E>, K>>> {
  const { counted, after, limit = 25, beside } = options
  const filters = options.where ?? []
  const where = counted ? [counted, ...filters] : filters
  const [column, direction] = options.order
  const key = sql.ref(`${entity.table}.${column}`)
  const id = sql.ref(`${entity.table}.id`)
  const way = sql.raw(direction)
  const past = after ? cursorOf(after) : undefined
  const sign = sql.raw(direction === 'desc' ? '<' : '>')
  const beyond = past ? [sql<boolean>`(${key}, ${id}) ${sign} (${past[0]}, ${past[1]})`] : []
  const last = sql`order by ${key} ${way}, ${id} ${way} limit ${limit + 1}`
  const [rows, total] = await Promise.all([
    select(tx, entity, last, {
      columns: beside?.columns ?? ({} as Beside<K>['columns']),
      from: beside?.from ?? sql``,
      of: held(tx, entity, reach, [...where, ...beyond], last),
    }),
    totalOf(tx, entity, reach, filters.length === 0 ? [] : where),
  ])
  const shown = rows.slice(0, limit) as (WithBeside<RowOf<E>, K> & Record<string, unknown>)[]
  const end = shown.at(-1)
  const camelColumn = entity.columns.find(({ name }) => name === column)!.key
  // only a tenant's id names its county before the uuid
  const uuidOf = (id: string) => (entity.options.tenant ? splitId(id).uuid : id)
  return {
    rows: shown,
    total,
    next: rows.length > limit && end ? JSON.stringify([end[camelColumn], uuidOf(end.id)]) : null,
  }
}

const all = (parts: readonly RawBuilder<unknown>[]) =>
  parts.length === 0 ? sql`true` : sql.join([...parts], sql` and `)

/**
 * The rows a reach holds, in order, as a source to select from. Over several counties or stations each is asked for its
 * own first rows by its own index, and those are merged: one sort over everything would read a province to show a page.
 */
function held(
  tx: Tx,
  entity: AnyEntity,
  reach: Reach,
  where: readonly RawBuilder<unknown>[],
  last: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const table = sql.table(entity.table)
  const first = (here: RawBuilder<unknown>) => sql`(select * from ${table} where ${here} and ${all(where)} ${last})`
  const county = sql.ref(`${entity.table}.county`)
  if (reach.whole.length > 1 && reach.stations.length === 0 && reach.own.length === 0) {
    return sql`unnest(${[...reach.whole]}::text[]) as part(county) cross join lateral ${first(sql`${county} = part.county`)} as ${table}`
  }
  if (reach.stations.length > 1 && reach.whole.length === 0 && reach.own.length === 0) {
    const parts = reach.stations.map(splitId)
    const here = sql`${county} = part.county and ${sql.ref(`${entity.table}.station`)} = part.station`
    return sql`unnest(${parts.map((one) => one.county)}::text[], ${parts.map(({ uuid }) => uuid)}::uuid[]) as part(county, station) cross join lateral ${first(here)} as ${table}`
  }
  return sql`${first(reachSql(reach, tx.actor, entity))} as ${table}`
}

function cursorOf(after: string): [unknown, string] {
  try {
    const cursor: unknown = JSON.parse(after)
    if (Array.isArray(cursor) && cursor.length === 2) return cursor as [unknown, string]
  } catch {
    // fall through: what is not a cursor of ours is refused below
  }
  throw new Failure('invalid', '翻页位置不对，请回到第一页')
}

async function totalOf(
  tx: Tx,
  entity: AnyEntity,
  reach: Reach,
  where: readonly RawBuilder<unknown>[],
): Promise<number> {
  const query =
    where.length === 0 && entity.options.counted && reach.own.length === 0
      ? sql`select coalesce(sum(records), 0)::bigint from record_count where entity = ${entity.name} and ${reachSql(reach, tx.actor, entity, 'record_count')}`
      : sql`select count(*) from (select 1 from ${sql.table(entity.table)} where ${all([reachSql(reach, tx.actor, entity), ...where])} limit ${countCap}) as counted`
  const statement = compile(query)
  const [row] = await tx.arrays({ ...statement, name: statementName(statement) })
  return row![0] as number
}
