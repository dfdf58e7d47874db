import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { founded, judged } from '../../../tests/founded.ts'
import { aPerson, openWorld, today, type World } from '../../../tests/world.ts'
import { reportMilestone } from '../network/index.server.ts'
import { recordInspection } from '../organisations/index.server.ts'
import { addCertificate, getPerson } from '../people/index.server.ts'
import { findingsOfPlace } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe('what depends on how a station is run', () => {
  const rules = ['post.team', 'rule.licensed', 'rule.operatorRegistered', 'rule.operatorInspection']

  it.each([
    ['[KM-A2q] in Kunming', '530102003'],
    ['[GD-A2q] in Guandu', '530111006'],
  ])(
    '%s, one that the government runs needs a team of four, one that is bought a licensed worker in residence and a sound operator',
    async (_title, place) => {
      const { clerk, station } = await founded(world, place, {
        mode: 'selfRun',
        operator: null,
        name: `示例自办${place}`,
      })
      for (const post of ['head', 'deputyHead', 'clerk'])
        await aPerson(world, clerk, station, { post, origin: 'government' })
      expect(await judged(world, clerk, station, rules)).toEqual({ 'post.team': ['notMet', 3] })

      const bought = await founded(world, place, { name: `示例承接${place}` })
      // the operator's head is licensed, but does not work in residence as one of the staff
      const deputy = await aPerson(world, bought.clerk, bought.station, { post: 'deputyHead' })
      const worker = await aPerson(world, bought.clerk, bought.station)
      const licence = { certificate: 'intermediate', issuedOn: '2020-06-01' } as const
      await world.as(bought.clerk, addCertificate, { id: deputy.id, number: 'S1', ...licence })
      const unmet = {
        'rule.licensed': ['notMet', 0],
        'rule.operatorRegistered': ['met', 1],
        'rule.operatorInspection': ['notMet', 0],
      }
      expect(await judged(world, bought.clerk, bought.station, rules)).toEqual(unmet)
      await world.as(bought.clerk, addCertificate, { id: worker.id, number: 'S2', ...licence })
      await world.as(bought.clerk, recordInspection, {
        id: bought.operator,
        year: 2025,
        conclusion: 'passed',
        onDay: '2026-05-30',
      })
      const met = { ...unmet, 'rule.licensed': ['met', 1], 'rule.operatorInspection': ['met', 1] }
      expect(await judged(world, bought.clerk, bought.station, rules)).toEqual(met)
    },
  )

  it('[KM-4.4b] a station is judged by the same conditions as the page of each of its people', async () => {
    const { clerk, station } = await founded(world, '530102004')
    const on = { fromOn: '2026-06-15' }
    const people = [
      { ...on, bornOn: '1980-06-16' },
      { ...on, bornOn: '1980-06-15' },
      { ...on, bornOn: '1990-01-01', education: 'seniorHigh' },
      { ...on, bornOn: '1975-06-16', post: 'clerk', origin: 'converted', education: 'juniorHigh' },
      { ...on, bornOn: '1975-06-15', post: 'clerk', origin: 'converted' },
      { ...on, bornOn: '1960-01-01', post: 'head', origin: 'government' },
    ] as const
    const pages: boolean[] = []
    for (const one of people) {
      const { id } = await aPerson(world, clerk, station, one)
      const { appointments } = await world.as(clerk, getPerson, { id })
      pages.push(appointments[0]!.eligibility.every(({ met }) => met))
    }
    expect(pages).toEqual([true, false, false, true, false, true])
    expect(await judged(world, clerk, station, ['eligibility.residentWorker', 'eligibility.convertedClerk'])).toEqual({
      'eligibility.residentWorker': ['notMet', 33.3],
      'eligibility.convertedClerk': ['notMet', 50],
    })
  })
})

describe('what a document asks of offices', () => {
  it('[KM-6] of each county and street: a county reads its own, as of a day', async () => {
    const clerk = await world.actor(await world.account({ role: 'county', place: '530102' }))
    const node = { unit: 'place', place: '530102', policyCode: 'KM', line: 'milestone.funds' } as const
    const on = async (day: string) =>
      (await world.as(clerk, findingsOfPlace, { place: '530102', on: day })).network.find(
        ({ rule }) => rule === 'milestone.funds',
      )
    expect(await on('2021-04-01')).toMatchObject({
      result: 'notMet',
      pending: true,
      dueOn: '2021-04-15',
      placeName: '五华区',
    })
    await world.as(clerk, reportMilestone, { ...node, doneOn: '2021-04-20', note: '已列入预算', files: [], steps: [] })
    expect(await on('2021-04-19')).toMatchObject({ result: 'notMet', pending: false })
    expect(await on(today)).toMatchObject({ result: 'met', value: 100 })
  })

  it('[PZ-1.3b] the range of pilot counties is checked in those counties, and its conflict with the table is only a hint', async () => {
    const city = await world.actor(await world.account({ role: 'city', place: '510400' }))
    const { network } = await world.as(city, findingsOfPlace, { place: '510400' })
    const rooms = network.filter(({ rule }) => rule === 'range.pilotRoom')
    expect(rooms.map(({ placeName, advisory }) => [placeName, advisory]).sort()).toEqual([
      ['东区', true],
      ['米易县', true],
    ])
    // rows and columns of the table of tasks, each in its own place
    const tasks = network.filter(({ rule }) => rule.startsWith('buildTask.2021'))
    expect(tasks).toHaveLength(24)
    expect(tasks.find(({ rule }) => rule === 'buildTask.2021.510421.row')).toMatchObject({
      placeName: '米易县',
      required: '不少于 13 个',
    })
  })

  it('a network is judged only for those who see all of it', async () => {
    const { clerk } = await founded(world, '530112001')
    expect((await world.as(clerk, findingsOfPlace, { place: '530100' })).network).toEqual([])
    expect((await world.as(clerk, findingsOfPlace, { place: '530112' })).network.length).toBeGreaterThan(3)
  })
})
