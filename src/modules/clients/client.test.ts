import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aClient,
  aPerson,
  aService,
  aStation,
  madeUpIdentity,
  openWorld,
  today,
  type World,
} from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { recordService } from '../services/index.server.ts'
import { addClient, getClient, listClients, timelineOf } from './index.server.ts'

let world: World
let county: Actor
let head: Actor
let worker: Actor
let otherHead: Actor
let village: Actor
let station: string
let other: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  other = (await aStation(world, county, { place: '530111003' })).id
  const person = await aPerson(world, county, station)
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  otherHead = await world.actor(await world.account({ role: 'stationHead', station: other }))
  village = await world.actor(await world.account({ role: 'township', place: '530111004' }))
})
afterAll(() => world.close())

const found = async (actor: Actor, search: string) =>
  (await world.as(actor, listClients, { search })).rows.map(({ name }) => name)

describe('a file is opened once', () => {
  it('a worker opens a file; the worker answers for it and the station serves it from that day', async () => {
    const client = await aClient(world, worker, station, { categories: [{ category: 'livingAlone' }] })
    const file = await world.as(worker, getClient, { id: client.id })
    expect(file.workers.map(({ row }) => row.fromOn)).toEqual([today])
    expect(file.stations).toHaveLength(1)
    expect(file.categories.map(({ label }) => label)).toEqual(['独居老年人'])
    expect(file.age).toBe(72)
    expect(file.consents.map(({ basis, law }) => [basis, law])).toEqual([['law', '社会救助暂行办法']])
  })

  it('is found within reach by part of the name, pinyin initials and in full, identity number, phone and address', async () => {
    const number = madeUpIdentity('1960-05-06', 112)
    await aClient(world, worker, station, {
      name: '欧阳秋实',
      idNumber: number,
      phone: '19900001234',
      address: '金桂街 12 号 3 单元 401',
    })
    for (const typed of ['秋实', 'oyqs', 'qiushi', 'ouyang', number, '19900001234', '金桂街12号3单元401'])
      expect(await found(worker, typed), typed).toEqual(['欧阳秋实'])
    for (const typed of ['欧阳秋实', number, '19900001234']) expect(await found(otherHead, typed), typed).toEqual([])
    expect(await found(county, '欧阳秋实')).toEqual(['欧阳秋实'])
  })

  it('the same identity number is refused in the whole county: whose it is is told only to those who reach the file', async () => {
    const idNumber = madeUpIdentity('1949-10-01', 208)
    const first = await aClient(world, worker, station, { name: '示例重名', idNumber, bornOn: '1949-10-01' })
    const again = { idNumber, bornOn: '1949-10-01' } as const
    await expect(aClient(world, head, station, again)).rejects.toMatchObject({
      code: 'conflict',
      fields: { idNumber: expect.stringContaining(first.name) },
    })
    const neutral = aClient(world, otherHead, other, again)
    await expect(neutral).rejects.toMatchObject({
      code: 'conflict',
      fields: { idNumber: expect.stringContaining('本区县已有档案') },
    })
    await expect(neutral).rejects.not.toMatchObject({ fields: { idNumber: expect.stringContaining(first.name) } })
  })

  it('under fourteen the guardian consents, by name', async () => {
    const child = { bornOn: '2018-03-01', basis: 'consent', law: null, way: 'written' } as const
    await expect(aClient(world, worker, station, { ...child, givenBy: 'self' })).rejects.toMatchObject({
      fields: { givenBy: expect.stringContaining('监护人') },
    })
    await expect(aClient(world, worker, station, { ...child, givenBy: 'guardian' })).rejects.toMatchObject({
      fields: { guardianName: expect.any(String) },
    })
    const client = await aClient(world, worker, station, {
      ...child,
      givenBy: 'guardian',
      guardianName: '示例监护',
      guardianRelation: 'grandparent',
    })
    const file = await world.as(worker, getClient, { id: client.id })
    expect(file.consents[0]).toMatchObject({ basis: 'consent', givenBy: 'guardian', guardian: file.guardians[0]!.id })
    expect(file.needsGuardian).toBe(true)
  })
})

describe('who sees what', () => {
  it('another station sees nothing, the county a list without a file, the township a file without hidden values', async () => {
    const client = await aClient(world, worker, station, { phone: '19900005678' })
    await expect(world.as(otherHead, getClient, { id: client.id })).rejects.toMatchObject({ code: 'notFound' })
    await expect(world.as(county, getClient, { id: client.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await found(county, client.name)).toEqual([client.name])
    const seen = await world.as(village, getClient, { id: client.id })
    expect(seen.client.phone).toEqual({ masked: true, hint: '已登记' })
    expect(seen.mayReveal).toBe(false)
    expect(seen.client.can).toEqual(['exportArchive'])
    expect((await world.as(worker, getClient, { id: client.id })).client.phone).toEqual({
      masked: true,
      hint: '****5678',
    })
  })

  it('a category that the local policy does not know is refused', async () => {
    await expect(
      world.as(worker, addClient, {
        station,
        name: '示例类别',
        sex: 'female',
        noIdReason: '未提供',
        place: '530111004',
        basis: 'law',
        law: '社会救助暂行办法',
        categories: [{ category: 'sheltered' }],
      }),
    ).rejects.toMatchObject({ code: 'invalid' })
  })
})

it('a service given to a client stands in the client’s timeline without being written twice', async () => {
  const client = await aClient(world, worker, station)
  const service = await aService(world, worker, station, { clients: [client.id], summary: '帮助办理老年卡' })
  await aService(world, worker, station)
  const { lines } = await world.as(worker, timelineOf, { id: client.id })
  expect(lines.map(({ title, kind, record }) => [title, kind, record])).toEqual([
    ['帮助办理老年卡', '走访', service.id],
  ])
  const items = service.items
  await expect(
    world.as(worker, recordService, {
      station,
      onDay: today,
      form: 'visit',
      items,
      people: 1,
      minutes: 10,
      summary: '两人',
      files: [],
      clients: [client.id, (await aClient(world, worker, station)).id],
    }),
  ).rejects.toMatchObject({ fields: { people: expect.any(String) } })
})
