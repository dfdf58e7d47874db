import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCase } from '../../../tests/casework.ts'
import { aClient, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { numberBy, patternProblem } from './caseNumber.ts'
import * as casework from './index.server.ts'

let world: World
let county: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
})
afterAll(() => world.close())

describe('file numbers', () => {
  it('are written by the county’s pattern, in the style of several jurisdictions', () => {
    const of = { county: '530111', stationCode: 'DC', domain: 'correction' as const, day: '2026-03-02', running: 7 }
    expect(numberBy('{域}-C{序:3}-{年月日}-{站}', of)).toBe('JUS-C007-20260302-DC')
    expect(numberBy('{区划}{站}〔{年}〕{序}号', of)).toBe('530111DC〔2026〕7号')
    expect(patternProblem('{站}-C{序:3}', 'yearly')).toContain('{年}')
    expect(patternProblem('{站}-C{序:3}', 'never')).toBeUndefined()
  })

  it('have neither gaps nor doubles, however many register at once and however many fail', async () => {
    const other = (await aStation(world, county, { place: '530111003' })).id
    const lead = await aPerson(world, county, other)
    const chief = await world.actor(await world.account({ role: 'stationHead', station: other }, lead.id))
    const clients = []
    for (let i = 0; i < 8; i++) clients.push(await aClient(world, chief, other))
    const tries = clients.flatMap((client) => [
      aCase(world, chief, other, { client: client.id }),
      // the same client twice: one of the two is refused, and gives its number back
      aCase(world, chief, other, { client: client.id }),
    ])
    const made = (await Promise.allSettled(tries)).flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.number] : [],
    )
    const distinct = new Set(made)
    expect(distinct.size).toBe(made.length)
    expect([...distinct].sort()).toEqual(
      Array.from({ length: made.length }, (_, i) => `003-C2026-${String(i + 1).padStart(3, '0')}`),
    )
    expect(made.length).toBeGreaterThanOrEqual(8)
  })

  it('a county sets its own pattern and station codes; a pattern that would make doubles is refused', async () => {
    const rules = { county: '530111', restart: 'never' as const, firstFollowUp: 15, secondFollowUp: 60 }
    const set = (pattern: string) => world.as(county, casework.setCaseRules, { ...rules, pattern })
    await expect(set('{域}-C{序:3}')).rejects.toMatchObject({ fields: { pattern: expect.stringContaining('{站}') } })
    await expect(set('{站}-C')).rejects.toMatchObject({ fields: { pattern: expect.stringContaining('流水号') } })
    await expect(set('{站}{序}{工号}')).rejects.toMatchObject({
      fields: { pattern: expect.stringContaining('{工号}') },
    })
    const third = (await aStation(world, county, { place: '530111002' })).id
    const chief = await world.actor(
      await world.account({ role: 'stationHead', station: third }, (await aPerson(world, county, third)).id),
    )
    await set('{域}-C{序:3}-{年月日}-{站}')
    await world.as(county, casework.setStationCode, { station: third, code: 'DC' })
    expect((await aCase(world, chief, third)).number).toBe('ELD-C001-20261124-DC')
    await expect(world.as(county, casework.setStationCode, { station, code: 'DC' })).rejects.toMatchObject({
      fields: { code: expect.stringContaining('另一个站') },
    })
    const shown = await world.as(county, casework.caseRules, { county: '530111' })
    expect(shown.stations.find(({ id }) => id === third)?.example).toBe('ELD-C001-20261124-DC')
    await expect(set('{站}-C{年}-{序:3}')).resolves.toBeTruthy()
  })
})
