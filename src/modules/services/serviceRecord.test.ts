import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { transact } from '../../core/db.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { figures, rollUp, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { servicePeople, serviceRecords } from './index.ts'
import { editService, reverseService } from './serviceRecord.server.ts'

let world: World
let worker: Actor
let county: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const opened = await aStation(world, county, { place: '530111004' })
  station = opened.id
  const person = await aPerson(world, county, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
})
afterAll(() => world.close())

async function measured(measure: typeof serviceRecords) {
  return transact(
    world.db,
    { whole: ['530111'], stations: [], own: [] },
    'read',
    async (connection) =>
      total(await figures(connection, measure, { subject: { stations: [station] }, period: periodOf('2026-11')! }))
        .numerator,
  )
}

it('a worker records a service, and it is counted at once', async () => {
  const row = await aService(world, worker, station, { people: 12 })
  expect(row.can).toEqual(['editService', 'reverseService'])
  expect(await measured(serviceRecords)).toBe(1)
  expect(await measured(servicePeople)).toBe(12)
})

it('the same command twice records once and answers the same', async () => {
  const opId = uuidv7()
  const before = await measured(serviceRecords)
  const [one, two] = await Promise.all([
    aService(world, worker, station, {}, opId),
    aService(world, worker, station, {}, opId),
  ])
  expect(two.id).toBe(one.id)
  expect(await measured(serviceRecords)).toBe(before + 1)
})

it('a month in which a station has just written is not rolled up yet, so that its writers do not wait', async () => {
  await rollUp(world.ownerDb)
  const row = await aService(world, worker, station)
  expect(await rollUp(world.ownerDb, row.createdAt)).toBe(0)
  expect(await rollUp(world.ownerDb, new Date(Date.parse(row.createdAt) + 1).toISOString())).toBe(1)
})

it('a correction and a reversal change the counts, also after they were rolled up', async () => {
  await rollUp(world.ownerDb)
  const [people, records] = [await measured(servicePeople), await measured(serviceRecords)]
  const row = await aService(world, worker, station, { people: 5 })
  expect(await measured(servicePeople)).toBe(people + 5)
  const edited = await world.as(worker, editService, {
    id: row.id,
    version: row.version,
    onDay: row.onDay,
    form: row.form,
    items: row.items,
    minutes: row.minutes,
    summary: row.summary,
    files: [],
    people: 7,
  })
  expect(await measured(servicePeople)).toBe(people + 7)
  await rollUp(world.ownerDb)
  expect(await measured(servicePeople)).toBe(people + 7)
  await world.as(worker, reverseService, { id: row.id, version: edited.version, reversedReason: '录错对象' })
  expect(await measured(serviceRecords)).toBe(records)
})
