import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { Failure } from '../../core/failure.ts'
import { paperKinds } from './registry.server.ts'

let world: World
let readers: Actor[]

beforeAll(async () => {
  world = await openWorld()
  const county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const { id: station } = await aStation(world, county, { place: '530111004' })
  const head = await world.account({ role: 'stationHead', station })
  const worker = await world.account({ role: 'residentWorker', station }, (await aPerson(world, county, station)).id)
  readers = [county, await world.actor(head), await world.actor(worker)]
})
afterAll(() => world.close())

it('a paper asked for by an address typed by hand is not found, whatever its kind', async () => {
  const untried: string[] = []
  const broken: string[] = []
  for (const { name, grant, build } of paperKinds().values()) {
    const reader = readers.find(({ grants }) => grants.has(grant))
    if (!reader) untried.push(name)
    for (const id of reader ? ['x', '', '530111-x', '999999', "' or 1=1"] : []) {
      const made = world.door.read(reader!, grant, (tx, reach) => build({ tx, reach, input: { id } }))
      const refused = await made.then(
        ({ title }) => `made: ${title}`,
        (error: unknown) => error,
      )
      if (!(refused instanceof Failure)) broken.push(`${name} ${JSON.stringify(id)}: ${refused}`)
    }
  }
  expect({ untried, broken }).toEqual({ untried: [], broken: [] })
})
