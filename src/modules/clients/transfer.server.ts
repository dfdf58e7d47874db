import { sql } from 'kysely'
import { reachesAsPlaceOfWork } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, id, integer, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, insert, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { lookBeyond, widen } from '../../core/widen.ts'
import { ageOn } from '../people/index.ts'
import { homeOf, refuseOutside } from '../places/index.server.ts'
import { Station, stationStateOn } from '../stations/index.ts'
import { needsGuardian, whyClosed } from './client.server.ts'
import { Client, clientSexes, riskLevels } from './client.ts'
import { describeClients } from './clients.server.ts'
import { handOver, openElsewhere } from './handover.server.ts'
import { ClientTransfer, transferFlow, transferSides } from './transfer.ts'

type Transfer = RowOf<typeof ClientTransfer>

const wholeOf = (...ids: string[]) => ({
  whole: [...new Set(ids.map((one) => splitId(one).county))],
  stations: [],
  own: [],
})

/** Stations a client may be handed to: those in service of one's own county, or of another. Names of stations are public. */
export const stationsToReceive = query({
  label: '可接收的社工站',
  grant: 'client.write',
  input: { station: ref('本站', 'station'), county: optional(link('区县', 'place')) },
  output: list('社工站', shape('社工站', { id: id(), name: text('站名') })),
  async run({ tx, reach, input }) {
    if (!reachesAsPlaceOfWork(reach, input.station)) throw new Failure('notFound', '找不到该社工站，或您无权办理')
    const county = input.county ? await homeOf(tx, input.county) : splitId(input.station).county
    return lookBeyond(tx, { whole: [county], stations: [], own: [] }, 'transfer', () =>
      tx.rows<{ id: string; name: string }>(sql`
        select county || '-' || id as id, name from station where county = ${county} and county || '-' || id <> ${input.station}
          and opened_on <= ${tx.today}::date and (closed_on is null or closed_on >= ${tx.today}::date) order by name limit 500`),
    )
  },
})

/**
 * Offers a client to another station, with the client's or guardian's consent and a handover. Each station gets its side
 * of the paper; the file stays where it is until the other accepts.
 */
export const offerTransfer = action({
  label: '办理转站',
  grant: 'client.write',
  on: Client,
  input: {
    id: id(),
    to: text('接收站', { max: 60, pattern: '^[0-9A-Za-z]{1,12}-[0-9a-f-]{36}$' }),
    reason: ClientTransfer.fields.reason,
    handover: ClientTransfer.fields.handover,
    consentBy: ClientTransfer.fields.consentBy,
    consentOn: ClientTransfer.fields.consentOn,
    proof: ClientTransfer.fields.proof,
  },
  output: ClientTransfer,
  guard: whyClosed,
  async run({ tx, found, input: { id: _id, to, ...values } }) {
    if (to === found.station) throw refuseField('to', '服务对象已在这个站，请选择别的站')
    if (needsGuardian(found, values.consentOn) && values.consentBy !== 'guardian')
      throw refuseField('consentBy', '不满 14 周岁的，转站须由监护人同意（个人信息保护法 第三十一条）')
    const open =
      await tx.first(sql`select 1 as there from client_transfer where county = ${found.county} and client_county = ${found.county}
      and client = ${splitId(found.id).uuid}::uuid and side = 'out' and state = 'offered' limit 1`)
    if (open) throw new Failure('conflict', '已向别的站提出转站，请先撤回那一份')
    const about = await aboutOf(tx, found)
    const from = (await find(tx, Station, found.station!))!
    widen(tx, wholeOf(to, found.id), 'transfer')
    const target = await find(tx, Station, to)
    if (!target || stationStateOn(target, tx.today) !== 'open')
      throw refuseField('to', '接收站不存在或未在运行，请重新选择')
    const sides = { out: newId(found.county), in: newId(target.county) }
    const paper = {
      ...values,
      client: found.id,
      clientName: found.name,
      about,
      fromStation: from.id,
      fromName: from.name,
      toStation: target.id,
      toName: target.name,
      state: 'offered' as const,
      offeredOn: tx.today,
    }
    // a file of another county cannot be opened there: the paper itself stays with the station that has it
    await insert(
      tx,
      ClientTransfer,
      { id: sides.in, station: target.id },
      { ...paper, proof: [], side: 'in', other: sides.out },
    )
    return insert(tx, ClientTransfer, { id: sides.out, station: from.id }, { ...paper, side: 'out', other: sides.in })
  },
})

