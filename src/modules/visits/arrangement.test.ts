import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { addCategory } from '../clients/index.server.ts'
import {
  addArrangement,
  endArrangement,
  listArrangements,
  listDue,
  planEveryVisit,
  recordVisit,
  visitCompletion,
} from './index.server.ts'

let world: World
let street: Actor
let worker: Actor
let colleague: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  street = await world.actor(await world.account({ role: 'township', place: '530111004' }))
  const [one, two] = [await aPerson(world, clerk, station), await aPerson(world, clerk, station)]
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, one.id))
  colleague = await world.actor(await world.account({ role: 'residentWorker', station }, two.id))
})
afterAll(() => world.close())

const arrange = (actor: Actor, over: object = {}) =>
  world.as(actor, addArrangement, {
    station,
    label: '空巢、散居特困老年人巡防关爱',
    categories: ['emptyNest', 'scatteredTekun'],
    span: 'month',
    times: 2,
    ways: ['home'],
    basis: '示例街道巡防关爱实施办法',
    fromOn: '2026-11-01',
    ...over,
  } as never)

async function anElder(by: Actor): Promise<string> {
  const { id } = await aClient(world, by, station)
  await world.as(by, addCategory, { id, category: 'emptyNest', fromOn: '2026-01-01', source: 'discovered', proof: [] })
  return id
}

it('[GD-A3.24] the street lays down how often its elderly are visited: each worker has their list along the addresses, and it is worked off without a network', async () => {
  const [first, second] = [await anElder(worker), await anElder(colleague)]
  const due = (over: object = {}) => world.as(worker, listDue, { station, view: 'open', ...over })
  expect((await due()).rows).toEqual([])
  await expect(arrange(worker)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(arrange(street, { categories: ['nobody'] })).rejects.toMatchObject({
    fields: { categories: '「nobody」不在本地的服务对象类别中，请重新选择' },
  })
  const made = await arrange(street)
  const { rows } = await due()
  expect(rows.map(({ client }) => client).sort()).toEqual([first, second].sort())
  expect(rows[0]).toMatchObject({
    rule: '空巢、散居特困老年人巡防关爱',
    clause: '示例街道巡防关爱实施办法',
    times: 2,
    done: 0,
    dueOn: '2026-11-30',
  })
  expect(await planEveryVisit(world.ownerDb, today)).toBe(0)
  expect(world.door.registry.get('visits/recordVisit')).toMatchObject({ offline: true })
  for (const onDay of ['2026-11-10', today])
    await world.as(worker, recordVisit, {
      station,
      client: first,
      onDay,
      way: 'home',
      outcome: 'met',
      minutes: 20,
      unchanged: false,
      findings: '身体和精神都好',
      items: [],
      files: [],
      answers: [{ item: 'selfCare', answer: 'fine' }],
    } as never)
  expect((await due()).rows.map(({ client }) => client)).toEqual([second])
  const month = await world.as(street, visitCompletion, { period: '2026-11', station })
  expect([month.reduce((sum, { asked }) => sum + asked, 0), month.reduce((sum, { done }) => sum + done, 0)]).toEqual([
    2, 1,
  ])

  expect(await planEveryVisit(world.ownerDb, '2026-12-02')).toBe(2)
  const ended = await world.as(street, endArrangement, { id: made.id, version: made.version, toOn: '2026-12-31' })
  expect(ended.can).toEqual([])
  expect(await planEveryVisit(world.ownerDb, '2027-01-04')).toBe(0)
  const listed = await world.as(worker, listArrangements, {})
  expect(listed.rows.map(({ categories, arrangement }) => [categories, arrangement.toOn])).toEqual([
    [['空巢老年人', '散居特困老年人'], '2026-12-31'],
  ])
})
