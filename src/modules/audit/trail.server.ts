import { type RawBuilder, sql } from 'kysely'
import { type Actor, countiesIn, type Reach, reachesRecord, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { type AnyEntity, entities, type TenantRow } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { date, flag, list, optional, shape, text } from '../../core/field.ts'
import { splitId, uuidShape } from '../../core/identifiers.ts'
import { find } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { type AuditRow, auditLine, readable, sayCall, sayRecord, writingCalls } from './line.server.ts'
import { cursorOf, instantForm, later, merged, onDays, within } from './newest.server.ts'
import { partsOf, readers } from './readers.ts'

const columns = sql.raw('county, station, seq, at, account, action, entity, record, version, changes')
const shownLines = 100
const countyForm = /^[0-9A-Za-z]{1,12}$/

/** The record behind an id. A bare uuid needs its kind said; an id with a county names it by its first line. */
async function recordOf(
  tx: Tx,
  id: string,
  kind: string | null,
): Promise<{ entity: AnyEntity; row: TenantRow } | undefined> {
  const tenant = uuidShape.test(splitId(id).uuid)
  const first =
    kind ??
    (tenant
      ? (
          await tx.first<{ entity: string }>(
            sql`select entity from audit where county = ${splitId(id).county} and record = ${id} order by seq limit 1`,
          )
        )?.entity
      : undefined)
  const entity = first === undefined ? undefined : entities().get(first)
  const row = entity && (await find(tx, entity, id))
  return row && { entity: entity!, row }
}

function mayRead(actor: Actor, entity: AnyEntity, row: TenantRow): boolean {
  const grants = ['audit.read', ...(readers[entity.name] ? [readers[entity.name]!.grant] : [])]
  return grants.some((grant) => reachesRecord(reachOf(actor, grant), actor, entity, row))
}

/** The record and what is told together with it, each with the home code of its lines. */
async function toldTogether(tx: Tx, entity: AnyEntity, row: TenantRow): Promise<{ county: string; id: string }[]> {
  const parts = await Promise.all(
    (partsOf[entity.name] ?? []).map(([name, column]) => {
      const part = entities().get(name)!
      const table = sql.table(part.table)
      return tx.rows<{ county: string; id: string }>(
        part.options.tenant
          ? sql`select county, county || '-' || id as id from ${table} where county = ${row.county} and ${sql.ref(column)} = ${splitId(row.id).uuid}::uuid`
          : sql`select county, id::text as id from ${table} where ${sql.ref(column)} = ${row.id}::uuid`,
      )
    }),
  )
  return [{ county: row.county, id: row.id }, ...parts.flat()]
}

/**
 * The changes of one record and of what is told together with it, newest first, at most 100: for whoever may read the
 * record, and for auditors. Values of secrets are never kept, so they are named only.
 */
export const historyOf = query({
  label: '修改记录',
  grant: 'signedIn',
  input: {
    id: text('编号', { max: 60, pattern: '^[0-9A-Za-z-]{1,60}$' }),
    entity: optional(text('记录种类', { max: 40 })),
  },
  output: shape('修改记录', { lines: list('留痕', auditLine), more: flag('还有更早的') }),
  async run({ tx, actor, input }) {
    const found = await recordOf(tx, input.id, input.entity ?? null)
    if (!found || !mayRead(actor, found.entity, found.row))
      throw new Failure('notFound', '找不到这条记录的修改记录，或您无权查看')
    const told = await toldTogether(tx, found.entity, found.row)
    const rows = await tx.rows<AuditRow>(sql`select ${columns} from audit
      where county = any(${[...new Set(told.map(({ county }) => county))]}::text[]) and record = any(${told.map(({ id }) => id)}::text[])
      order by at desc, seq desc limit ${shownLines + 1}`)
    return { lines: await readable(tx, rows.slice(0, shownLines)), more: rows.length > shownLines }
  },
})

/** All lines within reach, newest first: who did what, when, to which record. */
export const listAudit = query({
  label: '留痕',
  grant: 'audit.read',
  input: {
    account: optional(text('账号', { max: 40, pattern: '^[0-9a-f-]{36}$' })),
    entity: optional(text('记录种类', { max: 40 })),
    action: optional(text('办理', { max: 80 })),
    from: optional(date('自')),
    to: optional(date('至')),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('留痕', { lines: list('留痕', auditLine), next: optional(text('下一页')) }),
  async run({ tx, reach, input }) {
    const filters = [
      ...(input.account ? [sql`account = ${input.account}::uuid`] : []),
      ...(input.entity ? [sql`entity = ${input.entity}`] : []),
      ...(input.action ? [sql`action = ${input.action}`] : []),
      ...onDays(input),
    ]
    const past = input.after ? cursorOf(input.after, [instantForm, countyForm, uuidShape, /^\d{1,15}$/]) : undefined
    const counties = await countiesWithLines(tx, reach)
    const { rows, next } = await merged<AuditRow>(
      counties.map(
        (county) => (limit) => tx.rows(newestIn(county, reach, [...filters, ...beyond(county, past)], limit)),
      ),
      byTime,
    )
    return {
      lines: await readable(tx, rows),
      next: next && JSON.stringify([next.at, next.county, next.station, next.seq]),
    }
  },
})

async function countiesWithLines(tx: Tx, reach: Reach): Promise<string[]> {
  const rows = await tx.rows<{ county: string }>(
    sql`select distinct county from audit_head where county = any(${countiesIn(reach)}::text[])`,
  )
  return rows.map(({ county }) => county)
}

/** One county's newest lines: each statement names one county (scale.md rule 6), they are sent together. */
function newestIn(county: string, reach: Reach, filters: RawBuilder<unknown>[], limit: number): RawBuilder<AuditRow> {
  const where = sql.join([sql`county = ${county}`, within(reach, county), ...filters], sql` and `)
  return sql`select ${columns} from audit where ${where} order by at desc, station desc, seq desc limit ${limit}`
}

/** What lies behind the cursor in this county, in the order of time, county, chain, number. */
function beyond(county: string, past: string[] | undefined): RawBuilder<unknown>[] {
  if (!past) return []
  const [at, home, station, seq] = past as [string, string, string, string]
  if (county === home) return [sql`(at, station, seq) < (${at}::timestamptz, ${station}::uuid, ${seq}::bigint)`]
  return [county < home ? sql`at <= ${at}::timestamptz` : sql`at < ${at}::timestamptz`]
}

const byTime = (a: AuditRow, b: AuditRow) =>
  later(a.at, b.at) || later(a.county, b.county) || later(a.station, b.station) || later(a.seq, b.seq)

/** The kinds of records and the calls that write lines, to filter by. */
export const auditKinds = query({
  label: '留痕种类',
  grant: 'audit.read',
  input: {},
  output: shape('留痕种类', {
    entities: list('记录种类', shape('记录种类', { key: text('键'), label: text('名称') })),
    actions: list('办理', shape('办理', { key: text('键'), label: text('名称') })),
  }),
  async run() {
    return {
      entities: [...entities().keys()].map((key) => ({ key, label: sayRecord(key) })),
      actions: writingCalls().map((key) => ({ key, label: sayCall(key) })),
    }
  },
})
