import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { findingsOfPlace, findingsOfStation } from '../findings/index.server.ts'
import {
  addGuidance,
  addProject,
  addSpecialty,
  bindLot,
  boardOf,
  dropProject,
  dutiesOfPlace,
  dutiesOfStation,
  dutyRecords,
  endDemonstration,
  endGuidance,
  endSpecialty,
  guidanceIn,
  guidanceOf,
  nameDemonstration,
  recordDuty,
  recordGuidanceVisit,
  recordPartyActivity,
  setPartyBranch,
  setTier,
  stationProgress,
} from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const clerkOf = async (place: string) => world.actor(await world.account({ role: 'county', place }))
const headOf = async (station: string) => world.actor(await world.account({ role: 'stationHead', station }))
const board = (actor: Actor, place: string, on?: string) => world.as(actor, boardOf, { place, on: on ?? null })
const progress = (actor: Actor, station: string) => world.as(actor, stationProgress, { station })
const found = async (actor: Actor, station: string, rule: string) =>
  (await world.as(actor, findingsOfStation, { station })).findings.find((one) => one.rule === rule)

describe('model stations', () => {
  it.each([
    ['KM-6.3', '530102', ['530102001', '530102006', '530102007'], 1, 2],
    ['GD-6.3', '530111', ['530111001', '530111002', '530111003', '530111004', '530111005', '530111006'], 3, 5],
  ])('[%s] are dated, and held against the %s range of the document', async (_, county, places, least, most) => {
    const clerk = await clerkOf(county)
    const rows = []
    for (const place of places) {
      const station = await aStation(world, clerk, { place })
      rows.push(await world.as(clerk, nameDemonstration, { station: station.id, fromOn: '2022-01-01' }))
    }
    const [range] = (await board(clerk, county)).ranges
    expect(range).toMatchObject({
      count: places.length,
      met: false,
      label: expect.stringContaining(`${least}—${most} 个`),
    })
    await world.as(clerk, endDemonstration, { id: rows[0]!.id, version: 1, toOn: '2023-06-30' })
    expect((await board(clerk, county)).ranges[0]).toMatchObject({ count: places.length - 1, met: true })
    expect((await board(clerk, county, '2023-06-30')).ranges[0]!.count).toBe(places.length)
    expect((await board(clerk, county, '2021-12-31')).ranges[0]).toMatchObject({ count: 0, met: false })
    const { network } = await world.as(clerk, findingsOfPlace, { place: county })
    expect(network.find(({ rule }) => rule === 'range.demonstration')).toMatchObject({
      result: 'met',
      value: places.length - 1,
    })
  })

  it('[GD-6.3] a station is named once at a time, and only after it opened', async () => {
    const clerk = await clerkOf('530111')
    const station = await aStation(world, clerk, { place: '530111008' })
    const name = (fromOn: string) => world.as(clerk, nameDemonstration, { station: station.id, fromOn })
    await expect(name('2021-05-31')).rejects.toMatchObject({ fields: { fromOn: expect.stringContaining('启用') } })
    await name('2022-01-01')
    await expect(name('2023-01-01')).rejects.toMatchObject({ fields: { fromOn: '这个站那一天已经是示范站' } })
  })
})

