import { type RawBuilder, sql } from 'kysely'
import { countiesIn, type Reach } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import {
  choice,
  date,
  flag,
  type InputOf,
  id,
  integer,
  link,
  list,
  optional,
  ref,
  shape,
  text,
} from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { wordedKeys } from '../../core/search.ts'
import type { Tx } from '../../core/tx.ts'
import { ageOn } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { categoryNamer } from './category.server.ts'
import { Client, clientStates, riskLevels } from './client.ts'
import { dueSql, freshnessRules } from './freshness.server.ts'
import { Household } from './household.ts'
import { plain } from './known.server.ts'

export const listedClient = shape('服务对象', {
  id: id(),
  name: text('姓名'),
  sex: Client.fields.sex,
  bornOn: Client.fields.bornOn,
  age: optional(integer('年龄', { unit: '岁' })),
  state: Client.fields.state,
  categories: list('类别', text('类别')),
  risk: optional(choice('风险等级', riskLevels)),
  reviewOn: optional(date('复评日期')),
  placeName: text('居住地'),
  station: id('社工站'),
  stationName: text('社工站'),
  workerName: optional(text('责任社工')),
  household: optional(id('家庭')),
  assessedOn: optional(date('上次需求更新')),
  dueOn: optional(date('需求应更新于')),
})

const filters = {
  search: optional(text('姓名、拼音、身份证号、电话或住址', { max: 120 })),
  station: optional(ref('社工站', 'station')),
  category: optional(text('类别', { max: 40 })),
  risk: optional(choice('风险等级', riskLevels)),
  place: optional(link('居住地', 'place')),
  worker: optional(ref('责任社工', 'person')),
  state: optional(choice('档案状态', clientStates)),
  due: optional(flag('需求应更新')),
}
type Filters = InputOf<typeof filters>

/** By the whole identity number or phone, the whole address, part of a name or its pinyin, or the head of the household. */
export function matches(tx: Tx, reach: Reach, typed: string): RawBuilder<boolean> {
  const whole = typed.trim()
  const index = (column: string, value: string) => tx.sealer.index(column, value)
  if (/^\d{17}[\dXx]$/.test(whole)) return sql`client.id_number_index = ${index('client.idNumber', whole)}`
  if (/^1\d{10}$/.test(whole) || /^0\d{2,3}-?\d{7,8}$/.test(whole))
    return sql`client.phone_index = ${index('client.phone', whole)}`
  const counties = sql`any(${countiesIn(reach)}::text[])`
  const living = (households: RawBuilder<unknown>) =>
    sql`select m.county, m.id from client m join (${households}) h on h.county = m.county and h.id = m.household`
  const ways = [wordedKeys(Client, reach, whole), living(wordedKeys(Household, reach, whole))]
  if (whole.length >= 5) {
    const address = plain(whole)
    const at = (table: string) =>
      sql`select county, id from ${sql.table(table)} where county = ${counties} and address_index = ${index(`${table}.address`, address)}`
    ways.push(at('client'), living(at('household')))
  }
  return sql`(client.county, client.id) in (${sql.join(ways, sql` union all `)})`
}

const current = (alias: string, day: string) =>
  sql`${sql.ref(`${alias}.from_on`)} <= ${day}::date and (${sql.ref(`${alias}.to_on`)} is null or ${sql.ref(`${alias}.to_on`)} >= ${day}::date)`

async function whereOf(tx: Tx, reach: Reach, input: Filters): Promise<RawBuilder<boolean>[]> {
  const { station, category, risk, place, worker, state } = input
  const has = (table: string, holds: RawBuilder<unknown>) =>
    sql<boolean>`exists (select from ${sql.table(table)} x where x.county = client.county and x.client = client.id and ${current('x', tx.today)} and ${holds})`
  return [
    ...(input.search ? [matches(tx, reach, input.search)] : []),
    ...(station
      ? [sql<boolean>`client.county = ${splitId(station).county} and client.station = ${splitId(station).uuid}::uuid`]
      : []),
    ...(category ? [has('client_category', sql`x.category = ${category}`)] : []),
    ...(risk ? [has('client_risk', sql`x.level = ${risk} and x.to_on is null`)] : []),
    ...(worker ? [has('client_worker', sql`x.worker = ${splitId(worker).uuid}::uuid`)] : []),
    ...(place ? [sql<boolean>`client.place in (select id from place_within(${place}, ${tx.today}::date))`] : []),
    ...(state ? [sql<boolean>`client.state = ${state}`] : []),
    ...(input.due ? [sql<boolean>`${dueSql(await freshnessRules(tx), 'client', tx.today)} < ${tx.today}::date`] : []),
  ]
}

