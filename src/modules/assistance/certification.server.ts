import { sql } from 'kysely'
import { type Actor, type Reach, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { periodKeyOf, periodOf } from '../measures/index.ts'
import { placePaths } from '../places/index.server.ts'
import { packCodesOf, policyByCode } from '../policy/index.server.ts'
import { aidsOf } from './aid.ts'
import { countService } from './counting.server.ts'
import { inMonthSql } from './roster.server.ts'
import { Certification, certificationWays, dueStates, lifeCertified, RosterEntry } from './roster.ts'

const {
  client: _c,
  clientName: _n,
  kind: _k,
  entry,
  state: _s,
  reversedReason: _r,
  worker: _w,
  ...typed
} = Certification.fields

/** Writes down that a recipient was seen or heard, how, and what was found (官渡区方案 附件3 第23项). */
export const certifyLife = action({
  label: '登记生存认证',
  grant: 'assistance.write',
  clause: '官渡区方案 附件3 第23项',
  input: { station: ref('社工站', 'station'), entry, ...typed, worker: optional(ref('认证人', 'person')) },
  output: Certification,
  async run({ tx, actor, input: { station, entry: at, worker, ...values } }) {
    const held = (await find(tx, RosterEntry, at))!
    if (held.station !== station) throw refuseField('entry', '这一条在别的站点的名册上')
    if (values.onDay < held.fromOn) throw refuseField('onDay', `认证日期不能早于起发日期 ${held.fromOn}`)
    const by = worker ?? actor.person
    if (!by) throw refuseField('worker', '请选择认证人')
    const row = await insert(
      tx,
      Certification,
      { id: newId(held.county), station },
      {
        ...values,
        entry: held.id,
        client: held.client,
        clientName: held.clientName,
        kind: held.kind,
        worker: by,
        state: 'valid',
      },
    )
    if (row.outcome === 'unreached') return row
    const source = { entity: Certification.name, id: row.id }
    record(tx, {
      kind: lifeCertified.name,
      county: row.county,
      station,
      on: row.onDay,
      source,
      variant: row.way,
      worker: by,
      client: row.client,
      people: 1,
      minutes: row.minutes ?? 0,
    })
    await countService(tx, {
      source,
      station,
      event: 'certification',
      on: row.onDay,
      kind: row.kind,
      worker: by,
      client: row.client,
      form: row.way === 'visit' ? 'visit' : 'other',
      minutes: row.minutes,
    })
    return row
  },
})

/** Takes a certification out of every count, with the reason. */
export const reverseCertification = action({
  label: '冲销认证',
  grant: 'assistance.write',
  on: Certification,
  input: { id: id(), version: version(), reversedReason: text('冲销原因', { max: 200 }) },
  output: Certification,
  guard: ({ state }) => (state === 'reversed' ? '这次认证已经冲销' : undefined),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: Certification.name, id: found.id })
    return update(tx, Certification, found, { state: 'reversed', reversedReason: input.reversedReason })
  },
})

/** Kinds that ask for certification under a policy, by how often. */
export function certifiedKinds(policy: Parameters<typeof aidsOf>[0]) {
  return aidsOf(policy).flatMap((aid) => (aid.certification ? [{ ...aid, certification: aid.certification }] : []))
}

interface Due {
  entry: string
  client: string
  clientName: string
  place: string
  stationPlace: string
  station: string
  stationName: string
  kind: string
  kindLabel: string
  lastOn: string | null
  doneOn: string | null
  outcome: string | null
  way: keyof typeof certificationWays | null
  version: number
  certification: string | null
}

async function dueOf(
  tx: Tx,
  reach: Reach,
  actor: Actor,
  kinds: readonly string[],
  span: { from: string; to: string },
  { station, client }: { station?: string | null; client?: string | null },
): Promise<Due[]> {
  return tx.rows<Due>(sql`
    select e.county || '-' || e.id as entry, e.county || '-' || e.client as client, e.client_name, c.place, s.place as station_place,
      e.county || '-' || e.station as station, s.name as station_name, e.kind, e.kind_label, d.on_day as done_on, d.outcome, d.way,
      d.version, d.id as certification,
      (select max(o.on_day) from life_certification o where o.county = e.county and o.client = e.client and o.kind = e.kind and o.state = 'valid' and o.outcome <> 'unreached') as last_on
    from roster_entry e join client c on c.county = e.county and c.id = e.client join station s on s.county = e.county and s.id = e.station
      left join lateral (select l.on_day, l.outcome, l.way, l.version, l.county || '-' || l.id as id from life_certification l where l.county = e.county and l.client = e.client and l.kind = e.kind
        and l.state = 'valid' and l.outcome <> 'unreached' and l.on_day between ${span.from}::date and ${span.to}::date order by l.on_day desc limit 1) d on true
    where ${reachSql(reach, actor, RosterEntry, 'e')} and e.kind = any(${[...kinds]}::text[])
      and ${inMonthSql('e', sql`least(${span.to}::date, date_trunc('month', ${tx.today}::date)::date)`)} and e.from_on <= ${span.to}::date
      ${station ? sql`and e.county = ${splitId(station).county} and e.station = ${splitId(station).uuid}::uuid` : sql``}
      ${client ? sql`and e.county = ${splitId(client).county} and e.client = ${splitId(client).uuid}::uuid` : sql``}
    order by d.on_day nulls first, s.name, c.place, e.client_name, e.id limit 5000`)
}

