import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStation, openWorld, today, type World } from '../../../tests/world.ts'
import { recordDuty } from '../network/index.server.ts'
import { policyByCode } from '../policy/index.server.ts'
import { compileAreaReport, submitReport } from '../reporting/index.server.ts'
import { placeDemands, stationDemands } from './demands.ts'
import { findingEvidence, findingsOfPlace } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const officeOf = async (role: 'county' | 'city', place: string) => world.actor(await world.account({ role, place }))
type Office = Awaited<ReturnType<typeof officeOf>>

/** What is asked of a place, by rule. */
async function asked(office: Office, place: string, rule: string, on: string = today) {
  const { network } = await world.as(office, findingsOfPlace, { place, on })
  return network.filter((one) => one.rule === rule)
}

it.each(['KM', 'GD', 'PZ', 'CG', 'BH'])(
  'in %s no line on money, inspections or reports is passed over in silence',
  (code) => {
    const policy = policyByCode(code, today)
    const kinds = ['fundRule', 'matching', 'payment', 'budgetRule', 'inspection', 'reportSeries']
    const station = { level: 'station', mode: 'purchased', pilot: true, tier: null }
    const demanded = new Set([...placeDemands(policy), ...stationDemands(policy, station)].map(({ rule }) => rule))
    // what the document above asks of its own office is asked there
    const ofOthers = (line: (typeof policy.lines)[number]) =>
      line.from !== code && 'by' in line && (line.by === 'city' || line.by === 'province')
    const lines = policy.lines.filter((line) => line.applies && kinds.includes(line.kind) && !ofOthers(line))
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.filter(({ key }) => !demanded.has(key)).map(({ key }) => key)).toEqual([])
  },
)

describe('money', () => {
  it('[CG-3.2] [CG-3.3] what no figure can tell yet is said once for the district, however many stations it has, with its clause and what is missing', async () => {
    const clerk = await officeOf('county', '620102')
    for (const place of ['620102007', '620102008']) await aStation(world, clerk, { place, name: `示例站${place}` })
    const { network, stations } = await world.as(clerk, findingsOfPlace, { place: '620102' })
    const money = network.filter(({ group }) => group === 'money')
    expect(money.map(({ rule, required, result }) => [rule, required, result])).toEqual([
      ['fund.station', '不少于 150000 元', 'notMeasurable'],
      ['fund.relief', '不超过 2%', 'notMeasurable'],
      ['matching.province', '正好 50000 元', 'notMeasurable'],
      ['matching.city', '正好 50000 元', 'notMeasurable'],
      ['matching.county', '正好 50000 元', 'notMeasurable'],
      ['payment.first', '正好 60%', 'notMeasurable'],
      ['payment.second', '正好 30%', 'notMeasurable'],
      ['payment.third', '正好 10%', 'notMeasurable'],
    ])
    expect(money[0]).toMatchObject({ placeName: '城关区', why: '系统还没有登记拨给各站的经费', station: null })
    expect(money[0]!.clause).toContain('三（二）')
    expect(stations.filter(({ group }) => group === 'money')).toEqual([])
  })

  it('[KM-4.5] what a document only allows is a hint, what it orders is not', async () => {
    const [allowed] = await asked(await officeOf('county', '530102'), '530102', 'fund.purchase')
    const [ordered] = await asked(await officeOf('county', '530111'), '530111', 'fund.purchase')
    expect([allowed!.advisory, ordered!.advisory]).toEqual([true, false])
  })
})

