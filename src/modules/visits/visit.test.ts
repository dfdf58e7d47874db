import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { addCategory, closeClient, getClient, timelineOf } from '../clients/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { catalogueOf } from '../services/index.server.ts'
import {
  finishTask,
  getVisit,
  listDue,
  listTasks,
  listVisits,
  planStationVisits,
  recordVisit,
  reverseVisit,
  visitCompletion,
  visitFormOf,
} from './index.server.ts'
import { planEveryVisit } from './plan.server.ts'

let world: World
let clerk: Actor
let head: Actor
let worker: Actor
let station: string
let child: string
let item: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  const person = await aPerson(world, clerk, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  item = (await world.as(worker, catalogueOf, { station })).items[0]!.key
  child = await aChild()
})
afterAll(() => world.close())

async function aChild(fromOn = '2026-09-01'): Promise<string> {
  const { id } = await aClient(world, worker, station, { bornOn: '2016-05-04', basis: 'law', law: '未成年人保护法' })
  await world.as(worker, addCategory, { id, category: 'leftBehindChild', fromOn, source: 'discovered', proof: [] })
  return id
}

const visit = (client: string, over: object = {}) =>
  world.as(worker, recordVisit, {
    station,
    client,
    onDay: today,
    way: 'home',
    outcome: 'met',
    minutes: 30,
    unchanged: false,
    items: [item],
    files: [],
    answers: [{ item: 'school', answer: 'fine' }],
    ...over,
  })

const due = (over: object = {}) => world.as(worker, listDue, { station, view: 'open', ...over })

describe('who is to be visited', () => {
  it('[GD-A3.5] every child of the special groups is owed a home visit each month, once however often it is worked out', async () => {
    const added = await planEveryVisit(world.ownerDb, today)
    expect(added).toBeGreaterThan(0)
    expect(await planEveryVisit(world.ownerDb, today)).toBe(0)
    const { rows } = await due()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      client: child,
      rule: '特殊群体儿童每人每月至少入户探访一次',
      clause: '官渡区方案 附件3 第8项',
      ways: ['home'],
      fromOn: '2026-11-01',
      dueOn: '2026-11-30',
      times: 1,
      done: 0,
    })
  })

  it('[GD-A3.5] a child who is taken in today is on the list at once, and the head may ask for it', async () => {
    const fresh = await aChild(today)
    expect(await world.as(head, planStationVisits, { station })).toEqual({ added: 1 })
    expect((await due()).rows.map(({ client }) => client)).toContain(fresh)
    await visit(fresh)
    expect((await due()).rows.map(({ client }) => client)).not.toContain(fresh)
  })

  it('a call, or nobody at home, leaves the visit owed; a home visit that met somebody does not', async () => {
    await visit(child, { way: 'phone' })
    await visit(child, { outcome: 'absent', answers: [] })
    expect((await due({ client: child })).rows).toHaveLength(1)
    await visit(child, { outcome: 'family' })
    expect((await due({ client: child })).rows).toHaveLength(0)
    expect((await due({ client: child, view: 'done' })).rows[0]).toMatchObject({ done: 1, lastOn: today })
  })

  it('[GD-A3.5] who was missed last month stands first next month, and the county finds the child', async () => {
    const missed = await aChild()
    await planEveryVisit(world.ownerDb, today)
    world.setDay('2026-12-03')
    await planEveryVisit(world.ownerDb, '2026-12-03')
    const { rows } = await due()
    expect(rows[0]).toMatchObject({ client: missed, missedBefore: 1, dueOn: '2026-12-31' })
    const month = await world.as(clerk, visitCompletion, { period: '2026-11' })
    expect(month).toEqual([expect.objectContaining({ station, asked: 3, done: 2, missed: 1, home: 3, other: 1 })])
    const named = await world.as(clerk, listDue, { station, view: 'missed', period: '2026-11' })
    expect(named.rows.map(({ client }) => client)).toEqual([missed])
    world.setDay(today)
  })

  it('who is no longer served is no longer owed a visit', async () => {
    const gone = await aChild()
    await planEveryVisit(world.ownerDb, today)
    const { client } = await world.as(worker, getClient, { id: gone })
    await world.as(head, closeClient, { id: gone, version: client.version, closedOn: today, closing: 'moved' })
    expect((await due({ client: gone })).rows).toEqual([])
  })
})

