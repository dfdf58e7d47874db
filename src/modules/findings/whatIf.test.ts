import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { currentPacks } from '../policy/index.server.ts'
import { findingsOfStation, triableLine, whatIf } from './index.server.ts'

let world: World
let guandu: Actor
let city: Actor
let panzhihua: Actor
const stations: Record<string, string> = {}

/** Stations of 官渡区 with two deputies, one, and one; and one of 五华区, which the city's own document governs. */
beforeAll(async () => {
  world = await openWorld()
  guandu = await world.actor(await world.account({ role: 'county', place: '530111' }))
  city = await world.actor(await world.account({ role: 'city', place: '530100' }))
  panzhihua = await world.actor(await world.account({ role: 'city', place: '510400' }))
  const wuhua = await world.actor(await world.account({ role: 'county', place: '530102' }))
  const operator = await anOrganisation(world, guandu)
  const add = async (key: string, clerk: Actor, place: string, deputies: number) => {
    const run = key === 'bought' ? ({ mode: 'purchased', operator: operator.id } as const) : {}
    const { id } = await aStation(world, clerk, { place, name: `示例${key}`, ...run })
    stations[key] = id
    for (let i = 0; i < deputies; i++) await aPerson(world, clerk, id, { post: 'deputyHead', origin: 'government' })
  }
  await add('two', guandu, '530111001', 2)
  await add('one', guandu, '530111002', 1)
  await add('bought', guandu, '530111003', 1)
  await add('wuhua', wuhua, '530102001', 1)
})
afterAll(() => world.close())

const deputies = (value: string | null, field = 'value') => ({ key: 'post.deputyHead', field, value })

const turned = async (actor: Actor, code: string, changes: { key: string; field: string; value: string | null }[]) => {
  const tried = await world.as(actor, whatIf, { code, changes })
  return {
    ...tried,
    turned: Object.fromEntries(
      tried.rows
        .filter(({ changes: one }) => one)
        .map(({ name, before, after }) => [name, [before.result, after.result]]),
    ),
  }
}

describe('another figure in a copy of a document', () => {
  it('[GD-4.4] shows which stations would fall short, which would meet it, and leaves the rest out', async () => {
    const { turned: changed, newlyMet, newlyUnmet, rows, stations: many } = await turned(guandu, 'GD', [deputies('1')])
    expect(changed).toEqual({ 示例two: ['met', 'notMet'], 示例one: ['notMet', 'met'], 示例bought: ['notMet', 'met'] })
    expect({ newlyMet, newlyUnmet, many }).toEqual({ newlyMet: 2, newlyUnmet: 1, many: 3 })
    // only the rule that was touched is judged at all
    expect(new Set(rows.map(({ rule }) => rule))).toEqual(new Set(['post.deputyHead']))
    expect(rows.find(({ name }) => name === '示例two')).toMatchObject({
      before: { required: '正好 2 人' },
      after: { required: '正好 1 人' },
      gap: '多出 1 人',
    })
  })

  it('several figures are tried together', async () => {
    const { turned: changed } = await turned(guandu, 'GD', [deputies('1'), deputies('atLeast', 'bound')])
    expect(changed).toEqual({ 示例one: ['notMet', 'met'], 示例bought: ['notMet', 'met'] })
  })

  it('touches nothing: the document, its findings and the database stay as they were', async () => {
    const before = JSON.stringify([...currentPacks().lines])
    const rows = async () => (await world.owner.query('select count(*)::int as n from audit')).rows[0].n as number
    const [audited, judged] = [await rows(), await world.as(guandu, findingsOfStation, { station: stations.two! })]
    await turned(guandu, 'GD', [deputies('7')])
    expect(JSON.stringify([...currentPacks().lines])).toBe(before)
    expect(await rows()).toBe(audited)
    expect(await world.as(guandu, findingsOfStation, { station: stations.two! })).toEqual(judged)
  })

  it("a city's figure reaches the districts that have none of their own, and no others", async () => {
    const { turned: changed } = await turned(city, 'KM', [deputies('2')])
    // 官渡区 has its own line
    expect(changed).toEqual({ 示例wuhua: ['met', 'notMet'] })
    const { turned: team } = await turned(city, 'KM', [{ key: 'post.team', field: 'value', value: '1' }])
    expect(team).toEqual({
      示例one: ['notMet', 'met'],
      示例two: ['notMet', 'met'],
      示例wuhua: ['notMet', 'met'],
    })
  })

  it("a district tries a figure it inherits as its own, without the city's other districts", async () => {
    const { turned: changed } = await turned(guandu, 'GD', [{ key: 'post.team', field: 'value', value: '2' }])
    expect(changed).toEqual({ 示例two: ['notMet', 'met'] })
  })

  it('[PZ-2.1] a target of the network is tried like a rule of stations', async () => {
    const { rows } = await turned(panzhihua, 'PZ', [{ key: 'buildTask.2021.510402.hub', field: 'value', value: '0' }])
    expect(rows).toMatchObject([
      { name: '东区', station: null, before: { result: 'notMet' }, after: { result: 'met' }, changes: true },
    ])
  })

  it('nobody sees a station by it that they do not reach', async () => {
    const head = await world.actor(await world.account({ role: 'stationHead', station: stations.one! }))
    const { turned: changed, stations: many } = await turned(head, 'GD', [deputies('1')])
    expect(changed).toEqual({ 示例one: ['notMet', 'met'] })
    expect(many).toBe(1)
    expect((await turned(panzhihua, 'GD', [deputies('1')])).rows).toEqual([])
  })
})

describe('what cannot be tried is refused at its field', () => {
  it.each<[string, { key: string; field: string; value: string | null }, string, string]>([
    ['a word for a number', deputies('两名'), 'changes.0.value', '「人数」请填写整数'],
    ['a number below zero', deputies('-1'), 'changes.0.value', '「人数」不能小于 0 人'],
    ['nothing where something must stand', deputies(null), 'changes.0.value', '请填写「人数」'],
    ['a word that may not be chosen', deputies('大约', 'bound'), 'changes.0.value', '「口径」请从列表中选择'],
    ['the words of a line', deputies('副站长', 'label'), 'changes.0.value', '这一条没有可试算的「label」'],
    [
      'a line that is none',
      { key: 'post.nobody', field: 'value', value: '1' },
      'changes.0.key',
      '这份文件里没有这一条',
    ],
    [
      'a share above a hundred',
      { key: 'target.coverage', field: 'value', value: '120' },
      'changes.0.value',
      '覆盖率不能超过 100',
    ],
    [
      'bounds the wrong way round',
      { key: 'range.demonstration', field: 'atMost', value: '2' },
      'changes.0.value',
      '至多 2 小于至少 3',
    ],
  ])('%s', async (_what, change, field, message) => {
    const tried = world.as(guandu, whatIf, { code: 'GD', changes: [change] })
    await expect(tried).rejects.toMatchObject({
      code: 'invalid',
      fields: { [field]: expect.stringContaining(message) },
    })
  })

  it('the line to try comes with its figures as they stand', async () => {
    const line = await world.as(guandu, triableLine, { code: 'GD', key: 'rule.licensed' })
    expect(line).toMatchObject({ kind: 'rule', clause: '昆民通〔2021〕8号 附件2', unit: '人' })
    expect(line.values.find(({ field }) => field === 'atLeast')).toEqual({ field: 'atLeast', value: '1' })
    expect(line.values.map(({ field }) => field)).not.toContain('fix')
  })
})
