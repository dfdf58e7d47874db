import { type RawBuilder, sql } from 'kysely'
import { reachOf } from '../../core/access.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { cite } from '../policy/index.ts'
import { type FreshnessRule, freshnessOf } from './freshness.ts'

/** The freshness rules of one pack, and the stations whose clients they are for. */
export interface RulesOfStations {
  rules: readonly FreshnessRule[]
  /** Uuids. */
  stations: readonly string[]
}

export function rulesByCode(code: string, day: string): FreshnessRule[] {
  const policy = policyByCode(code, day)
  return freshnessOf(policy, (line) => cite(policy, line))
}

/** The rules of every station the reader may list clients of, packs with no rule left out. */
export async function freshnessRules(tx: Tx): Promise<RulesOfStations[]> {
  const reach = reachOf(tx.actor, 'client.list')
  const stations = await tx.rows<{ id: string; place: string }>(sql`
    select id, place from station where county = any(${reach.whole}::text[])
      or id = any(${[...reach.stations, ...reach.own].map((one) => splitId(one).uuid)}::uuid[])`)
  const codes = await packCodesOf(tx, [...new Set(stations.map(({ place }) => place))], tx.today)
  const byCode = new Map<string, string[]>()
  for (const { id, place } of stations) {
    const code = codes.get(place) ?? 'cn'
    byCode.set(code, [...(byCode.get(code) ?? []), id])
  }
  return [...byCode]
    .map(([code, of]) => ({ rules: rulesByCode(code, tx.today), stations: of }))
    .filter(({ rules }) => rules.length > 0)
}

/** When a client's needs must be gone over next by one rule: counted from the last time all of it was, else from the file's first day. */
export function dueByRule(rule: FreshnessRule, alias: string, day: string): RawBuilder<string | null> {
  const client = sql.raw(alias)
  const { months, categories, fromAge, covers } = rule
  const inCategory =
    categories.length === 0
      ? sql`true`
      : sql`exists (select from client_category k where k.county = ${client}.county and k.client = ${client}.id and k.category = any(${[...categories]}::text[])
          and k.from_on <= ${day}::date and (k.to_on is null or k.to_on >= ${day}::date))`
  const oldEnough =
    fromAge === null ? sql`true` : sql`${client}.born_on <= ${day}::date - make_interval(years => ${fromAge}::int)`
  const last = (what: string) => sql`coalesce(
    (select max(n.on_day) from needs_assessment n where n.county = ${client}.county and n.client = ${client}.id and ${what} = any(n.covers) and n.on_day <= ${day}::date),
    (select min(f.from_on) from client_station f where f.county = ${client}.county and f.client = ${client}.id) - make_interval(months => ${months}::int))`
  return sql`case when ${inCategory} and ${oldEnough} then (least(${sql.join(covers.map(last))}) + make_interval(months => ${months}::int))::date end`
}

/** The earliest day on which any rule of a client's station asks for an update; null where no rule speaks of them. */
export function dueSql(rules: readonly RulesOfStations[], alias: string, day: string): RawBuilder<string | null> {
  if (rules.length === 0) return sql`null::date`
  const station = sql.ref(`${alias}.station`)
  const cases = rules.map(
    ({ stations, rules: of }) =>
      sql`when ${station} = any(${[...stations]}::uuid[]) then least(${sql.join(of.map((rule) => dueByRule(rule, alias, day)))})`,
  )
  return sql`(case ${sql.join(cases, sql` `)} end)::date`
}