describe('what a station is built to and known for', () => {
  it('[PZ-2.1d] its tier is one of the document’s three, kept from day to day, and decides what is only a hint', async () => {
    const clerk = await clerkOf('510402')
    const station = await aStation(world, clerk, { place: '510402002' })
    const tier = (key: string, fromOn: string) => world.as(clerk, setTier, { station: station.id, tier: key, fromOn })
    await expect(tier('tier.other', '2021-07-01')).rejects.toMatchObject({ fields: { tier: expect.any(String) } })
    await tier('tier.basic', '2021-07-01')
    await tier('tier.cityGuide', '2023-01-01')
    const { tiers, tierChoices } = await progress(clerk, station.id)
    expect(tierChoices).toHaveLength(3)
    expect(tiers.map((one) => [one.tier, one.fromOn, one.toOn])).toEqual([
      ['tier.cityGuide', '2023-01-01', null],
      ['tier.basic', '2021-07-01', '2022-12-31'],
    ])
    await expect(tier('tier.basic', '2022-01-01')).rejects.toMatchObject({ fields: { fromOn: expect.any(String) } })
    const tiersOn = async (day: string) => (await board(clerk, '510402', day)).tiers.map((one) => one.stations)
    expect(await tiersOn('2022-06-01')).toEqual([0, 0, 1, 0])
    expect(await tiersOn('2023-06-01')).toEqual([0, 1, 0, 0])
  })

  it('[BH-3.5] its specialties come from the document’s list, several and dated, and a brand of its own is counted', async () => {
    const clerk = await clerkOf('120116')
    const station = await aStation(world, clerk, { place: '120116006', name: '示例一站一品站', openedOn: '2022-07-11' })
    const head = await headOf(station.id)
    const add = (specialty: string) =>
      world.as(head, addSpecialty, { station: station.id, specialty, fromOn: '2023-01-01' })
    await expect(add('specialty.other')).rejects.toMatchObject({
      fields: { specialty: expect.stringContaining('医务社会工作') },
    })
    const medical = await add('specialty.medical')
    await add('specialty.elder')
    await expect(add('specialty.elder')).rejects.toMatchObject({ fields: { specialty: '这个方向已经登记' } })
    await world.as(head, endSpecialty, { id: medical.id, version: 1, toOn: '2024-12-31' })
    const names = async (on: string) => (await board(clerk, '120116', on)).specialties.map(({ label }) => label)
    expect(await names('2024-06-01')).toEqual(['老年社会工作', '医务社会工作'])
    expect(await names('2025-06-01')).toEqual(['老年社会工作'])
    expect(await found(clerk, station.id, 'range.brand')).toMatchObject({ result: 'notMet', value: 0, advisory: true })
    const project = { station: station.id, year: 2026, name: '银龄相伴', kind: 'brand', localCharacter: false } as const
    await world.as(head, addProject, project)
    expect(await found(clerk, station.id, 'range.brand')).toMatchObject({ result: 'met', value: 1 })
  })

  it('[KM-A2 2+N] the yearly set is two brand projects, one or two with local character, and any number of its own', async () => {
    const clerk = await clerkOf('530102')
    const station = await aStation(world, clerk, { place: '530102010' })
    const head = await headOf(station.id)
    const add = (name: string, kind: 'brand' | 'own', localCharacter: boolean, year = 2026) =>
      world.as(head, addProject, { station: station.id, year, name, kind, localCharacter })
    const notes = async () => (await progress(head, station.id)).projectNotes.map(({ met }) => met)
    await add('邻里守望', 'brand', false)
    expect(await notes()).toEqual([false, false])
    await add('翠湖课堂', 'brand', true)
    await add('周末义诊', 'own', false)
    await add('去年的品牌', 'brand', true, 2025)
    expect(await notes()).toEqual([true, true])
    const third = await add('第三个品牌', 'brand', false)
    expect(await notes()).toEqual([false, true])
    await world.as(head, dropProject, { id: third.id, version: 1 })
    expect((await board(clerk, '530102')).projects.find(({ id }) => id === station.id)).toMatchObject({ met: true })
    expect(await found(clerk, station.id, 'range.brandProject')).toMatchObject({ result: 'met', value: 2 })
    await expect(add('邻里守望', 'own', false)).rejects.toMatchObject({ fields: { name: '这一年已登记同名的项目' } })
  })
})

describe('lots', () => {
  it('[CG-1] each lot is bound to the station of its street, for three years and to one operator at a time', async () => {
    const clerk = await clerkOf('620102')
    const operator = (await anOrganisation(world, clerk)).id
    const station = await aStation(world, clerk, { place: '620102007', openedOn: '2022-04-18' })
    const bind = (lot: string, fromOn: string, toOn: string | null = null) =>
      world.as(clerk, bindLot, { station: station.id, lot, operator, fromOn, toOn })
    expect((await progress(clerk, station.id)).lotChoices.map(({ key }) => key)).toEqual(['lot.1'])
    await expect(bind('lot.2', '2022-04-18')).rejects.toMatchObject({
      fields: { lot: expect.stringContaining('雁园街道') },
    })
    await expect(bind('lot.1', '2022-04-18', '2025-04-18')).rejects.toMatchObject({
      fields: { toOn: '文件规定 3 年，服务期至多到 2025-04-17' },
    })
    expect(await bind('lot.1', '2022-04-18')).toMatchObject({ toOn: '2025-04-17', label: '白银路街道正宁路社区' })
    await expect(bind('lot.1', '2025-04-01')).rejects.toMatchObject({
      fields: { fromOn: expect.stringContaining('已经落实') },
    })
    const lots = async (on: string) => (await board(clerk, '620102', on)).lots.map(({ stationName }) => stationName)
    expect(await lots('2024-01-01')).toEqual([station.name, null, null])
    expect(await lots('2026-01-01')).toEqual([null, null, null])
  })
})

