import { sql } from 'kysely'
import type { Reach } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import {
  choice,
  date,
  flag,
  type InputOf,
  id,
  integer,
  list,
  optional,
  ref,
  shape,
  text,
  version,
} from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { placePaths } from '../places/index.server.ts'
import { packCodesOf, policyAt, policyByCode } from '../policy/index.server.ts'
import { catalogueFor, catalogueWords } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { clientsColumn, clientsIn, clientsOf, noteClients } from './serviceClient.server.ts'
import { recordStates, ServiceRecord, serviceForms, serviceGiven } from './serviceRecord.ts'

const { state: _state, reversedReason: _reason, worker: _worker, ...typed } = ServiceRecord.fields
const recordInput = {
  ...typed,
  worker: optional(ref('服务人员', 'person')),
  /** Those it was given to, where they have a file; nothing else is asked about them. */
  clients: optional(list('服务对象', ref('服务对象', 'client'), { max: 100 })),
}

/** Refuses catalogue items that the station's own policy does not know on that day. */
export async function refuseForeignItems(
  tx: Tx,
  station: RowOf<typeof Station>,
  onDay: string,
  items: readonly string[],
): Promise<void> {
  const allowed = new Set(catalogueFor(await policyAt(tx, station.place, onDay), station.level).map(({ key }) => key))
  const foreign = items.find((item) => !allowed.has(item))
  if (foreign) throw refuseField('items', `「${foreign}」不在本站的服务目录中，请重新选择`)
}

function factOf(row: RowOf<typeof ServiceRecord>, clients: readonly string[]) {
  return {
    kind: serviceGiven.name,
    county: row.county,
    station: row.station!,
    on: row.onDay,
    source: { entity: 'service_record', id: row.id },
    variant: row.form,
    place: row.place,
    worker: row.worker,
    // a fact is of one client or of none: with several, the record itself says who
    client: clients.length === 1 ? clients[0]! : null,
    people: row.people,
    minutes: row.minutes,
    items: row.items,
  }
}

/** The station, if services of that day may be entered there; else refused at `onDay`. */
export async function openStation(tx: Tx, id: string, onDay: string): Promise<RowOf<typeof Station>> {
  const station = (await find(tx, Station, id))!
  if (!station.openedOn || onDay < station.openedOn)
    throw refuseField(
      'onDay',
      `该站${station.openedOn ? `于 ${station.openedOn} 启用` : '尚未启用'}，不能登记这一天的服务`,
    )
  if (station.closedOn && onDay > station.closedOn)
    throw refuseField('onDay', `该站已于 ${station.closedOn} 停用，不能登记之后的服务`)
  return station
}

/** Records a service. Counted everywhere from this moment on; nothing of it is typed again. */
export const recordService = action({
  label: '登记服务',
  grant: 'service.record',
  offline: true,
  input: { station: ref('社工站', 'station'), ...recordInput },
  output: ServiceRecord,
  async run({ tx, actor, input: { station: at, worker, clients, ...values } }) {
    const station = await openStation(tx, at, values.onDay)
    await refuseForeignItems(tx, station, values.onDay, values.items)
    const who = worker ?? actor.person
    if (!who) throw refuseField('worker', '请选择服务人员')
    const row = await insert(
      tx,
      ServiceRecord,
      { id: newId(station.county), station: at },
      { ...values, worker: who, state: 'valid' },
    )
    await noteClients(tx, row, clients ?? [])
    record(tx, factOf(row, clients ?? []))
    return row
  },
})

/** Corrects a record: its old facts are reversed and new ones written, so a locked report shows the difference as a correction. */
export const editService = action({
  label: '修改服务记录',
  grant: 'service.record',
  on: ServiceRecord,
  input: { id: id(), version: version(), ...recordInput },
  output: ServiceRecord,
  guard: ({ state }) => (state === 'reversed' ? '这条记录已冲销，不能再修改' : undefined),
  async run({ tx, found, input: { id: _id, version: _version, worker, clients, ...values } }) {
    const station = await openStation(tx, found.station!, values.onDay)
    await refuseForeignItems(tx, station, values.onDay, values.items)
    await reverse(tx, { entity: 'service_record', id: found.id })
    const row = await update(tx, ServiceRecord, found, { ...values, worker: worker ?? found.worker })
    if (clients) await noteClients(tx, row, clients)
    record(tx, factOf(row, clients ?? (await clientsOf(tx, row.id))))
    return row
  },
})

/** Takes a record out of every count, with the reason; the record itself stays to be read. */
export const reverseService = action({
  label: '冲销服务记录',
  grant: 'service.record',
  on: ServiceRecord,
  input: { id: id(), version: version(), reversedReason: text('冲销原因', { max: 200 }) },
  output: ServiceRecord,
  guard: ({ state }) => (state === 'reversed' ? '这条记录已经冲销' : undefined),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: 'service_record', id: found.id })
    return update(tx, ServiceRecord, found, { state: 'reversed', reversedReason: input.reversedReason })
  },
})

const listedParts = {
  record: ServiceRecord.row,
  stationName: text('社工站'),
  workerName: text('服务人员'),
  placeName: optional(text('服务地点')),
}
const listed = shape('服务记录', listedParts)

const filters = {
  station: optional(ref('社工站', 'station')),
  worker: optional(ref('服务人员', 'person')),
  form: optional(choice('服务形式', serviceForms)),
  item: optional(text('服务事项', { max: 80 })),
  state: optional(choice('状态', recordStates)),
  from: optional(date('自')),
  to: optional(date('至')),
  text: optional(text('内容', { max: 40 })),
}
type Filters = InputOf<typeof filters>

