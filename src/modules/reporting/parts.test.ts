import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { paperKinds } from '../papers/index.server.ts'
import {
  acceptReport,
  compileAreaReport,
  compileStationReport,
  figureRecords,
  figureStations,
  reportBoard,
  reportCorrections,
  reportFigures,
  reportParts,
  returnReport,
  submitReport,
} from './index.server.ts'
import { sayParts } from './parts.ts'

const place = '530111'
const period = '2026-10'
const written = { highlights: '走访 2 户', nextPlan: '继续走访' }
const names = { 甲: '530111003', 乙: '530111004', 丙: '530111005' }
type Name = keyof typeof names

let world: World
let county: Actor
let city: Actor
const stations = {} as Record<Name, { id: string; head: Actor; worker: Actor }>

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place }))
  city = await world.actor(await world.account({ role: 'city', place: '530100' }))
  for (const [name, at] of Object.entries(names)) {
    const { id } = await aStation(world, county, { place: at, name: `${name}街道社会工作服务站` })
    const person = await aPerson(world, county, id)
    stations[name as Name] = {
      id,
      head: await world.actor(await world.account({ role: 'stationHead', station: id })),
      worker: await world.actor(await world.account({ role: 'residentWorker', station: id }, person.id)),
    }
  }
})
afterAll(() => world.close())

const serve = (name: Name, people: number) => {
  const { worker, id } = stations[name]
  return aService(world, worker, id, { onDay: '2026-10-12', people })
}

async function handUp(name: Name) {
  const { head, id: station } = stations[name]
  const { id, version } = await world.as(head, compileStationReport, { station, period })
  return world.as(head, submitReport, { id, version, ...written })
}

async function peopleOf(by: Actor, id: string) {
  const { sections } = await world.as(by, reportFigures, { id })
  return sections[0]!.figures.find(({ measure }) => measure === 'service.people')!.value
}

/** The records that the page opens behind a station's part of a figure. */
async function recordsBehind(id: string, name: Name) {
  const parts = await world.as(county, figureStations, { id, measure: 'service.people' })
  const part = parts.find(({ station }) => station === stations[name].id)!
  const { rows } = await world.as(county, figureRecords, {
    station: part.station,
    period,
    measure: 'service.people',
    recordedBy: part.fixedAt,
  })
  return { value: part.value, records: rows.map(({ value }) => value) }
}

const correctionsOf = async (id: string) =>
  (await world.as(county, reportCorrections, { id })).map(({ stationName, people }) => [stationName[0], people])

const paperOf = (id: string) =>
  world.door.read(county, 'report.read', (tx, reach) => paperKinds().get('report')!.build({ tx, reach, input: { id } }))

describe('a returned report', () => {
  it('shows the records as they stand again, and what has changed since it was handed up', async () => {
    await serve('丙', 2)
    const { id, version } = await handUp('丙')
    await serve('丙', 7)
    expect(await peopleOf(county, id)).toBe(2)
    await world.as(county, returnReport, { id, version, returnReason: '请补登月底的走访' })
    expect(await peopleOf(stations.丙.head, id)).toBe(9)
    expect(await correctionsOf(id)).toEqual([['丙', 7]])
    // what its head has seen is what is handed up
    await handUp('丙')
    expect(await peopleOf(county, id)).toBe(9)
    expect(await correctionsOf(id)).toEqual([])
  })
})

describe('the month of a district, while its stations still write', () => {
  let report: { id: string; version: number }

  it('says which stations it is made of by their accepted report, and which by their records', async () => {
    await serve('甲', 4)
    const own = await handUp('甲')
    await world.as(county, acceptReport, { id: own.id, version: own.version })
    await serve('乙', 3)
    report = await world.as(county, compileAreaReport, { place, period })
    const parts = await world.as(county, reportParts, { id: report.id })
    expect(parts.map(({ name, standing }) => [name[0], standing]).sort()).toEqual([
      ['丙', 'submitted'],
      ['乙', 'unreported'],
      ['甲', 'accepted'],
    ])
    expect(sayParts(parts, false)).toBe('共 3 个站：1 个已接收（按其月报），1 个待审核、1 个未报（按现有记录）')
    const paper = await paperOf(report.id)
    expect(paper.blocks.slice(0, 2)).toEqual([
      {
        kind: 'paragraph',
        text: '数据来源：共 3 个站：1 个已接收（按其月报），1 个待审核、1 个未报（按现有记录）。',
      },
      { kind: 'paragraph', text: '待审核：丙街道社会工作服务站。未报：乙街道社会工作服务站。' },
    ])
  })

  it('shows before it is handed up what an accepted station has added since', async () => {
    await serve('甲', 5)
    expect(await peopleOf(county, report.id)).toBe(4 + 3 + 9)
    expect(await correctionsOf(report.id)).toEqual([['甲', 5]])
    expect(await recordsBehind(report.id, '甲')).toEqual({ value: 4, records: [4] })
  })

  it('what changes after it was accepted stands as a dated correction with the station, at the county and at the city', async () => {
    report = await world.as(county, submitReport, { id: report.id, version: report.version, ...written })
    report = await world.as(city, acceptReport, { id: report.id, version: report.version })
    await serve('乙', 6)
    expect(await peopleOf(city, report.id)).toBe(4 + 3 + 9)
    expect(await correctionsOf(report.id)).toEqual([
      ['甲', 5],
      ['乙', 6],
    ])
    const { blocks } = await paperOf(report.id)
    const heading = blocks.findIndex((block) => block.kind === 'heading' && block.text.endsWith('、上报后的更正'))
    expect(blocks[heading + 2]).toMatchObject({
      kind: 'table',
      rows: [
        ['甲街道社会工作服务站', '2026-10-12', expect.any(String), 1, 5, 30],
        ['乙街道社会工作服务站', '2026-10-12', expect.any(String), 1, 6, 30],
      ],
    })
    expect(blocks.at(-2)).toMatchObject({
      kind: 'paragraph',
      text: expect.stringMatching(/^上报：.+，\d+年\d+月\d+日\n接收：.+，\d+年\d+月\d+日$/),
    })
    const board = await world.as(city, reportBoard, { place: '530100', period })
    expect(board.counties.map(({ name, corrections }) => [name, corrections])).toEqual([['官渡区', 2]])
    // 乙 has handed nothing up that could be corrected
    expect(board.stations.map(({ name, corrections }) => [name[0], corrections]).sort()).toEqual([
      ['丙', 0],
      ['乙', 0],
      ['甲', 1],
    ])
    const above = await world.as(city, compileAreaReport, { place: '530100', period })
    expect(await peopleOf(city, above.id)).toBe(4 + 9 + 9)
    const { id } = await world.as(city, submitReport, { id: above.id, version: above.version, ...written })
    await serve('丙', 8)
    const corrections = await world.as(city, reportCorrections, { id })
    expect(corrections.map(({ stationName, people }) => [stationName[0], people])).toEqual([
      ['甲', 5],
      ['丙', 8],
    ])
  })

  it('its figures open the records they were made of, whatever the stations have written or handed up since', async () => {
    expect(await recordsBehind(report.id, '甲')).toEqual({ value: 4, records: [4] })
    expect(await recordsBehind(report.id, '乙')).toEqual({ value: 3, records: [3] })
    const own = await handUp('乙')
    await world.as(county, acceptReport, { id: own.id, version: own.version })
    expect(await recordsBehind(report.id, '乙')).toEqual({ value: 3, records: [3] })
    expect(await correctionsOf(report.id)).toContainEqual(['乙', 6])
  })
})
