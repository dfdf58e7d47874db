import { afterAll, beforeAll, expect, it } from 'vitest'
import { anOrganisation, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { changeMode, editStation, getStation, listStations, operatedStations, suggestName } from './index.server.ts'
import { stationStateOn } from './index.ts'

let world: World
let county: Actor
let neighbour: Actor

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  neighbour = await world.actor(await world.account({ role: 'county', place: '530102' }))
})
afterAll(() => world.close())

type Opened = Awaited<ReturnType<typeof aStation>>
const editable = ({ name, level, place, openedOn, closedOn, parent }: Opened) => ({
  name,
  level,
  place,
  openedOn,
  closedOn,
  parent,
})
const edit = (actor: Actor, station: Opened, over: Partial<Opened>) =>
  world.as(actor, editStation, { ...editable(station), id: station.id, version: station.version, ...over })

it('[KM-4.1] each way a station was run stays in its history, and the days join without a gap', async () => {
  const operator = await anOrganisation(world, county)
  const station = await aStation(world, county, { place: '530111001' })
  await world.as(county, changeMode, { id: station.id, mode: 'purchased', operator: operator.id, fromOn: '2023-03-01' })
  await world.as(county, changeMode, { id: station.id, mode: 'selfRun', fromOn: '2026-01-01' })
  const { modes } = await world.as(county, getStation, { id: station.id })
  expect(modes).toEqual([
    { mode: 'selfRun', operator: null, operatorName: null, fromOn: '2026-01-01', toOn: null },
    { mode: 'purchased', operator: operator.id, operatorName: operator.name, fromOn: '2023-03-01', toOn: '2025-12-31' },
    { mode: 'selfRun', operator: null, operatorName: null, fromOn: '2021-06-01', toOn: '2023-02-28' },
  ])
  expect(await world.as(county, operatedStations, { organisation: operator.id })).toMatchObject([
    { station: station.id, placePath: '官渡区 · 关上街道', fromOn: '2023-03-01', toOn: '2025-12-31', now: false },
  ])
})

it('[KM-4.1] a change that would rewrite the history, or lacks its operator, is refused at its field', async () => {
  const station = await aStation(world, county, { place: '530111001' })
  await expect(
    world.as(county, changeMode, { id: station.id, mode: 'selfRun', fromOn: '2021-05-31' }),
  ).rejects.toMatchObject({ fields: { fromOn: expect.stringContaining('2021-06-01') } })
  await expect(
    world.as(county, changeMode, { id: station.id, mode: 'purchased', fromOn: '2024-01-01' }),
  ).rejects.toMatchObject({ fields: { operator: '请选择承接主体' } })
  const { modes } = await world.as(county, getStation, { id: station.id })
  expect(modes).toHaveLength(1)
})

it('[KM-4.1] a change from the same day corrects the last way of running, and the audit trail keeps what stood before', async () => {
  const station = await aStation(world, county, { place: '530111001' })
  const operator = await anOrganisation(world, county)
  await world.as(county, changeMode, { id: station.id, mode: 'purchased', operator: operator.id, fromOn: '2021-06-01' })
  const { modes } = await world.as(county, getStation, { id: station.id })
  expect(modes).toMatchObject([{ mode: 'purchased', operatorName: operator.name, fromOn: '2021-06-01', toOn: null }])
  const { rows } = await world.owner.query(
    "select changes from audit where entity = 'station_mode' and version = 2 and station = $1",
    [station.id.slice(7)],
  )
  expect(rows).toMatchObject([{ changes: { mode: ['selfRun', 'purchased'] } }])
})

it('[KM-4.1] without a day of its own, the first way of running begins when the station opens', async () => {
  const station = await aStation(world, county, { place: '530111001', openedOn: '2022-09-01', modeFrom: null })
  const { modes } = await world.as(county, getStation, { id: station.id })
  expect(modes[0]?.fromOn).toBe('2022-09-01')
})

it.each([
  ['KM-4.6', '530102001', '昆明市五华区华山街道社会工作服务站'],
  ['GD-4.6', '530111002', '昆明市官渡区太和街道社会工作服务站'],
  ['PZ-G1.3', '510402100', '银江镇社会工作服务站'],
  ['CG-3.6', '620102007', '兰州市城关区白银路街道社会工作服务站'],
  ['BH-1.2', '120116001', '滨海新区塘沽街道社会工作服务站'],
])('[%s] the plaque of a station in %s reads %s', async (_, place, name) => {
  const whole = await world.actor(
    await world.account([
      { role: 'administrator', place: '530100' },
      { role: 'administrator', place: '510400' },
      { role: 'administrator', place: '620100' },
      { role: 'administrator', place: '120116' },
    ]),
  )
  const { name: suggested, clause } = await world.as(whole, suggestName, { place, level: 'station' })
  expect(suggested).toBe(name)
  expect(clause).toBeTruthy()
})

it('[GD-4.6] another name is allowed, and the page says that it differs from the plaque', async () => {
  const station = await aStation(world, county, { place: '530111003', name: '吴井社工站' })
  const { plaque } = await world.as(county, getStation, { id: station.id })
  expect(plaque).toMatchObject({ name: '昆明市官渡区吴井街道社会工作服务站', fits: false })
  const renamed = await edit(county, station, { name: plaque!.name })
  expect((await world.as(county, getStation, { id: renamed.id })).plaque).toMatchObject({ fits: true })
})

