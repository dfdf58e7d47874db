import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, aPerson, aStation, madeUpIdentity, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import {
  addGuardian,
  assessRisk,
  getClient,
  giveConsent,
  listClientLooks,
  revealClient,
  withdrawConsent,
} from './index.server.ts'

let world: World
let worker: Actor
let head: Actor
let township: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  const county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  const person = await aPerson(world, county, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  township = await world.actor(await world.account({ role: 'township', place: '530111004' }))
})
afterAll(() => world.close())

it('[PZ-G3.2.2b] a risk stands until the next one; a consent has a purpose, and can be withdrawn but not taken for photographs by law', async () => {
  const client = await aClient(world, worker, station)
  await world.as(worker, assessRisk, {
    id: client.id,
    level: 'low',
    reasons: '无',
    fromOn: '2026-01-10',
    reviewOn: '2026-07-10',
  })
  await world.as(worker, assessRisk, {
    id: client.id,
    level: 'high',
    reasons: '跌倒两次',
    fromOn: '2026-06-01',
    reviewOn: '2026-09-01',
  })
  const { risks } = await world.as(worker, getClient, { id: client.id })
  expect(risks.map(({ level, fromOn, toOn }) => [level, fromOn, toOn])).toEqual([
    ['high', '2026-06-01', null],
    ['low', '2026-01-10', '2026-05-31'],
  ])
  await expect(
    world.as(worker, giveConsent, {
      id: client.id,
      purpose: 'photo',
      basis: 'law',
      law: '试试',
      onDay: today,
      proof: [],
    }),
  ).rejects.toMatchObject({ fields: { basis: expect.stringContaining('须取得同意') } })
  const consent = await world.as(worker, giveConsent, {
    id: client.id,
    purpose: 'photo',
    basis: 'consent',
    way: 'written',
    givenBy: 'self',
    onDay: today,
    proof: [],
  })
  expect(
    (await world.as(worker, withdrawConsent, { id: consent.id, version: 1, withdrawnOn: today })).withdrawnOn,
  ).toBe(today)
  const child = await aClient(world, worker, station, {
    bornOn: '2020-02-02',
    idNumber: madeUpIdentity('2020-02-02', 620),
  })
  const other = await world.as(worker, addGuardian, {
    id: client.id,
    name: '别人的监护人',
    relation: 'other',
    kind: 'direct',
    fromOn: today,
  })
  await expect(
    world.as(worker, giveConsent, {
      id: child.id,
      purpose: 'share',
      basis: 'consent',
      way: 'written',
      givenBy: 'guardian',
      guardian: other.id,
      onDay: today,
      proof: [],
    }),
  ).rejects.toMatchObject({ fields: { guardian: expect.any(String) } })
})

it('a hidden value is shown to the station’s people once a reason is given, and every look stands in the file', async () => {
  const client = await aClient(world, worker, station, { phone: '19900006666' })
  const asked = { id: client.id, field: 'phone', reason: 'visit' } as const
  expect(await world.as(worker, revealClient, asked)).toEqual({ value: '19900006666' })
  await expect(world.as(township, revealClient, asked)).rejects.toMatchObject({ code: 'notFound' })
  const looks = await world.as(head, listClientLooks, { id: client.id })
  expect(looks.map(({ field, reason }) => [field, reason])).toEqual([['联系电话', '上门走访']])
  await expect(world.as(township, listClientLooks, { id: client.id })).rejects.toMatchObject({ code: 'forbidden' })
})
