import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { findingsOfPlace, findingsOfStation } from '../findings/index.server.ts'
import { render } from '../papers/index.server.ts'
import { editStation } from '../stations/index.server.ts'
import {
  acceptMilestone,
  planMilestone,
  reopenMilestone,
  reportMilestone,
  returnMilestone,
  stationTimetable,
  timetable,
} from './index.server.ts'
import { standingOf } from './milestone.ts'
import { overduePaper } from './network.print.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const officeOf = async (role: 'county' | 'city' | 'township', place: string) =>
  world.actor(await world.account({ role, place }))
const rowsAt = async (actor: Actor, place: string, on?: string) =>
  (await world.as(actor, timetable, { place, on: on ?? null })).rows
const meant = { files: [], steps: [] }

it('a node is pending before its day, overdue after it, and late when it was done after it', () => {
  const done = (state: 'done' | 'filed' | 'returned' | 'accepted', doneOn: string) => ({ state, doneOn })
  expect(standingOf(undefined, '2022-04-30', '2022-04-30')).toBe('pending')
  expect(standingOf(undefined, '2022-04-30', '2022-05-01')).toBe('overdue')
  expect(standingOf(undefined, null, '2022-05-01')).toBe('undated')
  expect(standingOf(done('done', '2022-04-30'), '2022-04-30', '2022-06-01')).toBe('done')
  expect(standingOf(done('accepted', '2022-05-01'), '2022-04-30', '2022-06-01')).toBe('late')
  expect(standingOf(done('filed', '2022-04-20'), '2022-04-30', '2022-06-01')).toBe('filed')
  expect(standingOf(done('returned', '2022-04-20'), '2022-04-30', '2022-04-25')).toBe('returned')
  // what was done later had not been done on an earlier day
  expect(standingOf(done('done', '2022-05-03'), '2022-04-30', '2022-05-01')).toBe('overdue')
})

describe('the timetable of a document', () => {
  it('[KM-6] asks the city for its own, each county for five, and each station of counties without a plan of their own', async () => {
    const city = await officeOf('city', '530100')
    const wuhua = await officeOf('county', '530102')
    const guandu = await officeOf('county', '530111')
    await aStation(world, wuhua, { place: '530102001', name: '示例华山站', openedOn: '2021-05-28' })
    await aStation(world, guandu, { place: '530111002', name: '示例太和站', openedOn: '2021-05-26' })
    const rows = await rowsAt(city, '530100')
    const of = (place: string) => rows.filter((row) => row.place === place && row.unit === 'place')
    expect(of('530100').map(({ line, dueOn }) => [line, dueOn])).toEqual([
      ['milestone.ownPlan', '2021-03-22'],
      ['milestone.training', '2021-05-31'],
    ])
    expect(of('530102').map(({ line, dueOn }) => [line, dueOn])).toEqual([
      ['milestone.plan', '2021-03-22'],
      ['milestone.funds', '2021-04-15'],
      ['milestone.platform', '2021-05-31'],
      ['milestone.evaluation', '2021-08-30'],
    ])
    // 官渡区 answers the city for its plan, and its own document for its own steps
    expect(of('530111').filter(({ policyCode }) => policyCode === 'KM')).toHaveLength(4)
    const stations = rows.filter(({ unit }) => unit === 'station')
    expect(stations.map(({ name, policyCode, dueOn }) => [name, policyCode, dueOn])).toEqual([
      ['示例华山站', 'KM', '2021-06-01'],
      ['示例太和站', 'GD', '2021-06-01'],
    ])
  })

  it('[GD-6] asks each street of the district for its plan and its premises, by the district’s days', async () => {
    const guandu = await officeOf('county', '530111')
    const rows = (await rowsAt(guandu, '530111')).filter(({ policyCode }) => policyCode === 'GD')
    const plans = rows.filter(({ line }) => line === 'milestone.plan')
    expect(new Set(plans.map(({ dueOn }) => dueOn))).toEqual(new Set(['2021-05-10']))
    expect(plans.length).toBeGreaterThanOrEqual(8)
    const own = rows.filter(({ place, unit }) => place === '530111' && unit === 'place')
    expect(own.map(({ line, dueOn }) => [line, dueOn])).toEqual([
      ['milestone.ownPlan', '2021-05-10'],
      ['milestone.funds', '2021-05-20'],
      ['milestone.training', '2021-05-31'],
      ['milestone.evaluation', '2021-06-30'],
    ])
  })

  it('[KM-6] what a county files with the city is done when the city has accepted it, not by the county itself', async () => {
    const city = await officeOf('city', '530100')
    const wuhua = await officeOf('county', '530102')
    const line = { unit: 'place', place: '530102', policyCode: 'KM', line: 'milestone.plan' } as const
    const filed = await world.as(wuhua, reportMilestone, {
      ...line,
      ...meant,
      doneOn: '2021-03-20',
      note: '方案已印发并报送',
    })
    expect(filed).toMatchObject({ state: 'filed', can: expect.not.arrayContaining(['acceptMilestone']) })
    const find = async () =>
      (await rowsAt(city, '530102')).find((row) => row.line === 'milestone.plan' && row.policyCode === 'KM')!
    expect(await find()).toMatchObject({ standing: 'filed', filedWith: '市级民政部门' })
    await expect(world.as(wuhua, acceptMilestone, { id: filed.id, version: filed.version })).rejects.toMatchObject({
      code: 'conflict',
    })
    await world.as(city, acceptMilestone, { id: filed.id, version: filed.version })
    expect(await find()).toMatchObject({ standing: 'done' })
  })
})

