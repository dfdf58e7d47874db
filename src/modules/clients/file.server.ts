import { type RawBuilder, sql } from 'kysely'
import { reachesRecord, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { flag, id, integer, list, optional, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find, findReachable, select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { ageOn } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { categoriesAt } from './category.server.ts'
import { needsGuardian } from './client.server.ts'
import { Client, ClientCategory, ClientRisk, ClientStation, ClientWorker } from './client.ts'
import {
  ClientAlert,
  ClientCare,
  ClientContact,
  Consent,
  FamilyTracing,
  Guardian,
  Need,
  NeedsAssessment,
} from './clientFile.ts'
import { dueSql, freshnessRules } from './freshness.server.ts'
import { Household } from './household.ts'

type ClientRow = RowOf<typeof Client>

/** The file's own uuid and those of the files merged into it. */
export async function aliasesOf(tx: Tx, client: Pick<ClientRow, 'id' | 'county'>): Promise<string[]> {
  const { uuid } = splitId(client.id)
  const rows = await tx.rows<{ id: string }>(
    sql`select id from client where county = ${client.county} and merged_into = ${uuid}::uuid`,
  )
  return [uuid, ...rows.map((row) => row.id)]
}

/** All rows of a kind that belong to a client, newest first. */
export function rowsOf<E extends AnyEntity>(tx: Tx, entity: E, client: ClientRow, order: string): Promise<RowOf<E>[]> {
  const by = order.split(' ')
  const last: RawBuilder<unknown> = sql`${sql.ref(`${entity.table}.${by[0]}`)} ${sql.raw(by[1] === 'asc' ? 'asc' : 'desc')}`
  return select(
    tx,
    entity,
    sql`where ${sql.ref(`${entity.table}.county`)} = ${client.county} and ${sql.ref(`${entity.table}.client`)} = ${splitId(client.id).uuid}::uuid order by ${last}, ${sql.ref(`${entity.table}.id`)} desc`,
  )
}

/** What would say something by its last characters alone: an address, a state of health. */
const wholly = new Set(['address', 'health'])

/** Whoever may not look behind a mask sees only that something is there; of some values nobody sees the end. */
export function hideHints<Row extends object>(row: Row, may: boolean): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      value && typeof value === 'object' && 'masked' in value && (!may || wholly.has(key))
        ? { masked: true, hint: '已登记' }
        : value,
    ]),
  ) as Row
}

