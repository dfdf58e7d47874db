import { type RawBuilder, sql } from 'kysely'
import { nowhere } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { type Connection, type Database, transact } from '../../core/db.ts'
import { integer, ref, shape } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { type Period, periodKeyOf, periodOf } from '../measures/index.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { linesOf, type Policy, type ResolvedLine, readsPolicy } from '../policy/index.ts'
import { type ArrangementSpan, arrangementSpans } from './arrangement.ts'

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

/** What one rule of a document asks at these stations: a row a station. */
const askedByRule = ({ counties, stations }: Stations, rule: string, line: Frequency): RawBuilder<unknown> => sql`
  select county, station, ${rule}::text, ${line.categories}::text[], ${line.value}::int, ${line.ways}::text[], ${line.risk ?? null}::text
  from unnest(${counties}::text[], ${stations}::uuid[]) as s(county, station)`

/** What streets and stations have laid down themselves for a span, in force on a day, each under its own rule. */
const askedByArrangement = (
  { counties, stations }: Stations,
  span: ArrangementSpan,
  day: string,
): RawBuilder<unknown> => sql`
  select county, station, 'own/' || from_on || '/' || id, categories, times, ways, null::text from visit_arrangement
  where county = any(${[...new Set(counties)]}::text[]) and station = any(${stations}::uuid[]) and span = ${span}
    and from_on <= ${day}::date and (to_on is null or to_on >= ${day}::date)`

/** Writes what is asked of the clients that stations serve now; what is there already stays as it is. Answers how many were added. */
async function plan(connection: Connection, asked: RawBuilder<unknown>, span: Period, day: string): Promise<number> {
  const then = (alias: string) => {
    const column = (of: string) => sql.ref(`${alias}.${of}`)
    return sql`${column('from_on')} <= ${day}::date and (${column('to_on')} is null or ${column('to_on')} >= ${day}::date)`
  }
  const added = await connection.rows(sql`
    insert into visit_plan (id, county, station, version, created_at, client, rule, period, from_on, due_on, times, ways)
    select gen_random_uuid(), c.county, c.station, 1, now(), c.id, a.rule, ${span.key}, ${span.from}::date, ${span.to}::date, a.times, a.ways
    from (${asked}) as a(county, station, rule, categories, times, ways, risk)
      join client c on c.county = a.county and c.station = a.station and c.state = 'active'
    where exists (select from client_category k where k.county = c.county and k.client = c.id and k.category = any(a.categories) and ${then('k')})
      and (a.risk is null or exists (select from client_risk r where r.county = c.county and r.client = c.id and r.level = a.risk and ${then('r')}))
      and not exists (select from visit_plan p where p.county = c.county and p.client = c.id and p.rule = a.rule and p.period = ${span.key})
    on conflict on constraint visit_plan_once do nothing returning id`)
  return added.length
}

/**
 * Works out the visits that the policies and the streets' own arrangements ask for on a day, for every open station or for one. Once for rule version, client and
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
      added += await plan(connection, askedByRule(at, ruleOf(policy, line), line), span, day)
    }
  }
  const everywhere = { counties: open.map(({ county }) => county), stations: open.map(({ id }) => id) }
  for (const span of Object.keys(arrangementSpans) as ArrangementSpan[]) {
    const period = periodOf(periodKeyOf(counted[span], day))!
    added += await plan(connection, askedByArrangement(everywhere, span, day), period, day)
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

readsPolicy('visitFrequency', 'shown')
