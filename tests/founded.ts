import type { Actor } from '../src/core/access.ts'
import { findingsOfStation } from '../src/modules/findings/index.server.ts'
import { anOrganisation, aStation, type World } from './world.ts'

/** A county's clerk who also heads the station: whoever may write all of this. */
export async function founded(world: World, place: string, over: Partial<Parameters<typeof aStation>[2]> = {}) {
  const county = place.slice(0, 6)
  const clerk = await world.actor(await world.account({ role: 'county', place: county }))
  const operator = await anOrganisation(world, clerk, {
    registeredWith: '示例区民政局',
    registeredOn: '2019-05-06',
    coversSocialWork: true,
    local: false,
  })
  const run = { mode: 'purchased', operator: operator.id } as const
  const { id: station } = await aStation(world, clerk, { place, ...run, ...over })
  const all = await world.account([
    { role: 'county', place: county },
    { role: 'stationHead', station },
  ])
  return { clerk: await world.actor(all), station, operator: operator.id }
}

/** `rule → [result, value]` of what is asked of a station, and nothing else. */
export async function judged(world: World, clerk: Actor, station: string, rules: readonly string[]) {
  const { findings } = await world.as(clerk, findingsOfStation, { station })
  return Object.fromEntries(
    findings.filter(({ rule }) => rules.includes(rule)).map(({ rule, result, value }) => [rule, [result, value]]),
  )
}
