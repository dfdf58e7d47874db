import { sql } from 'kysely'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert, select, unseal, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Client, ClientCategory, ClientRisk, ClientStation, ClientWorker } from './client.ts'
import {
  ClientAlert,
  ClientCare,
  ClientContact,
  Consent,
  Guardian,
  Need,
  NeedsAssessment,
  noticeVersion,
} from './clientFile.ts'
import { followingEntities } from './timeline.ts'
import type { ClientTransfer } from './transfer.ts'

type ClientRow = RowOf<typeof Client>

interface Handing {
  tx: Tx
  client: ClientRow
  transfer: RowOf<typeof ClientTransfer>
  worker: string | null
  place: string | null
}

/** How many records of all kinds the former station keeps of a client: said in the file, so that the next one may ask. */
async function recordsLeft(tx: Tx, client: ClientRow): Promise<number> {
  const { county, uuid } = splitId(client.id)
  const row = await tx.first<{ records: number }>(
    sql`select count(*)::int as records from service_client where county = ${county} and client = ${uuid}::uuid`,
  )
  return row!.records
}

/** Ends the time at the former station, with what was handed over; nobody of it answers for the client any more. */
async function endServing({ tx, client, transfer }: Handing): Promise<void> {
  const { county, uuid } = splitId(client.id)
  const open = await select(
    tx,
    ClientStation,
    sql`where client_station.county = ${county} and client_station.client = ${uuid}::uuid and client_station.to_on is null`,
  )
  const records = await recordsLeft(tx, client)
  for (const row of open) await update(tx, ClientStation, row, { toOn: tx.today, handover: transfer.handover, records })
  const workers = await select(
    tx,
    ClientWorker,
    sql`where client_worker.county = ${county} and client_worker.client = ${uuid}::uuid and client_worker.to_on is null`,
  )
  for (const row of workers) await update(tx, ClientWorker, row, { toOn: tx.today })
  tx.send(
    sql`update household_member set to_on = greatest(from_on, ${tx.today}::date) where county = ${county} and client = ${uuid}::uuid and to_on is null`,
  )
  tx.inserted.push({ county, station: client.station!, entity: 'client', by: -1 })
}

async function beginServing(tx: Tx, client: { id: string; county: string }, station: string, worker: string | null) {
  const at = () => ({ id: newId(client.county), station })
  await insert(tx, ClientStation, at(), { client: client.id, servedBy: station, fromOn: tx.today })
  if (worker) await insert(tx, ClientWorker, at(), { client: client.id, worker, fromOn: tx.today })
}

/** Within a county: every row of the file goes over into the other station's reach, events stay where they were done. */
export async function handOver(handing: Handing): Promise<string> {
  const { tx, client, transfer, worker, place } = handing
  await endServing(handing)
  const { county, uuid } = splitId(client.id)
  const station = splitId(transfer.toStation).uuid
  for (const entity of followingEntities()) {
    const column = entity.name === 'client' ? sql.ref('id') : sql.ref('client')
    tx.send(
      sql`update ${sql.table(entity.table)} set station = ${station}::uuid where county = ${county} and ${column} = ${uuid}::uuid`,
    )
  }
  // aliases go where their file goes; a pair over two stations becomes the county's
  tx.send(sql`update client set station = ${station}::uuid where county = ${county} and merged_into = ${uuid}::uuid`)
  tx.send(sql`
    update duplicate d set station = case when a.station = b.station then a.station end from client a, client b
    where d.county = ${county} and (d.first = ${uuid}::uuid or d.second = ${uuid}::uuid)
      and a.county = d.county and a.id = d.first and b.county = d.county and b.id = d.second`)
  tx.seen.clear()
  const moved = (await find(tx, Client, client.id))!
  // naming the name writes the search tokens anew, where they can be found now
  await update(tx, Client, moved, { name: moved.name, household: null, ...(place && { place }) })
  tx.inserted.push({ county, station: transfer.toStation, entity: 'client' })
  await beginServing(tx, client, transfer.toStation, worker)
  return client.id
}

/**
 * In another county: a file of its own with the facts that still hold, encrypted with that county's key; the old one is
 * closed as handed over and keeps everything. A person who has a file there already is only linked to it.
 */
