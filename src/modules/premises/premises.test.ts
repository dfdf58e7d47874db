import { afterAll, beforeAll, expect, it } from 'vitest'
import { aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { reachOf } from '../../core/access.ts'
import { transact } from '../../core/db.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { figures, measureNamed, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds, render } from '../papers/index.server.ts'
import { premisesOf } from './checklist.server.ts'
import { addEquipment, checkEquipment, endEquipment } from './equipment.server.ts'
import { houseGaps } from './gaps.server.ts'
import { addSpace, endSpace } from './space.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface At {
  clerk: Actor
  station: string
}

/** A township station and the office of its county. */
async function at(county: string, place: string): Promise<At> {
  const clerk = await world.actor(await world.account({ role: 'county', place: county }))
  return { clerk, station: (await aStation(world, clerk, { place })).id }
}

const aSpace = ({ clerk, station }: At, over: Partial<Parameters<typeof world.as<typeof addSpace>>[2]> = {}) =>
  world.as(clerk, addSpace, {
    station,
    name: '一楼大厅',
    purpose: '接待',
    alsoFor: [],
    files: [],
    fromOn: '2022-01-01',
    ...over,
  })

const aThing = (
  { clerk, station }: At,
  line: string,
  over: Partial<Parameters<typeof world.as<typeof addEquipment>>[2]> = {},
) =>
  world.as(clerk, addEquipment, { station, line, quantity: 1, state: 'good', files: [], fromOn: '2022-01-01', ...over })

async function lineOf({ clerk, station }: At, key: string, on?: string) {
  const { lines } = await world.as(clerk, premisesOf, { station, ...(on && { on }) })
  return lines.find((line) => line.key === key)!
}

function measured({ station }: At, name: string, parameters: Record<string, unknown> = {}, on = today) {
  return transact(
    world.db,
    { whole: [station.slice(0, 6)], stations: [], own: [] },
    'read',
    async (connection) =>
      total(
        await figures(connection, measureNamed(name), {
          subject: { stations: [station] },
          period: periodOf(on)!,
          with: parameters,
        }),
      ).numerator,
  )
}

it('[KM-4.2] the checklist asks for computer, desk, cabinet and reception area, and offers the optional rooms', async () => {
  const wuhua = await at('530102', '530102001')
  const { lines, hosts } = await world.as(wuhua.clerk, premisesOf, { station: wuhua.station })
  const items = (required: boolean) => lines.filter((line) => line.required === required).map(({ item }) => item)
  expect(items(true)).toEqual(expect.arrayContaining(['综合接待服务区', '办公电脑', '办公桌椅', '文件柜']))
  expect(items(false)).toEqual(['社工室', '个案室', '小组活动室', '多功能室', '档案室'])
  expect(hosts.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['党群服务中心', '儿童之家', '社会组织孵化中心']),
  )
  expect((await lineOf(wuhua, 'facility.computer')).answer).toBe('missing')
  await aThing(wuhua, 'facility.computer')
  expect(await lineOf(wuhua, 'facility.computer')).toMatchObject({ answer: 'met', present: 1 })
})

it('[GD-4.2] a room shared with a host counts, with the host and whose it is', async () => {
  const guandu = await at('530111', '530111004')
  const shared = await aSpace(guandu, {
    purpose: 'facility.reception',
    alsoFor: ['facility.office'],
    host: 'host.partyCentre',
    sharedWith: '街道党群服务中心',
  })
  expect(shared).toMatchObject({ host: 'host.partyCentre', sharedWith: '街道党群服务中心' })
  expect((await lineOf(guandu, 'facility.reception')).answer).toBe('met')
  expect((await lineOf(guandu, 'facility.office')).answer).toBe('met')
})

