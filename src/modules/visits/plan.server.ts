import { type RawBuilder, sql } from 'kysely'
import { nowhere } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { type Connection, type Database, transact } from '../../core/db.ts'
import { integer, ref, shape } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { type Period, periodKeyOf, periodOf } from '../measures/index.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { linesOf, type Policy, type ResolvedLine, readsPolicy } from '../policy/index.ts'
import { arrangedRule } from './arrangement.ts'

type Frequency = ResolvedLine<'visitFrequency'>

/** A rule of a version: what is asked for under the next version is another plan. */
export function ruleOf(policy: Policy, line: Frequency): string {
  const head = policy.chain.find(({ code }) => code === line.from)
  return [line.from, head?.inForceFrom ?? '', line.key].join('/')
}

const counted = { month: 'month', quarter: 'quarter', halfYear: 'halfYear', year: 'year' } as const

/** The span in which a rule's visits are due, as of a day; undefined for a rule that no calendar period holds. */
export function spanOf(line: Frequency, day: string): Period | undefined {
  const kind = counted[line.period as keyof typeof counted]
  return kind ? periodOf(periodKeyOf(kind, day)) : line.period === 'day' ? periodOf(day) : undefined
}

interface Stations {
  counties: string[]
  stations: string[]
}

/** Writes what one rule asks of the clients these stations serve now; what is there already stays as it is. */
function planRule(
  at: Stations,
  rule: string,
  line: Pick<Frequency, 'risk' | 'value' | 'ways' | 'categories'>,
  span: Period,
  day: string,
): RawBuilder<{ id: string }> {
  const risk = line.risk
    ? sql`and exists (select from client_risk r where r.county = c.county and r.client = c.id and r.level = ${line.risk}
        and r.from_on <= ${day}::date and (r.to_on is null or r.to_on >= ${day}::date))`
    : sql``
  return sql`
    insert into visit_plan (id, county, station, version, created_at, client, rule, period, from_on, due_on, times, ways)
    select gen_random_uuid(), c.county, c.station, 1, now(), c.id, ${rule}, ${span.key}, ${span.from}::date, ${span.to}::date, ${line.value}, ${line.ways}::text[]
    from unnest(${at.counties}::text[], ${at.stations}::uuid[]) as s(county, id)
      join client c on c.county = s.county and c.station = s.id and c.state = 'active'
    where exists (select from client_category k where k.county = c.county and k.client = c.id and k.category = any(${line.categories}::text[])
        and k.from_on <= ${day}::date and (k.to_on is null or k.to_on >= ${day}::date)) ${risk}
      and not exists (select from visit_plan p where p.county = c.county and p.client = c.id and p.rule = ${rule} and p.period = ${span.key})
    on conflict on constraint visit_plan_once do nothing returning id`
}

/**
 * Works out the visits that the policies ask for on a day, for every open station or for one. Once for rule version, client and
 * period: working them out again adds only who is new (lessons.md L7). Answers how many were added.
 */
export async function planVisits(connection: Connection, day: string, only?: string): Promise<number> {
  const one = only ? splitId(only) : undefined
  const open = await connection.rows<{ county: string; id: string; place: string }>(sql`
    select county, id, place from station where opened_on <= ${day}::date and (closed_on is null or closed_on >= ${day}::date)
      ${one ? sql`and county = ${one.county} and id = ${one.uuid}::uuid` : sql``}`)
  const codes = await packCodesOf(connection, [...new Set(open.map(({ place }) => place))], day)
  let added = 0
  for (const code of new Set(codes.values())) {
    const policy = policyByCode(code, day)
    const here = open.filter(({ place }) => codes.get(place) === code)
    const at = { counties: here.map(({ county }) => county), stations: here.map(({ id }) => id) }
    for (const line of linesOf(policy, 'visitFrequency')) {
      const span = spanOf(line, day)
      if (!span) continue
      added += (await connection.rows(planRule(at, ruleOf(policy, line), line, span, day))).length
    }
  }
  return added + (await planArranged(connection, open, day))
}

/** What streets and stations have laid down themselves, planned by the same statement as a document's rules. */
async function planArranged(
  connection: Connection,
  open: readonly { county: string; id: string }[],
  day: string,
): Promise<number> {
  const arranged = await connection.rows<{
    county: string
    station: string
    id: string
    categories: string[]
    span: keyof typeof counted
    times: number
    ways: Frequency['ways']
    fromOn: string
  }>(sql`
    select county, station, id, categories, span, times, ways, from_on from visit_arrangement
    where county = any(${[...new Set(open.map(({ county }) => county))]}::text[]) and station = any(${open.map((one) => one.id)}::uuid[])
      and from_on <= ${day}::date and (to_on is null or to_on >= ${day}::date)`)
  let added = 0
  for (const { county, station, id: uuid, categories, span, times, ways, fromOn } of arranged) {
    const period = periodOf(periodKeyOf(counted[span], day))!
    const line = { categories, ways, value: times, risk: undefined } as unknown as Frequency
    const rule = arrangedRule({ uuid, fromOn })
    added += (await connection.rows(planRule({ counties: [county], stations: [station] }, rule, line, period, day)))
      .length
  }
  return added
}

/** The same for everybody, as the tables' owner: run by the clock. */
export const planEveryVisit = (owner: Database, day: string): Promise<number> =>
  transact(owner, nowhere, 'write', (connection) => planVisits(connection, day))

/** Works them out now, for instance after a roster was read in. */
export const planStationVisits = action({
  label: '更新应走访名单',
  grant: 'visit.record',
  input: { station: ref('社工站', 'station') },
  output: shape('名单', { added: integer('新增', { unit: '条' }) }),
  clause: '官渡区方案 附件3 第8、11项',
  async run({ tx, input }) {
    return { added: await planVisits(tx, tx.today, input.station) }
  },
})

readsPolicy('visitFrequency', 'measured')
