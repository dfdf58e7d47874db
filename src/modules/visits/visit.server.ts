import { type RawBuilder, sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, date, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { find, findReachable, insert, select, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { Client } from '../clients/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { linesOf } from '../policy/index.ts'
import { openStation, refuseForeignItems } from '../services/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { Station } from '../stations/index.ts'
import { Visit, VisitAnswer, VisitTask, visitMade, visitOutcomes, visitStates, visitWays } from './visit.ts'
import { itemLabel, standings, visitItems } from './visitForm.ts'

type VisitRow = RowOf<typeof Visit>
type ClientRow = RowOf<typeof Client>

const {
  client,
  clientName: _name,
  worker: _worker,
  state: _state,
  reversedReason: _reason,
  items,
  ...typed
} = Visit.fields
const answer = shape('所见', { item: text('项目', { max: 40 }), answer: choice('情况', standings) })

const typedVisit = {
  ...typed,
  client,
  items: optional(items),
  worker: optional(ref('走访人', 'person')),
  answers: list('走访所见', answer, { max: 40 }),
  tasks: optional(
    list('跟进事项', shape('跟进事项', { what: VisitTask.fields.what, dueOn: VisitTask.fields.dueOn }), { max: 10 }),
  ),
}

/** The groups of a client's categories on a day, by the pack of the station: they decide what is looked at. */
async function groupsOf(tx: Tx, who: ClientRow, place: string, day: string): Promise<string[]> {
  const held = await tx.rows<{ category: string }>(sql`
    select category from client_category where county = ${who.county} and client = ${splitId(who.id).uuid}::uuid
      and from_on <= ${day}::date and (to_on is null or to_on >= ${day}::date)`)
  const groups = new Map(
    linesOf(await policyAt(tx, place, day), 'clientCategory').map((one) => [one.category, one.group]),
  )
  return [...new Set(held.flatMap(({ category }) => groups.get(category) ?? []))]
}

/** The last visit at which somebody was met, with what was seen. */
async function lastOf(
  tx: Tx,
  who: ClientRow,
): Promise<{ visit: VisitRow; answers: { item: string; answer: string }[] } | undefined> {
  const [visit] = await select(
    tx,
    Visit,
    sql`where visit.county = ${who.county} and visit.client = ${splitId(who.id).uuid}::uuid and visit.state = 'valid' and visit.outcome in ('met', 'family')
      order by visit.on_day desc, visit.created_at desc limit 1`,
  )
  return visit && { visit, answers: await answersOf(tx, visit) }
}

async function answersOf(tx: Tx, visit: VisitRow): Promise<{ item: string; answer: keyof typeof standings }[]> {
  return tx.rows(
    sql`select item, answer from visit_answer where county = ${visit.county} and visit = ${splitId(visit.id).uuid}::uuid order by id`,
  )
}

/**
 * Records a visit, and with it a service: nothing of it is typed again. Nobody met is kept as an attempt, and counts as none.
 * With 情况无变化 what the last visit saw is seen again, item by item.
 */
export const recordVisit = action({
  label: '登记走访',
  grant: 'visit.record',
  offline: true,
  input: { station: ref('社工站', 'station'), ...typedVisit },
  output: Visit,
  clause: '官渡区方案 附件3 第8、11、24项',
  async run({ tx, actor, input: { station: at, client: whom, worker, answers, tasks, items: chosen, ...values } }) {
    const station = await openStation(tx, at, values.onDay)
    const who = await fileOf(tx, whom)
    if (who.station !== at) throw refuseField('client', `「${who.name}」现由别的社工站服务，请先办理转站`)
    // a visit of before the file was ended may arrive after it, from a phone without a network
    const served = who.state === 'active' || (who.state === 'closed' && values.onDay <= who.closedOn!)
    if (!served) throw refuseField('client', `「${who.name}」的档案不在服务中，请先恢复服务`)
    const by = worker ?? actor.person
    if (!by) throw refuseField('worker', '请选择走访人')
    const met = values.outcome === 'met' || values.outcome === 'family'
    const seen = met ? await seenAt(tx, who, station.place, values, answers) : []
    const items = chosen ?? (met ? ((await lastOf(tx, who))?.visit.items ?? []) : [])
    await refuseForeignItems(tx, station, values.onDay, items)
    const row = await insert(
      tx,
      Visit,
      { id: newId(station.county), station: at },
      { ...values, client: who.id, clientName: who.name, items, worker: by, state: 'valid' },
    )
    const beside = () => ({ id: newId(station.county), station: at })
    for (const one of seen) await insert(tx, VisitAnswer, beside(), { visit: row.id, ...one })
    for (const one of tasks ?? []) {
      if (one.dueOn < values.onDay) throw refuseField('tasks', '跟进事项的期限不能早于走访日期')
      await insert(tx, VisitTask, beside(), { visit: row.id, client: who.id, worker: by, ...one })
    }
    note(tx, row, who, met)
    return row
  },
})

/** A client's file; one that was taken into another is answered by the one that was kept. */
async function fileOf(tx: Tx, id: string): Promise<ClientRow> {
  const found = (await find(tx, Client, id))!
  return found.state === 'merged' ? fileOf(tx, found.mergedInto!) : found
}

async function seenAt(
  tx: Tx,
  who: ClientRow,
  place: string,
  { onDay, unchanged }: { onDay: string; unchanged: boolean },
  answers: readonly { item: string; answer: keyof typeof standings }[],
) {
  const known = new Set(visitItems(await groupsOf(tx, who, place, onDay)).map(({ key }) => key))
  const foreign = answers.find(({ item }) => !known.has(item))
  if (foreign) throw refuseField('answers', `「${itemLabel(foreign.item)}」不在这位服务对象的走访项目中，请刷新后重填`)
  if (new Set(answers.map(({ item }) => item)).size < answers.length)
    throw refuseField('answers', '同一项目只填一次，请核对')
  if (!unchanged || answers.length > 0) return [...answers]
  const last = await lastOf(tx, who)
  if (!last) throw refuseField('unchanged', '还没有走访过，没有可沿用的情况，请逐项填写')
  return last.answers.filter(({ item }) => known.has(item))
}

function note(tx: Tx, row: VisitRow, who: ClientRow, met: boolean): void {
  const fact = {
    county: row.county,
    station: row.station!,
    on: row.onDay,
    source: { entity: 'visit', id: row.id },
    place: who.place,
    worker: row.worker,
    client: who.id,
  }
  record(tx, { ...fact, kind: visitMade.name, variant: row.way, people: met ? 1 : 0, minutes: row.minutes })
  if (!met) return
  // a call is no 走访 in the month's figures
  const form = row.way === 'home' || row.way === 'door' ? 'visit' : 'other'
  record(tx, { ...fact, kind: serviceGiven.name, variant: form, people: 1, minutes: row.minutes, items: row.items })
}

/** Takes a visit out of every count, with the reason. */
export const reverseVisit = action({
  label: '冲销走访',
  grant: 'visit.record',
  on: Visit,
  input: { id: id(), version: version(), reversedReason: text('冲销原因', { max: 200 }) },
  output: Visit,
  guard: ({ state }) => (state === 'reversed' ? '这次走访已经冲销' : undefined),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: 'visit', id: found.id })
    return update(tx, Visit, found, { state: 'reversed', reversedReason: input.reversedReason })
  },
})

