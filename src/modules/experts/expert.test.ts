import { afterAll, beforeAll, expect, it } from 'vitest'
import { anOrganisation, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import {
  addExpert,
  assign,
  assignmentsOf,
  declareConflict,
  endAssignment,
  endConflict,
  getExpert,
  guidedBy,
  listExperts,
} from './index.server.ts'

let world: World
let city: Actor
let county: Actor
let head: Actor
let station: string
let second: string
let operator: string

beforeAll(async () => {
  world = await openWorld()
  city = await world.actor(await world.account({ role: 'city', place: '530100' }))
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  operator = (await anOrganisation(world, county)).id
  station = (await aStation(world, county, { place: '530111001', mode: 'purchased', operator })).id
  second = (await aStation(world, county, { place: '530111002' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
})
afterAll(() => world.close())

let serial = 0
const anExpert = (actor: Actor, over: Partial<InputOfCall<typeof addExpert>> = {}) =>
  world.as(actor, addExpert, {
    place: actor === city ? '530100' : '530111',
    name: `示例专家${(serial += 1)}`,
    kind: 'external',
    title: '高级社会工作师',
    workplace: '示例大学',
    expertise: ['老年服务'],
    tasks: ['training', 'guidance', 'supervision', 'evaluation'],
    fromOn: '2026-01-01',
    ...over,
  })
const task = (expert: string, over: Partial<InputOfCall<typeof assign>> = {}): InputOfCall<typeof assign> => ({
  station,
  task: 'guidance',
  expert,
  fromOn: '2026-03-01',
  ...over,
})

it('[KM-4.7] the city keeps a pool of experts by the bodies of its document; stations below see it, other cities do not', async () => {
  const body = '社工站评估专家委员会'
  const expert = await anExpert(city, { body, phone: '19900000001' })
  await expect(anExpert(city, { body: '别的队伍' })).rejects.toMatchObject({
    fields: { body: expect.stringContaining(body) },
  })
  const { rows, bodies } = await world.as(head, listExperts, {})
  expect(bodies).toContain(body)
  const shown = rows.find((one) => one.expert.id === expert.id)!
  expect(shown.expert).toMatchObject({ phone: { masked: true }, can: [] })
  expect((await world.as(head, listExperts, { task: 'evaluation', body })).rows).toHaveLength(1)
  const elsewhere = await world.actor(await world.account({ role: 'city', place: '510400' }))
  expect((await world.as(elsewhere, listExperts, {})).rows).toEqual([])
  await expect(world.as(elsewhere, getExpert, { id: expert.id })).rejects.toMatchObject({ code: 'notFound' })
})

it('[KM-4.7] an expert with a declared conflict is refused for that station and for stations of that organisation, in words', async () => {
  const expert = await anExpert(city)
  const declared = await world.as(city, declareConflict, {
    id: expert.id,
    about: second,
    reason: '曾任该站站长',
    fromOn: '2026-01-01',
  })
  await expect(world.as(county, assign, task(expert.id, { station: second }))).rejects.toMatchObject({
    fields: { expert: '这位专家申明与该站有利害关系（曾任该站站长），请另选一位' },
  })
  const given = await world.as(county, assign, task(expert.id))
  expect(given).toMatchObject({ expertName: expert.name })
  await world.as(city, declareConflict, {
    id: expert.id,
    organisation: operator,
    reason: '担任理事',
    fromOn: '2026-06-01',
  })
  await expect(
    world.as(county, assign, task(expert.id, { task: 'evaluation', fromOn: '2026-07-01' })),
  ).rejects.toMatchObject({
    fields: { expert: expect.stringContaining('承接该站的') },
  })
  await world.as(city, endConflict, { id: declared.id, version: declared.version, toOn: '2026-06-30' })
  await world.as(county, assign, task(expert.id, { station: second, fromOn: '2026-07-01' }))
  const { conflicts, assignments } = await world.as(county, getExpert, { id: expert.id })
  expect(conflicts).toHaveLength(2)
  expect(assignments).toHaveLength(2)
})

it('[KM-4.7] who comes from the organisation that runs a station judges another one, and only what they take on', async () => {
  const own = await anExpert(county, { organisation: operator, workplace: null, tasks: ['training'] })
  await expect(world.as(county, assign, task(own.id, { task: 'evaluation' }))).rejects.toMatchObject({
    fields: { expert: expect.stringContaining('不承担评估') },
  })
  await expect(world.as(county, assign, task(own.id, { task: 'training' }))).rejects.toMatchObject({
    fields: { expert: expect.stringContaining('来自承接该站的') },
  })
  await world.as(county, assign, task(own.id, { task: 'training', station: second }))
  await expect(
    world.as(county, assign, task(own.id, { task: 'training', station: second, fromOn: '2025-01-01' })),
  ).rejects.toMatchObject({
    fields: { expert: expect.stringContaining('不在库') },
  })
})

it('[PZ-2.1c] one professional, or one organisation, guides several stations, and a station may have several guides', async () => {
  const expert = await anExpert(county)
  const guide = (await anOrganisation(world, county)).id
  const { expert: _none, ...byOrganisation } = task('', {})
  const first = await world.as(county, assign, { ...byOrganisation, organisation: guide })
  await world.as(county, assign, { ...byOrganisation, organisation: guide, station: second })
  await world.as(county, assign, task(expert.id))
  await world.as(county, assign, task(expert.id, { station: second }))
  expect(await world.as(county, guidedBy, { organisation: guide })).toHaveLength(2)
  const ofStation = await world.as(head, assignmentsOf, { station })
  expect(ofStation.map(({ assignment }) => assignment.expertName)).toEqual(
    expect.arrayContaining([expert.name, first.expertName]),
  )
  await expect(world.as(county, assign, { ...byOrganisation, organisation: operator })).rejects.toMatchObject({
    fields: { organisation: expect.stringContaining('不能由它自己指导') },
  })
  await world.as(county, endAssignment, { id: first.id, version: first.version, toOn: '2026-10-31' })
  await expect(world.as(head, assign, task(expert.id))).rejects.toMatchObject({ code: 'forbidden' })
})
