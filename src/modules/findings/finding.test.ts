import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { addCertificate, endAppointment, getPerson } from '../people/index.server.ts'
import { findingEvidence, findingsOfPlace, findingsOfStation } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const clerkOf = async (county: string) => world.actor(await world.account([{ role: 'county', place: county }]))

/** `rule → [result, value]` of everything that can be measured. */
async function judged(clerk: Actor, station: string) {
  const { findings } = await world.as(clerk, findingsOfStation, { station })
  return Object.fromEntries(
    findings
      .filter(({ result }) => result !== 'notMeasurable')
      .map(({ rule, result, value }) => [rule, [result, value]]),
  )
}

const licence = { number: 'S2021000001', issuedOn: '2021-03-20' } as const

describe('each jurisdiction judges its own station, as worked out by hand', () => {
  it('[KM-4.4] a purchased Kunming station with one deputy, two staff and one licence meets its posts', async () => {
    const clerk = await clerkOf('530102')
    const operator = await anOrganisation(world, clerk)
    const station = await aStation(world, clerk, {
      place: '530102001',
      name: '昆明市五华区华山街道社会工作服务站',
      mode: 'purchased',
      operator: operator.id,
    })
    await aPerson(world, clerk, station.id, { post: 'head', origin: 'government' })
    await aPerson(world, clerk, station.id, { post: 'deputyHead', origin: 'dispatched' })
    const worker = await aPerson(world, clerk, station.id)
    await aPerson(world, clerk, station.id, { post: 'clerk', origin: 'converted', bornOn: '1976-01-01' })
    await world.as(clerk, addCertificate, { id: worker.id, certificate: 'assistant', ...licence })
    expect(await judged(clerk, station.id)).toMatchObject({
      'post.head': ['met', 1],
      'post.deputyHead': ['met', 1],
      'post.staff': ['met', 2],
      'rule.licensed': ['met', 1],
      'eligibility.residentWorker': ['met', 100],
      'eligibility.convertedClerk': ['met', 100],
      'plaque.station': ['met', 100],
      'report.stationMonthly': ['notMet', 0],
    })
  })

  it('[GD-4.4] the same staffing falls one deputy short in Guandu, where two are asked for', async () => {
    const clerk = await clerkOf('530111')
    const station = await aStation(world, clerk, { place: '530111004', name: '昆明市官渡区金马社工站' })
    await aPerson(world, clerk, station.id, { post: 'head', origin: 'government' })
    await aPerson(world, clerk, station.id, { post: 'deputyHead', origin: 'government' })
    await aPerson(world, clerk, station.id, {
      post: 'clerk',
      origin: 'converted',
      bornOn: '1971-12-31',
      fromOn: '2022-01-01',
    })
    await aPerson(world, clerk, station.id, {
      post: 'clerk',
      origin: 'converted',
      bornOn: '1970-06-01',
      fromOn: '2022-01-01',
    })
    const found = await judged(clerk, station.id)
    expect(found).toMatchObject({
      'post.head': ['met', 1],
      'post.deputyHead': ['notMet', 1],
      'post.staff': ['met', 2],
      'post.team': ['met', 4],
      // 50 by the day of appointment, and 51
      'eligibility.convertedClerk': ['notMet', 50],
      'plaque.station': ['notMet', 0],
    })
    expect(found).not.toHaveProperty('rule.licensed')
    const { findings } = await world.as(clerk, findingsOfStation, { station: station.id })
    expect(findings.find(({ rule }) => rule === 'post.deputyHead')).toMatchObject({
      required: '正好 2 人',
      gap: '还差 1 人',
      clause: '官渡区方案 四（四）',
      requirement: 'GD-4.4',
    })
    const { rows } = await world.as(clerk, findingEvidence, { station: station.id, rule: 'plaque.station' })
    expect(rows[0]!.label).toBe('现为「昆明市官渡区金马社工站」，应为「昆明市官渡区金马街道社会工作服务站」')
  })

  it('[PZ-G2] a Panzhihua station needs two licensed workers and a full-time head', async () => {
    const clerk = await clerkOf('510402')
    const station = await aStation(world, clerk, { place: '510402002', name: '炳草岗街道社会工作服务站' })
    await aPerson(world, clerk, station.id, { post: 'head', origin: 'hired', fullTime: false })
    const one = await aPerson(world, clerk, station.id, { origin: 'hired' })
    await aPerson(world, clerk, station.id, { origin: 'hired' })
    await world.as(clerk, addCertificate, { id: one.id, certificate: 'intermediate', ...licence })
    expect(await judged(clerk, station.id)).toMatchObject({
      'rule.licensed': ['notMet', 1],
      'eligibility.head': ['notMet', 0],
      // the head counts among the two; nothing asks that everyone be licensed
      'post.socialWorker': ['met', 3],
      'plaque.station': ['met', 100],
      // 东区 carries the provincial pilot: two newly licensed a year, and nothing of the five years of others
      'rule.newlyLicensed': ['notMet', 0],
    })
    expect(await judged(clerk, station.id)).not.toHaveProperty('rule.newlyLicensedOther')
  })

  it('[CG-3.4] a Chengguan station needs two workers, one licensed, all licensed or graduates of social work', async () => {
    const clerk = await clerkOf('620102')
    const operator = await anOrganisation(world, clerk)
    const station = await aStation(world, clerk, {
      place: '620102007',
      name: '兰州市城关区白银路街道社会工作服务站',
      mode: 'purchased',
      operator: operator.id,
    })
    const licensed = await aPerson(world, clerk, station.id)
    await aPerson(world, clerk, station.id, { socialWorkMajor: true })
    await aPerson(world, clerk, station.id)
    await world.as(clerk, addCertificate, { id: licensed.id, certificate: 'assistant', ...licence })
    const found = await judged(clerk, station.id)
    expect(found).toMatchObject({
      'post.residentWorker': ['met', 3],
      'rule.licensed': ['met', 1],
      'plaque.station': ['met', 100],
    })
    expect(found['rule.licensedOrMajor']).toEqual(['notMet', 66.7])
    expect(found['eligibility.sentWorker']).toEqual(['notMet', 66.7])
  })

  it('[BH-1.3] a Binhai station counts the Tianjin certificate, and wants it registered', async () => {
    const clerk = await clerkOf('120116')
    const station = await aStation(world, clerk, { place: '120116001', name: '滨海新区塘沽街道社会工作服务站' })
    const national = await aPerson(world, clerk, station.id, { origin: 'hired' })
    const local = await aPerson(world, clerk, station.id, { origin: 'hired' })
    await world.as(clerk, addCertificate, {
      id: national.id,
      certificate: 'assistant',
      ...licence,
      registeredOn: '2021-06-01',
      registeredUntil: '2024-05-31',
    })
    await world.as(clerk, addCertificate, {
      id: local.id,
      certificate: 'tianjinAide',
      ...licence,
      registeredOn: '2021-06-01',
      registeredUntil: '2027-05-31',
    })
    expect(await judged(clerk, station.id)).toMatchObject({
      'post.residentWorker': ['met', 2],
      'rule.licensed': ['met', 2],
      // both were registered on the day they were appointed; one registration has ended since
      'eligibility.professional': ['met', 100],
      'rule.registered': ['notMet', 50],
    })
  })
})

