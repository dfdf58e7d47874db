import { type RawBuilder, sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, date, id, integer, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { partAt, partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable, insert, update } from '../../core/records.ts'
import { minutesBetween } from '../../core/time.ts'
import { record, reverse } from '../../core/tx.ts'
import { countedItems } from '../assistance/index.server.ts'
import { Client } from '../clients/index.ts'
import { placePaths, refuseOutside } from '../places/index.server.ts'
import { openStation } from '../services/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { Patrol, PatrolPerson, streetPatrolled } from './patrol.ts'

const { worker: _w, met: _m, minutes: _t, state: _s, reversedReason: _r, ...typed } = Patrol.fields
const { patrol: _p, ...person } = PatrolPerson.fields

/** Writes a patrol down: where it went, whom it met, what was given, to whom they were handed (官渡区方案 附件3 第3项). */
export const recordPatrol = action({
  label: '登记街面巡查',
  grant: 'outreach.record',
  clause: '官渡区方案 附件3 第3项',
  input: {
    station: ref('社工站', 'station'),
    ...typed,
    worker: optional(ref('巡查人', 'person')),
    people: list('遇到的人员', shape('人员', person), { max: 30 }),
  },
  output: Patrol,
  async run({ tx, actor, input: { station: at, worker, people, ...values } }) {
    const station = await openStation(tx, at, values.onDay)
    const by = worker ?? actor.person
    if (!by) throw refuseField('worker', '请选择巡查人')
    if (values.fromTime === values.toTime) throw refuseField('toTime', '结束时间与开始时间相同，请核对')
    for (const [i, one] of people.entries()) {
      if (one.help.length === 0) throw refuseField(`people.${i}.help`, `请选择给予「${one.name}」的帮助`)
      if (one.handOver === 'station' && !one.receiver)
        throw refuseField(`people.${i}.receiver`, `「${one.name}」送到了救助管理站，请填写接收单位与接收人`)
      if (one.client && (await find(tx, Client, one.client))!.station !== at)
        throw refuseField(`people.${i}.client`, `「${one.name}」的档案由别的站点服务`)
    }
    if (values.place) await refuseOutside(tx, station.county, values.place, '巡查地点请选择本区县的街道或社区（村）')
    const minutes = minutesBetween(values.fromTime, values.toTime)
    const row = await insert(
      tx,
      Patrol,
      { id: newId(station.county), station: at },
      { ...values, worker: by, met: people.length, minutes, state: 'valid' },
    )
    for (const one of people) await insert(tx, PatrolPerson, partAt(row), { ...one, patrol: row.id })
    const fact = {
      county: row.county,
      station: at,
      on: row.onDay,
      source: { entity: Patrol.name, id: row.id },
      place: row.place,
      worker: by,
      people: people.length,
      minutes,
    }
    record(tx, { ...fact, kind: streetPatrolled.name, variant: row.reason })
    record(tx, {
      ...fact,
      kind: serviceGiven.name,
      variant: 'other',
      items: await countedItems(tx, station, 'patrol', row.onDay),
    })
    return row
  },
})

/** Takes a patrol out of every count, with the reason. */
export const reversePatrol = action({
  label: '冲销巡查',
  grant: 'outreach.record',
  on: Patrol,
  input: { id: id(), version: version(), reversedReason: text('冲销原因', { max: 200 }) },
  output: Patrol,
  guard: ({ state }) => (state === 'reversed' ? '这次巡查已经冲销' : undefined),
  async run({ tx, found, input }) {
    await reverse(tx, { entity: Patrol.name, id: found.id })
    return update(tx, Patrol, found, { state: 'reversed', reversedReason: input.reversedReason })
  },
})

/** Gives somebody met a file of their own, once they are known by name. */
export const namePatrolPerson = action({
  label: '关联服务对象',
  grant: 'outreach.record',
  on: PatrolPerson,
  input: { id: id(), version: version(), client: ref('服务对象', 'client') },
  output: PatrolPerson,
  async run({ tx, found, input }) {
    const client = (await find(tx, Client, input.client))!
    if (client.station !== found.station) throw refuseField('client', '这份档案由别的站点服务')
    if ((await find(tx, Patrol, found.patrol))!.state === 'reversed') throw new Failure('conflict', '这次巡查已经冲销')
    return update(tx, PatrolPerson, found, { client: client.id, name: client.name })
  },
})

const besidePatrol = {
  columns: {
    stationName: sql<string | null>`shown_station.name`,
    workerName: sql<string | null>`shown_worker.name`,
  },
  from: sql`left join station shown_station on shown_station.county = patrol.county and shown_station.id = patrol.station
    left join person shown_worker on shown_worker.county = patrol.county and shown_worker.id = patrol.worker`,
}

/** The patrol log, newest first. */
export const listPatrols = query({
  label: '街面巡查日志',
  grant: 'outreach.read',
  input: {
    station: optional(ref('社工站', 'station')),
    from: optional(date('自')),
    to: optional(date('至')),
    state: optional(choice('状态', { valid: '有效', reversed: '已冲销' })),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('街面巡查日志', {
    rows: list('巡查', shape('巡查', { patrol: Patrol.row, stationName: text('社工站'), workerName: text('巡查人') })),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { station, from, to, state, after, limit } }) {
    const where: RawBuilder<boolean>[] = [
      ...(station ? [pointsTo('patrol', 'station', station)] : []),
      ...(from ? [sql<boolean>`patrol.on_day >= ${from}::date`] : []),
      ...(to ? [sql<boolean>`patrol.on_day <= ${to}::date`] : []),
      ...(state ? [sql<boolean>`patrol.state = ${state}`] : []),
    ]
    const found = await page(tx, Patrol, reach, {
      where,
      order: ['on_day', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside: besidePatrol,
    })
    return {
      ...found,
      rows: found.rows.map((patrol) => ({
        patrol,
        stationName: patrol.beside.stationName ?? '',
        workerName: patrol.beside.workerName ?? '',
      })),
    }
  },
})

export const getPatrol = query({
  label: '街面巡查',
  grant: 'outreach.read',
  input: { id: id() },
  output: shape('街面巡查', {
    patrol: Patrol.row,
    stationName: text('社工站'),
    workerName: text('巡查人'),
    placePath: optional(text('所在地')),
    people: list('遇到的人员', PatrolPerson.row),
  }),
  async run({ tx, reach, input }) {
    const patrol = await findReachable(tx, Patrol, reach, input.id, besidePatrol)
    const [people, paths] = await Promise.all([
      partsOf(tx, PatrolPerson, 'patrol', patrol, 'created_at'),
      placePaths(tx, patrol.place ? [patrol.place] : [], tx.today),
    ])
    return {
      patrol,
      stationName: patrol.beside.stationName ?? '',
      workerName: patrol.beside.workerName ?? '',
      placePath: patrol.place ? (paths.get(patrol.place) ?? null) : null,
      people,
    }
  },
})
