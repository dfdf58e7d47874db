import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { findingsOfPlace } from '../findings/index.server.ts'
import { markMerged, placeChildren } from '../places/index.server.ts'
import { addArea, addStation, editStation, endArea, getStation, listOrigins } from '../stations/index.server.ts'
import { coverageOf, densePlaces, markDense, originCounts, unmarkDense } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const officeOf = async (place: string, role: 'county' | 'city' = 'county') =>
  world.actor(await world.account({ role, place }))
const coverage = (actor: Actor, place: string, on?: string, than?: string) =>
  world.as(actor, coverageOf, { place, on: on ?? null, than: than ?? null })

describe('coverage of townships', () => {
  it.each([
    ['KM-1', '530102', '530102001', '2021-06-30', '昆民通〔2021〕8号 一'],
    ['GD-1', '530111', '530111002', '2021-06-30', '官渡区方案 一'],
    ['BH-0', '120116', '120116006', '2022-12-31', '滨海新区通知 引言'],
  ])(
    '[%s] in %s is open stations over townships, with the document’s deadline',
    async (_, county, street, dueOn, clause) => {
      const clerk = await officeOf(county)
      await aStation(world, clerk, { place: street, openedOn: '2021-06-20' })
      const answer = await coverage(clerk, county)
      expect(answer).toMatchObject({ dueOn, clause, goal: 100, now: { townships: { part: 1 } } })
      const counted = answer.units.filter(({ counts }) => counts)
      expect(answer.now.townships.whole).toBe(counted.length)
      expect(counted.filter(({ covered }) => covered).map(({ id }) => id)).toEqual([street])
      expect(counted.filter(({ covered }) => covered === false)).toHaveLength(counted.length - 1)
      // the finding of the same target is the same figure
      const { network } = await world.as(clerk, findingsOfPlace, { place: county })
      const finding = network.find(({ rule }) => rule === 'target.coverage')
      expect(Math.floor(finding!.value!)).toBe(answer.now.townships.percent)
    },
  )

  it('[BH-0] a development zone is listed beside the streets and counts in no share', async () => {
    const clerk = await officeOf('120116')
    await aStation(world, clerk, { place: '120116406', openedOn: '2022-07-20' })
    const { units, now } = await coverage(clerk, '120116')
    const zone = units.find(({ id }) => id === '120116406')
    expect(zone).toMatchObject({ counts: false, covered: true })
    expect(now.townships.whole).toBe(units.filter(({ kind }) => kind === 'township').length)
  })

  it('[PZ-1.2] two days stand side by side, and what a day did not have yet is not covered then', async () => {
    const city = await officeOf('510400', 'city')
    const clerk = await officeOf('510402')
    await aStation(world, clerk, { place: '510402002', openedOn: '2021-06-20' })
    await aStation(world, clerk, { place: '510402005', openedOn: '2022-03-01' })
    const { now, earlier, units } = await coverage(city, '510400', '2022-12-31', '2021-12-31')
    expect([earlier!.townships.part, now.townships.part]).toEqual([1, 2])
    expect(
      units.filter(({ covered, coveredBefore }) => covered && coveredBefore === false).map(({ id }) => id),
    ).toEqual(['510402005'])
    await expect(coverage(clerk, '510400')).rejects.toMatchObject({ code: 'notFound' })
  })

  it('[PZ-2.1] a township that another station serves is covered where service is asked, from day to day', async () => {
    const clerk = await officeOf('510411')
    const station = await aStation(world, clerk, { place: '510411100', openedOn: '2021-07-08' })
    const covered = async (on: string) =>
      (await coverage(clerk, '510411', on)).units.find(({ id }) => id === '510411105')!.covered
    const area = await world.as(clerk, addArea, { station: station.id, place: '510411105', fromOn: '2023-01-01' })
    expect([await covered('2022-12-31'), await covered('2023-01-01')]).toEqual([false, true])
    await world.as(clerk, endArea, { id: area.id, version: area.version, toOn: '2024-06-30' })
    expect([await covered('2024-06-30'), await covered('2024-07-01')]).toEqual([true, false])
    await expect(
      world.as(clerk, addArea, { station: station.id, place: '510402002', fromOn: '2023-01-01' }),
    ).rejects.toMatchObject({ fields: { place: expect.stringContaining('本区县') } })
  })

  it('[PZ-2.1] the share of stations in merged townships follows the marks and their days', async () => {
    const administrator = await officeOf('510421')
    const keeper = await world.actor(await world.account({ role: 'administrator', place: '510421' }))
    await aStation(world, administrator, { place: '510421100', openedOn: '2021-06-28' })
    await aStation(world, administrator, { place: '510421101', openedOn: '2021-07-15' })
    await world.as(keeper, markMerged, { id: '510421100', fromOn: '2020-06-01' })
    const { now, units } = await coverage(administrator, '510421', '2021-12-31')
    expect(now.merged).toMatchObject({ part: 1, whole: 2, percent: 50 })
    expect(units.filter(({ merged }) => merged).map(({ id }) => id)).toEqual(['510421100'])
  })

  it('[PZ-2.1] communities marked as populous are counted, those with a room or a serving station as reached', async () => {
    const clerk = await officeOf('510403')
    const [township] = (await world.as(clerk, placeChildren, { parent: '510403' })).children
    const villages = (await world.as(clerk, placeChildren, { parent: township!.id })).children
    const [one, two] = villages
    await aStation(world, clerk, { place: one!.id, level: 'room', openedOn: '2021-07-20' })
    await world.as(clerk, markDense, { place: one!.id, fromOn: '2021-01-01' })
    const mark = await world.as(clerk, markDense, { place: two!.id, fromOn: '2021-01-01' })
    expect((await coverage(clerk, '510403')).now.dense).toMatchObject({ part: 1, whole: 2, percent: 50 })
    expect((await world.as(clerk, densePlaces, { place: '510403' })).map(({ covered }) => covered)).toEqual([
      true,
      false,
    ])
    await world.as(clerk, unmarkDense, { id: mark.id, version: 1, toOn: '2022-12-31' })
    expect((await coverage(clerk, '510403')).now.dense).toMatchObject({ part: 1, whole: 1 })
    await expect(world.as(clerk, markDense, { place: township!.id, fromOn: '2021-01-01' })).rejects.toMatchObject({
      fields: { place: '请选择社区（村）' },
    })
  })
})

