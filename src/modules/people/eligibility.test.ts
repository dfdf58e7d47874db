import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { addCertificate, type addPerson, appoint, getPerson, listStaff } from './index.server.ts'

let world: World
let clerk: Actor
const stations: Record<string, string> = {}

beforeAll(async () => {
  world = await openWorld()
  const places = { KM: '530102', GD: '530111', CG: '620102', BH: '120116' }
  clerk = await world.actor(await world.account(Object.values(places).map((place) => ({ role: 'county', place }))))
  for (const [code, county] of Object.entries(places))
    stations[code] = (await aStation(world, clerk, { place: `${county}001` })).id
})
afterAll(() => world.close())

/** Appoints somebody at a station of this document, and answers what was asked of them, by condition. */
async function judged(
  code: string,
  over: Partial<InputOfCall<typeof addPerson>>,
  certificates: Omit<InputOfCall<typeof addCertificate>, 'id' | 'number'>[] = [],
) {
  const person = await aPerson(world, clerk, stations[code]!, over)
  for (const [i, one] of certificates.entries())
    await world.as(clerk, addCertificate, { id: person.id, number: `示例${i}`, ...one })
  const { appointments } = await world.as(clerk, getPerson, { id: person.id })
  return Object.fromEntries(appointments[0]!.eligibility.map((one) => [one.label, one]))
}

describe.each([
  ['KM', '昆民通〔2021〕8号'],
  ['GD', '昆民通〔2021〕8号'],
])('by %s', (code, document) => {
  const on = { fromOn: '2026-06-15' }

  it.each([
    ['1981-06-15', '45 周岁', true],
    ['1980-06-16', '45 周岁', true],
    ['1980-06-15', '46 周岁', false],
  ])(`[${code}-4.4b] a resident worker born on %s is %s on the first day: met %s`, async (bornOn, value, met) => {
    const { 年龄: age } = await judged(code, { ...on, bornOn })
    expect(age).toMatchObject({ met, value, required: '45 周岁以下（含本数）', clause: `${document} 四（四）` })
  })

  it.each([
    ['1975-06-16', '50 周岁', true],
    ['1975-06-15', '51 周岁', false],
  ])(`[${code}-4.4b] a converted clerk born on %s is %s on the first day: met %s`, async (bornOn, value, met) => {
    const converted = { post: 'clerk', origin: 'converted', education: 'juniorHigh' } as const
    const checks = await judged(code, { ...on, bornOn, ...converted })
    expect(checks.年龄).toMatchObject({ met, value, required: '50 周岁以下（含本数）' })
    expect(checks.学历).toMatchObject({ met: true, required: '初中及以上' })
  })

  it(`[${code}-4.4b] a resident worker needs a college education, any major; a certificate is no bar`, async () => {
    const below = await judged(code, { ...on, education: 'seniorHigh' })
    expect(below.学历).toMatchObject({ met: false, value: '高中（中专）', required: '大专及以上' })
    const enough = await judged(code, { ...on, education: 'college' })
    expect(enough.学历).toMatchObject({ met: true })
    expect(Object.keys(enough)).toEqual(['年龄', '学历'])
  })

  it(`[${code}-4.4b] nothing of it is asked of a street leader who heads the station`, async () => {
    expect(await judged(code, { ...on, bornOn: '1966-01-01', post: 'head', origin: 'government' })).toEqual({})
  })
})

it('[GD-4.4b] the day that counts is the first of the appointment, however old one has become since', async () => {
  const person = await aPerson(world, clerk, stations.GD!, { bornOn: '1980-01-01', fromOn: '2025-12-31' })
  await world.as(clerk, appoint, {
    id: person.id,
    at: stations.GD!,
    post: 'clerk',
    origin: 'dispatched',
    fullTime: true,
    fromOn: '2026-01-01',
  })
  const { appointments } = await world.as(clerk, getPerson, { id: person.id })
  const met = appointments.map(({ appointment, eligibility }) => [appointment.fromOn, eligibility[0]?.met])
  expect(met).toEqual([
    ['2026-01-01', false],
    ['2025-12-31', true],
  ])
})

it('[CG-3.4] a worker sent to the station is licensed or a social-work graduate', async () => {
  const on = { fromOn: '2026-06-15' }
  const clause = '城关区采购需求 三（四）'
  expect((await judged('CG', on)).持证).toMatchObject({ met: false, value: '未持证', clause })
  expect((await judged('CG', { ...on, socialWorkMajor: true })).持证).toMatchObject({ met: true })
  const assistant = { certificate: 'assistant', issuedOn: '2026-06-15' } as const
  expect((await judged('CG', on, [assistant])).持证).toMatchObject({ met: true, value: '持证' })
  expect((await judged('CG', on, [{ ...assistant, issuedOn: '2026-06-16' }])).持证).toMatchObject({ met: false })
})

it('[BH-1.3] a professional holds a national or the Tianjin certificate, registered and in force on the first day', async () => {
  const on = { fromOn: '2026-06-15' }
  const held = { certificate: 'tianjinAide', issuedOn: '2020-01-01', registeredOn: '2023-06-15' } as const
  const unmet = async (certificates: Parameters<typeof judged>[2]) =>
    Object.entries(await judged('BH', on, certificates)).flatMap(([label, { met }]) => (met ? [] : [label]))
  expect(await unmet([])).toEqual(['持证', '认可证书', '登记'])
  expect(await unmet([held])).toEqual([])
  expect(await unmet([{ ...held, registeredUntil: '2026-06-15' }])).toEqual([])
  expect(await unmet([{ ...held, registeredUntil: '2026-06-14' }])).toEqual(['登记'])
  expect(await unmet([{ certificate: 'intermediate', issuedOn: '2020-01-01' }])).toEqual(['登记'])
})

it('[CG-3.4] the Tianjin certificate does not make one licensed elsewhere', async () => {
  const aide = { certificate: 'tianjinAide', issuedOn: '2020-01-01' } as const
  expect((await judged('CG', { fromOn: '2026-06-15' }, [aide])).持证).toMatchObject({ met: false })
})

it('the people in post at a station come with the same judgement as their own pages', async () => {
  const { id: station } = await aStation(world, clerk, { place: '530111012' })
  const person = await aPerson(world, clerk, station, { bornOn: '1979-01-01', fromOn: '2026-01-01' })
  const head = await aPerson(world, clerk, station, { post: 'head', origin: 'government', fromOn: '2026-01-01' })
  const [first, second] = await world.as(clerk, listStaff, { station })
  expect([first?.appointment.person, second?.appointment.person]).toEqual([head.id, person.id])
  const { appointments } = await world.as(clerk, getPerson, { id: person.id })
  expect(second?.eligibility).toEqual(appointments[0]!.eligibility)
  expect(second).toMatchObject({ licensed: false, fileInReach: true })
})

it('[GD-4.1] what is asked of street stations is not asked at the district’s hub, nor in a room', async () => {
  const hub = await aStation(world, clerk, { place: '530111', level: 'hub' })
  const at = async (station: string) => {
    const person = await aPerson(world, clerk, station, { bornOn: '1960-01-01', fromOn: '2026-01-01' })
    return (await world.as(clerk, getPerson, { id: person.id })).appointments[0]!.eligibility
  }
  expect(await at(hub.id)).toEqual([])
  expect((await at(stations.GD!)).map(({ met }) => met)).toEqual([false, true])
})