describe('inspections', () => {
  it('[KM-3.2r] a county looks into its stations each month: the record of the duty is what shows it', async () => {
    const clerk = await officeOf('county', '530102')
    const rule = 'inspection.countyMonthly'
    expect(await asked(clerk, '530102', rule)).toMatchObject([{ result: 'notMet', value: 0, period: '2026-10' }])
    await world.as(clerk, recordDuty, { place: '530102', duty: rule, onDay: '2026-10-20', content: '检查两个站的用款' })
    expect(await asked(clerk, '530102', rule)).toMatchObject([{ result: 'met', value: 1, placeName: '五华区' }])
    const { rows } = await world.as(clerk, findingEvidence, { place: '530102', rule })
    expect(rows.map(({ on, label }) => [on, label])).toEqual([['2026-10-20', '检查两个站的用款']])
  })

  it('[CG-3.3] what is due in the running year is not yet a fault; what goes by the contract waits for contracts', async () => {
    const clerk = await officeOf('county', '620102')
    expect(await asked(clerk, '620102', 'inspection.midTerm')).toMatchObject([
      { result: 'notMet', pending: true, dueOn: '2026-12-31' },
    ])
    expect(await asked(clerk, '620102', 'inspection.performance')).toMatchObject([
      { result: 'notMeasurable', why: '系统还没有登记购买服务的合同和合同期' },
    ])
  })

  it('[PZ-G5.2] streets look after their stations: the share of those with a station that did last month', async () => {
    const clerk = await officeOf('county', '510411')
    for (const place of ['510411001', '510411100']) await aStation(world, clerk, { place, name: `示例站${place}` })
    const rule = 'inspection.daily'
    expect(await asked(clerk, '510411', rule)).toMatchObject([{ result: 'notMet', value: 0 }])
    await world.as(clerk, recordDuty, { place: '510411001', duty: rule, onDay: '2026-10-09', content: '看台账' })
    expect(await asked(clerk, '510411', rule)).toMatchObject([{ value: 50, gap: '2 个中有 1 个不符合' }])
  })
})

describe('reports of offices', () => {
  it('[KM-3.2r] a county that hands its month up by the fifth has met it, and before the fifth is only reminded', async () => {
    const clerk = await officeOf('county', '530112')
    const rule = 'report.countyMonthly'
    // without a station there is nothing to report on
    expect(await asked(clerk, '530112', rule)).toEqual([])
    await aStation(world, clerk, { place: '530112001', name: '示例西山站' })
    const early = '2026-12-03'
    expect(await asked(clerk, '530112', rule, early)).toMatchObject([
      { result: 'notMet', pending: true, dueOn: '2026-12-05', period: '2026-11' },
    ])
    expect(await asked(clerk, '530112', rule, '2026-12-06')).toMatchObject([{ result: 'notMet', pending: false }])
    const { id, version } = await world.as(clerk, compileAreaReport, { place: '530112', period: '2026-11' })
    await world.as(clerk, submitReport, { id, version, highlights: '走访', nextPlan: '继续走访' })
    expect(await asked(clerk, '530112', rule, early)).toMatchObject([{ result: 'met', value: 100 }])
    // October's came never
    expect(await asked(clerk, '530112', rule)).toMatchObject([{ result: 'notMet', period: '2026-10' }])
  })

  it('[KM-3.1] a city answers for its half-year; its counties do not', async () => {
    const city = await officeOf('city', '530100')
    expect(await asked(city, '530100', 'report.cityHalfYear')).toMatchObject([
      { placeName: '昆明市', period: '2026-H1', dueOn: '2026-07-05' },
    ])
    expect(await asked(await officeOf('county', '530102'), '530102', 'report.cityHalfYear')).toEqual([])
  })

  it('[PZ-3.2] the monthly dispatch is asked of the pilot counties only', async () => {
    for (const place of ['510402002', '510403001', '510421100'])
      await aStation(world, await officeOf('county', place.slice(0, 6)), { place, name: `示例站${place}` })
    const city = await officeOf('city', '510400')
    const named = async (rule: string) => (await asked(city, '510400', rule)).map(({ placeName }) => placeName).sort()
    expect(await named('report.pilotDispatch')).toEqual(['东区', '米易县'])
    expect(await named('report.progress')).toEqual(['东区', '仁和区', '米易县', '西区'])
    expect(await asked(city, '510400', 'report.circular')).toMatchObject([
      { result: 'notMeasurable', why: '系统还没有登记向下发出的通报' },
    ])
  })
})