it('a place of another kind than its level is only hinted at; where no plaque is written, no name is made up', async () => {
  expect(await world.as(county, suggestName, { place: '530111', level: 'station' })).toMatchObject({
    placeHint: expect.stringContaining('所选区划不是这一级'),
  })
  expect(await world.as(county, suggestName, { place: '530111', level: 'hub' })).toEqual({
    name: null,
    clause: null,
    placeHint: null,
    levelName: '社工站指导中心',
  })
})

it('[PZ-1.2] a hub guides its stations, and only a hub of the same county can', async () => {
  const hub = await aStation(world, county, { place: '530111', level: 'hub', name: '示例指导中心' })
  const guided = await aStation(world, county, { place: '530111005', parent: hub.id })
  const opened = await world.as(county, getStation, { id: hub.id })
  expect(opened.guided).toEqual([{ id: guided.id, name: guided.name, levelName: '街道社会工作服务站' }])
  expect((await world.as(county, getStation, { id: guided.id })).parentName).toBe('示例指导中心')
  await expect(aStation(world, county, { place: '530111005', parent: guided.id })).rejects.toMatchObject({
    fields: { parent: '指导中心请选择本区县的总站' },
  })
  await expect(edit(county, hub, { parent: hub.id })).rejects.toMatchObject({
    fields: { parent: '总站之上不再设指导中心，请留空' },
  })
})

it('a name is taken once in a county', async () => {
  const station = await aStation(world, county, { place: '530111006' })
  const again = { place: '530111006', name: station.name }
  await expect(aStation(world, county, again)).rejects.toMatchObject({
    code: 'invalid',
    fields: { name: expect.any(String) },
  })
  const elsewhere = await aStation(world, neighbour, { place: '530102001', name: station.name })
  expect(elsewhere.county).toBe('530102')
})

it('stations are found by level, place, state, part of the name and pinyin initials', async () => {
  const closed = await aStation(world, county, { place: '530111007', name: '矣六旧社工站', closedOn: '2024-12-31' })
  const planned = await aStation(world, county, { place: '530111007', name: '矣六新社工站', openedOn: '2027-01-01' })
  const room = await aStation(world, county, { place: '530111007', name: '矣六社工室', level: 'room' })
  const names = async (input: Parameters<typeof world.as<typeof listStations>>[2]) =>
    (await world.as(county, listStations, { place: '530111007', ...input })).rows.map(({ station }) => station.name)
  expect(await names({})).toHaveLength(3)
  expect(await names({ level: 'room' })).toEqual([room.name])
  expect(await names({ state: 'closed' })).toEqual([closed.name])
  expect(await names({ state: 'planned' })).toEqual([planned.name])
  expect(await names({ state: 'open' })).toEqual([room.name])
  expect(await names({ name: '旧社工' })).toEqual([closed.name])
  expect(await names({ name: 'yljsgz' })).toEqual([closed.name])
})

it('a station is open from its first day to its last, both included', () => {
  const days = { openedOn: '2021-06-01', closedOn: '2024-12-31' }
  expect(stationStateOn(days, '2021-05-31')).toBe('planned')
  expect(stationStateOn(days, '2021-06-01')).toBe('open')
  expect(stationStateOn(days, '2024-12-31')).toBe('open')
  expect(stationStateOn(days, '2025-01-01')).toBe('closed')
  expect(stationStateOn({ openedOn: null, closedOn: null }, '2025-01-01')).toBe('planned')
})

it('an end before the beginning is refused at its field, and nothing is saved', async () => {
  await expect(
    aStation(world, county, { place: '530111008', closedOn: '2021-05-31', name: '示例倒期站' }),
  ).rejects.toMatchObject({ fields: { closedOn: expect.stringContaining('2021-06-01') } })
  expect((await world.as(county, listStations, { name: '示例倒期站' })).total).toBe(0)
})

it('another county’s clerk neither sees nor changes a station, and adds none there', async () => {
  const station = await aStation(world, county, { place: '530111009' })
  await expect(world.as(neighbour, getStation, { id: station.id })).rejects.toMatchObject({ code: 'notFound' })
  await expect(edit(neighbour, station, { name: '改名' })).rejects.toMatchObject({ code: 'notFound' })
  await expect(
    world.as(neighbour, changeMode, { id: station.id, mode: 'selfRun', fromOn: '2026-01-01' }),
  ).rejects.toMatchObject({ code: 'notFound' })
  await expect(aStation(world, neighbour, { place: '530111009' })).rejects.toMatchObject({
    fields: { place: expect.any(String) },
  })
  const { rows } = await world.as(neighbour, listStations, {})
  expect(rows.every(({ station: one }) => one.county === '530102')).toBe(true)
})

it('an operator’s stations are listed only as far as one reaches', async () => {
  const operator = await anOrganisation(world, county)
  const run = { mode: 'purchased', operator: operator.id } as const
  const mine = await aStation(world, county, { place: '530111010', ...run })
  await aStation(world, neighbour, { place: '530102002', ...run })
  expect(await world.as(county, operatedStations, { organisation: operator.id })).toMatchObject([
    { station: mine.id, now: true, toOn: null },
  ])
})
