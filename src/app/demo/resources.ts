import type { PlaceNamed } from '../../../demo/names.ts'
import { matchesShown, resourcesShown } from '../../../demo/resources.ts'
import { addDays, businessDay } from '../../core/time.ts'
import { addResource, matchResource } from '../../modules/resources/index.server.ts'
import { type EnteredClient, workingStations } from './clients.ts'
import type { BuiltStation } from './network.ts'
import type { Stage } from './stage.ts'

interface Collecting {
  stage: Stage
  built: readonly BuiltStation[]
  files: ReadonlyMap<string, readonly EnteredClient[]>
  now: number
  villages: (plan: BuiltStation['plan']) => readonly PlaceNamed[]
}

const day = 86_400_000

/** A library of three resources at each working station, one of them long not looked at, and what was found there for whom. */
export async function collectResources({ stage, built, files, now, villages }: Collecting): Promise<void> {
  const working = workingStations(built, files, 4)
  await stage.each(working, async (station, lane) => {
    const worker = station.workers.find(({ account }) => account !== station.head)!.account
    const clients = files.get(station.id)!
    const at = now - 20 * day
    const around = villages(station.plan)
    const found = []
    for (const [i, { age, ...words }] of resourcesShown.entries()) {
      const earliest = addDays(businessDay(new Date(now)), -age)
      const registeredOn = earliest < station.plan.opened ? addDays(businessDay(new Date(at)), -1) : earliest
      found.push(
        await lane.as(at, worker, addResource, {
          station: station.id,
          ...words,
          place: around[i % around.length]!.id,
          registeredOn,
        }),
      )
    }
    for (const [i, { resource, ...words }] of matchesShown.entries())
      await lane.as(at, worker, matchResource, {
        id: found[resource]!.id,
        version: found[resource]!.version,
        client: clients[i]!.id,
        ...words,
        onDay: businessDay(new Date(at)),
        minutes: 20,
      })
  })
}