it('[PZ-G1] the checklist is numbered 1.1 to 1.8, and what must be looked at says so until it was', async () => {
  const dongqu = await at('510402', '510402002')
  const { lines } = await world.as(dongqu.clerk, premisesOf, { station: dongqu.station })
  expect([...new Set(lines.map(({ number }) => number))]).toEqual([
    '1.1',
    '1.2',
    '1.3',
    '1.4',
    '1.5',
    '1.6',
    '1.7',
    '1.8',
  ])
  for (const key of ['facility.accessEntrance', 'facility.fire', 'facility.noticeBoard', 'facility.onlineBoard']) {
    expect((await lineOf(dongqu, key)).answer, key).toBe('missing')
    const thing = await aThing(dongqu, key)
    expect((await lineOf(dongqu, key)).answer, key).toBe('unchecked')
    await world.as(dongqu.clerk, checkEquipment, {
      id: thing.id,
      version: thing.version,
      on: '2026-11-20',
      quantity: 1,
      state: 'good',
      files: [],
    })
    expect((await lineOf(dongqu, key)).answer, key).toBe('met')
  }
})

it('[CG-3.5] square metres are added up by main function: 200 of activity space and 15 of office, each metre once', async () => {
  const chengguan = await at('620102', '620102001')
  await aSpace(chengguan, { name: '活动大厅', purpose: 'facility.activitySpace', areaM2: 120 })
  expect(await lineOf(chengguan, 'facility.activitySpace')).toMatchObject({
    answer: 'missing',
    present: 120,
    value: 200,
  })
  await aSpace(chengguan, {
    name: '日间照料中心活动室',
    purpose: 'facility.activitySpace',
    alsoFor: ['facility.office', 'facility.groupRoom'],
    areaM2: 80.5,
    host: 'host.dayCare',
  })
  expect(await lineOf(chengguan, 'facility.activitySpace')).toMatchObject({ answer: 'met', present: 200.5 })
  // one room serves several functions, its metres only one
  expect(await lineOf(chengguan, 'facility.office')).toMatchObject({ answer: 'missing', present: 0 })
  expect((await lineOf(chengguan, 'facility.groupRoom')).answer).toBe('met')
  expect(await measured(chengguan, 'premises.facility', { item: 'facility.activitySpace', unit: 'm²' })).toBe(200.5)
})

it('[BH-1.2b] a station of the new area is asked for an office and equipment, and may lean on four kinds of host', async () => {
  const binhai = await at('120116', '120116006')
  const { lines, hosts } = await world.as(binhai.clerk, premisesOf, { station: binhai.station })
  expect(lines.filter(({ required }) => required).map(({ item }) => item)).toEqual(['办公场所', '设施设备'])
  expect(lines.filter(({ required }) => !required).map(({ item }) => item)).toEqual([
    '个案工作室',
    '小组活动室',
    '多功能室',
    '档案室',
  ])
  expect(hosts.map(({ value }) => value)).toEqual(['社区服务中心', '党群服务中心', '社会组织孵化基地', '日间照料中心'])
})

it('the checklist and the measure of the findings count the same, on any day', async () => {
  const wuhua = await at('530102', '530102006')
  const thing = await aThing(wuhua, 'facility.computer', { quantity: 3, fromOn: '2023-05-01' })
  const broken = await world.as(wuhua.clerk, checkEquipment, {
    id: thing.id,
    version: thing.version,
    on: '2024-03-01',
    quantity: 3,
    state: 'repair',
    files: [],
  })
  expect(broken.id).not.toBe(thing.id)
  for (const [on, expected] of [
    ['2023-04-30', 0],
    ['2023-05-01', 3],
    ['2024-02-29', 3],
    ['2024-03-01', 0],
  ] as const) {
    expect((await lineOf(wuhua, 'facility.computer', on)).present, on).toBe(expected)
    expect(await measured(wuhua, 'premises.facility', { item: 'facility.computer' }, on), on).toBe(expected)
  }
})

it('what is ended no longer counts the day after', async () => {
  const wuhua = await at('530102', '530102007')
  const space = await aSpace(wuhua, { purpose: 'facility.office' })
  const thing = await aThing(wuhua, 'facility.cabinet')
  await world.as(wuhua.clerk, endSpace, { id: space.id, version: space.version, toOn: '2026-06-30' })
  await world.as(wuhua.clerk, endEquipment, { id: thing.id, version: thing.version, toOn: '2026-06-30' })
  expect((await lineOf(wuhua, 'facility.office', '2026-06-30')).answer).toBe('met')
  expect((await lineOf(wuhua, 'facility.office', '2026-07-01')).answer).toBe('missing')
  expect((await lineOf(wuhua, 'facility.cabinet', '2026-07-01')).answer).toBe('missing')
})