describe('the network', () => {
  it('[KM-1] coverage is the share of townships with an open station, and names the ones without', async () => {
    const city = await world.actor(await world.account({ role: 'city', place: '530100' }))
    const { network } = await world.as(city, findingsOfPlace, { place: '530100' })
    const coverage = network.find(({ place, rule }) => place === '530100' && rule === 'target.coverage')!
    const { rows } = await world.as(city, findingEvidence, { place: '530100', rule: 'target.coverage' })
    expect(coverage.value).toBe(Math.round((2 / rows.length) * 1000) / 10)
    expect(
      rows
        .filter(({ hit }) => hit)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['华山街道', '金马街道'])
    expect(coverage.pending).toBe(false)
  })

  it('[GD-1] the district has its own coverage, within its own streets', async () => {
    const clerk = await clerkOf('530111')
    const { network, stations } = await world.as(clerk, findingsOfPlace, { place: '530111' })
    expect(network.map(({ place }) => place)).toContain('530111')
    expect(network.find(({ rule }) => rule === 'target.coverage')!.value).toBeGreaterThan(0)
    expect(new Set(stations.map(({ stationName }) => stationName))).toEqual(new Set(['昆明市官渡区金马社工站']))
  })
})

it('[GD-4.4b] a finding as of a day reads who was in post on that day', async () => {
  const clerk = await clerkOf('530111')
  const { stations } = await world.as(clerk, findingsOfPlace, { place: '530111' })
  const station = stations[0]!.station!
  const deputy = await aPerson(world, clerk, station, {
    post: 'deputyHead',
    origin: 'dispatched',
    fromOn: '2026-11-20',
  })
  const on = async (day: string) =>
    (await world.as(clerk, findingsOfStation, { station, on: day })).findings.find(
      ({ rule }) => rule === 'post.deputyHead',
    )!.result
  expect([await on('2026-11-19'), await on('2026-11-20')]).toEqual(['notMet', 'met'])
  const { appointments } = await world.as(clerk, getPerson, { id: deputy.id })
  await world.as(clerk, endAppointment, { id: appointments[0]!.appointment.id, version: 1, toOn: '2026-11-22' })
  expect([await on('2026-11-22'), await on(today)]).toEqual(['met', 'notMet'])
})