describe('a party branch', () => {
  it('[PZ-G3.1.1] only stations that qualify are asked for one; those without are listed until it is founded', async () => {
    const clerk = await clerkOf('510411')
    const station = await aStation(world, clerk, { place: '510411100' })
    const head = await headOf(station.id)
    const branch = () => found(clerk, station.id, 'rule.partyBranch')
    const set = (over: { qualifies: boolean; fromOn: string; foundedOn?: string; partner?: string }) =>
      world.as(head, setPartyBranch, { station: station.id, members: over.qualifies ? 3 : 2, ...over })
    await set({ qualifies: false, fromOn: '2022-01-01' })
    expect(await branch()).toMatchObject({ result: 'notMeasurable' })
    await set({ qualifies: true, fromOn: '2023-01-01' })
    expect(await branch()).toMatchObject({ result: 'notMet', value: 0 })
    expect((await board(clerk, '510411')).party).toMatchObject({
      qualifying: 1,
      founded: 0,
      missing: [{ name: station.name }],
    })
    await expect(set({ qualifies: true, fromOn: '2023-07-01', foundedOn: '2023-08-01' })).rejects.toMatchObject({
      fields: { foundedOn: expect.any(String) },
    })
    await set({ qualifies: true, fromOn: '2023-07-01', foundedOn: '2023-07-01', partner: '示例社区党支部' })
    expect(await branch()).toMatchObject({ result: 'met', value: 100 })
    expect((await board(clerk, '510411', '2023-06-30')).party).toMatchObject({ qualifying: 1, founded: 0 })
    expect((await board(clerk, '510411')).party).toMatchObject({ qualifying: 1, founded: 1, missing: [] })
    const activity = {
      onDay: '2023-09-01',
      way: 'project',
      partner: '示例社区党支部',
      summary: '结对走访困难家庭',
    } as const
    await world.as(head, recordPartyActivity, { station: station.id, ...activity })
    const { activityCount, qualifies } = await progress(head, station.id)
    expect([activityCount, qualifies]).toEqual([1, '有正式党员三人以上的站'])
  })
})

describe('who guides whom', () => {
  it('[GD-4.1] the district’s centre guides stations of streets and communities, each time noted with its day', async () => {
    const clerk = await clerkOf('530111')
    const hub = await aStation(world, clerk, { place: '530111', level: 'hub', name: '示例指导中心' })
    const street = await aStation(world, clerk, { place: '530111009' })
    const guide = { guide: 'hub', hub: hub.id, fromOn: '2022-01-01' } as const
    const pair = await world.as(clerk, addGuidance, { station: street.id, ...guide, subject: '建站与日常工作' })
    const head = await headOf(street.id)
    await world.as(head, recordGuidanceVisit, { id: pair.id, onDay: '2022-05-10', content: '实地指导档案整理' })
    await expect(
      world.as(head, recordGuidanceVisit, { id: pair.id, onDay: '2021-12-31', content: '早于结对' }),
    ).rejects.toMatchObject({ fields: { onDay: expect.stringContaining('2022-01-01') } })
    const { of } = await world.as(clerk, guidanceOf, { station: hub.id })
    expect(of).toMatchObject([{ stationName: street.name, visits: 1, lastOn: '2022-05-10', now: true }])
    await expect(
      world.as(clerk, addGuidance, { station: street.id, guide: 'hub', hub: street.id, fromOn: '2022-01-01' }),
    ).rejects.toMatchObject({ fields: { hub: expect.stringContaining('总站') } })
  })

  it('[PZ-2.1c] one professional or organisation guides several stations, and one station has several guides, each dated', async () => {
    const clerk = await clerkOf('510421')
    const one = await aStation(world, clerk, { place: '510421100' })
    const two = await aStation(world, clerk, { place: '510421101' })
    const expert = await aPerson(world, clerk, one.id, { name: '示例督导员' })
    const organisation = await anOrganisation(world, clerk)
    const person = { guide: 'person', person: expert.id, fromOn: '2023-01-01' } as const
    const first = await world.as(clerk, addGuidance, { station: one.id, ...person })
    await world.as(clerk, addGuidance, { station: two.id, ...person })
    await world.as(clerk, addGuidance, {
      station: two.id,
      guide: 'organisation',
      organisation: organisation.id,
      fromOn: '2023-01-01',
    })
    await expect(world.as(clerk, addGuidance, { station: two.id, ...person })).rejects.toMatchObject({
      fields: { person: expect.any(String) },
    })
    const pairs = async (on: string) =>
      (await world.as(clerk, guidanceIn, { place: '510421', on })).pairs.map((pair) => [
        pair.guidance.guideName,
        pair.stationName,
      ])
    expect(await pairs('2023-06-01')).toEqual([
      [organisation.name, two.name],
      ['示例督导员', one.name],
      ['示例督导员', two.name],
    ])
    await world.as(clerk, endGuidance, { id: first.id, version: 1, toOn: '2024-01-31' })
    expect(await pairs('2024-06-01')).toHaveLength(2)
    const { alone } = await world.as(clerk, guidanceIn, { place: '510421' })
    expect(alone.map(({ name }) => name)).toEqual([one.name])
  })
})

