import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, today, type World } from '../../../tests/world.ts'
import { type Actor, nowhere } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { type Connection, transact } from '../../core/db.ts'
import { catalogueOf } from '../services/index.server.ts'
import { getStation, listStations } from '../stations/index.server.ts'
import {
  countiesWithin,
  mergePlaces,
  placeDetail,
  placePaths,
  placesAboveEach,
  placeTiles,
  renamePlace,
  splitPlace,
  transferPlace,
} from './index.server.ts'

let world: World
/** Keeps the places of 昆明市, and of 攀枝花市. */
let kunming: Actor
let panzhihua: Actor
/** Keeps the places of 官渡区 only. */
let guandu: Actor

beforeAll(async () => {
  world = await openWorld()
  kunming = await world.actor(await world.account({ role: 'administrator', place: '530100' }))
  panzhihua = await world.actor(await world.account({ role: 'administrator', place: '510400' }))
  guandu = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
})
afterAll(() => world.close())

const reading = <T>(work: (connection: Connection) => Promise<T>) => transact(world.db, nowhere, 'read', work)
const countyOf = async (place: string) => world.actor(await world.account({ role: 'county', place }))

async function below(root: string, on: string): Promise<Map<string, string>> {
  const { tiles } = await world.as(guandu, placeTiles, { root, on })
  return new Map(tiles.map(({ id, name }) => [id, name]))
}

const within = (root: string, on: string) =>
  reading(async (connection) => {
    const rows = await connection.rows<{ id: string }>({
      text: 'select id from place_within($1, $2::date)',
      values: [root, on],
    })
    return rows.map(({ id }) => id)
  })

/** What a refused call says at its fields. */
async function refusal(promise: Promise<unknown>): Promise<Record<string, string>> {
  const error: unknown = await promise.then(
    () => {
      throw new Error('this should have been refused')
    },
    (refused: unknown) => refused,
  )
  return (error as { fields: Record<string, string> }).fields
}

