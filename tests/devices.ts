import type { Actor } from '../src/core/access.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { enrolDevice } from '../src/modules/devices/index.server.ts'
import { catalogueOf } from '../src/modules/services/index.server.ts'
import { aClient, aPerson, aStation, openWorld, today } from './world.ts'

/** A station with its head and two workers who go out with phones, each with a client of their own. */
export async function openPhones() {
  const world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const station = (await aStation(world, clerk, { place: '530111004' })).id
  const head = await world.actor(await world.account({ role: 'stationHead', station }))
  const aWorker = async () => {
    const { id } = await aPerson(world, clerk, station)
    return world.actor(await world.account({ role: 'residentWorker', station }, id))
  }
  const worker = await aWorker()
  const colleague = await aWorker()
  const item = (await world.as(worker, catalogueOf, { station })).items[0]!.key
  const mine = (await aClient(world, worker, station, { phone: '19900001234', address: '太和村3组12号' })).id
  const theirs = (await aClient(world, colleague, station)).id
  const token = 'bWFkZSB1cCBmb3IgdGhlIHRlc3Qgb25seQ=='
  const aVisit = (client: string, over: object = {}) => ({
    station,
    client,
    onDay: today,
    way: 'home' as const,
    outcome: 'met' as const,
    minutes: 20,
    unchanged: false,
    items: [item],
    files: [],
    answers: [],
    ...over,
  })
  const enrol = (actor: Actor) =>
    world.as(actor, enrolDevice, { device: uuidv7(), token, label: '安卓手机 · Chrome', appVersion: '1' })
  return { world, head, worker, colleague, station, mine, theirs, item, token, aVisit, enrol }
}

export type Phones = Awaited<ReturnType<typeof openPhones>>
