import { type RawBuilder, sql } from 'kysely'
import { type Actor, type Reach, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { choice, date, id, integer, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'
import { riskLevels } from '../clients/index.ts'
import { periodOf } from '../measures/index.ts'
import { placePaths } from '../places/index.server.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { arrangementOf } from './arrangement.ts'
import { ruleOf } from './plan.server.ts'
import { VisitPlan } from './visit.ts'

/** Visits that count for a plan: somebody was met, in a way the rule allows, within its days. */
export const doneSql = (plan: string): RawBuilder<number> => sql<number>`(
  select count(*) from visit v where v.county = ${sql.ref(`${plan}.county`)} and v.client = ${sql.ref(`${plan}.client`)} and v.state = 'valid'
    and v.outcome in ('met', 'family') and v.way = any(${sql.ref(`${plan}.ways`)})
    and v.on_day between ${sql.ref(`${plan}.from_on`)} and ${sql.ref(`${plan}.due_on`)})`

/** A plan still asks for something: the client is served, and was of its category at some time of its days. */
export const standsSql = (plan: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from client k where k.county = ${sql.ref(`${plan}.county`)} and k.id = ${sql.ref(`${plan}.client`)}
    and (k.state = 'active' or k.closed_on > ${sql.ref(`${plan}.due_on`)}))`

/** Who answers for a client on a day. */
const workerSql = (plan: string, day: string) => sql`
  select w.worker, who.name from client_worker w join person who on who.county = w.county and who.id = w.worker
  where w.county = ${sql.ref(`${plan}.county`)} and w.client = ${sql.ref(`${plan}.client`)}
    and w.from_on <= ${day}::date and (w.to_on is null or w.to_on >= ${day}::date) order by w.from_on desc limit 1`

export const views = { open: '待走访', missed: '逾期未走访', done: '已完成' } as const

const filters = {
  station: optional(ref('社工站', 'station')),
  worker: optional(ref('责任社工', 'person')),
  client: optional(ref('服务对象', 'client')),
  view: choice('范围', views),
  /** A period's key; without one, what is due today. */
  period: optional(text('期间', { max: 10 })),
}

const dueRow = shape('应走访', {
  id: id(),
  client: id('服务对象'),
  clientName: text('姓名'),
  categories: texts('类别'),
  risk: optional(choice('风险等级', riskLevels)),
  placePath: text('居住地'),
  station: id('社工站'),
  stationName: text('社工站'),
  workerName: optional(text('责任社工')),
  rule: text('规则', { max: 200 }),
  clause: text('条款', { max: 200 }),
  ways: VisitPlan.fields.ways,
  fromOn: date('自'),
  dueOn: date('应于'),
  times: integer('应走访', { unit: '次' }),
  done: integer('已走访', { unit: '次' }),
  lastOn: optional(date('上次走访')),
  missedBefore: integer('此前逾期', { unit: '期' }),
})

interface Read {
  id: string
  client: string
  clientName: string
  place: string
  stationPlace: string
  station: string
  stationName: string
  workerName: string | null
  risk: keyof typeof riskLevels | null
  categories: string[]
  rule: string
  ways: (keyof typeof import('./visit.ts').visitWays)[]
  fromOn: string
  dueOn: string
  times: number
  done: number
  lastOn: string | null
  missedBefore: number
}

/** Plans of a view as far as a reach goes: the overdue first, then high risk, then along the addresses. */
async function dueRows(
  tx: Tx,
  reach: Reach,
  actor: Actor,
  {
    station,
    worker,
    client,
    view,
    period,
  }: {
    station?: string | null
    worker?: string | null
    client?: string | null
    view: keyof typeof views
    period?: string | null
  },
  limit: number,
): Promise<Read[]> {
  const span = period ? periodOf(period) : undefined
  const when = span
    ? sql`p.due_on between ${span.from}::date and ${span.to}::date`
    : view === 'missed'
      ? sql`p.due_on < ${tx.today}::date and p.due_on >= ${tx.today}::date - 400`
      : sql`p.from_on <= ${tx.today}::date and p.due_on >= ${tx.today}::date`
  const enough = view === 'done' ? sql`d.done >= p.times` : sql`d.done < p.times`
  const past = view === 'missed' ? sql`and p.due_on < ${tx.today}::date` : sql``
  const risks = sql`case r.level when 'high' then 0 when 'medium' then 1 when 'low' then 2 else 3 end`
  return tx.rows<Read>(sql`
    select p.county || '-' || p.id as id, c.county || '-' || c.id as client, c.name as client_name, c.place, s.place as station_place,
      s.county || '-' || s.id as station, s.name as station_name, w.name as worker_name, r.level as risk,
      array(select k.category from client_category k where k.county = c.county and k.client = c.id and k.from_on <= p.due_on and (k.to_on is null or k.to_on >= p.from_on) order by k.from_on) as categories,
      p.rule, p.ways, p.from_on, p.due_on, p.times, d.done,
      (select max(v.on_day) from visit v where v.county = p.county and v.client = p.client and v.state = 'valid' and v.outcome in ('met', 'family')) as last_on,
      m.missed as missed_before
    from visit_plan p join client c on c.county = p.county and c.id = p.client
      join station s on s.county = p.county and s.id = p.station
      cross join lateral (select ${doneSql('p')}::int as done) d
      cross join lateral (select count(*)::int as missed from visit_plan o where o.county = p.county and o.client = p.client and o.due_on < p.from_on
        and o.due_on >= p.from_on - 400 and ${doneSql('o')} < o.times) m
      left join lateral (${workerSql('p', tx.today)}) w on true
      left join lateral (select level from client_risk x where x.county = c.county and x.client = c.id and x.to_on is null order by x.from_on desc limit 1) r on true
    where ${reachSql(reach, actor, VisitPlan, 'p')} and ${when} ${past} and ${enough} and ${standsSql('p')}
      ${station ? sql`and p.county = ${splitId(station).county} and p.station = ${splitId(station).uuid}::uuid` : sql``}
      ${worker ? sql`and p.county = ${splitId(worker).county} and w.worker = ${splitId(worker).uuid}::uuid` : sql``}
      ${client ? sql`and p.county = ${splitId(client).county} and p.client = ${splitId(client).uuid}::uuid` : sql``}
    order by m.missed desc, ${risks}, p.due_on, c.place, c.household, c.name, c.id limit ${limit}`)
}

const most = 500

/** Name and basis of the arrangements these plans come from, by their uuids. */
async function arrangementsOf(tx: Tx, plans: readonly Read[]): Promise<Map<string, { label: string; clause: string }>> {
  const uuids = [...new Set(plans.map(({ rule }) => arrangementOf(rule)).filter((one) => one !== undefined))]
  if (uuids.length === 0) return new Map()
  const counties = [...new Set(plans.map(({ station }) => splitId(station).county))]
  const rows = await tx.rows<{ id: string; label: string; basis: string }>(
    sql`select id, label, basis from visit_arrangement where county = any(${counties}::text[]) and id = any(${uuids}::uuid[])`,
  )
  return new Map(rows.map(({ id: uuid, label, basis }) => [uuid, { label, clause: basis }]))
}

/** Who is to be visited: today's list of a worker, what a station has missed, and what is done. */
export const listDue = query({
  label: '应走访名单',
  grant: 'client.list',
  input: filters,
  output: shape('应走访名单', { rows: list('应走访', dueRow), more: integer('未列出', { unit: '条以上' }) }),
  clause: '官渡区方案 附件3 第8、11、24项',
  async run({ tx, actor, reach, input }) {
    const rows = await dueRows(tx, reach, actor, input, most + 1)
    const shown = rows.slice(0, most)
    const paths = await placePaths(tx, [...new Set(shown.map(({ place }) => place))], tx.today)
    const codes = await packCodesOf(tx, [...new Set(shown.map(({ stationPlace }) => stationPlace))], tx.today)
    const words = new Map(
      [...new Set(codes.values())].map((code) => {
        const policy = policyByCode(code, tx.today)
        const rules = linesOf(policy, 'visitFrequency').map(
          (line) => [ruleOf(policy, line), { label: line.label, clause: cite(policy, line) }] as const,
        )
        const categories = linesOf(policy, 'clientCategory').map((line) => [line.category, String(line.value)] as const)
        return [code, { rules: new Map(rules), categories: new Map(categories) }] as const
      }),
    )
    const arranged = await arrangementsOf(tx, shown)
    return {
      rows: shown.map(({ place, stationPlace, categories, rule, ...row }) => {
        const known = words.get(codes.get(stationPlace)!)
        const own = known?.rules.get(rule) ?? arranged.get(arrangementOf(rule) ?? '')
        return {
          ...row,
          placePath: paths.get(place) ?? '',
          categories: categories.map((one) => known?.categories.get(one) ?? one),
          rule: own?.label ?? '原版本的走访规则',
          clause: own?.clause ?? '',
        }
      }),
      more: rows.length > most ? 1 : 0,
    }
  },
})

/** A month's (or another period's) completion by station and worker; each row opens its list. */
export const visitCompletion = query({
  label: '走访完成情况',
  grant: 'client.list',
  input: { period: text('期间', { max: 10 }), station: optional(ref('社工站', 'station')) },
  output: list(
    '完成情况',
    shape('完成情况', {
      station: id('社工站'),
      stationName: text('社工站'),
      worker: optional(id('责任社工')),
      workerName: text('责任社工'),
      asked: integer('应走访', { unit: '人' }),
      done: integer('已完成', { unit: '人' }),
      missed: integer('未完成', { unit: '人' }),
      home: integer('入户', { unit: '次' }),
      other: integer('电话、视频与未入户', { unit: '次' }),
    }),
  ),
  clause: '官渡区方案 附件3 第8、11项',
  async run({ tx, actor, reach, input }) {
    const span = periodOf(input.period)
    if (!span) return []
    const at = input.station
      ? sql`and p.county = ${splitId(input.station).county} and p.station = ${splitId(input.station).uuid}::uuid`
      : sql``
    return tx.rows(sql`
      select s.county || '-' || s.id as station, s.name as station_name, case when w.worker is null then null else p.county || '-' || w.worker end as worker,
        coalesce(w.name, '未指定') as worker_name, count(*)::int as asked, count(*) filter (where d.done >= p.times)::int as done,
        count(*) filter (where d.done < p.times)::int as missed, coalesce(sum(v.home), 0)::int as home, coalesce(sum(v.other), 0)::int as other
      from visit_plan p join station s on s.county = p.county and s.id = p.station
        cross join lateral (select ${doneSql('p')}::int as done) d
        cross join lateral (select count(*) filter (where v.way = 'home') as home, count(*) filter (where v.way <> 'home') as other from visit v
          where v.county = p.county and v.client = p.client and v.state = 'valid' and v.on_day between p.from_on and p.due_on) v
        left join lateral (${workerSql('p', tx.today)}) w on true
      where ${reachSql(reach, actor, VisitPlan, 'p')} and p.due_on between ${span.from}::date and ${span.to}::date and ${standsSql('p')} ${at}
      group by s.county, s.id, s.name, p.county, w.worker, w.name order by missed desc, s.name, worker_name`)
  },
})
