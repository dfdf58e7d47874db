import { type RawBuilder, sql } from 'kysely'
import { reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { date, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { currentPacks, packCodesOf } from '../policy/index.server.ts'
import type { Line } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { type ArchiveKey, archiveItems } from './archive.ts'
import { Client } from './client.ts'
import { describeClients, listedClient } from './clients.server.ts'
import { dueByRule, rulesByCode } from './freshness.server.ts'

/** Codes of categories that any pack marks, so that a measure over several jurisdictions reads each by its own words. */
function markedCategories(mark: 'hardPressedElder' | 'specialChild'): string[] {
  const lines = [...currentPacks().lines.values()].flat() as Line[]
  return [...new Set(lines.flatMap((line) => (line.kind === 'clientCategory' && line[mark] ? [line.category] : [])))]
}

interface Check {
  key: ArchiveKey
  /** Whether the item is asked of this client at all. */
  applies: RawBuilder<boolean>
  met: RawBuilder<boolean>
}

/** What each archive must hold, as SQL over a client's row under this alias, on a day. */
export function archiveChecks(alias: string, day: string): Check[] {
  const c = sql.raw(alias)
  const has = (table: string, holds: RawBuilder<unknown> = sql`true`) =>
    sql<boolean>`exists (select from ${sql.table(table)} x where x.county = ${c}.county and x.client = ${c}.id and ${holds})`
  const on = sql`x.from_on <= ${day}::date and (x.to_on is null or x.to_on >= ${day}::date)`
  const always = sql<boolean>`true`
  const young = sql<boolean>`coalesce(${c}.born_on > ${day}::date - interval '18 years', false)`
  const old = sql<boolean>`coalesce(${c}.born_on <= ${day}::date - interval '60 years', false)`
  const elder = sql<boolean>`(${old} and ${has('client_category', sql`${on} and x.category = any(${markedCategories('hardPressedElder')}::text[])`)})`
  const special = sql`${on} and x.category = any(${markedCategories('specialChild')}::text[])`
  return [
    { key: 'identity', applies: always, met: sql`(${c}.id_number is not null or ${c}.no_id_reason is not null)` },
    {
      key: 'reachable',
      applies: always,
      met: sql`(${c}.phone is not null or ${c}.institution is not null
        or ${has('guardian', sql`x.to_on is null and x.phone is not null`)} or ${has('client_contact', sql`x.to_on is null and x.phone is not null`)})`,
    },
    {
      key: 'grounds',
      applies: always,
      met: has('consent', sql`x.purpose = 'service' and x.on_day <= ${day}::date and x.withdrawn_on is null`),
    },
    { key: 'category', applies: always, met: has('client_category', on) },
    { key: 'worker', applies: always, met: has('client_worker', on) },
    { key: 'needs', applies: always, met: has('needs_assessment', sql`x.on_day <= ${day}::date`) },
    { key: 'guardian', applies: young, met: has('guardian', on) },
    {
      key: 'risk',
      applies: elder,
      met: has('client_risk', sql`x.from_on <= ${day}::date and x.to_on is null and x.review_on >= ${day}::date`),
    },
    { key: 'care', applies: elder, met: has('client_care', sql`x.from_on <= ${day}::date`) },
    {
      key: 'confirmed',
      applies: sql`(${young} and ${has('client_category', special)})`,
      met: has('client_category', sql`${special} and x.confirmed_on is not null`),
    },
  ]
}

/** Whether everything that is asked of an archive is there. */
export function completeSql(alias: string, day: string): RawBuilder<boolean> {
  const parts = archiveChecks(alias, day).map(({ applies, met }) => sql`(not ${applies} or ${met})`)
  return sql<boolean>`(${sql.join(parts, sql` and `)})`
}

interface Checked {
  items: { key: string; label: string; met: boolean; fix: string; clause: string | null }[]
  complete: boolean
}

/** The check of these archives: each item that is asked of a client, and the freshness that the local policy asks. */
export async function checkArchives(tx: Tx, clients: readonly RowOf<typeof Client>[]): Promise<Map<string, Checked>> {
  const checked = new Map<string, Checked>()
  if (clients.length === 0) return checked
  const checks = archiveChecks('c', tx.today)
  const flags = checks.flatMap(({ key, applies, met }) => [
    sql`${applies} as ${sql.ref(`${key}_asked`)}`,
    sql`${met} as ${sql.ref(`${key}_met`)}`,
  ])
  const counties = [...new Set(clients.map(({ county }) => county))]
  const uuids = clients.map((one) => splitId(one.id).uuid)
  const rows = await tx.rows<Record<string, boolean> & { id: string; place: string }>(sql`
    select c.county || '-' || c.id as id, s.place, ${sql.join(flags)} from client c join station s on s.county = c.county and s.id = c.station
    where c.county = any(${counties}::text[]) and c.id = any(${uuids}::uuid[])`)
  const codes = await packCodesOf(tx, [...new Set(rows.map(({ place }) => place as unknown as string))], tx.today)
  const fresh = await freshnessOfEach(tx, counties, uuids, [...new Set(codes.values())])
  for (const row of rows) {
    const items = checks
      .filter(({ key }) => row[`${key}Asked`])
      .map(({ key }) => ({ ...archiveItems[key], clause: null, ...archiveItems[key], met: row[`${key}Met`] === true }))
    const code = codes.get(row.place as unknown as string) ?? 'cn'
    const due = fresh.get(`${code}|${row.id}`) ?? []
    const all = [...items, ...due]
    checked.set(row.id as unknown as string, { items: all, complete: all.every(({ met }) => met) })
  }
  return checked
}

async function freshnessOfEach(tx: Tx, counties: string[], uuids: string[], codes: string[]) {
  const found = new Map<string, Checked['items']>()
  for (const code of codes) {
    for (const rule of rulesByCode(code, tx.today)) {
      const rows = await tx.rows<{ id: string; due: string | null }>(sql`
        select c.county || '-' || c.id as id, ${dueByRule(rule, 'c', tx.today)} as due from client c
        where c.county = any(${counties}::text[]) and c.id = any(${uuids}::uuid[])`)
      for (const { id: one, due } of rows) {
        if (due === null) continue
        const key = `${code}|${one}`
        const item = {
          key: rule.key,
          label: rule.label,
          met: due >= tx.today,
          fix: `应于 ${due} 前更新${rule.covers.includes('mentalHealth') ? '需求和心理健康' : '需求'}`,
          clause: rule.clause,
        }
        found.set(key, [...(found.get(key) ?? []), item])
      }
    }
  }
  return found
}

const item = shape('一项', {
  key: text('键', { max: 80 }),
  label: text('项目', { max: 200 }),
  met: flag('已有'),
  fix: text('怎么补', { max: 200 }),
  clause: optional(text('条款')),
})

/** KM-A2s: what of a client's archive is there and what is missing, each with what to do. */
export const checkArchive = query({
  label: '档案核对',
  grant: 'client.read',
  input: { id: id() },
  output: shape('档案核对', { complete: flag('齐全'), items: list('项目', item) }),
  clause: '昆民通〔2021〕8号 附件2',
  async run({ tx, reach, input }) {
    const client = await findReachable(tx, Client, reach, input.id)
    return (await checkArchives(tx, [client])).get(client.id) ?? { complete: true, items: [] }
  },
})

/** Archives of a station with something missing, those that lack most first: at most 200 of 5,000 that are looked through. */
export const incompleteArchives = query({
  label: '待补档案',
  grant: 'client.list',
  input: { station: ref('社工站', 'station'), missing: optional(text('缺项', { max: 80 })) },
  output: shape('待补档案', {
    rows: list('档案', shape('档案', { client: listedClient, missing: list('缺项', item) })),
    total: integer('服务对象', { unit: '人' }),
    complete: integer('齐全', { unit: '人' }),
    byItem: list(
      '按项目',
      shape('项目', { key: text('键'), label: text('项目'), count: integer('缺', { unit: '份' }) }),
    ),
    on: date('日期'),
  }),
  async run({ tx, actor, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const { county, uuid } = splitId(station.id)
    const [counted] = await tx.rows<{ total: number }>(sql`
      select count(*)::int as total from client where county = ${county} and station = ${uuid}::uuid and state = 'active' and ${reachSql(reach, actor, Client)}`)
    const clients = await select(
      tx,
      Client,
      sql`where client.county = ${county} and client.station = ${uuid}::uuid and client.state = 'active' and ${reachSql(reach, actor, Client)} order by client.name, client.id limit 5000`,
    )
    const checked = await checkArchives(tx, clients)
    const lacking = clients
      .map((client) => ({ client, missing: checked.get(client.id)!.items.filter(({ met }) => !met) }))
      .filter(({ missing }) => missing.length > 0)
    const byItem = new Map<string, { key: string; label: string; count: number }>()
    for (const { missing } of lacking)
      for (const { key, label } of missing) byItem.set(key, { key, label, count: (byItem.get(key)?.count ?? 0) + 1 })
    const shown = lacking
      .filter(({ missing }) => !input.missing || missing.some(({ key }) => key === input.missing))
      .sort((a, b) => b.missing.length - a.missing.length)
      .slice(0, 200)
    const described = await describeClients(
      tx,
      shown.map(({ client }) => client),
    )
    return {
      rows: shown.map(({ missing }, i) => ({ client: described[i]!, missing })),
      total: counted!.total,
      complete: clients.length - lacking.length,
      byItem: [...byItem.values()].sort((a, b) => b.count - a.count),
      on: tx.today,
    }
  },
})
