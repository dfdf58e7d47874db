import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { addZone, type Division, keepDivisions, mergePlaces, placeDetail, renamePlace } from './index.server.ts'

let world: World
let guandu: Actor
const source = '国家统计局统计用区划代码（2024-06-30）'
const at = new Date('2026-11-24T02:00:00Z')

beforeAll(async () => {
  world = await openWorld()
  guandu = await world.actor(await world.account({ role: 'administrator', place: '530111' }))
})
afterAll(() => world.close())

const bundled = (rows: readonly Division[]) => JSON.stringify({ source, rows })
const keep = (rows: readonly Division[]) => keepDivisions(world.owner, bundled(rows), at)
const detail = (id: string) => world.as(guandu, placeDetail, { id })
const unknown = (id: string) => expect(detail(id)).rejects.toMatchObject({ code: 'notFound' })

it('an installation gets what a newer tree adds, and keeps every change that was entered', async () => {
  await world.as(guandu, renamePlace, { id: '530111003', name: '吴井新街道', onDay: '2026-05-01' })
  await world.as(guandu, addZone, { id: '530111', name: '临空示范区', onDay: '2026-05-01' })
  const merger = { id: '530111', places: ['530111001', '530111002'], name: '关太街道', onDay: '2026-06-01' }
  await world.as(guandu, mergePlaces, { ...merger, reform: true })
  const newer: Division[] = [
    ['530111003', 'township', '吴井街道', '530111', '530111'],
    ['530111099', 'township', '示例新街道', '530111', '530111'],
    ['530111099001', 'village', '示例新社区', '530111099', '530111'],
    ['530111098', 'zone', '临空示范区', '530111', '530111'],
    ['530111001098', 'village', '示例并掉的社区', '530111001', '530111'],
  ]
  expect(await keep(newer)).toBe(2)
  expect(await detail('530111099001')).toMatchObject({ name: '示例新社区', place: { source } })
  expect((await detail('530111099001')).way.map(({ name }) => name)).toContain('示例新街道')
  expect((await detail('530111003')).name).toBe('吴井新街道')
  expect((await detail('530111001')).standing).toBe(false)
  await unknown('530111098')
  await unknown('530111001098')
})

it('a tree that was read once is not looked at again; another adds only what is still missing', async () => {
  const rows: Division[] = [['530111097', 'township', '示例后来街道', '530111', '530111']]
  expect([await keep(rows), await keep(rows)]).toEqual([1, 0])
  await world.owner.query("delete from place_tenure where place = '530111097'")
  await world.owner.query("delete from place where id = '530111097'")
  expect(await keep(rows)).toBe(0)
  expect(await keep([...rows, ['530111003', 'township', '吴井街道', '530111', '530111']])).toBe(1)
})
