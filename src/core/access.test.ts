import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, type World } from '../../tests/world.ts'
import { ServiceRecord } from '../modules/services/index.ts'
import { type Actor, type Reach, reachesRecord, reachSql, unite } from './access.ts'
import { transact } from './db.ts'
import { select } from './records.ts'
import { openTx } from './tx.ts'

let world: World
let stations: string[]
let workers: Actor[]
const counties = ['530111', '530102', '510402']

beforeAll(async () => {
  world = await openWorld()
  stations = []
  workers = []
  for (const [county, places] of [
    ['530111', ['530111004', '530111003']],
    ['530102', ['530102001']],
    ['510402', ['510402002']],
  ] as const) {
    const clerk = await world.actor(await world.account({ role: 'county', place: county }))
    for (const place of places) {
      const { id } = await aStation(world, clerk, { place })
      stations.push(id)
      for (let i = 0; i < 2; i++) {
        const person = await aPerson(world, clerk, id)
        const worker = await world.actor(await world.account({ role: 'residentWorker', station: id }, person.id))
        workers.push(worker)
        for (let j = 0; j < 3; j++) await aService(world, worker, id)
      }
    }
  }
})
afterAll(() => world.close())

it('the query and the check never disagree, whatever the reach', async () => {
  const everywhere: Reach = { whole: counties, stations: [], own: [] }
  const some = <T>(of: readonly T[]) => fc.subarray([...of])
  const reaches = fc.record({ whole: some(counties), stations: some(stations), own: some(stations) })
  const draw = fc.tuple(reaches, fc.nat({ max: workers.length - 1 }))
  let held = 0
  await fc.assert(
    fc.asyncProperty(draw, async ([reach, who]) => {
      const actor = workers[who]!
      await transact(world.db, everywhere, 'read', async (connection) => {
        const tx = openTx(connection, world.surroundings, actor)
        const all = await select(tx, ServiceRecord, sql`order by id`)
        const queried = await select(tx, ServiceRecord, sql`where ${reachSql(reach, actor, ServiceRecord)} order by id`)
        const checked = all.filter((row) => reachesRecord(reach, actor, ServiceRecord, row))
        held += checked.length
        expect(queried.map(({ id }) => id)).toEqual(checked.map(({ id }) => id))
      })
    }),
    { numRuns: 150 },
  )
  // the property would hold trivially if nothing were ever reached
  expect(held).toBeGreaterThan(500)
})

it('a reach of nothing reaches nothing, and a union reaches what its parts do', async () => {
  const nothing: Reach = { whole: [], stations: [], own: [] }
  await transact(world.db, { whole: counties, stations: [], own: [] }, 'read', async (connection) => {
    const tx = openTx(connection, world.surroundings, workers[0]!)
    expect(await select(tx, ServiceRecord, sql`where ${reachSql(nothing, workers[0]!, ServiceRecord)}`)).toEqual([])
  })
  const one: Reach = { whole: ['530111'], stations: [], own: [] }
  const other: Reach = { whole: [], stations: [stations[2]!], own: [stations[3]!] }
  expect(unite([one, other])).toEqual({ whole: ['530111'], stations: [stations[2]], own: [stations[3]] })
})