/** Everything a file holds beside events: the page of a client, and what others ask before they work with one. */
export const getClient = query({
  label: '服务对象档案',
  grant: 'client.read',
  input: { id: id() },
  output: shape('服务对象档案', {
    client: Client.row,
    age: optional(integer('年龄', { unit: '岁' })),
    placePath: text('居住地'),
    stationName: text('社工站'),
    householdName: optional(text('家庭')),
    mergedIntoName: optional(text('并入的档案')),
    categories: list('类别', shape('类别', { row: ClientCategory.row, label: text('类别') })),
    risks: list('风险', ClientRisk.row),
    workers: list('责任社工', shape('责任社工', { row: ClientWorker.row, name: text('姓名') })),
    cares: list('照料能力', ClientCare.row),
    guardians: list('监护人', Guardian.row),
    consents: list('同意', Consent.row),
    contacts: list('社会关系', ClientContact.row),
    needs: list('需求', Need.row),
    assessments: list('需求评估', shape('需求评估', { row: NeedsAssessment.row, workerName: text('评估人') })),
    alerts: list('提醒', ClientAlert.row),
    tracings: list('寻亲', FamilyTracing.row),
    stations: list('服务站点', shape('站点', { row: ClientStation.row, name: text('社工站') })),
    dueOn: optional(text('需求应更新于')),
    needsGuardian: flag('须由监护人同意'),
    mayReveal: flag('可查看原文'),
    maySeeLooks: flag('可查看查阅记录'),
  }),
  async run({ tx, actor, reach, input }) {
    const client = await findReachable(tx, Client, reach, input.id)
    const rules = await freshnessRules(tx)
    const { uuid } = splitId(client.id)
    const [station, paths, household, mergedInto, rows, names, due] = await Promise.all([
      find(tx, Station, client.station!),
      placePaths(tx, [client.place], tx.today),
      client.household ? find(tx, Household, client.household) : undefined,
      client.mergedInto ? find(tx, Client, client.mergedInto) : undefined,
      Promise.all([
        rowsOf(tx, ClientCategory, client, 'from_on'),
        rowsOf(tx, ClientRisk, client, 'from_on'),
        rowsOf(tx, ClientWorker, client, 'from_on'),
        rowsOf(tx, ClientCare, client, 'from_on'),
        rowsOf(tx, Guardian, client, 'from_on'),
        rowsOf(tx, Consent, client, 'on_day'),
        rowsOf(tx, ClientContact, client, 'id asc'),
        rowsOf(tx, Need, client, 'found_on'),
        rowsOf(tx, NeedsAssessment, client, 'on_day'),
        rowsOf(tx, ClientAlert, client, 'from_on'),
        rowsOf(tx, FamilyTracing, client, 'on_day'),
        rowsOf(tx, ClientStation, client, 'from_on'),
      ]),
      tx.rows<{ id: string; name: string }>(sql`
        select p.county || '-' || p.id as id, p.name from person p where p.county = ${client.county} and p.id in (
          select worker from client_worker where county = ${client.county} and client = ${uuid}::uuid
          union select worker from needs_assessment where county = ${client.county} and client = ${uuid}::uuid)
        union all select s.county || '-' || s.id, s.name from station s where s.county = ${client.county} and s.id in (
          select served_by from client_station where county = ${client.county} and client = ${uuid}::uuid)`),
      tx.first<{ dueOn: string | null }>(
        sql`select ${dueSql(rules, 'c', tx.today)} as due_on from client c where c.county = ${client.county} and c.id = ${uuid}::uuid`,
      ),
    ])
    const [
      categories,
      risks,
      workers,
      cares,
      guardians,
      consents,
      contacts,
      needs,
      assessments,
      alerts,
      tracings,
      stations,
    ] = rows
    const labels = station ? await categoriesAt(tx, station.place, tx.today) : new Map<string, string>()
    const nameOf = new Map(names.map((one) => [one.id, one.name]))
    const may = (grant: string) => reachesRecord(reachOf(actor, grant), actor, Client, client)
    const mayReveal = may('client.reveal')
    const hide = <Row extends object>(of: readonly Row[]) => of.map((row) => hideHints(row, mayReveal))
    return {
      client: hideHints(client, mayReveal),
      age: client.bornOn ? ageOn(client.bornOn, tx.today) : null,
      placePath: paths.get(client.place) ?? client.place,
      stationName: station?.name ?? '',
      householdName: household ? `${household.headName}家` : null,
      mergedIntoName: mergedInto?.name ?? null,
      categories: categories.map((row) => ({ row, label: labels.get(row.category) ?? row.category })),
      risks,
      workers: workers.map((row) => ({ row, name: nameOf.get(row.worker) ?? '（不在您的范围内）' })),
      cares: hide(cares),
      guardians: hide(guardians),
      consents,
      contacts: hide(contacts),
      needs,
      assessments: assessments.map((row) => ({ row, workerName: nameOf.get(row.worker) ?? '' })),
      alerts,
      tracings,
      stations: stations.map((row) => ({ row, name: nameOf.get(row.servedBy) ?? '其他站点' })),
      dueOn: client.state === 'active' ? (due?.dueOn ?? null) : null,
      needsGuardian: needsGuardian(client, tx.today),
      mayReveal,
      maySeeLooks: mayReveal || may('audit.read'),
    }
  },
})