describe('the way a station came to be', () => {
  it('[PZ-1.3] is one of the document’s five, counted for the area; elsewhere it is left empty', async () => {
    const clerk = await officeOf('510422')
    const origins = await world.as(clerk, listOrigins, { place: '510422' })
    expect(origins.map(({ key }) => key)).toEqual([
      'origin.provincialAward',
      'origin.governancePilot',
      'origin.civilAffairsBody',
      'origin.departments',
      'origin.existingVenue',
    ])
    const station = await aStation(world, clerk, { place: '510422100', origin: 'origin.departments' })
    await aStation(world, clerk, { place: '510422', level: 'hub' })
    const { origin } = await world.as(clerk, getStation, { id: station.id })
    expect(origin).toEqual({ label: '县（区）整合部门资源自建', clause: '攀民政〔2021〕31号 一（三）' })
    const counts = await world.as(clerk, originCounts, { place: '510422' })
    expect(counts.map(({ key, stations }) => [key, stations])).toEqual([
      ['origin.provincialAward', 0],
      ['origin.governancePilot', 0],
      ['origin.civilAffairsBody', 0],
      ['origin.departments', 1],
      ['origin.existingVenue', 0],
      [null, 1],
    ])
    const edited = { name: station.name, level: station.level, place: station.place, openedOn: station.openedOn }
    await expect(
      world.as(clerk, editStation, { id: station.id, version: 1, ...edited, origin: '上级安排' }),
    ).rejects.toMatchObject({ fields: { origin: expect.stringContaining('县（区）整合部门资源自建') } })
    const guandu = await officeOf('530111')
    await expect(
      world.as(guandu, addStation, {
        name: '示例无来源站',
        level: 'station',
        place: '530111001',
        mode: 'selfRun',
        origin: 'origin.departments',
      }),
    ).rejects.toMatchObject({ fields: { origin: '本地文件没有列建站来源，请留空' } })
  })
})
