import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { registerApplication } from '../assistance/index.server.ts'
import { addCategory, timelineOf } from '../clients/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds } from '../papers/index.server.ts'
import {
  answerDiscovery,
  dismissDiscovery,
  getDiscovery,
  getPatrol,
  listDiscoveries,
  listPatrols,
  namePatrolPerson,
  recordDiscovery,
  recordPatrol,
  referDiscovery,
  reopenDiscovery,
  reportDiscovery,
  reversePatrol,
  verifyDiscovery,
} from './index.server.ts'

let world: World
let clerk: Actor
let worker: Actor
let colleague: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  // the ledger and the patrols are the community room's (官渡区方案 附件3 第3、4项, 社区栏)
  station = (await aStation(world, clerk, { place: '530111004001', level: 'room' })).id
  const [one, two] = [await aPerson(world, clerk, station), await aPerson(world, clerk, station)]
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, one.id))
  colleague = await world.actor(await world.account({ role: 'residentWorker', station }, two.id))
})
afterAll(() => world.close())

const found = (over: Partial<InputOfCall<typeof recordDiscovery>> = {}) =>
  world.as(worker, recordDiscovery, {
    station,
    foundOn: today,
    way: 'neighbour',
    foundBy: '示例邻居',
    name: '示例户甲',
    place: '530111004001',
    members: 3,
    needs: ['medical', 'living'],
    situation: '户主住院，家中有两个上学的孩子，积蓄已用完',
    files: [],
    ...over,
  })
const factsOf = async (id: string) => {
  const { rows } = await world.owner.query<{
    kind: string
    variant: string
    people: number
    minutes: number
    items: string[]
    sign: number
  }>('select kind, variant, people, minutes, items, sign from fact where source = $1 order by sign desc, kind', [
    id.slice(id.indexOf('-') + 1),
  ])
  return rows
}
const share = async (name: string, period: string) => {
  const [cell] = await world.door.read(clerk, 'service.read', (tx) =>
    figures(tx, measureNamed(name), { subject: { stations: [station] }, period: periodOf(period)! }),
  )
  return cell && [cell.numerator, cell.denominator]
}

describe('a family in need that has not applied', () => {
  it('[GD-A3.4] is found, verified, reported to the street, handed to an application and answered, each with its day and who', async () => {
    const row = await found()
    expect(row).toMatchObject({ state: 'found', verifyBy: '2026-11-27', answerBy: '2026-12-08' })
    await expect(
      world.as(worker, verifyDiscovery, { id: row.id, version: 1, verifiedOn: '2026-11-20' }),
    ).rejects.toMatchObject({ fields: { verifiedOn: `不能早于发现日期 ${today}` } })
    await world.as(worker, verifyDiscovery, { id: row.id, version: 1, verifiedOn: today, note: '情况属实' })
    await world.as(worker, reportDiscovery, { id: row.id, version: 2, reportedOn: today })
    await expect(
      world.as(worker, referDiscovery, { id: row.id, version: 3, referredOn: today, referredTo: 'department' }),
    ).rejects.toMatchObject({ fields: { party: '请填写承办单位' } })
    const { id: client } = await aClient(world, worker, station)
    const application = await world.as(worker, registerApplication, {
      station,
      client,
      kind: 'temporaryRelief',
      way: 'discovered',
      appliedOn: today,
      members: 3,
      reason: '户主住院',
    })
    await world.as(worker, referDiscovery, {
      id: row.id,
      version: 3,
      referredOn: today,
      referredTo: 'application',
      application: application.id,
    })
    await world.as(worker, answerDiscovery, { id: row.id, version: 4, answeredOn: today, result: '已申请临时救助' })
    const seen = await world.as(clerk, getDiscovery, { id: row.id })
    expect(seen).toMatchObject({ late: false, applicationLabel: expect.stringContaining('临时救助') })
    expect(seen.discovery).toMatchObject({ state: 'answered', client, result: '已申请临时救助' })
    expect(seen.steps.map(({ move, onDay }) => [move, onDay])).toEqual(
      ['register', 'verify', 'report', 'refer', 'answer'].map((move) => [move, today]),
    )
    // the client it turned out to be has it in the timeline
    const { lines } = await world.as(worker, timelineOf, { id: client })
    expect(lines.map(({ label }) => label)).toContain('主动发现')
  })

  it('[GD-A3.4] is a service of the month by the item that names it, without a second entry', async () => {
    const row = await found({ way: 'visit', minutes: 40 })
    expect(await factsOf(row.id)).toEqual([
      { kind: 'discovery.found', variant: 'visit', people: 3, minutes: 40, items: [], sign: 1 },
      { kind: 'service.given', variant: 'visit', people: 1, minutes: 40, items: ['catalogue.4'], sign: 1 },
    ])
  })

  it('what is not followed up by its day shows as late, and in the share; what is untrue says why', async () => {
    const [late, untrue] = [await found({ foundOn: '2026-11-02' }), await found({ foundOn: '2026-11-02' })]
    await world.as(worker, dismissDiscovery, {
      id: untrue.id,
      version: 1,
      verifiedOn: '2026-11-04',
      result: '家中有稳定收入',
    })
    const { rows } = await world.as(clerk, listDiscoveries, { view: 'late' })
    expect(rows.map(({ discovery, late: past }) => [discovery.id, past])).toEqual([[late.id, true]])
    expect(await share('outreach.followedUpShare', '2026-11')).toEqual([1, 2])
    await world.as(worker, reopenDiscovery, { id: untrue.id, version: 2, note: '邻居再次反映' })
    expect((await world.as(worker, getDiscovery, { id: untrue.id })).discovery).toMatchObject({
      state: 'verified',
      result: null,
    })
    const { rows: named } = await world.as(worker, listDiscoveries, { view: 'all', search: 'slhj' })
    expect(named.length).toBeGreaterThan(0)
  })

  it('the ledger of a month prints, one line each', async () => {
    const paper = paperKinds().get('discoveries')!
    const book = await world.door.read(worker, 'outreach.read', (tx, reach) =>
      paper.build({ tx, reach, input: { id: `${station}_2026-11` } }),
    )
    expect(JSON.stringify(book.blocks)).toContain('示例户甲')
  })
})

