import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCase, closing, intervening, moveOf } from '../../../tests/casework.ts'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { paperKinds, render } from '../papers/index.server.ts'
import * as casework from './index.server.ts'

let world: World
let county: Actor
let head: Actor
let worker: Actor
let colleague: Actor
let receiver: Actor
let station: string
let other: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  other = (await aStation(world, county, { place: '530111003' })).id
  const [one, two, far] = [
    await aPerson(world, county, station),
    await aPerson(world, county, station),
    await aPerson(world, county, other),
  ]
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, one.id))
  colleague = await world.actor(await world.account({ role: 'residentWorker', station }, two.id))
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  receiver = await world.actor(await world.account({ role: 'residentWorker', station: other }, far.id))
})
afterAll(() => world.close())

const content = {
  reason: '搬到女儿家，离新站更近',
  done: '家访六次，情绪好转',
  standing: '平稳，需要继续陪伴',
  wanted: '每两周看望一次',
  consentBy: 'self' as const,
  consentOn: today,
  proof: [],
}

describe('a client is referred', () => {
  it('[KM-5p] to another station of the system: it reads only the paper, answers there, and opens a case from it', async () => {
    const running = await intervening(world, worker, head, await aCase(world, worker, station))
    const stations = await world.as(worker, casework.stationsToRefer, { station })
    expect(stations.map(({ id }) => id)).toContain(other)
    const sent = await world.as(worker, casework.offerReferral, {
      id: running.id,
      toKind: 'station',
      to: other,
      ...content,
    })
    expect(sent).toMatchObject({ side: 'out', state: 'offered' })
    const { rows } = await world.as(receiver, casework.listReferrals, {})
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ side: 'in', reason: content.reason, caseFile: null, proof: [] })
    await expect(world.as(receiver, casework.getCase, { id: running.id })).rejects.toMatchObject({ code: 'notFound' })
    const [paper] = rows
    await world.as(receiver, casework.acceptReferral, { id: paper!.id, version: paper!.version, answer: '周五联系' })
    const answered = (await world.as(worker, casework.getCase, { id: running.id })).referrals[0]!
    expect(answered).toMatchObject({ state: 'accepted', answer: '周五联系', answeredOn: today })
    const taken = await aCase(world, receiver, other, {
      client: (await aClient(world, receiver, other)).id,
      source: 'station',
      referral: paper!.id,
    })
    expect((await world.as(receiver, casework.getReferral, { id: paper!.id })).becomes).toBe(taken.id)
    await expect(
      aCase(world, receiver, other, { client: (await aClient(world, receiver, other)).id, referral: paper!.id }),
    ).rejects.toMatchObject({ fields: { referral: expect.stringContaining('已经开立') } })
  })

  it('[KM-5p] to an organisation outside: its answer is entered when it comes, and can be taken back before', async () => {
    const running = await intervening(world, worker, head, await aCase(world, worker, station))
    const offer = () =>
      world.as(worker, casework.offerReferral, {
        id: running.id,
        toKind: 'organisation',
        toName: '示例市精神卫生中心',
        ...content,
      })
    const first = await offer()
    await expect(
      world.as(colleague, casework.withdrawReferral, { id: first.id, version: first.version }),
    ).rejects.toMatchObject({ code: 'notFound' })
    await world.as(worker, casework.withdrawReferral, { id: first.id, version: first.version })
    const second = await offer()
    const replied = await world.as(worker, casework.enterReply, {
      id: second.id,
      version: second.version,
      reply: 'accepted',
      answer: '已预约下周三门诊',
      answeredOn: today,
      answeredBy: '王医生',
    })
    expect(replied).toMatchObject({ state: 'accepted', answeredBy: '王医生' })
    const { referrals } = await world.as(worker, casework.getCase, { id: running.id })
    expect(referrals.map(({ state }) => state).sort()).toEqual(['accepted', 'withdrawn'])
  })

  it('a child under fourteen is referred with the guardian’s consent only', async () => {
    const child = await aClient(world, worker, station, {
      bornOn: '2016-05-01',
      idNumber: null,
      noIdReason: '户口待补',
      basis: 'consent',
      way: 'written',
      givenBy: 'guardian',
      guardianName: '示例祖母',
      guardianRelation: 'grandparent',
    })
    const running = await intervening(
      world,
      worker,
      head,
      await aCase(world, worker, station, { client: child.id, domain: 'child' }),
    )
    await expect(
      world.as(worker, casework.offerReferral, {
        id: running.id,
        toKind: 'organisation',
        toName: '示例学校',
        ...content,
      }),
    ).rejects.toMatchObject({ fields: { consentBy: expect.stringContaining('监护人') } })
  })
})

describe('every form of a case is printed', () => {
  it('each paper C-01 to C-10 and the bundle, as PDF and Word, read through the reach of whoever prints', async () => {
    const submitted = await closing(world, worker, head, await aCase(world, worker, station))
    const closed = await world.as(head, casework.approveClosure, moveOf(submitted, '同意'))
    const { records } = await world.as(worker, casework.getCase, { id: closed.id })
    const papers: [string, string][] = [
      ...[
        'caseIntake',
        'caseAssessment',
        'casePlan',
        'caseConsent',
        'caseContacts',
        'caseReview',
        'caseClosing',
        'caseFeedback',
        'caseBundle',
      ].map((name): [string, string] => [name, closed.id]),
      ['caseRecord', records[0]!.row.id],
    ]
    for (const [name, id] of papers) {
      const kind = paperKinds().get(name)!
      const build = (actor: Actor) =>
        world.door.read(actor, kind.grant, (tx, reach) => kind.build({ tx, reach, input: { id } }))
      const paper = await build(worker)
      expect((await render(paper, 'pdf')).subarray(0, 5).toString(), name).toBe('%PDF-')
      expect((await render(paper, 'docx')).length, name).toBeGreaterThan(5000)
      await expect(build(colleague), name).rejects.toMatchObject({ code: 'notFound' })
    }
    const bundle = await world.door.read(worker, 'case.read', (tx, reach) =>
      paperKinds()
        .get('caseBundle')!
        .build({ tx, reach, input: { id: closed.id } }),
    )
    const words = JSON.stringify(bundle.blocks)
    for (const title of ['表 C-01', '表 C-01B', '表 C-02', '表 C-03A', '表 C-06', '表 C-07', '表 C-08', '表 C-10'])
      expect(words, title).toContain(title)
    expect(words).toContain('<svg')
  })
})