/** Who is to be certified in a period, the overdue first. Overdue is asked here, never stored. */
export const listCertifications = query({
  label: '生存认证名单',
  grant: 'assistance.read',
  clause: '官渡区方案 附件3 第23项',
  input: {
    /** The year; without it, this one. */
    year: optional(text('年度', { max: 4, pattern: '^\\d{4}$' })),
    station: optional(ref('社工站', 'station')),
    client: optional(ref('服务对象', 'client')),
  },
  output: shape('生存认证名单', {
    rows: list(
      '认证',
      shape('认证', {
        entry: id('在册'),
        client: id('服务对象'),
        clientName: text('姓名'),
        kindLabel: text('种类'),
        placePath: text('居住地'),
        station: id('社工站'),
        stationName: text('社工站'),
        period: text('期间'),
        dueOn: date('应于'),
        state: choice('情况', dueStates),
        doneOn: optional(date('认证日期')),
        way: optional(choice('认证方式', certificationWays)),
        lastOn: optional(date('上次认证')),
        certification: optional(id('认证')),
        version: optional(version()),
      }),
    ),
    clauses: list('依据', text('条款')),
  }),
  async run({ tx, actor, reach, input }) {
    const asOf = input.year && input.year < tx.today.slice(0, 4) ? `${input.year}-12-31` : tx.today
    const places = await tx.rows<{ place: string }>(sql`
      select distinct s.place from roster_entry e join station s on s.county = e.county and s.id = e.station
      where ${reachSql(reach, actor, RosterEntry, 'e')} limit 2000`)
    const codes = await packCodesOf(
      tx,
      places.map(({ place }) => place),
      asOf,
    )
    const kinds = new Map<string, Map<string, ReturnType<typeof certifiedKinds>[number]>>()
    for (const code of new Set(codes.values()))
      kinds.set(code, new Map(certifiedKinds(policyByCode(code, asOf)).map((aid) => [aid.code, aid])))
    const asked = [...new Set([...kinds.values()].flatMap((of) => [...of.keys()]))]
    const lengths = [...new Set([...kinds.values()].flatMap((of) => [...of.values()].map((aid) => aid.certification)))]
    const rows: (Due & { dueOn: string; period: string })[] = []
    for (const length of lengths) {
      const span = periodOf(periodKeyOf(length, asOf))!
      const due = await dueOf(tx, reach, actor, asked, span, input)
      rows.push(
        ...due
          .filter((one) => kinds.get(codes.get(one.stationPlace) ?? '')?.get(one.kind)?.certification === length)
          .map((one) => ({ ...one, dueOn: span.to, period: span.label })),
      )
    }
    const paths = await placePaths(tx, [...new Set(rows.map(({ place }) => place))], tx.today)
    const order = { late: 0, due: 1, died: 2, done: 3 }
    return {
      rows: rows
        .map(({ place, stationPlace: _p, outcome, kind: _kind, ...one }) => ({
          ...one,
          placePath: paths.get(place) ?? '',
          version: one.certification ? one.version : null,
          state: stateOf(one, outcome, tx.today),
        }))
        .sort((a, b) => order[a.state] - order[b.state]),
      clauses: [...new Set([...kinds.values()].flatMap((of) => [...of.values()].map(({ clause }) => clause)))],
    }
  },
})

function stateOf(
  { doneOn, dueOn }: { doneOn: string | null; dueOn: string },
  outcome: string | null,
  today: string,
): keyof typeof dueStates {
  if (doneOn) return outcome === 'died' ? 'died' : 'done'
  return dueOn < today ? 'late' : 'due'
}