describe('a place changes from a day on, and the tree before that day stays as it was', () => {
  it('a renamed place has its old name until the day before', async () => {
    await world.as(guandu, renamePlace, {
      id: '530111003',
      name: '吴井新街道',
      onDay: '2026-05-01',
      document: '官政复〔2026〕3号',
    })
    expect((await below('530111', '2026-04-30')).get('530111003')).toBe('吴井街道')
    expect((await below('530111', '2026-05-01')).get('530111003')).toBe('吴井新街道')
    const { tenures, name } = await world.as(guandu, placeDetail, { id: '530111003', on: '2026-04-30' })
    expect(name).toBe('吴井街道')
    expect(tenures.map(({ name: called, fromOn, toOn, document }) => [called, fromOn, toOn, document])).toEqual([
      ['吴井街道', '1949-10-01', '2026-04-30', null],
      ['吴井新街道', '2026-05-01', null, '官政复〔2026〕3号'],
    ])
  })

  it('two townships merged into a new one end the day before, with their villages below the new one', async () => {
    const merged = await world.as(guandu, mergePlaces, {
      id: '530111',
      places: ['530111001', '530111002'],
      name: '关太街道',
      divisionCode: '530111001',
      onDay: '2026-06-01',
      reform: true,
    })
    expect(merged.id).toBe('Z530111001')
    const before = await below('530111', '2026-05-31')
    expect([before.has('530111001'), before.has('530111002'), before.has(merged.id)]).toEqual([true, true, false])
    const after = await below('530111', '2026-06-01')
    expect([after.has('530111001'), after.has('530111002'), after.get(merged.id)]).toEqual([false, false, '关太街道'])
    const villages = await below('530111001', '2026-05-31')
    const moved = await below(merged.id, '2026-06-01')
    expect(villages.size).toBeGreaterThan(5)
    expect([...villages.keys()].every((village) => moved.has(village))).toBe(true)
    expect(await below('530111001', '2026-06-01')).toEqual(new Map())

    const detail = await world.as(guandu, placeDetail, { id: merged.id })
    expect(detail.predecessors.map(({ id, name, change, onDay }) => [id, name, change, onDay])).toEqual([
      ['530111001', '关上街道', 'merge', '2026-06-01'],
      ['530111002', '太和街道', 'merge', '2026-06-01'],
    ])
    expect(detail.merger).toMatchObject({ fromOn: '2026-06-01' })
    const ended = await world.as(guandu, placeDetail, { id: '530111001' })
    expect([ended.standing, ended.name, ended.tenures[0]?.toOn]).toEqual([false, '关上街道', '2026-05-31'])
    expect(ended.successors.map(({ name }) => name)).toEqual(['关太街道'])
    expect(ended.way.map(({ name }) => name)).toEqual(['全国', '云南省', '昆明市', '官渡区', '关上街道'])
  })

  it('a township merged into one that stands keeps that one, perhaps under a new name', async () => {
    await world.as(guandu, mergePlaces, {
      id: '530111',
      places: ['530111010'],
      into: '530111011',
      name: '长水新街道',
      onDay: '2026-07-01',
    })
    const after = await below('530111', '2026-07-01')
    expect([after.has('530111010'), after.get('530111011')]).toEqual([false, '长水新街道'])
    expect((await below('530111', '2026-06-30')).get('530111011')).toBe('长水街道')
  })

  it('a township is split: a part leaves and the rest stays, or it ends and all its villages are dealt out', async () => {
    const [one, two, ...rest] = [...(await below('530111006', today)).keys()]
    await world.as(guandu, splitPlace, {
      id: '530111006',
      keeps: true,
      onDay: '2026-08-01',
      parts: [{ name: '官南街道', children: [one!, two!] }],
    })
    const after = await below('530111', '2026-08-01')
    const [part] = [...after].find(([, name]) => name === '官南街道')!
    expect(after.get('530111006')).toBe('官渡街道')
    expect([...(await below(part, '2026-08-01')).keys()]).toEqual([one, two])
    expect([...(await below('530111006', '2026-08-01')).keys()]).toEqual(rest)
    expect((await below('530111006', '2026-07-31')).size).toBe(rest.length + 2)

    const halves = [rest.slice(0, 2), rest.slice(2)] as const
    const split = { id: '530111006', keeps: false, onDay: '2026-09-01' } as const
    const left = await refusal(
      world.as(guandu, splitPlace, {
        ...split,
        parts: [
          { name: '官东街道', children: halves[0] },
          { name: '官西街道', children: [] },
        ],
      }),
    )
    expect(left.parts).toContain(`还有 ${halves[1].length} 个没有划入`)
    await world.as(guandu, splitPlace, {
      ...split,
      parts: [
        { name: '官东街道', children: halves[0] },
        { name: '官西街道', children: halves[1] },
      ],
    })
    const ended = await below('530111', '2026-09-01')
    expect(ended.has('530111006')).toBe(false)
    expect([...ended.values()].filter((name) => name.startsWith('官'))).toEqual(['官南街道', '官东街道', '官西街道'])
  })

  it('a village moves to another township of its county and stays the same place', async () => {
    const [village] = [...(await below('530111009', today)).keys()]
    const moved = await world.as(guandu, transferPlace, { id: village!, parent: '530111012', onDay: '2026-10-01' })
    expect(moved.id).toBe(village)
    expect((await below('530111012', '2026-10-01')).has(village!)).toBe(true)
    expect((await below('530111012', '2026-09-30')).has(village!)).toBe(false)
  })

  it('a township that goes to another county ends, and goes on there as a new place with its villages', async () => {
    const villages = await below('530111008', today)
    const moved = await world.as(kunming, transferPlace, {
      id: '530111008',
      parent: '530114',
      onDay: '2026-10-01',
      divisionCode: '530114099',
    })
    expect([moved.id, moved.county]).toEqual(['530114099', '530114'])
    const there = await below(moved.id, '2026-10-01')
    expect([...there.values()]).toEqual([...villages.values()])
    expect([...there.keys()].every((id) => id.startsWith('Z530114'))).toBe(true)
    expect((await below('530111', '2026-10-01')).has('530111008')).toBe(false)
    const { successors } = await world.as(kunming, placeDetail, { id: '530111008' })
    expect(successors).toMatchObject([{ id: '530114099', change: 'transfer', onDay: '2026-10-01' }])
  })
})