/** A page of the clients a reach holds, by name, with what a list shows of them. Without a state those that are served. */
export async function pageOfClients(tx: Tx, reach: Reach, input: Filters, after: string | null, limit: number) {
  const found = await page(tx, Client, reach, {
    where: await whereOf(tx, reach, input),
    ...(!input.state && { counted: sql<boolean>`client.state = 'active'` }),
    order: ['name', 'asc'],
    after,
    limit,
  })
  return { ...found, rows: await describeClients(tx, found.rows) }
}

interface Extra {
  id: string
  stationName: string
  stationPlace: string
  categories: string[]
  risk: keyof typeof riskLevels | null
  reviewOn: string | null
  workerName: string | null
  assessedOn: string | null
  dueOn: string | null
}

/** What lists show beside a client, read for all of them at once. */
export async function describeClients(tx: Tx, rows: readonly RowOf<typeof Client>[]) {
  if (rows.length === 0) return []
  const rules = await freshnessRules(tx)
  const extras = await tx.rows<Extra>(sql`
    select c.county || '-' || c.id as id, s.name as station_name, s.place as station_place,
      array(select x.category from client_category x where x.county = c.county and x.client = c.id and ${current('x', tx.today)} order by x.from_on) as categories,
      r.level as risk, r.review_on, w.name as worker_name,
      (select max(n.on_day) from needs_assessment n where n.county = c.county and n.client = c.id) as assessed_on,
      ${dueSql(rules, 'c', tx.today)} as due_on
    from client c left join station s on s.county = c.county and s.id = c.station
      left join lateral (select level, review_on from client_risk x where x.county = c.county and x.client = c.id and x.to_on is null order by from_on desc limit 1) r on true
      left join lateral (select p.name from client_worker x join person p on p.county = x.county and p.id = x.worker
        where x.county = c.county and x.client = c.id and ${current('x', tx.today)} order by x.from_on desc limit 1) w on true
    where c.county = any(${[...new Set(rows.map(({ county }) => county))]}::text[])
      and c.id = any(${rows.map(({ id: one }) => splitId(one).uuid)}::uuid[])`)
  const extraOf = new Map(extras.map((one) => [one.id, one]))
  const [paths, name] = await Promise.all([
    placePaths(
      tx,
      rows.map(({ place }) => place),
      tx.today,
    ),
    categoryNamer(
      tx,
      extras.flatMap(({ stationPlace }) => (stationPlace ? [stationPlace] : [])),
    ),
  ])
  return rows.map((row) => {
    const extra = extraOf.get(row.id)
    return {
      id: row.id,
      name: row.name,
      sex: row.sex,
      bornOn: row.bornOn,
      age: row.bornOn ? ageOn(row.bornOn, tx.today) : null,
      state: row.state,
      categories: [...new Set(extra?.categories ?? [])].map((one) => name(extra?.stationPlace ?? null, one)),
      risk: extra?.risk ?? null,
      reviewOn: extra?.reviewOn ?? null,
      placeName: paths.get(row.place) ?? row.place,
      station: row.station!,
      stationName: extra?.stationName ?? '',
      workerName: extra?.workerName ?? null,
      household: row.household,
      assessedOn: extra?.assessedOn ?? null,
      dueOn: row.state === 'active' ? (extra?.dueOn ?? null) : null,
    }
  })
}

/** The clients of a reach, by name: nothing hidden is in it, also for those who may not open a file. */
export const listClients = query({
  label: '服务对象名单',
  grant: 'client.list',
  input: {
    ...filters,
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('服务对象名单', {
    rows: list('服务对象', listedClient),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { after, limit, ...asked } }) {
    return pageOfClients(tx, reach, asked, after ?? null, limit ?? 25)
  },
})