/** What the receiving station must know to decide, without a number or an address. */
async function aboutOf(tx: Tx, client: RowOf<typeof Client>): Promise<string> {
  const [listed] = await describeClients(tx, [client])
  const { categories, risk } = listed!
  return [
    clientSexes[client.sex],
    client.bornOn ? `${ageOn(client.bornOn, tx.today)} 岁` : '年龄不详',
    categories.join('、') || '未登记类别',
    risk ? `风险${riskLevels[risk]}` : null,
  ]
    .filter(Boolean)
    .join('，')
    .slice(0, 200)
}

const guardOf = (side: keyof typeof transferSides, word: string) => (found: Transfer) =>
  found.side === side ? undefined : side === 'in' ? `由接收站${word}` : `由转出站${word}`

/** Writes the answer on both sides of the paper. */
async function answerBoth(tx: Tx, found: Transfer, patch: Partial<Transfer>): Promise<Transfer> {
  const other = (await find(tx, ClientTransfer, found.other))!
  if (other.state !== 'offered') throw new Failure('conflict', '对方刚刚办理了这份转站，请刷新后查看')
  const written = { ...patch, answeredOn: tx.today } as never
  await update(tx, ClientTransfer, other, written)
  return update(tx, ClientTransfer, found, written)
}

/**
 * Takes a client over. Within a county the whole file moves and nothing is copied; from another county a new file is opened
 * with the copied facts, linked to the old one, which is closed as handed over. What was done there stays there.
 */
export const acceptTransfer = action({
  label: '接收',
  grant: 'client.receive',
  on: ClientTransfer,
  move: 'accept',
  input: {
    id: id(),
    version: version(),
    worker: optional(ref('责任社工', 'person')),
    place: optional(link('居住地', 'place')),
    existing: optional(ref('已有的档案', 'client', { help: '此人在本区县已有档案的，请选择' })),
  },
  output: ClientTransfer,
  guard: guardOf('in', '接收'),
  async run({ tx, found, next, input }) {
    widen(tx, wholeOf(found.client, found.toStation), 'transfer')
    const client = (await find(tx, Client, found.client))!
    const closed = whyClosed(client)
    if (closed) throw new Failure('conflict', closed)
    const within = client.county === found.county
    if (!within && !input.place && !input.existing) throw refuseField('place', '从外区县转入的，请选择在本区县的居住地')
    if (input.place) await refuseOutside(tx, found.county, input.place, '居住地请选择本区县的社区（村）')
    const move = { tx, client, transfer: found, worker: input.worker ?? null, place: input.place ?? null }
    const becomes = within ? await handOver(move) : await openElsewhere({ ...move, existing: input.existing ?? null })
    return answerBoth(tx, found, { state: next as 'accepted', becomes })
  },
})

export const refuseTransfer = action({
  label: '退回',
  grant: 'client.receive',
  on: ClientTransfer,
  move: 'refuse',
  input: { id: id(), version: version(), answer: text('退回原因', { max: 300, multiline: true }) },
  output: ClientTransfer,
  guard: guardOf('in', '退回'),
  async run({ tx, found, next, input }) {
    widen(tx, wholeOf(found.client, found.toStation), 'transfer')
    return answerBoth(tx, found, { state: next as 'refused', answer: input.answer })
  },
})

export const withdrawTransfer = action({
  label: '撤回',
  grant: 'client.write',
  on: ClientTransfer,
  move: 'withdraw',
  input: { id: id(), version: version() },
  output: ClientTransfer,
  guard: guardOf('out', '撤回'),
  async run({ tx, found, next }) {
    widen(tx, wholeOf(found.client, found.toStation), 'transfer')
    return answerBoth(tx, found, { state: next as 'withdrawn' })
  },
})

/** The transfers of the stations in reach, newest first: those to answer, and what became of others. */
export const listTransfers = query({
  label: '转站',
  grant: 'client.read',
  input: {
    side: optional(choice('方向', transferSides)),
    state: optional(choice('状态', transferFlow.states)),
    client: optional(ref('服务对象', 'client')),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('转站', {
    rows: list('转站', ClientTransfer.row),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { side, state, client, after } }) {
    return page(tx, ClientTransfer, reach, {
      where: [
        ...(side ? [sql<boolean>`client_transfer.side = ${side}`] : []),
        ...(state ? [sql<boolean>`client_transfer.state = ${state}`] : []),
        ...(client
          ? [
              sql<boolean>`client_transfer.client_county = ${splitId(client).county} and client_transfer.client = ${splitId(client).uuid}::uuid`,
            ]
          : []),
      ],
      order: ['offered_on', 'desc'],
      after: after ?? null,
    })
  },
})