describe('what contradicts itself is refused, with what to do', () => {
  const rename = (over: Partial<InputOfCall<typeof renamePlace>>) =>
    world.as(guandu, renamePlace, { id: '530111004', name: '金马新街道', onDay: '2026-11-01', ...over })

  it('a day that is already spoken for, or too far ahead', async () => {
    expect((await refusal(rename({ id: '530111003', onDay: '2026-05-01' }))).onDay).toBe(
      '「吴井新街道」自 2026-05-01 起已有登记，请填写晚于这一天的日期',
    )
    expect((await refusal(rename({ onDay: '2027-11-25' }))).onDay).toBe(
      '「生效日」最多提前一年登记，请填写 2027-11-24 及以前的日期',
    )
  })

  it('a place that has ended, a name that is taken or the same', async () => {
    expect((await refusal(rename({ id: '530111001' }))).onDay).toBe('「关上街道」已于 2026-05-31 撤并，不能再办理变更')
    expect((await refusal(rename({ name: '小板桥街道' }))).name).toBe('同一上级之下已有「小板桥街道」，请核对名称')
    expect((await refusal(rename({ name: '金马街道' }))).name).toContain('现在的名称就是「金马街道」')
  })

  it('a merger across counties, of different levels, of one alone, or without a name', async () => {
    const merge = (places: string[], over: Partial<InputOfCall<typeof mergePlaces>> = {}) =>
      refusal(world.as(kunming, mergePlaces, { id: '530111', places, name: '新街道', onDay: '2026-11-01', ...over }))
    expect((await merge(['530111004', '530102001'])).places).toContain('不能跨区县合并，请先划转')
    expect((await merge(['530111004', '530111005001'])).places).toContain('是村级，不能合并')
    expect((await merge(['530111004'])).places).toBe('请至少选择两个区划，或选择并入现有区划')
    expect((await merge(['530111004', '530111005'], { name: null })).name).toBe('请填写合并后的名称')
    expect((await merge(['530111004', '530111005'], { divisionCode: '530111007' })).divisionCode).toContain(
      '正由「矣六街道」使用',
    )
    expect(await below('530111', '2026-11-01')).toEqual(await below('530111', '2026-10-31'))
  })

  it('a parent of the wrong level, one that has ended, or the present one', async () => {
    const move = (parent: string) =>
      refusal(world.as(guandu, transferPlace, { id: '530111005001', parent, onDay: '2026-11-01' }))
    expect((await move('530111')).parent).toBe('村级区划的上级应为乡级或开发区，「官渡区」是县级')
    expect((await move('530111002')).parent).toContain('「太和街道」已于 2026-05-31 撤并')
    expect((await move('530111005')).parent).toContain('现在就在「小板桥街道」之下')
  })

  it('someone keeps only the places of their own area, and only with the grant', async () => {
    await expect(
      world.as(guandu, renamePlace, { id: '530102001', name: '甲街道', onDay: today }),
    ).rejects.toMatchObject({ code: 'notFound' })
    await expect(world.as(guandu, renamePlace, { id: '530100', name: '春城市', onDay: today })).rejects.toMatchObject({
      code: 'notFound',
    })
    expect(
      (await refusal(world.as(guandu, transferPlace, { id: '530111004', parent: '530102', onDay: today }))).parent,
    ).toContain('不在您的管理范围内')
    const clerk = await countyOf('530111')
    await expect(world.as(clerk, renamePlace, { id: '530111004', name: '甲街道', onDay: today })).rejects.toMatchObject(
      { code: 'forbidden' },
    )
    expect((await world.as(clerk, placeDetail, { id: '530111004' })).place.can).toEqual([])
    expect((await world.as(guandu, placeDetail, { id: '530111004' })).place.can.sort()).toEqual([
      'markMerged',
      'mergePlaces',
      'renamePlace',
      'splitPlace',
      'transferPlace',
      'uploadBoundary',
    ])
  })
})

