import { sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { entities, type RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { id, list, optional, ref, shape, text, texts, version } from '../../core/field.ts'
import { newId, splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, unseal, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { clientInput } from './client.server.ts'
import { Client } from './client.ts'
import { ClientMerge } from './duplicate.ts'
import { decidePair } from './duplicates.server.ts'
import { followingEntities } from './timeline.ts'

type ClientRow = RowOf<typeof Client>

/** Records about identity itself: they say who was merged, so a merge does not move them. */
const aboutIdentity = new Set(['duplicate', 'client_merge', 'client_moved'])

interface Referring {
  entity: string
  table: string
  /** The column that holds the client's uuid. */
  column: string
  /** The column of the county, where the reference may leave it. */
  countyColumn: string | null
  follows: boolean
}

/** Every table that refers to a client, worked out of the entity definitions: a new module is in it without being named. */
export function referringTables(): Referring[] {
  const found: Referring[] = []
  for (const entity of entities().values()) {
    if (!entity.options.tenant || aboutIdentity.has(entity.name)) continue
    for (const { name, field } of entity.columns) {
      if (field.target !== 'client' || !['ref', 'farRef'].includes(field.kind) || name.endsWith('_county')) continue
      found.push({
        entity: entity.name,
        table: entity.table,
        column: name,
        countyColumn: field.kind === 'farRef' ? `${name}_county` : null,
        follows: followingEntities().has(entity),
      })
    }
  }
  return found
}

/** Columns that stand in a unique key together with this one: a row whose twin is there already stays where it is. */
async function uniqueBeside(tx: Tx, { table, column }: Referring): Promise<string[][]> {
  const rows = await tx.rows<{ columns: string[] }>(sql`
    select array_agg(a.attname::text order by a.attnum) as columns
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    where i.indrelid = ${table}::regclass and i.indisunique group by i.indexrelid
    having ${column} = any(array_agg(a.attname::text))`)
  return rows.map(({ columns }) => columns.filter((one) => one !== column && one !== 'county'))
}

interface Moved {
  entity: string
  field: string
  record: string
  station: string | null
}

/** Moves every row that refers to one client to the other, and answers which. */
async function moveReferences(tx: Tx, from: ClientRow, to: ClientRow): Promise<Moved[]> {
  const { county } = from
  const [old, kept] = [splitId(from.id).uuid, splitId(to.id).uuid]
  const moved: Moved[] = []
  for (const one of referringTables()) {
    const table = sql.table(one.table)
    const column = sql.ref(one.column)
    const twins = await uniqueBeside(tx, one)
    const free = twins.map(
      (beside) =>
        sql`not exists (select from ${table} o where o.county = t.county and o.${column} = ${kept}::uuid
          ${
            beside.length === 0
              ? sql``
              : sql`and ${sql.join(
                  beside.map((name) => sql`o.${sql.ref(name)} = t.${sql.ref(name)}`),
                  sql` and `,
                )}`
          })`,
    )
    const here = one.countyColumn ? sql`t.${sql.ref(one.countyColumn)} = ${county}` : sql`t.county = ${county}`
    const rows = await tx.rows<{ id: string; station: string | null }>(sql`
      with before as (select t.county, t.id, t.station from ${table} t
        where t.county = ${county} and ${here} and t.${column} = ${old}::uuid and ${free.length === 0 ? sql`true` : sql.join(free, sql` and `)} for update)
      update ${table} t set ${column} = ${kept}::uuid ${one.follows ? sql`, station = ${splitId(to.station!).uuid}::uuid` : sql``}
      from before where t.county = before.county and t.id = before.id returning t.id, before.station`)
    moved.push(...rows.map((row) => ({ entity: one.entity, field: one.column, record: row.id, station: row.station })))
  }
  return moved
}

async function noteMoved(
  tx: Tx,
  merge: { id: string; county: string; station: string | null },
  moved: readonly Moved[],
) {
  if (moved.length === 0) return
  tx.send(sql`
    insert into client_moved (id, county, station, version, created_at, created_by, merge, entity, field, record, former_station)
    select m.id, ${merge.county}, ${splitId(merge.station!).uuid}::uuid, 1, ${tx.now}::timestamptz, ${tx.actor.account}::uuid, ${splitId(merge.id).uuid}::uuid, m.entity, m.field, m.record, m.station
    from unnest(${moved.map(() => uuidv7())}::uuid[], ${moved.map(({ entity }) => entity)}::text[], ${moved.map(({ field }) => field)}::text[],
      ${moved.map(({ record }) => record)}::text[], ${moved.map(({ station }) => station)}::text[]) as m(id, entity, field, record, station)`)
}

const takeable = Object.keys(clientInput)
type Values = Record<string, unknown>

/** A file's values with hidden ones in plain: only to be sealed again. */
async function plainValues(tx: Tx, client: ClientRow, keys: readonly string[]): Promise<Values> {
  const values: Values = {}
  for (const key of keys) {
    const secret = (Client.fields as Record<string, { kind: string }>)[key]?.kind === 'secret'
    values[key] = secret ? await unseal(tx, Client, client, key) : (client as unknown as Values)[key]
  }
  return values
}

async function refuseOpenTransfer(tx: Tx, client: ClientRow): Promise<void> {
  const open =
    await tx.first(sql`select 1 as there from client_transfer where county = ${client.county} and client_county = ${client.county}
    and client = ${splitId(client.id).uuid}::uuid and state = 'offered' limit 1`)
  if (open) throw new Failure('conflict', `「${client.name}」正在办理转站，请先完成或撤回转站再合并`)
}

/**
 * Takes one file into another: every record that refers to it is moved in this transaction, the merged file stays as an
 * alias, and what the kept one held before is sealed beside it, so that all of it can be given back (lessons.md L12).
 */
export const mergeClients = action({
  label: '合并档案',
  grant: 'client.merge',
  on: Client,
  input: {
    id: id('保留的档案'),
    version: version(),
    merged: ref('并入的档案', 'client'),
    mergedVersion: version(),
    take: optional(texts('取自并入档案的内容', { max: 30 })),
    reason: text('理由', { max: 200 }),
  },
  output: ClientMerge,
  guard: ({ state }) => (state === 'active' || state === 'closed' ? undefined : '已转出或已合并的档案不能再合并'),
  async run({ tx, reach, found: kept, input }) {
    if (input.merged === input.id) throw refuseField('merged', '请选择另一份档案')
    const merged = await findReachable(tx, Client, reach, input.merged)
    if (merged.version !== input.mergedVersion)
      throw new Failure('conflict', '并入的档案刚刚被别人改过，请刷新后重新比对')
    if (merged.state !== 'active' && merged.state !== 'closed')
      throw refuseField('merged', '已转出或已合并的档案不能再合并')
    await refuseOpenTransfer(tx, kept)
    await refuseOpenTransfer(tx, merged)
    const take = input.take ?? []
    const unknown = take.find((key) => !takeable.includes(key))
    if (unknown) throw refuseField('take', `没有「${unknown}」这一项，请刷新后重试`)
    // the identity number decides birthday and sex, and where there is one no reason for its lack stays
    const numbered = kept.idNumber !== null || (take.includes('idNumber') && merged.idNumber !== null)
    const wanted = take.includes('idNumber') ? [...new Set([...take, 'bornOn', 'sex', 'noIdReason'])] : take
    const keys =
      kept.idNumber !== null && !take.includes('idNumber') ? wanted.filter((key) => key !== 'noIdReason') : wanted
    const before = await plainValues(tx, kept, keys)
    const taken = await plainValues(tx, merged, keys)
    if (numbered && 'noIdReason' in taken) taken.noIdReason = null
    if (kept.name !== merged.name && !kept.formerName && !keys.includes('formerName')) {
      before.formerName = null
      taken.formerName = keys.includes('name') ? kept.name : merged.name
    }
    const moved = await moveReferences(tx, merged, kept)
    const merge = await insert(
      tx,
      ClientMerge,
      { id: newId(kept.county), station: kept.station },
      {
        kept: kept.id,
        merged: merged.id,
        onDay: tx.today,
        reason: input.reason,
        took: Object.keys(taken),
        before: JSON.stringify({ before, taken, state: merged.state }),
      },
    )
    await noteMoved(tx, merge, moved)
    if (Object.keys(taken).length > 0) await update(tx, Client, kept, taken as never)
    const alias = await refound(tx, merged)
    // the alias keeps its own station: it is a pointer, not a file that is worked in
    await update(tx, Client, alias, { state: 'merged', mergedInto: kept.id })
    tx.send(
      sql`delete from search_token where county = ${merged.county} and entity = 'client' and id = ${splitId(merged.id).uuid}::uuid`,
    )
    if (merged.state === 'active')
      tx.inserted.push({ county: merged.county, station: merged.station!, entity: 'client', by: -1 })
    await decidePair(tx, kept, merged, 'same')
    return merge
  },
})

async function refound(tx: Tx, client: ClientRow): Promise<ClientRow> {
  tx.seen.delete(`client|${client.id}`)
  return (await find(tx, Client, client.id))!
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

/** Gives back what a merge moved, and what the kept file held before unless it was changed since. */
export const undoMerge = action({
  label: '撤销合并',
  grant: 'client.merge',
  on: ClientMerge,
  input: { id: id(), version: version(), undoneReason: text('撤销理由', { max: 200 }) },
  output: ClientMerge,
  guard: ({ undoneOn }) => (undoneOn ? '这次合并已经撤销' : undefined),
  async run({ tx, reach, found, input }) {
    const kept = await findReachable(tx, Client, reach, found.kept)
    const merged = await findReachable(tx, Client, reach, found.merged)
    if (kept.state === 'merged') throw new Failure('conflict', '保留的档案后来又并入了另一份，请先撤销那一次合并')
    const { county } = found
    const [one, other] = [splitId(kept.id).uuid, splitId(merged.id).uuid]
    const moved = await tx.rows<{ entity: string; field: string; ids: string[]; stations: (string | null)[] }>(sql`
      select entity, field, array_agg(record) as ids, array_agg(former_station) as stations from client_moved
      where county = ${county} and merge = ${splitId(found.id).uuid}::uuid group by entity, field`)
    for (const { entity, field, ids, stations } of moved) {
      const known = referringTables().find((each) => each.entity === entity && each.column === field)
      if (!known) throw new Error(`${entity}.${field} refers to no client any more`)
      const column = sql.ref(field)
      tx.send(sql`
        update ${sql.table(known.table)} t set ${column} = ${other}::uuid ${known.follows ? sql`, station = b.station` : sql``}
        from unnest(${ids}::uuid[], ${stations}::uuid[]) as b(id, station)
        where t.county = ${county} and t.id = b.id and t.${column} = ${one}::uuid`)
    }
    const sealed = JSON.parse((await unseal(tx, ClientMerge, found, 'before'))!) as {
      before: Values
      taken: Values
      state: ClientRow['state']
    }
    const now = await plainValues(tx, kept, Object.keys(sealed.before))
    const back = Object.fromEntries(Object.entries(sealed.before).filter(([key]) => same(now[key], sealed.taken[key])))
    if (Object.keys(back).length > 0) await update(tx, Client, await refound(tx, kept), back as never)
    // naming the name writes the search tokens again
    await update(tx, Client, await refound(tx, merged), { state: sealed.state, mergedInto: null, name: merged.name })
    if (sealed.state === 'active') tx.inserted.push({ county, station: merged.station!, entity: 'client' })
    await decidePair(tx, kept, merged, 'open')
    return update(tx, ClientMerge, found, { undoneOn: tx.today, undoneReason: input.undoneReason })
  },
})

/** The merges in reach, newest first, at most 200: what was taken where, and whether it was undone. */
export const listMerges = query({
  label: '合并记录',
  grant: 'client.merge',
  input: { client: optional(ref('服务对象', 'client')) },
  output: list(
    '合并记录',
    shape('合并', { merge: ClientMerge.row, keptName: text('保留的档案'), mergedName: text('并入的档案') }),
  ),
  async run({ tx, actor, reach, input }) {
    const of = input.client ? splitId(input.client) : undefined
    const rows = await select(
      tx,
      ClientMerge,
      sql`where ${reachSql(reach, actor, ClientMerge)} ${
        of
          ? sql`and client_merge.county = ${of.county} and (client_merge.kept = ${of.uuid}::uuid or client_merge.merged = ${of.uuid}::uuid)`
          : sql``
      } order by client_merge.on_day desc, client_merge.id desc limit 200`,
    )
    const names = await tx.rows<{ id: string; name: string }>(sql`
      select county || '-' || id as id, name from client where county = any(${rows.map(({ county }) => county)}::text[])
        and id = any(${rows.flatMap(({ kept, merged }) => [splitId(kept).uuid, splitId(merged).uuid])}::uuid[])`)
    const nameOf = new Map(names.map((one) => [one.id, one.name]))
    return rows.map((merge) => ({
      // what was sealed for undoing is nobody's to read
      merge: { ...merge, before: { masked: true as const, hint: '已封存' } },
      keptName: nameOf.get(merge.kept) ?? '',
      mergedName: nameOf.get(merge.merged) ?? '',
    }))
  },
})