export async function openElsewhere(handing: Handing & { existing: string | null }): Promise<string> {
  const { tx, client, transfer, worker, place, existing } = handing
  const to = { county: splitId(transfer.toStation).county, station: transfer.toStation }
  await endServing(handing)
  await update(tx, Client, client, { state: 'transferred', closedOn: tx.today, closing: 'moved', household: null })
  const known = existing ? await find(tx, Client, existing) : await sameIdentity(tx, client, to.county)
  if (known && !existing)
    throw refuseField('existing', '此人在本区县已有档案，请选择那一份；不在本站的，请先在区县内转到本站')
  if (known) {
    if (known.county !== to.county || known.station !== to.station || known.state !== 'active')
      throw refuseField('existing', '请选择本站正在服务的档案')
    return known.id
  }
  const hidden = async (key: string) => unseal(tx, Client, client, key)
  const {
    id: _id,
    county: _county,
    station: _station,
    version: _version,
    createdAt: _at,
    createdBy: _by,
    can: _can,
    household: _household,
    address: _address,
    ...facts
  } = client
  const made = await insert(tx, Client, { id: newId(to.county), station: to.station }, {
    ...facts,
    idNumber: await hidden('idNumber'),
    phone: await hidden('phone'),
    place: place!,
    state: 'active',
    closedOn: null,
    closing: null,
    mergedInto: null,
  } as never)
  const guardian = await copyFile(tx, client, made)
  const byGuardian = transfer.consentBy === 'guardian'
  await insert(
    tx,
    Consent,
    { id: newId(to.county), station: to.station },
    {
      client: made.id,
      purpose: 'service',
      basis: 'consent',
      noticeVersion,
      way: 'written',
      givenBy: transfer.consentBy,
      guardian: byGuardian ? guardian : null,
      onDay: transfer.consentOn,
      proof: [],
    },
  )
  await insert(
    tx,
    ClientAlert,
    { id: newId(to.county), station: to.station },
    { client: made.id, content: `由${transfer.fromName}转入，交接摘要见转站记录`.slice(0, 120), fromOn: tx.today },
  )
  await beginServing(tx, made, to.station, worker)
  return made.id
}

async function sameIdentity(tx: Tx, client: ClientRow, county: string): Promise<ClientRow | undefined> {
  const number = await unseal(tx, Client, client, 'idNumber')
  if (!number) return undefined
  const index = tx.sealer.index('client.idNumber', number)
  const [known] = await select(
    tx,
    Client,
    sql`where client.county = ${county} and client.id_number_index = ${index} and client.state in ('active', 'closed') limit 1`,
  )
  return known
}

/**
 * Copies rows that still hold on the day of the transfer, and the last assessment; papers stay with the station that has
 * them. Answers the guardian among them, if there is one.
 */
async function copyFile(tx: Tx, from: ClientRow, to: ClientRow): Promise<string | null> {
  let guardian: string | null = null
  const { county, uuid } = splitId(from.id)
  const copies: [AnyEntity, string, string[]][] = [
    [ClientCategory, 'to_on is null', []],
    [ClientRisk, 'to_on is null', []],
    [ClientCare, 'to_on is null', ['health']],
    [Guardian, 'to_on is null', ['phone']],
    [ClientContact, 'to_on is null', ['phone']],
    [Need, `state in ('open', 'working')`, []],
    [ClientAlert, 'to_on is null', []],
  ]
  for (const [entity, still, secrets] of copies) {
    const table = sql.table(entity.table)
    const rows = (await select(
      tx,
      entity,
      sql`where ${table}.county = ${county} and ${table}.client = ${uuid}::uuid and ${sql.raw(still)} order by ${table}.id`,
    )) as unknown as (Record<string, unknown> & { id: string; county: string })[]
    for (const row of rows) {
      const values: Record<string, unknown> = {}
      for (const key of Object.keys(entity.fields)) values[key] = row[key]
      for (const key of secrets) values[key] = await unseal(tx, entity, row as never, key)
      if ('proof' in values) values.proof = []
      const copied = newId(to.county)
      await insert(tx, entity, { id: copied, station: to.station }, { ...values, client: to.id } as never)
      if (entity === Guardian) guardian ??= copied
    }
  }
  const [last] = await select(
    tx,
    NeedsAssessment,
    sql`where needs_assessment.county = ${county} and needs_assessment.client = ${uuid}::uuid order by needs_assessment.on_day desc limit 1`,
  )
  // whoever copies an assessment answers for it there; without a person of that county it is left out
  const person = tx.actor.person && splitId(tx.actor.person).county === to.county ? tx.actor.person : null
  if (last && person)
    await insert(
      tx,
      NeedsAssessment,
      { id: newId(to.county), station: to.station },
      {
        client: to.id,
        onDay: last.onDay,
        covers: last.covers,
        mood: last.mood,
        summary: `（转入前的评估）${last.summary}`.slice(0, 500),
        worker: person,
      },
    )
  return guardian
}