/** A page of the records a reach holds, newest day first, with the words that lists and exports show. */
export async function pageOfServices(tx: Tx, reach: Reach, input: Filters, after: string | null, limit: number) {
  const { station, worker, form, item, state, from, to } = input
  const where = [
    ...(station
      ? [
          sql<boolean>`service_record.county = ${splitId(station).county} and service_record.station = ${splitId(station).uuid}::uuid`,
        ]
      : []),
    ...(worker ? [sql<boolean>`service_record.worker = ${splitId(worker).uuid}::uuid`] : []),
    ...(form ? [sql<boolean>`service_record.form = ${form}`] : []),
    ...(item ? [sql<boolean>`${item} = any(service_record.items)`] : []),
    ...(state ? [sql<boolean>`service_record.state = ${state}`] : []),
    ...(from ? [sql<boolean>`service_record.on_day >= ${from}::date`] : []),
    ...(to ? [sql<boolean>`service_record.on_day <= ${to}::date`] : []),
    ...(input.text ? [sql<boolean>`position(${input.text} in service_record.summary) > 0`] : []),
  ]
  const found = await page(tx, ServiceRecord, reach, { where, order: ['on_day', 'desc'], after, limit, beside })
  return { ...found, rows: await describe(tx, found.rows) }
}

export const listServices = query({
  label: '服务记录列表',
  grant: 'service.read',
  input: {
    ...filters,
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('服务记录列表', {
    rows: list('服务记录', listed),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { after, limit, ...asked } }) {
    return pageOfServices(tx, reach, asked, after ?? null, limit ?? 25)
  },
})

/** The names of the catalogue items these records point to, by each station's own policy. */
export async function catalogueNames(
  tx: Tx,
  rows: readonly { record: RowOf<typeof ServiceRecord> }[],
): Promise<Map<string, string>> {
  const stations = [...new Set(rows.flatMap(({ record: { station } }) => (station ? [splitId(station).uuid] : [])))]
  const places = await tx.rows<{ place: string }>(sql`select distinct place from station
    where county = any(${[...new Set(rows.map(({ record: { county } }) => county))]}::text[]) and id = any(${stations}::uuid[])`)
  const codes = await packCodesOf(
    tx,
    places.map(({ place }) => place),
    tx.today,
  )
  const words = [...new Set(codes.values())].flatMap((code) => [...catalogueWords(policyByCode(code, tx.today))])
  return new Map(words.map(([key, { number, label }]) => [key, `${number} ${label}`]))
}

/** The names shown beside a record, joined in the same statement. */
const beside = {
  columns: {
    stationName: sql<string | null>`shown_station.name`,
    workerName: sql<string | null>`shown_worker.name`,
  },
  from: sql`
    left join station shown_station on shown_station.county = service_record.county and shown_station.id = service_record.station
    left join person shown_worker on shown_worker.county = service_record.county and shown_worker.id = service_record.worker`,
}

type Shown = RowOf<typeof ServiceRecord> & { beside: Record<keyof typeof beside.columns, string | null> }

async function describe(tx: Tx, rows: Shown[]) {
  const places = rows.flatMap(({ place }) => (place ? [place] : []))
  const paths = places.length > 0 ? await placePaths(tx, places, tx.today) : new Map<string, string>()
  return rows.map((row) => ({
    record: row,
    stationName: row.beside.stationName ?? '',
    workerName: row.beside.workerName ?? '',
    placeName: row.place ? (paths.get(row.place) ?? null) : null,
  }))
}

const opened = shape('服务记录', {
  ...listedParts,
  clients: list('服务对象', shape('服务对象', { id: id(), name: text('姓名'), open: flag('可打开档案') })),
})

const besideOpened = { ...beside, columns: { ...beside.columns, clients: clientsColumn } }

export const getService = query({
  label: '服务记录',
  grant: 'service.read',
  input: { id: id() },
  output: opened,
  async run({ tx, reach, input }) {
    const row = await findReachable(tx, ServiceRecord, reach, input.id, besideOpened)
    const [described] = await describe(tx, [row])
    return { ...described!, clients: clientsIn(tx, row.beside.clients) }
  },
})

const item = shape('服务事项', {
  key: text('键'),
  number: text('序号'),
  label: text('事项', { max: 200 }),
  domain: text('领域'),
  duty: optional(text('本级做什么', { max: 400 })),
  clause: text('条款'),
})

/** What a station may record on a day: its catalogue, with the domain each item stands under. */
export const catalogueOf = query({
  label: '服务目录',
  grant: 'service.read',
  input: { station: ref('社工站', 'station'), onDay: optional(date('日期')) },
  output: shape('服务目录', { document: text('文件'), items: list('服务事项', item) }),
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const policy = await policyAt(tx, station.place, input.onDay ?? tx.today)
    const domains = new Map(
      policy.lines.filter(({ kind }) => kind === 'domain').map((line) => [line.key, String(line.value)]),
    )
    const items = catalogueFor(policy, station.level).map((line) => ({
      key: line.key,
      number: line.number,
      label: String(line.value),
      domain: domains.get(line.domain) ?? line.domain,
      duty: (station.level === 'room' ? line.room : line.station) ?? null,
      clause: line.clause,
    }))
    return { document: policy.head.document, items }
  },
})
