import { type RawBuilder, sql } from 'kysely'
import { type Actor, type Reach, reachSql } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, id, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { record, type Tx } from '../../core/tx.ts'
import { whyClosed } from '../clients/index.server.ts'
import { Client } from '../clients/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { Station } from '../stations/index.ts'
import { type Aid, aidGroups, aidsOf } from './aid.ts'
import { countService } from './counting.server.ts'
import { monthKey, monthSpan } from './month.ts'
import { RosterEntry, RosterReport, rosterEndings, rosterSent, standings } from './roster.ts'

type EntryRow = RowOf<typeof RosterEntry>

interface Entering {
  client: Pick<RowOf<typeof Client>, 'id' | 'name'>
  station: string
  aid: Pick<Aid, 'code' | 'label' | 'group'>
  application?: string | null
  cardNumber?: string | null
  members: number
  monthlyFen: number
  fromMonth: string
  source: EntryRow['source']
}

/** Puts somebody on a roster from a month on; who already stands there is not put there twice. */
export async function enterRoster(tx: Tx, entering: Entering): Promise<EntryRow> {
  const { client, station, aid, fromMonth } = entering
  const { county, uuid } = splitId(client.id)
  const { from } = monthSpan(fromMonth)!
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`roster|${client.id}|${aid.code}`}, 0))`)
  const held = await tx.first<{ fromOn: string; toOn: string | null }>(sql`
    select from_on, to_on from roster_entry where county = ${county} and client = ${uuid}::uuid and kind = ${aid.code}
      and (to_on is null or to_on >= ${from}::date) limit 1`)
  if (held)
    throw refuseField(
      'fromMonth',
      `「${client.name}」自 ${held.fromOn.slice(0, 7)} 起${held.toOn ? `至 ${held.toOn.slice(0, 7)}` : ''}已在「${aid.label}」名册上，请核对月份`,
    )
  return insert(
    tx,
    RosterEntry,
    { id: newId(county), station },
    {
      client: client.id,
      clientName: client.name,
      kind: aid.code,
      kindLabel: aid.label,
      aidGroup: aid.group,
      application: entering.application ?? null,
      cardNumber: entering.cardNumber ?? null,
      members: entering.members,
      monthlyFen: entering.monthlyFen,
      fromOn: from,
      source: entering.source,
    },
  )
}

const typedEntry = {
  cardNumber: RosterEntry.fields.cardNumber,
  members: RosterEntry.fields.members,
  monthlyFen: RosterEntry.fields.monthlyFen,
}

/** Enters somebody whose approval is older than the system, or came by another way. */
export const addRosterEntry = action({
  label: '补登在册',
  grant: 'assistance.write',
  input: {
    station: ref('社工站', 'station'),
    client: ref('服务对象', 'client'),
    kind: RosterEntry.fields.kind,
    ...typedEntry,
    fromMonth: monthKey('起发月份', '如 2026-01'),
  },
  output: RosterEntry,
  async run({ tx, input: { station, client: whom, kind, fromMonth, ...values } }) {
    const client = (await find(tx, Client, whom))!
    const closed = whyClosed(client)
    if (closed) throw refuseField('client', closed)
    if (client.station !== station) throw refuseField('client', '这位服务对象由别的站点服务')
    const policy = await policyAt(tx, (await find(tx, Station, station))!.place, tx.today)
    const aid = aidsOf(policy).find(({ code }) => code === kind)
    if (aid?.payment !== 'monthly') throw refuseField('kind', '请选择按月发放的救助种类')
    return enterRoster(tx, { ...values, client, station, aid, fromMonth, source: 'entered' })
  },
})

const standing = ({ toOn }: EntryRow) => (toOn ? '这一条已经停发' : undefined)

/** Another sum or number of people from a month on: the former row ends the month before. */
export const changeRosterEntry = action({
  label: '调整',
  grant: 'assistance.write',
  on: RosterEntry,
  input: { id: id(), version: version(), ...typedEntry, fromMonth: monthKey('自哪个月起', '如 2026-12') },
  output: RosterEntry,
  guard: standing,
  async run({ tx, found, input }) {
    const { from } = monthSpan(input.fromMonth)!
    if (from <= found.fromOn) throw refuseField('fromMonth', `须晚于原来的起发月份 ${found.fromOn.slice(0, 7)}`)
    await update(tx, RosterEntry, found, { toOn: addDays(from, -1), ending: 'changed' })
    const { client, clientName, kind, kindLabel, aidGroup, application } = found
    return insert(
      tx,
      RosterEntry,
      { id: newId(found.county), station: found.station },
      {
        client,
        clientName,
        kind,
        kindLabel,
        aidGroup,
        application,
        cardNumber: input.cardNumber ?? found.cardNumber,
        members: input.members,
        monthlyFen: input.monthlyFen,
        fromOn: from,
        source: 'changed',
      },
    )
  },
})

/** Stops: the last month that is paid, and why. */
export const endRosterEntry = action({
  label: '停发',
  grant: 'assistance.write',
  on: RosterEntry,
  input: {
    id: id(),
    version: version(),
    lastMonth: monthKey('最后发放月份', '如 2026-11'),
    ending: choice('停发原因', rosterEndings),
    endNote: RosterEntry.fields.endNote,
  },
  output: RosterEntry,
  guard: standing,
  async run({ tx, found, input }) {
    const { to } = monthSpan(input.lastMonth)!
    if (to < found.fromOn) throw refuseField('lastMonth', `不能早于起发月份 ${found.fromOn.slice(0, 7)}`)
    return update(tx, RosterEntry, found, { toOn: to, ending: input.ending, endNote: input.endNote ?? null })
  },
})

/** On the roster in the month: rows begin and end with months. */
export const inMonthSql = (row: string, from: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${row}.from_on`)} <= ${from} and (${sql.ref(`${row}.to_on`)} is null or ${sql.ref(`${row}.to_on`)} >= ${from})`

/** New in the month: nobody of the same kind stood there until the day before. */
const addedSql = (
  row: string,
  from: RawBuilder<unknown>,
) => sql<boolean>`${sql.ref(`${row}.from_on`)} = ${from} and not exists (
  select from roster_entry o where o.county = ${sql.ref(`${row}.county`)} and o.client = ${sql.ref(`${row}.client`)} and o.kind = ${sql.ref(`${row}.kind`)}
    and o.to_on = ${from} - 1)`

/** Gone since the month before: the row ended with it and none follows. */
const endedSql = (
  row: string,
  from: RawBuilder<unknown>,
) => sql<boolean>`${sql.ref(`${row}.to_on`)} = ${from} - 1 and not exists (
  select from roster_entry o where o.county = ${sql.ref(`${row}.county`)} and o.client = ${sql.ref(`${row}.client`)} and o.kind = ${sql.ref(`${row}.kind`)}
    and o.from_on = ${from})`

type Standing = keyof typeof standings

export interface RosterFilter {
  station?: string | null
  aidGroup?: keyof typeof aidGroups | null
  kind?: string | null
  client?: string | null
}

const most = 5000

/** A month's roster as far as a reach goes: who stands there, who is new, and who went since the month before. */
export async function rosterOf(
  tx: Tx,
  reach: Reach,
  actor: Actor,
  month: string,
  { station, aidGroup, kind, client }: RosterFilter,
) {
  const { from } = monthSpan(month)!
  const first = sql`${from}::date`
  const rows = await select(
    tx,
    RosterEntry,
    sql`where ${reachSql(reach, actor, RosterEntry)} and (${inMonthSql('roster_entry', first)} or ${endedSql('roster_entry', first)})
      ${station ? sql`and roster_entry.county = ${splitId(station).county} and roster_entry.station = ${splitId(station).uuid}::uuid` : sql``}
      ${client ? sql`and roster_entry.county = ${splitId(client).county} and roster_entry.client = ${splitId(client).uuid}::uuid` : sql``}
      ${aidGroup ? sql`and roster_entry.aid_group = ${aidGroup}` : sql``} ${kind ? sql`and roster_entry.kind = ${kind}` : sql``}
      order by roster_entry.kind, shown_station.name, roster_entry.client_name, roster_entry.id limit ${most}`,
    {
      columns: {
        stationName: sql<string | null>`shown_station.name`,
        standing: sql<string>`case when ${endedSql('roster_entry', first)} then 'ended' when ${addedSql('roster_entry', first)} then 'added'
          when roster_entry.from_on = ${first} then 'changed' else 'same' end`,
      },
      from: sql`join station shown_station on shown_station.county = roster_entry.county and shown_station.id = roster_entry.station`,
    },
  )
  return rows.map(({ beside, ...entry }) => ({
    entry: entry as unknown as EntryRow,
    stationName: beside.stationName ?? '',
    standing: beside.standing as Standing,
  }))
}

type Listed = Awaited<ReturnType<typeof rosterOf>>[number]

/** A month's sums, over those who stand there. */
export function sumsOf(rows: readonly Listed[]) {
  const here = rows.filter(({ standing: how }) => how !== 'ended')
  const sum = (of: (row: EntryRow) => number) => here.reduce((all, { entry }) => all + of(entry), 0)
  return {
    entries: here.length,
    members: sum(({ members }) => members),
    totalFen: sum(({ monthlyFen }) => monthlyFen),
    added: here.filter(({ standing: how }) => how === 'added').length,
    ended: rows.length - here.length,
  }
}

const summed = {
  entries: RosterReport.fields.rows,
  members: RosterReport.fields.members,
  totalFen: RosterReport.fields.totalFen,
  added: RosterReport.fields.added,
  ended: RosterReport.fields.ended,
}

/** The roster of a month: each line with how it came to stand there, and the sums. */
export const listRoster = query({
  label: '在册名册',
  grant: 'assistance.read',
  clause: '官渡区方案 附件3 第27、29项',
  input: {
    month: monthKey('月份'),
    station: optional(ref('社工站', 'station')),
    aidGroup: optional(RosterEntry.fields.aidGroup),
    kind: optional(RosterEntry.fields.kind),
    client: optional(ref('服务对象', 'client')),
  },
  output: shape('在册名册', {
    rows: list(
      '名册',
      shape('名册', { entry: RosterEntry.row, stationName: text('社工站'), standing: choice('变动', standings) }),
    ),
    ...summed,
    reports: list('月报', shape('月报', { report: RosterReport.row, stationName: text('社工站') })),
  }),
  async run({ tx, actor, reach, input: { month, ...filter } }) {
    const rows = await rosterOf(tx, reach, actor, month, filter)
    const reports = await select(
      tx,
      RosterReport,
      sql`where ${reachSql(reach, actor, RosterReport)} and roster_report.month = ${month}
        ${filter.station ? sql`and roster_report.county = ${splitId(filter.station).county} and roster_report.station = ${splitId(filter.station).uuid}::uuid` : sql``}
        order by roster_report.created_at limit 500`,
      {
        columns: { stationName: sql<string | null>`sending.name` },
        from: sql`join station sending on sending.county = roster_report.county and sending.id = roster_report.station`,
      },
    )
    return {
      rows,
      ...sumsOf(rows),
      reports: reports.map(({ beside, ...report }) => ({
        report: report as never,
        stationName: beside.stationName ?? '',
      })),
    }
  },
})

/** Notes that a month's roster went up, with its sums as they stand, and that payment was looked at (官渡区方案 附件3 第28、29项). */
export const sendRoster = action({
  label: '报送名册',
  grant: 'assistance.write',
  clause: '官渡区方案 附件3 第29项',
  input: {
    station: ref('社工站', 'station'),
    aidGroup: RosterReport.fields.aidGroup,
    month: monthKey('月份'),
    sentOn: optional(date('报送日期', { past: true })),
    sentTo: RosterReport.fields.sentTo,
    checkedOn: RosterReport.fields.checkedOn,
    unpaid: RosterReport.fields.unpaid,
  },
  output: RosterReport,
  async run({ tx, actor, reach, input: { station, month, aidGroup, sentOn, ...values } }) {
    const span = monthSpan(month)!
    const on = sentOn ?? tx.today
    if (on < span.from) throw refuseField('month', '还没有到这个月，不能报送')
    const known = await tx.first(sql`select 1 as there from roster_report where county = ${splitId(station).county}
      and station = ${splitId(station).uuid}::uuid and aid_group = ${aidGroup} and month = ${month}`)
    if (known) throw refuseField('month', `${month} 的「${aidGroups[aidGroup]}」名册已经报送`)
    const rows = await rosterOf(tx, reach, actor, month, { station, aidGroup })
    if (rows.length === 0) throw new Failure('conflict', '这个月没有人在册，没有可报送的名册')
    const { entries, ...sums } = sumsOf(rows)
    const row = await insert(
      tx,
      RosterReport,
      { id: newId(splitId(station).county), station },
      { ...values, ...sums, aidGroup, month, rows: entries, sentOn: on, byName: actor.name },
    )
    record(tx, {
      kind: rosterSent.name,
      county: row.county,
      station,
      on,
      source: { entity: RosterReport.name, id: row.id },
      variant: aidGroup,
      worker: actor.person,
      people: row.members,
      fen: row.totalFen,
    })
    const [first] = rows
    await countService(tx, {
      source: { entity: RosterReport.name, id: row.id },
      station,
      event: 'roster',
      on,
      kind: first!.entry.kind,
      worker: actor.person,
      people: row.rows,
    })
    return row
  },
})

/** Writes down afterwards that payment was looked at. */
export const checkPayment = action({
  label: '登记核查发放',
  grant: 'assistance.write',
  on: RosterReport,
  clause: '官渡区方案 附件3 第28项',
  input: {
    id: id(),
    version: version(),
    checkedOn: date('核查发放日期', { past: true }),
    unpaid: RosterReport.fields.unpaid,
  },
  output: RosterReport,
  async run({ tx, found, input }) {
    return update(tx, RosterReport, found, { checkedOn: input.checkedOn, unpaid: input.unpaid ?? null })
  },
})

/** The kinds one may apply for at a station or in one's own area, with their clause, papers and clocks. */
export async function aidsAt(tx: Tx, reach: Reach, actor: Actor, station: string | null | undefined) {
  const place = station ? (await findReachable(tx, Station, reach, station)).place : actor.county
  const policy = await policyAt(tx, place, tx.today)
  return { policy, aids: aidsOf(policy) }
}

export type { EntryRow }
