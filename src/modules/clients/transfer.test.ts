import { afterAll, beforeAll, expect, it } from 'vitest'
import { aClient, aPerson, aService, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { listServices } from '../services/index.server.ts'
import {
  acceptTransfer,
  addHousehold,
  addNeed,
  getClient,
  listClients,
  listTransfers,
  offerTransfer,
  recordCare,
  refuseTransfer,
  stationsToReceive,
  timelineOf,
  withdrawTransfer,
} from './index.server.ts'

let world: World
let head: Actor
let worker: Actor
let otherHead: Actor
let farHead: Actor
let station: string
let other: string
let far: string

beforeAll(async () => {
  world = await openWorld()
  const county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const farCounty = await world.actor(await world.account({ role: 'county', place: '530102' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  other = (await aStation(world, county, { place: '530111003' })).id
  far = (await aStation(world, farCounty, { place: '530102001' })).id
  const person = await aPerson(world, county, station)
  const farPerson = await aPerson(world, farCounty, far)
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  otherHead = await world.actor(await world.account({ role: 'stationHead', station: other }))
  farHead = await world.actor(await world.account({ role: 'stationHead', station: far }, farPerson.id))
})
afterAll(() => world.close())

const offer = {
  reason: 'moved',
  handover: '独居，每周电话问候一次',
  consentBy: 'self',
  consentOn: today,
  proof: [] as string[],
} as const

it('the receiving station sees an offer and not the file; once accepted the file is there whole, and what was done stays where it was', async () => {
  const client = await aClient(world, worker, station, {
    name: '示例转站',
    phone: '19900003333',
    categories: [{ category: 'emptyNest' }],
  })
  await world.as(worker, addHousehold, { station, headName: '示例转站', place: '530111004', client: client.id })
  await world.as(worker, addNeed, { id: client.id, kind: 'care', content: '助餐', foundOn: today })
  await aService(world, worker, station, { clients: [client.id], summary: '转站前的服务' })
  expect((await world.as(worker, stationsToReceive, { station })).map(({ id }) => id)).toEqual([other])
  const paper = await world.as(worker, offerTransfer, { id: client.id, to: other, ...offer })
  await expect(world.as(worker, offerTransfer, { id: client.id, to: other, ...offer })).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(world.as(otherHead, getClient, { id: client.id })).rejects.toMatchObject({ code: 'notFound' })
  const [incoming] = (await world.as(otherHead, listTransfers, { state: 'offered' })).rows
  expect(incoming).toMatchObject({ clientName: '示例转站', about: '女，72 岁，空巢老年人', handover: offer.handover })
  expect(incoming!.can.sort()).toEqual(['acceptTransfer', 'refuseTransfer'])
  expect(paper.can).toEqual(['withdrawTransfer'])
  const before = (await world.as(head, listClients, {})).total

  await world.as(otherHead, acceptTransfer, { id: incoming!.id, version: 1 })
  const file = await world.as(otherHead, getClient, { id: client.id })
  expect(file.client.phone).toEqual({ masked: true, hint: '****3333' })
  expect(file.needs).toHaveLength(1)
  expect(file.stations.map(({ row }) => [row.servedBy, row.toOn, row.handover, row.records])).toEqual([
    [other, null, null, null],
    [station, today, offer.handover, 1],
  ])
  expect((await world.as(otherHead, listClients, { search: 'slzz' })).rows).toHaveLength(1)
  await expect(world.as(worker, getClient, { id: client.id })).rejects.toMatchObject({ code: 'notFound' })
  expect((await world.as(head, listClients, {})).total).toBe(before - 1)
  expect((await world.as(otherHead, listClients, {})).total).toBe(1)
  // the service is the former station's record, and stays its record
  expect((await world.as(worker, listServices, { text: '转站前的服务' })).rows).toHaveLength(1)
  expect((await world.as(otherHead, timelineOf, { id: client.id })).lines).toEqual([])
  expect((await world.as(head, listTransfers, { side: 'out' })).rows[0]).toMatchObject({
    state: 'accepted',
    becomes: client.id,
  })
})

it('into another county a new file is opened with the copied facts and its own encryption; the old one is closed with a link', async () => {
  const client = await aClient(world, worker, station, { name: '示例跨区', phone: '19900004444' })
  await world.as(worker, recordCare, { id: client.id, selfCare: 'partial', health: '高血压，每日服药', fromOn: today })
  await world.as(worker, addNeed, { id: client.id, kind: 'medical', content: '联系家庭医生', foundOn: today })
  await world.as(worker, offerTransfer, { id: client.id, to: far, ...offer })
  const [incoming] = (await world.as(farHead, listTransfers, { state: 'offered' })).rows
  await expect(world.as(farHead, acceptTransfer, { id: incoming!.id, version: 1 })).rejects.toMatchObject({
    fields: { place: expect.stringContaining('居住地') },
  })
  const accepted = await world.as(farHead, acceptTransfer, { id: incoming!.id, version: 1, place: '530102001' })
  expect(accepted.becomes).toMatch(/^530102-/)
  const file = await world.as(farHead, getClient, { id: accepted.becomes! })
  expect(file.client).toMatchObject({ name: '示例跨区', phone: { masked: true, hint: '****4444' }, state: 'active' })
  expect(file.cares[0]).toMatchObject({ selfCare: 'partial', health: { masked: true, hint: expect.any(String) } })
  expect(file.needs.map(({ content }) => content)).toEqual(['联系家庭医生'])
  expect(file.consents[0]).toMatchObject({ basis: 'consent', givenBy: 'self' })
  const old = await world.as(worker, getClient, { id: client.id })
  expect(old.client.state).toBe('transferred')
  expect(old.needs).toHaveLength(1)
  await expect(
    world.as(worker, addNeed, { id: client.id, kind: 'care', content: '迟到', foundOn: today }),
  ).rejects.toMatchObject({ code: 'conflict' })
})

it('an offer can be sent back with a reason or withdrawn, and a child’s is consented to by the guardian', async () => {
  const client = await aClient(world, worker, station)
  await world.as(worker, offerTransfer, { id: client.id, to: other, ...offer })
  const [incoming] = (await world.as(otherHead, listTransfers, { state: 'offered' })).rows
  await world.as(otherHead, refuseTransfer, { id: incoming!.id, version: 1, answer: '不在本街道居住' })
  expect((await world.as(worker, listTransfers, { client: client.id })).rows[0]).toMatchObject({
    state: 'refused',
    answer: '不在本街道居住',
  })
  const again = await world.as(worker, offerTransfer, { id: client.id, to: other, ...offer })
  await world.as(worker, withdrawTransfer, { id: again.id, version: 1 })
  expect((await world.as(otherHead, listTransfers, { state: 'offered' })).rows).toEqual([])
  const child = await aClient(world, worker, station, { bornOn: '2019-09-09' })
  await expect(world.as(worker, offerTransfer, { id: child.id, to: other, ...offer })).rejects.toMatchObject({
    fields: { consentBy: expect.stringContaining('监护人') },
  })
})