describe('what was seen', () => {
  it('a visit is a service of the month without a second entry, and stands in the client’s timeline', async () => {
    const someone = (await aClient(world, worker, station)).id
    const counted = () =>
      world.door.read(worker, 'service.read', async (tx) => {
        const cells = await figures(tx, measureNamed('service.byForm'), {
          subject: { stations: [station] },
          period: periodOf('2026-11')!,
        })
        return cells.find(({ dimension }) => dimension === 'visit')?.numerator ?? 0
      })
    const before = await counted()
    const row = await visit(someone, {
      answers: [{ item: 'health', answer: 'watch' }],
      findings: '血压偏高，已劝说就医',
    })
    const { lines } = await world.as(worker, timelineOf, { id: someone })
    expect(lines[0]).toMatchObject({ source: 'visit', record: row.id, title: '血压偏高，已劝说就医', kind: '入户' })
    expect(await counted()).toBe(before + 1)
  })

  it('with 情况无变化 each item is seen again as the time before; with no time before it is refused', async () => {
    const someone = (await aClient(world, worker, station)).id
    await expect(visit(someone, { unchanged: true, answers: [] })).rejects.toMatchObject({
      fields: { unchanged: '还没有走访过，没有可沿用的情况，请逐项填写' },
    })
    await visit(someone, { onDay: '2026-11-20', answers: [{ item: 'health', answer: 'watch' }] })
    const again = await visit(someone, { unchanged: true, answers: [], items: null })
    const { seen, visit: kept } = await world.as(worker, getVisit, { id: again.id })
    expect(seen).toEqual([{ item: 'health', label: '身体', answer: 'watch', before: 'watch' }])
    expect(kept.items).toEqual([item])
    const form = await world.as(worker, visitFormOf, { client: someone })
    expect(form).toMatchObject({ lastOn: today, lastWay: 'home' })
    expect(form.items.find(({ key }) => key === 'health')!.last).toBe('watch')
  })

  it('[PZ-G3.2.2a] what is looked at follows the client’s groups', async () => {
    const { items } = await world.as(worker, visitFormOf, { client: child })
    expect(items.map(({ key }) => key)).toEqual(expect.arrayContaining(['guardian', 'school', 'childSafety', 'health']))
    await expect(visit(child, { answers: [{ item: 'fall', answer: 'fine' }] })).rejects.toMatchObject({
      fields: { answers: '「跌倒」不在这位服务对象的走访项目中，请刷新后重填' },
    })
  })

  it('a follow-up stays open until somebody says what came of it', async () => {
    const someone = (await aClient(world, worker, station)).id
    await visit(someone, { answers: [], tasks: [{ what: '陪同到卫生院复查', dueOn: '2026-11-28' }] })
    const [open] = await world.as(worker, listTasks, { client: someone })
    expect(open).toMatchObject({ task: { what: '陪同到卫生院复查', dueOn: '2026-11-28' } })
    await world.as(worker, finishTask, { id: open!.task.id, version: 1, doneOn: today, result: '已复查，按时服药' })
    expect(await world.as(worker, listTasks, { client: someone })).toEqual([])
  })

  it('a reversed visit is owed again, and stays to be read', async () => {
    const fresh = await aChild()
    await planEveryVisit(world.ownerDb, today)
    const row = await visit(fresh)
    await world.as(worker, reverseVisit, { id: row.id, version: row.version, reversedReason: '登记错了人' })
    expect((await due({ client: fresh })).rows).toHaveLength(1)
    const { rows } = await world.as(worker, listVisits, { client: fresh })
    expect(rows[0]!.visit).toMatchObject({ state: 'reversed', reversedReason: '登记错了人' })
  })

  it('who is served by another station is not visited by this one', async () => {
    const other = (await aStation(world, clerk, { place: '530111004' })).id
    const headThere = await world.actor(await world.account({ role: 'stationHead', station: other }))
    const elsewhere = (await aClient(world, headThere, other)).id
    await expect(visit(elsewhere)).rejects.toMatchObject({ code: 'notFound' })
  })
})