const patrolled = (over: Partial<InputOfCall<typeof recordPatrol>> = {}, actor = worker) =>
  world.as(actor, recordPatrol, {
    station,
    onDay: today,
    fromTime: '22:30',
    toTime: '00:15',
    reason: 'cold',
    route: '示例路过街天桥、地铁口、农贸市场',
    files: [],
    people: [
      {
        name: '无名氏，约六十岁',
        sex: 'male',
        age: 60,
        minor: 'no',
        metAt: '过街天桥下',
        situation: '露宿两日，能交流，不愿说明来历',
        help: ['advice', 'clothes', 'escorted'],
        handOver: 'station',
        receiver: '示例市救助管理站 值班员',
      },
    ],
    ...over,
  })

describe('a patrol for people without a home', () => {
  it('says when, where, whom it met, what was given and to whom they were handed; it counts as a service', async () => {
    const row = await patrolled()
    // past midnight
    expect(row).toMatchObject({ minutes: 105, met: 1 })
    expect(await factsOf(row.id)).toEqual([
      { kind: 'patrol.walked', variant: 'cold', people: 1, minutes: 105, items: [], sign: 1 },
      { kind: 'service.given', variant: 'other', people: 1, minutes: 105, items: ['catalogue.3'], sign: 1 },
    ])
    expect(await share('outreach.handedOver', '2026-11')).toEqual([1, null])
    const { people } = await world.as(clerk, getPatrol, { id: row.id })
    expect(people[0]).toMatchObject({ help: ['advice', 'clothes', 'escorted'], receiver: '示例市救助管理站 值班员' })
    const paper = paperKinds().get('patrol')!
    const log = await world.door.read(worker, 'outreach.read', (tx, reach) =>
      paper.build({ tx, reach, input: { id: row.id } }),
    )
    expect(JSON.stringify(log.blocks)).toContain('送到救助管理站，示例市救助管理站 值班员')
  })

  it('nobody met is a patrol too; handing over needs a receiver; a mistake is taken out with its reason', async () => {
    expect(await patrolled({ people: [] })).toMatchObject({ met: 0 })
    const one = {
      name: '示例人员',
      sex: 'female' as const,
      minor: 'unsure' as const,
      metAt: '车站',
      situation: '求助',
      help: ['food' as const],
      handOver: 'station' as const,
    }
    await expect(patrolled({ people: [one] })).rejects.toMatchObject({
      fields: { 'people.0.receiver': '「示例人员」送到了救助管理站，请填写接收单位与接收人' },
    })
    const wrong = await patrolled({ people: [] })
    // another worker's patrol is not theirs to take back
    await expect(
      world.as(colleague, reversePatrol, { id: wrong.id, version: 1, reversedReason: '重复' }),
    ).rejects.toMatchObject({ code: 'notFound' })
    await world.as(worker, reversePatrol, { id: wrong.id, version: 1, reversedReason: '重复登记' })
    expect((await factsOf(wrong.id)).map(({ sign }) => sign)).toEqual([1, 1, -1, -1])
    expect((await world.as(worker, listPatrols, { state: 'reversed' })).rows).toHaveLength(1)
  })

  it('[PZ-G3.2.1h] whoever becomes known by name gets a file, and the patrol stands in its timeline', async () => {
    const row = await patrolled()
    const { people } = await world.as(worker, getPatrol, { id: row.id })
    const { id: client } = await aClient(world, worker, station, { idNumber: null, noIdReason: '流浪，身份待核实' })
    await world.as(worker, addCategory, {
      id: client,
      category: 'homeless',
      fromOn: today,
      source: 'discovered',
      proof: [],
    })
    await world.as(worker, namePatrolPerson, { id: people[0]!.id, version: people[0]!.version, client })
    const { lines } = await world.as(worker, timelineOf, { id: client })
    expect(lines[0]).toMatchObject({ label: '街面巡查', note: '送到救助管理站' })
  })
})