describe('[BH-2.3] filing with the district', () => {
  it('[BH-2.3] a development zone files its plan; the district returns it with a reason, and accepts it the second time', async () => {
    const district = await officeOf('county', '120116')
    await aStation(world, district, { place: '120116406', name: '示例生态城站', openedOn: null })
    const zone = await officeOf('township', '120116406')
    const line = { unit: 'place', place: '120116406', policyCode: 'BH', line: 'milestone.plan' } as const
    await expect(world.as(zone, reportMilestone, { ...line, ...meant, doneOn: '2022-04-20' })).rejects.toMatchObject({
      fields: { note: '请写完成情况，或上传佐证材料' },
    })
    const first = await world.as(zone, reportMilestone, {
      ...line,
      ...meant,
      doneOn: '2022-04-20',
      note: '报送建站方案',
    })
    const back = await world.as(district, returnMilestone, {
      id: first.id,
      version: first.version,
      returnReason: '请补人员配备',
    })
    expect(back.state).toBe('returned')
    const second = await world.as(zone, reportMilestone, {
      ...line,
      ...meant,
      doneOn: '2022-04-28',
      note: '已补人员配备',
      steps: ['报送建站方案'],
    })
    expect(second).toMatchObject({ id: first.id, state: 'filed', steps: ['报送建站方案'], returnReason: null })
    await world.as(district, acceptMilestone, { id: second.id, version: second.version })
    const node = (await rowsAt(district, '120116')).find(
      ({ place, line: key }) => place === '120116406' && key === 'milestone.plan',
    )!
    expect(node).toMatchObject({ standing: 'done', row: { state: 'accepted', decidedOn: '2026-11-24' } })
  })

  it('[BH-2.3] a street reports its own node only, and a neighbour’s looks as if it did not exist', async () => {
    const district = await officeOf('county', '120116')
    await aStation(world, district, { place: '120116006', name: '示例街站甲', openedOn: '2022-07-11' })
    await aStation(world, district, { place: '120116005', name: '示例街站乙', openedOn: '2022-07-15' })
    const street = await officeOf('township', '120116006')
    const report = (place: string) =>
      world.as(street, reportMilestone, {
        ...{ unit: 'place', place, policyCode: 'BH', line: 'milestone.facilities' },
        ...meant,
        doneOn: '2022-06-10',
        note: '场地装修完成',
      })
    expect(await report('120116006')).toMatchObject({ state: 'done' })
    await expect(report('120116005')).rejects.toMatchObject({ code: 'notFound' })
    const node = (await rowsAt(street, '120116006')).find(({ line }) => line === 'milestone.facilities')!
    expect(node).toMatchObject({ standing: 'late', dueOn: '2022-05-31', mayReport: true, mayPlan: false })
  })

  it('[BH-2.3] what is due and not done is the overdue list of the district, on screen and in Excel', async () => {
    const district = await officeOf('county', '120116')
    const { rows, counts } = await world.as(district, timetable, { place: '120116', only: 'overdue' })
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.every(({ standing, dueOn }) => standing === 'overdue' && dueOn! < '2026-11-24')).toBe(true)
    expect(counts.find(({ standing }) => standing === 'overdue')!.nodes).toBe(rows.length)
    const paper = await world.door.read(district, 'network.read', (tx, reach) =>
      overduePaper.build({ tx, reach, input: { id: '120116' } }),
    )
    const [table] = paper.blocks
    expect(table).toMatchObject({ kind: 'table' })
    expect(table!.kind === 'table' && table!.rows.length).toBe(rows.length)
    expect((await render(paper, 'xlsx')).length).toBeGreaterThan(5000)
    // on the day before the first deadline nothing was late
    const before = await world.as(district, timetable, { place: '120116', only: 'overdue', on: '2022-04-30' })
    expect(before.rows).toEqual([])
  })
})

