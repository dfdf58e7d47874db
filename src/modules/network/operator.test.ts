import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aService, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { operatorFactsOf, recordInspection, recordVetting } from '../organisations/index.server.ts'
import { addCertificate } from '../people/index.server.ts'
import { changeMode } from '../stations/index.server.ts'
import { boardOf, finishHandover, ladderOfStation, laddersIn, planHandover } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const clerkOf = async (place: string) => world.actor(await world.account({ role: 'county', place }))
const board = (actor: Actor, place: string, on?: string) => world.as(actor, boardOf, { place, on: on ?? null })
const found = async (actor: Actor, station: string, rule: string) =>
  (await world.as(actor, findingsOfStation, { station })).findings.find((one) => one.rule === rule)

describe('operators', () => {
  it.each([
    ['KM-4.1b', '530102', '530102001'],
    ['GD-4.1b', '530111', '530111010'],
  ])(
    '[%s] must be registered, cover social work and have passed inspection; from elsewhere, have a hand-over planned',
    async (_, county, place) => {
      const clerk = await clerkOf(county)
      const operator = await anOrganisation(world, clerk, { local: false, coversSocialWork: false })
      const station = await aStation(world, clerk, { place, mode: 'purchased', operator: operator.id })
      const results = async () =>
        Object.fromEntries(
          (await world.as(clerk, findingsOfStation, { station: station.id })).findings
            .filter(({ measure }) => measure.startsWith('operators.'))
            .map(({ rule, result }) => [rule, result]),
        )
      expect(await results()).toEqual({
        'rule.operatorRegistered': 'notMet',
        'rule.operatorScope': 'notMet',
        'rule.operatorInspection': 'notMet',
        'rule.handoverPlan': 'notMet',
      })
      const local = await anOrganisation(world, clerk, { registeredWith: '示例民政局', registeredOn: '2018-05-01' })
      const plan = { station: station.id, dueOn: '2027-06-30', agreedOn: '2026-05-01' }
      await expect(world.as(clerk, planHandover, { ...plan, receiver: operator.id })).rejects.toMatchObject({
        fields: { receiver: expect.stringContaining('本地机构') },
      })
      const handover = await world.as(clerk, planHandover, { ...plan, receiver: local.id })
      expect(await results()).toMatchObject({ 'rule.handoverPlan': 'met' })
      expect((await board(clerk, county)).handovers.find(({ id }) => id === station.id)).toMatchObject({
        dueOn: '2027-06-30',
      })
      await world.as(clerk, finishHandover, { id: handover.id, version: 1, doneOn: '2026-11-01' })
      await world.as(clerk, changeMode, { id: station.id, mode: 'purchased', operator: local.id, fromOn: '2026-11-01' })
      await world.as(clerk, recordInspection, { id: local.id, year: 2025, conclusion: 'passed', onDay: '2026-06-01' })
      expect(await results()).toEqual({
        'rule.operatorRegistered': 'met',
        'rule.operatorScope': 'met',
        'rule.operatorInspection': 'met',
        // a local operator has nobody to hand over to
        'rule.handoverPlan': 'notMeasurable',
      })
      const { inspections } = await world.as(clerk, operatorFactsOf, { id: local.id })
      expect(inspections).toMatchObject([{ year: 2025, conclusion: 'passed' }])
      await world.as(clerk, recordInspection, { id: local.id, year: 2026, conclusion: 'basic', onDay: '2026-11-20' })
      expect(await results()).toMatchObject({ 'rule.operatorInspection': 'notMet' })
    },
  )

  it('[BH-4.1] people behind an operator are reviewed before services are bought: date, number and outcome, no names', async () => {
    const clerk = await clerkOf('120116')
    const operator = await anOrganisation(world, clerk)
    const station = await aStation(world, clerk, { place: '120116005', mode: 'purchased', operator: operator.id })
    expect(await found(clerk, station.id, 'rule.vetted')).toMatchObject({ result: 'notMet' })
    await world.as(clerk, recordVetting, { id: operator.id, onDay: '2022-06-20', people: 4, passed: true })
    expect(await found(clerk, station.id, 'rule.vetted')).toMatchObject({ result: 'met' })
  })
})

describe('the ladder of 五有', () => {
  it('[PZ-2.1b] is worked out of the station’s own records, and says what is missing for the next step', async () => {
    const clerk = await clerkOf('510422')
    const operator = await anOrganisation(world, clerk)
    const station = await aStation(world, clerk, { place: '510422100' })
    const rung = async () => (await world.as(clerk, ladderOfStation, { station: station.id })).rung!
    const held = async () => Object.fromEntries((await rung()).elements.map(({ key, held: is }) => [key, is]))
    expect(await rung()).toMatchObject({ reached: 0, steps: 2, missing: expect.arrayContaining(['有工作人员']) })
    const person = await aPerson(world, clerk, station.id, { origin: 'hired' })
    expect(await held()).toMatchObject({
      'maturity.staff': 'yes',
      'maturity.licensed': 'no',
      'maturity.operator': 'no',
    })
    const licence = { number: 'S2021000001', issuedOn: '2021-03-20' }
    await world.as(clerk, addCertificate, { id: person.id, certificate: 'assistant', ...licence })
    await world.as(clerk, changeMode, {
      id: station.id,
      mode: 'purchased',
      operator: operator.id,
      fromOn: '2022-01-01',
    })
    const worker = await world.actor(await world.account({ role: 'residentWorker', station: station.id }, person.id))
    await aService(world, worker, station.id, { form: 'case' })
    expect(await held()).toMatchObject({
      'maturity.staff': 'yes',
      'maturity.licensed': 'yes',
      'maturity.operator': 'yes',
      'maturity.professional': 'yes',
    })
    // the second step does not count before the first is whole
    expect((await rung()).reached).toBe(0)
    const { rungs } = await world.as(clerk, laddersIn, { place: '510422' })
    expect(rungs).toMatchObject([{ station: station.id, county: '盐边县' }])
    const before = await world.as(clerk, ladderOfStation, { station: station.id, on: '2021-12-31' })
    expect(before.rung!.elements.find(({ key }) => key === 'maturity.staff')!.held).toBe('no')
    const guandu = await clerkOf('530111')
    const elsewhere = await aStation(world, guandu, { place: '530111011' })
    expect((await world.as(guandu, ladderOfStation, { station: elsewhere.id })).rung).toBeNull()
  })
})