const seenLine = shape('所见', {
  item: text('项目'),
  label: text('项目'),
  answer: choice('情况', standings),
  /** How it stood the time before, where it was looked at. */
  before: optional(choice('上次', standings)),
})

/** What to look at when visiting this client, with how it stood last time. */
export const visitFormOf = query({
  label: '走访表',
  grant: 'client.read',
  input: { client: id() },
  output: shape('走访表', {
    clientName: text('姓名'),
    station: optional(id('社工站')),
    lastOn: optional(date('上次走访')),
    lastWay: optional(choice('上次方式', visitWays)),
    lastMinutes: optional(integer('上次用时')),
    lastItems: list('上次服务事项', text('服务事项')),
    items: list(
      '项目',
      shape('项目', {
        key: text('键'),
        label: text('项目'),
        help: text('看什么'),
        last: optional(choice('上次', standings)),
      }),
    ),
  }),
  async run({ tx, reach, input }) {
    const who = await findReachable(tx, Client, reach, input.client)
    const station = who.station ? await find(tx, Station, who.station) : undefined
    const [groups, last] = await Promise.all([
      station ? groupsOf(tx, who, station.place, tx.today) : [],
      lastOf(tx, who),
    ])
    const before = new Map(last?.answers.map((one) => [one.item, one.answer as keyof typeof standings]))
    return {
      clientName: who.name,
      station: who.station,
      lastOn: last?.visit.onDay ?? null,
      lastWay: last?.visit.way ?? null,
      lastMinutes: last?.visit.minutes ?? null,
      lastItems: last?.visit.items ?? [],
      items: visitItems(groups).map((one) => ({ ...one, last: before.get(one.key) ?? null })),
    }
  },
})

