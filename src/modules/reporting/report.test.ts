import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { catalogueOf, editService } from '../services/index.server.ts'
import {
  acceptReport,
  compileAreaReport,
  compileStationReport,
  figureRecords,
  figureStations,
  getReport,
  reportBoard,
  reportCorrections,
  reportFigures,
  returnReport,
  submitReport,
} from './index.server.ts'

let world: World
let county: Actor
let city: Actor
let head: Actor
let worker: Actor
let station: string
let otherStation: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  city = await world.actor(await world.account({ role: 'city', place: '530100' }))
  station = (await aStation(world, county, { place: '530111004', name: '甲街道社会工作服务站' })).id
  otherStation = (await aStation(world, county, { place: '530111003', name: '乙街道社会工作服务站' })).id
  const person = await aPerson(world, county, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  head = await world.actor(await world.account({ role: 'stationHead', station }))
})
afterAll(() => world.close())

const written = { highlights: '走访 2 户', nextPlan: '继续走访' }

async function readingOf(report: string, measure: string, dimension = '', by = head) {
  const { sections } = await world.as(by, reportFigures, { id: report })
  return sections
    .flatMap(({ figures }) => figures)
    .find((one) => one.measure === measure && one.dimension === dimension)?.value
}

describe('the month of a station', () => {
  it('[KM-3.2r] a station report is compiled from records, submitted, returned with a reason, submitted again and accepted', async () => {
    const service = await aService(world, worker, station, { onDay: '2026-10-12', people: 4, minutes: 40 })
    await aService(world, worker, station, { onDay: '2026-10-20', people: 6, minutes: 60, form: 'group' })
    let report = await world.as(head, compileStationReport, { station, period: '2026-10' })
    expect(report.title).toBe('甲街道社会工作服务站2026年10月工作月报')
    expect(report.can).toEqual(expect.arrayContaining(['saveRemarks', 'submitReport']))
    expect(await readingOf(report.id, 'service.people')).toBe(10)
    expect(await readingOf(report.id, 'service.byForm', 'group')).toBe(1)

    report = await world.as(head, submitReport, { id: report.id, version: report.version, ...written })
    expect(report.can).toEqual(['withdrawReport'])
    const seen = await world.as(county, getReport, { id: report.id })
    expect(seen.report.can).toEqual(expect.arrayContaining(['returnReport', 'acceptReport']))

    report = await world.as(county, returnReport, {
      id: report.id,
      version: report.version,
      returnReason: '请补充小组活动的情况',
    })
    expect(report.state).toBe('returned')
    expect(report.figuresAt).toBeNull()
    report = await world.as(head, submitReport, {
      id: report.id,
      version: report.version,
      ...written,
      highlights: '走访 1 户，小组 1 节',
    })
    report = await world.as(county, acceptReport, { id: report.id, version: report.version })
    expect(report.state).toBe('accepted')
    const { steps } = await world.as(head, getReport, { id: report.id })
    expect(steps.map(({ move }) => move)).toEqual(['编制', '上报', '退回', '上报', '接收'])

    // after the lock: the figure stays, the change shows as a dated correction
    await world.as(worker, editService, {
      id: service.id,
      version: service.version,
      onDay: service.onDay,
      form: service.form,
      items: service.items,
      minutes: service.minutes,
      summary: service.summary,
      files: [],
      people: 9,
    })
    expect(await readingOf(report.id, 'service.people')).toBe(10)
    const corrections = await world.as(county, reportCorrections, { id: report.id })
    expect(corrections.map(({ records, people }) => [records, people])).toEqual([[0, 5]])
  })

  it('a locked report takes no further step, and its figures open the records they were made of', async () => {
    const report = await world.as(head, compileStationReport, { station, period: '2026-10' })
    expect(report.can).toEqual([])
    await expect(
      world.as(head, submitReport, { id: report.id, version: report.version, ...written }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: '「已接收」状态不能上报，请刷新后查看最新状态',
    })
    const { rows } = await world.as(head, figureRecords, {
      station,
      period: '2026-10',
      measure: 'service.people',
      recordedBy: report.figuresAt,
    })
    expect(rows.map(({ value }) => value)).toEqual([4, 6])
  })

  it('a station head cannot accept, and a county cannot submit a station’s report', async () => {
    const report = await world.as(head, compileStationReport, { station, period: '2026-09' })
    await expect(
      world.as(county, submitReport, { id: report.id, version: report.version, ...written }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(world.as(head, acceptReport, { id: report.id, version: report.version })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('the month of a district', () => {
  it('[KM-3.4r] a county report adds up accepted reports and the records of stations that have none', async () => {
    const other = await aPerson(world, county, otherStation)
    const helper = await world.actor(await world.account({ role: 'residentWorker', station: otherStation }, other.id))
    await aService(world, helper, otherStation, { onDay: '2026-10-08', people: 3 })
    let report = await world.as(county, compileAreaReport, { place: '530111', period: '2026-10' })
    expect(await readingOf(report.id, 'service.people', '', county)).toBe(13)
    const parts = await world.as(county, figureStations, { id: report.id, measure: 'service.people' })
    expect(parts).toEqual([
      {
        station,
        name: '甲街道社会工作服务站',
        value: 10,
        standing: 'accepted',
        fixedAt: expect.stringMatching(/^2026-11-24T/),
      },
      { station: otherStation, name: '乙街道社会工作服务站', value: 3, standing: 'unreported', fixedAt: null },
    ])
    report = await world.as(county, submitReport, { id: report.id, version: report.version, ...written })
    await expect(world.as(county, acceptReport, { id: report.id, version: report.version })).rejects.toMatchObject({
      code: 'conflict',
    })
    const accepted = await world.as(city, acceptReport, { id: report.id, version: report.version })
    expect(accepted.state).toBe('accepted')
  })

  it('the district sees who is late, and the city sees its counties', async () => {
    const board = await world.as(county, reportBoard, { place: '530111', period: '2026-10' })
    expect(board.stations.map(({ name, timeliness }) => [name, timeliness])).toEqual([
      ['甲街道社会工作服务站', 'accepted'],
      ['乙街道社会工作服务站', 'late'],
    ])
    const above = await world.as(city, reportBoard, { place: '530100', period: '2026-10' })
    expect(above.counties).toMatchObject([{ name: '官渡区', timeliness: 'accepted' }])
  })

  it('items of two documents bear the same numbers: a city tells them apart, a district has no need to', async () => {
    const wuhua = await world.actor(await world.account({ role: 'county', place: '530102' }))
    const { id: third } = await aStation(world, wuhua, { place: '530102003', name: '丙街道社会工作服务站' })
    const person = await aPerson(world, wuhua, third)
    const helper = await world.actor(await world.account({ role: 'residentWorker', station: third }, person.id))
    const [first] = (await world.as(helper, catalogueOf, { station: third })).items
    await aService(world, helper, third, { onDay: '2026-10-08', items: [first!.key] })
    const itemsOf = async (by: Actor, place: string) => {
      const { id } = await world.as(by, compileAreaReport, { place, period: '2026-10' })
      const { sections } = await world.as(by, reportFigures, { id })
      return new Set(sections.flatMap(({ figures }) => figures).map(({ catalogue }) => catalogue))
    }
    expect(await itemsOf(city, '530100')).toEqual(new Set([null, '官渡区方案', '昆民通〔2021〕8号']))
    expect(await itemsOf(wuhua, '530102')).toEqual(new Set([null]))
  })

  it('a share opens to the items it counts, by their numbers, what was not served first', async () => {
    const { items } = await world.as(worker, catalogueOf, { station })
    const [served] = items
    await aService(world, worker, station, { onDay: '2026-11-02', items: [served!.key] })
    const { rows } = await world.as(head, figureRecords, {
      station,
      period: '2026-11',
      measure: 'service.itemCoverage',
    })
    const named = items.map(({ number, label }) => `${number} ${label}`)
    expect(rows.map(({ label }) => label)).toEqual([...named.slice(1), named[0]])
    expect(rows.filter(({ hit }) => hit).map(({ id }) => id)).toEqual([served!.key])
  })
})

describe('a month in which nothing was open has no report', () => {
  const refused = (message: string) => ({ code: 'invalid', fields: { period: message } })
  const compileArea = (by: Actor, place: string, period: string) => world.as(by, compileAreaReport, { place, period })

  it('a station has one from the period it opened in to the period it closed in', async () => {
    const days = { openedOn: '2021-06-10', closedOn: '2024-03-20' }
    const { id } = await aStation(world, county, { place: '530111005', name: '旧街道社会工作服务站', ...days })
    const by = await world.actor(await world.account({ role: 'stationHead', station: id }))
    const compile = (period: string) => world.as(by, compileStationReport, { station: id, period })
    await expect(compile('2021-05')).rejects.toMatchObject(refused('该站于 2021-06-10 启用，请选择启用以后的期间'))
    await expect(compile('2024-04')).rejects.toMatchObject(refused('该站已于 2024-03-20 停用，请选择停用以前的期间'))
    for (const period of ['2021-06', '2021', '2024-03', '2024-Q1'])
      expect(await compile(period), period).toMatchObject({ period, state: 'draft' })
  })

  it('a station that is only planned has none', async () => {
    const { id } = await aStation(world, county, { place: '530111006', name: '新街道社会工作服务站', openedOn: null })
    const by = await world.actor(await world.account({ role: 'stationHead', station: id }))
    await expect(world.as(by, compileStationReport, { station: id, period: '2026-10' })).rejects.toMatchObject(
      refused('该站尚未启用，请先填写启用日期，再编制报表'),
    )
  })

  it('a district has one from the period its first station opened in, and while any is open', async () => {
    await expect(compileArea(county, '530111', '2021-05')).rejects.toMatchObject(
      refused('辖区第一个社工站于 2021-06-01 启用，请选择启用以后的期间'),
    )
    expect(await compileArea(county, '530111', '2021-06')).toMatchObject({ state: 'draft' })
    const empty = await world.actor(await world.account({ role: 'county', place: '530114' }))
    await expect(compileArea(empty, '530114', '2026-10')).rejects.toMatchObject(
      refused('这一期辖区内没有运行的社工站，请另选期间'),
    )
    await aStation(world, empty, { place: '530114001', closedOn: '2024-12-31' })
    await expect(compileArea(empty, '530114', '2025-01')).rejects.toMatchObject(
      refused('这一期辖区内没有运行的社工站，请另选期间'),
    )
  })
})
