import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { namePlaces, placeChildren, placeDetail, placeTiles, renamePlace, searchPlaces } from './index.server.ts'
import { placeType, shortName } from './place.ts'

let world: World
let worker: Actor

beforeAll(async () => {
  world = await openWorld()
  worker = await world.actor(await world.account({ role: 'county', place: '530111' }))
})
afterAll(() => world.close())

describe('finding a place', () => {
  it('by part of its name, with its full name, one’s own area first', async () => {
    const found = await world.as(worker, searchPlaces, { text: '金马' })
    expect(found[0]).toEqual({
      id: '530111004',
      name: '金马街道',
      kind: 'township',
      path: '云南省 · 昆明市 · 官渡区 · 金马街道',
    })
    expect(found.every(({ name }) => name.includes('金马'))).toBe(true)
  })

  it('at a station, its county comes first too', async () => {
    const station = await aStation(world, worker, { place: '530111004' })
    const resident = await world.actor(await world.account({ role: 'stationHead', station: station.id }))
    const found = await world.as(resident, searchPlaces, { text: '街道', limit: 3 })
    expect(found.map(({ path }) => path.split(' · ')[2])).toEqual(['官渡区', '官渡区', '官渡区'])
  })

  it('by several words, or by its code', async () => {
    const found = await world.as(worker, searchPlaces, { text: '攀枝花 东区' })
    expect(found[0]).toMatchObject({ id: '510402' })
    expect((await world.as(worker, searchPlaces, { text: '510421103' }))[0]).toMatchObject({ name: '撒莲镇' })
    expect(await world.as(worker, searchPlaces, { text: '没有这个地方' })).toEqual([])
  })

  it.each(['甘肃省兰州市城关区', '兰州市城关区', '甘肃省城关区', '甘肃省 兰州市城关区'])(
    'by its full name in one piece: %s',
    async (text) => {
      const found = await world.as(worker, searchPlaces, { text })
      expect(found.map(({ path }) => path)).toEqual(['甘肃省 · 兰州市 · 城关区'])
    },
  )

  it('a full name below another place is not found', async () => {
    expect(await world.as(worker, searchPlaces, { text: '云南省城关区' })).toEqual([])
  })

  it('the provinces are all 34 of the country, also those below which the source has no codes', async () => {
    const { children } = await world.as(worker, placeChildren, { parent: '100000' })
    expect(children).toHaveLength(34)
    const without = children.filter(({ below }) => below === 0).map(({ id, name, type }) => [id, name, type])
    expect(without).toEqual(
      expect.arrayContaining([
        ['710000', '台湾省', '省'],
        ['810000', '香港特别行政区', '特别行政区'],
        ['820000', '澳门特别行政区', '特别行政区'],
      ]),
    )
  })

  it('without logging in only counties and above, for the first set-up', async () => {
    const found = await world.as(null, searchPlaces, { text: '官渡' })
    expect(found.map(({ id }) => id)).toEqual(['530111'])
    const { children, way } = await world.as(null, placeChildren, { parent: '530100' })
    expect(children.every(({ kind, below }) => kind === 'county' && below === 0)).toBe(true)
    expect(way.map(({ name }) => name)).toEqual(['全国', '云南省', '昆明市'])
    expect((await world.as(null, placeChildren, { parent: '530111' })).children).toEqual([])
    await expect(world.as(null, placeChildren, { parent: '530111004' })).rejects.toMatchObject({ code: 'notFound' })
    expect(await world.as(null, namePlaces, { ids: ['530111', '530111004'] })).toHaveLength(1)
    await expect(world.as(null, placeTiles, { root: '530111' })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('by levels, with how much lies below', async () => {
    const own = await world.as(worker, placeChildren, {})
    expect(own.way.at(-1)).toMatchObject({ name: '官渡区' })
    const { children } = await world.as(null, placeChildren, {})
    expect(children.map(({ name }) => name)).toContain('云南省')
    const county = (await world.as(worker, placeChildren, { parent: '530100' })).children.find(
      ({ id }) => id === '530111',
    )
    expect(county).toMatchObject({ name: '官渡区', type: '区', below: 13 })
  })
})

describe('the picture of an area', () => {
  it('shows what lies below, or two levels of it, as they stood on the day', async () => {
    const one = await world.as(worker, placeTiles, { root: '530100' })
    const two = await world.as(worker, placeTiles, { root: '530100', levels: 2 })
    expect(one.tiles).toHaveLength(14)
    expect(two.tiles.filter(({ parent }) => parent === '530100')).toHaveLength(14)
    expect(two.tiles.filter(({ parent }) => parent === '530111')).toHaveLength(13)
    expect(new Set(two.tiles.map(({ type }) => type))).toEqual(
      new Set(['区', '县', '县级市', '街道', '镇', '乡', '开发区']),
    )
    const before = await world.as(worker, placeTiles, { root: '530100', on: '1949-09-30' })
    expect(before.tiles).toEqual([])
  })

  it('says which units changed since the bundled tree', async () => {
    const admin = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
    await world.as(admin, renamePlace, { id: '530111004', name: '金马新街道', onDay: '2026-01-01' })
    const { tiles } = await world.as(worker, placeTiles, { root: '530111' })
    expect(tiles.filter(({ changedOn }) => changedOn).map(({ name, changedOn }) => [name, changedOn])).toEqual([
      ['金马新街道', '2026-01-01'],
    ])
    const { way, place } = await world.as(worker, placeDetail, { id: '530111004', on: '2025-12-31' })
    expect(way.at(-1)).toMatchObject({ name: '金马街道' })
    expect(place).toMatchObject({ divisionCode: '530111004', source: '国家统计局统计用区划代码（2023-06-30）' })
    await expect(world.as(worker, placeDetail, { id: '999999' })).rejects.toMatchObject({ code: 'notFound' })
  })
})

it('names tell the type of a unit, and are shortened without losing the unit', () => {
  expect(
    (
      [
        ['township', '大板桥街道'],
        ['township', '新山傈僳族乡'],
        ['township', '满都拉苏木'],
        ['village', '友爱村委会'],
        ['village', '迤沙拉社区村民委员会'],
        ['county', '安宁市'],
        ['zone', '东疆保税港区'],
      ] as const
    ).map(([kind, name]) => placeType(kind, name)),
  ).toEqual(['街道', '乡', '乡', '村', '社区', '县级市', '开发区'])
  expect(
    ['金马社区居民委员会', '友爱村委会', '禹王宫村村民委员会', '贾园里社区居委会', '红旗居委会', '撒莲镇'].map(
      shortName,
    ),
  ).toEqual(['金马社区', '友爱村', '禹王宫村', '贾园里社区', '红旗社区', '撒莲镇'])
})