const besideVisit = {
  columns: {
    stationName: sql<string | null>`shown_station.name`,
    workerName: sql<string | null>`shown_worker.name`,
  },
  from: sql`
    left join station shown_station on shown_station.county = visit.county and shown_station.id = visit.station
    left join person shown_worker on shown_worker.county = visit.county and shown_worker.id = visit.worker`,
}

/** Visits paid, newest first. */
export const listVisits = query({
  label: '走访记录',
  grant: 'visit.read',
  input: {
    station: optional(ref('社工站', 'station')),
    client: optional(ref('服务对象', 'client')),
    worker: optional(ref('走访人', 'person')),
    way: optional(choice('走访方式', visitWays)),
    outcome: optional(choice('走访结果', visitOutcomes)),
    state: optional(choice('状态', visitStates)),
    from: optional(date('自')),
    to: optional(date('至')),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('走访记录', {
    rows: list('走访', shape('走访', { visit: Visit.row, stationName: text('社工站'), workerName: text('走访人') })),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { station, client: whom, worker, way, outcome, state, from, to, after, limit } }) {
    const at = (value: string, column: string): RawBuilder<boolean>[] => {
      const { county, uuid } = splitId(value)
      return [sql<boolean>`visit.county = ${county} and ${sql.ref(`visit.${column}`)} = ${uuid}::uuid`]
    }
    const where = [
      ...(station ? at(station, 'station') : []),
      ...(whom ? at(whom, 'client') : []),
      ...(worker ? at(worker, 'worker') : []),
      ...(way ? [sql<boolean>`visit.way = ${way}`] : []),
      ...(outcome ? [sql<boolean>`visit.outcome = ${outcome}`] : []),
      ...(state ? [sql<boolean>`visit.state = ${state}`] : []),
      ...(from ? [sql<boolean>`visit.on_day >= ${from}::date`] : []),
      ...(to ? [sql<boolean>`visit.on_day <= ${to}::date`] : []),
    ]
    const found = await page(tx, Visit, reach, {
      where,
      order: ['on_day', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside: besideVisit,
    })
    const rows = found.rows.map((visit) => ({
      visit,
      stationName: visit.beside.stationName ?? '',
      workerName: visit.beside.workerName ?? '',
    }))
    return { ...found, rows }
  },
})

export const getVisit = query({
  label: '走访记录',
  grant: 'visit.read',
  input: { id: id() },
  output: shape('走访', {
    visit: Visit.row,
    stationName: text('社工站'),
    workerName: text('走访人'),
    seen: list('走访所见', seenLine),
    tasks: list('跟进事项', VisitTask.row),
  }),
  async run({ tx, reach, input }) {
    const visit = await findReachable(tx, Visit, reach, input.id, besideVisit)
    const { uuid } = splitId(visit.id)
    const [answers, tasks, before] = await Promise.all([
      answersOf(tx, visit),
      select(
        tx,
        VisitTask,
        sql`where visit_task.county = ${visit.county} and visit_task.visit = ${uuid}::uuid order by visit_task.due_on`,
      ),
      tx.rows<{ item: string; answer: keyof typeof standings }>(sql`
        select distinct on (a.item) a.item, a.answer from visit_answer a join visit v on v.county = a.county and v.id = a.visit
        where v.county = ${visit.county} and v.client = ${splitId(visit.client).uuid}::uuid and v.state = 'valid'
          and (v.on_day, v.created_at) < (${visit.onDay}::date, ${visit.createdAt}::timestamptz) order by a.item, v.on_day desc, v.created_at desc`),
    ])
    const was = new Map(before.map((one) => [one.item, one.answer]))
    return {
      visit,
      stationName: visit.beside.stationName ?? '',
      workerName: visit.beside.workerName ?? '',
      seen: answers.map((one) => ({ ...one, label: itemLabel(one.item), before: was.get(one.item) ?? null })),
      tasks,
    }
  },
})