it('the first step of the ladder is counted from what is entered: premises, sign, office equipment', async () => {
  const renhe = await at('510411', '510411101')
  for (const name of ['stations.hasPremises', 'stations.hasSign', 'stations.hasOfficeEquipment'])
    expect(await measured(renhe, name), name).toBe(0)
  await aSpace(renhe, { purpose: 'facility.officeArea' })
  await aThing(renhe, 'facility.plaqueOutside')
  await aThing(renhe, 'facility.desk')
  for (const name of ['stations.hasPremises', 'stations.hasSign', 'stations.hasOfficeEquipment'])
    expect(await measured(renhe, name), name).toBe(1)
})

it('a function of another jurisdiction is refused at its field, and a station out of reach is not found', async () => {
  const wuhua = await at('530102', '530102010')
  await expect(aSpace(wuhua, { purpose: 'facility.activitySpace' })).rejects.toMatchObject({
    code: 'invalid',
    fields: { purpose: '这项功能不在本站适用的文件里，请重新选择' },
  })
  await expect(aThing(wuhua, 'facility.whiteboard')).rejects.toMatchObject({ code: 'invalid' })
  const stranger = await world.actor(await world.account({ role: 'county', place: '530111' }))
  await expect(aSpace({ clerk: stranger, station: wuhua.station })).rejects.toMatchObject({ code: 'notFound' })
})

it('the county sees by station what is missing, in rooms, things, writing and plans', async () => {
  const xiqu = await at('510403', '510403001')
  await aThing(xiqu, 'facility.whiteboard')
  const { rows } = await world.as(xiqu.clerk, houseGaps, { place: '510403' })
  const [row] = rows.filter(({ station }) => station.id === xiqu.station)
  expect(row!.facilities).toContain('档案柜')
  expect(row!.facilities).not.toContain('白板')
  expect(row!.documents).toContain('日常管理制度')
  expect(row!.plans).toContain('总体工作规划')
})

it('[KM-4.2] [CG-3.5] what is missing is a finding with how much, and what was entered meets it the same day', async () => {
  const chengguan = await at('620102', '620102004')
  const findingOf = async (rule: string) =>
    (await world.as(chengguan.clerk, findingsOfStation, { station: chengguan.station })).findings.find(
      (one) => one.rule === rule,
    )
  expect(await findingOf('facility.activitySpace')).toMatchObject({ result: 'notMet', value: 0, unit: 'm²' })
  await aSpace(chengguan, { name: '活动大厅', purpose: 'facility.activitySpace', areaM2: 188 })
  expect(await findingOf('facility.activitySpace')).toMatchObject({ result: 'notMet', value: 188 })
  await aSpace(chengguan, { name: '小会议室', purpose: 'facility.activitySpace', areaM2: 12 })
  expect(await findingOf('facility.activitySpace')).toMatchObject({ result: 'met', value: 200 })
})

it('the checklist is printed as Word, PDF and Excel', async () => {
  const dongqu = await at('510402', '510402005')
  await aThing(dongqu, 'facility.desk')
  await aSpace(dongqu, { purpose: 'facility.officeArea', areaM2: 18 })
  const paper = await world.door.read(dongqu.clerk, 'station.read', (tx) =>
    paperKinds()
      .get('premises')!
      .build({ tx, reach: reachOf(dongqu.clerk, 'station.read'), input: { id: dongqu.station } }),
  )
  const rows = paper.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))
  expect(rows).toContainEqual(['1.5', '桌椅', '必备', '1 套', '1 套', '已具备', expect.stringContaining('导引 1.5')])
  for (const format of ['docx', 'pdf', 'xlsx'] as const)
    expect((await render(paper, format)).length).toBeGreaterThan(2000)
})