describe('rights follow today’s tree, figures the tree of their period', () => {
  it('a station of a merged township keeps its place, its county, its rules, and is found through the new one', async () => {
    const clerk = await countyOf('530102')
    const place = '530102001'
    const station = await aStation(world, clerk, { place, name: '甲街道社工站' })
    const merged = await world.as(kunming, mergePlaces, {
      id: '530102',
      places: [place, '530102002'],
      name: '甲乙街道',
      onDay: '2026-03-01',
    })

    const above = (day: string) =>
      reading(async (connection) => (await placesAboveEach(connection, [place], day)).get(place))
    expect(await above('2026-02-28')).toEqual([place, '530102', '530100', '530000', '100000'])
    expect(await above('2026-03-01')).toEqual([place, merged.id, '530102', '530100', '530000', '100000'])
    expect(await within(merged.id, '2026-02-28')).toEqual([merged.id])
    expect(await within(merged.id, today)).toContain(place)
    expect(await within('530102', '2026-02-28')).toContain(merged.id)

    const township = await world.actor(await world.account({ role: 'township', place: merged.id }))
    expect((await world.as(township, listStations, {})).rows.map(({ station: one }) => one.id)).toEqual([station.id])
    expect((await world.as(clerk, listStations, { place: merged.id })).total).toBe(1)
    expect((await world.as(clerk, getStation, { id: station.id })).placePath).toContain('甲乙街道（原')
    expect((await world.as(clerk, catalogueOf, { station: station.id })).items.length).toBeGreaterThan(0)
    const before = await reading((connection) => placePaths(connection, [place], '2026-02-28'))
    expect(before.get(place)).not.toContain('原')
  })

  it('[PZ-2.1] who answers for a merged county reaches the rows of those that went into it, and nobody else more', async () => {
    const east = await countyOf('510402')
    const station = await aStation(world, east, { place: '510402001' })
    const merged = await world.as(panzhihua, mergePlaces, {
      id: '510400',
      places: ['510402', '510403'],
      name: '金沙区',
      onDay: '2026-04-01',
    })
    expect(merged).toMatchObject({ kind: 'county', county: merged.id })
    const homes = (place: string, day: string) => reading((connection) => countiesWithin(connection, place, day))
    expect((await homes(merged.id, today)).sort()).toEqual(['510402', '510403', merged.id])
    expect(await homes(merged.id, '2026-03-31')).toEqual([merged.id])
    expect(await homes('510400', today)).toEqual(
      expect.arrayContaining(['510400', '510402', '510403', '510411', merged.id]),
    )
    const clerk = await countyOf(merged.id)
    expect((await world.as(clerk, listStations, { place: merged.id })).rows.map(({ station: one }) => one.id)).toEqual([
      station.id,
    ])
    const other = await countyOf('510411')
    expect((await world.as(other, listStations, {})).total).toBe(0)

    // and the merged county's townships can go together, though they came from two
    const keeper = await world.actor(await world.account({ role: 'administrator', place: merged.id }))
    const both = await world.as(keeper, mergePlaces, {
      id: merged.id,
      places: ['510402001', '510403001'],
      name: '江畔街道',
      onDay: '2026-05-01',
    })
    expect(both.county).toBe(merged.id)
  })

  it('what a county gave away in a split is not reached from the new county, but still from the city', async () => {
    const [one, two] = [...(await below('510422', today)).keys()]
    const old = await countyOf('510422')
    await aStation(world, old, { place: one! })
    await world.as(panzhihua, splitPlace, {
      id: '510422',
      keeps: true,
      onDay: '2026-02-01',
      parts: [{ name: '二滩县', children: [one!, two!] }],
    })
    const [fresh] = [...(await below('510400', today))].find(([, name]) => name === '二滩县')!
    const homes = (place: string) => reading((connection) => countiesWithin(connection, place, today))
    expect(await homes(fresh)).toEqual([fresh])
    expect(await homes('510400')).toEqual(expect.arrayContaining(['510422', fresh]))
    expect((await world.as(await countyOf(fresh), listStations, {})).total).toBe(0)
  })

  it('a place counts below another exactly when the other stands above it, on every day', async () => {
    const places = await reading((connection) =>
      connection.rows<{ id: string }>({ text: `select id from place where id ~ '^(5301(02|11|14)|5104|Z)'` }),
    )
    for (const day of ['2026-01-31', '2026-02-15', '2026-04-15', '2026-06-15', '2026-09-15', today]) {
      const above = await reading((connection) =>
        placesAboveEach(
          connection,
          places.map(({ id }) => id),
          day,
        ),
      )
      for (const root of [
        '530102',
        '530111',
        '530114',
        '510400',
        '510422',
        'Z530111001',
        '530111001',
        'Z510400001',
        '530111006',
      ]) {
        const under = new Set(await within(root, day))
        const wrong = places.filter(({ id }) => under.has(id) !== above.get(id)!.includes(root))
        expect([day, root, wrong]).toEqual([day, root, []])
      }
    }
  })
})