describe('a station from plan to opening', () => {
  it('[BH-2.3] gets days of its own, is not blamed for rounds before its time, and is followed to its opening', async () => {
    const district = await officeOf('county', '530102')
    const planned = await aStation(world, district, { place: '530102006', name: '示例筹建站', openedOn: null })
    const service = async () =>
      (await world.as(district, stationTimetable, { station: planned.id })).find(
        ({ line }) => line === 'milestone.service',
      )!
    expect(await service()).toMatchObject({ dueOn: null, standing: 'undated' })
    const own = { unit: 'station', place: planned.place, station: planned.id } as const
    const premises = await world.as(district, planMilestone, {
      ...own,
      label: '落实场地',
      dueOn: '2026-11-30',
      responsible: '社会事务科',
    })
    await expect(world.as(district, planMilestone, { ...own, dueOn: '2026-11-30' })).rejects.toMatchObject({
      fields: { label: '请写明要完成什么' },
    })
    const done = await world.as(district, reportMilestone, {
      ...own,
      ...meant,
      milestone: premises.id,
      doneOn: '2026-11-20',
      note: '已签场地协议',
    })
    expect(done.state).toBe('done')
    const { name, level, place } = planned
    await world.as(district, editStation, { id: planned.id, version: 1, name, level, place, openedOn: '2026-12-01' })
    expect(await service()).toMatchObject({ dueOn: '2026-12-01', standing: 'pending' })
    const nodes = await world.as(district, stationTimetable, { station: planned.id })
    expect(nodes.find(({ label }) => label === '落实场地')).toMatchObject({
      standing: 'done',
      row: { responsible: '社会事务科' },
    })
    const reopened = await world.as(district, reopenMilestone, { id: done.id, version: done.version })
    expect(reopened).toMatchObject({ state: 'open', doneOn: null })
  })
})

describe('findings on a timetable', () => {
  it('[GD-6] the share of streets that are done is measured, and each station answers for itself', async () => {
    const guandu = await officeOf('county', '530111')
    const station = await aStation(world, guandu, { place: '530111004', name: '示例金马站', openedOn: '2021-05-28' })
    const street = { unit: 'place', place: '530111004', policyCode: 'GD', line: 'milestone.platform' } as const
    await world.as(guandu, reportMilestone, { ...street, ...meant, doneOn: '2021-05-30', note: '场所设施已落实' })
    const { network } = await world.as(guandu, findingsOfPlace, { place: '530111' })
    const platform = network.find(({ rule }) => rule === 'milestone.platform')!
    expect(platform).toMatchObject({ result: 'notMet', clause: '官渡区方案 六（三）' })
    expect(platform.value).toBeGreaterThan(0)
    const judged = async () =>
      (await world.as(guandu, findingsOfStation, { station: station.id })).findings.find(
        ({ rule }) => rule === 'milestone.service',
      )
    expect(await judged()).toMatchObject({ result: 'notMet', value: 0 })
    const own = {
      unit: 'station',
      place: '530111004',
      station: station.id,
      policyCode: 'GD',
      line: 'milestone.service',
    } as const
    await world.as(guandu, reportMilestone, { ...own, ...meant, doneOn: '2021-06-01', note: '人员已进驻' })
    expect(await judged()).toMatchObject({ result: 'met', value: 100 })
  })
})