describe('duties', () => {
  it('[PZ-2.2] each level has its own list with the clause, and records are counted against it', async () => {
    const clerk = await clerkOf('510403')
    const hub = await aStation(world, clerk, { place: '510403', level: 'hub' })
    const room = await aStation(world, clerk, { place: '510403100006', level: 'room' })
    const keys = async (station: string) =>
      (await world.as(clerk, dutiesOfStation, { station })).map(({ key }) => key.split('.')[1])
    // a hub's inspections are duties of its own, by the period that the document gives them
    expect(new Set(await keys(hub.id))).toEqual(new Set(['hub', 'guidance', 'guidanceRoom']))
    expect(new Set(await keys(room.id))).toEqual(new Set(['room']))
    const head = await headOf(room.id)
    const record = (duty: string, onDay: string) =>
      world.as(head, recordDuty, { place: room.place, station: room.id, duty, onDay, content: '入户了解需求' })
    await record('duty.room.needs', '2026-03-02')
    await record('duty.room.needs', '2025-11-02')
    await expect(record('duty.hub.train', '2026-03-02')).rejects.toMatchObject({ fields: { duty: expect.any(String) } })
    const needs = (await world.as(head, dutiesOfStation, { station: room.id })).find(
      ({ key }) => key === 'duty.room.needs',
    )
    expect(needs).toMatchObject({
      records: 1,
      lastOn: '2026-03-02',
      clause: '攀民政〔2021〕31号 二（二）',
      mayRecord: true,
    })
  })

  it('[KM-3.3] a street’s premises and staff duties are listed for the street, which adds its evidence', async () => {
    const clerk = await clerkOf('530102')
    const station = await aStation(world, clerk, { place: '530102008', name: '示例街道站' })
    const street = await world.actor(await world.account({ role: 'township', place: '530102008' }))
    const duties = await world.as(street, dutiesOfPlace, { place: '530102008' })
    expect(duties.map(({ key }) => key)).toEqual(['duty.township.premises', 'duty.township.manager'])
    const input = {
      place: '530102008',
      duty: 'duty.township.premises',
      onDay: '2021-05-20',
      content: '腾出办公用房两间',
    }
    await world.as(street, recordDuty, input)
    const records = await world.as(clerk, dutyRecords, { place: '530102008', duty: 'duty.township.premises' })
    expect(records).toMatchObject([{ content: '腾出办公用房两间', station: station.id, unit: 'place' }])
    await expect(world.as(street, recordDuty, { ...input, place: '530102001' })).rejects.toMatchObject({
      code: 'notFound',
    })
    // the station itself has other duties, and is not credited with the street's
    const own = await world.as(street, dutiesOfStation, { station: station.id })
    expect(own.every(({ party, records: n }) => party === 'station' && n === 0)).toBe(true)
  })
})
