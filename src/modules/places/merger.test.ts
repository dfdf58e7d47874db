import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { catalogueOf } from '../services/index.server.ts'
import { getStation } from '../stations/index.server.ts'
import { addZone, markMerged, mergePlaces, placeDetail, placeTiles, unmarkMerged } from './index.server.ts'

let world: World
let panzhihua: Actor

beforeAll(async () => {
  world = await openWorld()
  panzhihua = await world.actor(await world.account({ role: 'administrator', place: '510400' }))
})
afterAll(() => world.close())

describe('development zones and 涉改', () => {
  it('[BH-2.3] a zone without a division code is added under a county, and a station stands in it', async () => {
    const admin = await world.actor(await world.account({ role: 'administrator', place: '120116' }))
    const zone = await world.as(admin, addZone, {
      id: '120116',
      name: '临港示例开发区',
      code: 'ZLG1',
      onDay: '2026-01-01',
    })
    expect(zone).toMatchObject({ id: 'ZLG1', county: '120116', kind: 'zone', divisionCode: null, source: '本地登记' })
    const numbered = await world.as(admin, addZone, { id: '120116', name: '示例产业园', onDay: '2026-01-01' })
    expect(numbered.id).toBe('Z120116001')
    await expect(
      world.as(admin, addZone, { id: '120116', name: '另一个', code: 'ZLG1', onDay: today }),
    ).rejects.toMatchObject({ fields: { code: '代码 ZLG1 已被使用，请换一个或留空' } })
    const kunming = await world.actor(await world.account({ role: 'administrator', place: '530100' }))
    await expect(world.as(kunming, addZone, { id: '530100', name: '示例新区', onDay: today })).rejects.toMatchObject({
      message: '「昆明市」下设区县，开发区请到所在区县的页面新增',
    })
    const clerk = await world.actor(await world.account({ role: 'county', place: '120116' }))
    const station = await aStation(world, clerk, { place: zone.id })
    const keeper = await world.actor(await world.account({ role: 'township', place: zone.id }))
    const seen = await world.as(keeper, getStation, { id: station.id })
    expect(seen.placePath).toBe('滨海新区 · 临港示例开发区')
    expect((await world.as(clerk, catalogueOf, { station: station.id })).document).toBe('滨海新区通知')
  })

  it('[PZ-2.1] 涉改 is a mark with a date; one set by mistake goes only with a reason, which is kept', async () => {
    const id = '510411103'
    await world.as(panzhihua, markMerged, { id, fromOn: '2020-05-01', note: '两项改革' })
    await expect(world.as(panzhihua, markMerged, { id, fromOn: '2020-06-01' })).rejects.toMatchObject({
      fields: { fromOn: expect.stringContaining('已标为涉改（自 2020-05-01）') },
    })
    const { merger } = await world.as(panzhihua, placeDetail, { id })
    expect(merger?.can).toEqual(['unmarkMerged'])
    const marked = async (on: string) =>
      (await world.as(panzhihua, placeTiles, { root: '510411', on })).tiles.find((one) => one.id === id)?.mergedOn
    expect([await marked('2020-04-30'), await marked('2020-05-01')]).toEqual([null, '2020-05-01'])
    await expect(world.as(panzhihua, unmarkMerged, { id: merger!.id, reason: ' ' })).rejects.toMatchObject({
      fields: { reason: expect.any(String) },
    })
    await world.as(panzhihua, unmarkMerged, { id: merger!.id, reason: '标错了乡镇' })
    const after = await world.as(panzhihua, placeDetail, { id })
    expect(after.merger).toBeNull()
    expect(after.withdrawals).toMatchObject([{ fromOn: '2020-05-01', reason: '标错了乡镇' }])
  })

  it('[PZ-2.1] a township that was 涉改 stays so in what it is merged into, with the earlier date', async () => {
    await world.as(panzhihua, markMerged, { id: '510421103', fromOn: '2019-12-01' })
    const into = { id: '510421', places: ['510421103', '510421105'], name: '撒白镇', onDay: '2026-01-01' }
    const merged = await world.as(panzhihua, mergePlaces, { ...into, reform: true })
    const { merger } = await world.as(panzhihua, placeDetail, { id: merged.id })
    expect(merger).toMatchObject({ fromOn: '2019-12-01', note: '随原区划' })
    await expect(world.as(panzhihua, markMerged, { id: '510400', fromOn: today })).rejects.toMatchObject({
      message: '涉改只标在乡级和村级区划上',
    })
  })
})
