import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { changeMode } from '../stations/index.server.ts'
import { addCandidate, addCertificate, compareCandidates, decideCandidate } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe.each([
  ['KM', '530102'],
  ['GD', '530111'],
])('selection by %s', (code, county) => {
  let clerk: Actor
  let station: string
  beforeAll(async () => {
    clerk = await world.actor(await world.account({ role: 'county', place: county }))
    station = (await aStation(world, clerk, { place: `${county}001` })).id
  })

  const candidate = (name: string, over: Partial<InputOfCall<typeof addCandidate>> = {}) =>
    world.as(clerk, addCandidate, {
      station,
      name,
      sex: 'female',
      bornOn: '1995-05-05',
      education: 'college',
      socialWorkMajor: false,
      localHousehold: false,
      localMinority: false,
      post: 'socialWorker',
      origin: 'dispatched',
      fullTime: true,
      fromOn: '2027-01-01',
      ...over,
    })
  const certificate = { certificate: 'assistant', issuedOn: '2026-09-01' } as const

  it(`[${code}-4.4b] preference works in two steps: certificate first, and only among equals household and minority; it is no bar`, async () => {
    await candidate('丁无', {})
    await candidate('丙本地', { localHousehold: true })
    await candidate('乙都本地', { localHousehold: true, localMinority: true })
    await candidate('甲持证', certificate)
    await candidate('戊持证本地', { ...certificate, localMinority: true })
    await candidate('己超龄持证', { ...certificate, localHousehold: true, bornOn: '1980-01-01' })
    await candidate('庚少数', { localMinority: true })
    const compared = await world.as(clerk, compareCandidates, { station })
    expect(compared.map(({ candidate: { name }, rank, tied }) => [name, rank, tied])).toEqual([
      ['戊持证本地', 1, false],
      ['甲持证', 2, false],
      ['乙都本地', 3, false],
      ['丙本地', 4, true],
      ['庚少数', 4, true],
      ['丁无', 6, false],
      ['己超龄持证', 7, false],
    ])
    const [first] = compared
    expect(first!.preferences.map(({ order, label, held }) => [order, label, held])).toEqual([
      [1, '具有社会工作专业资质', true],
      [2, '本地户籍', false],
      [2, '本地民族', true],
    ])
    expect(compared.find(({ candidate: { name } }) => name === '丁无')!.eligible).toBe(true)
    expect(compared.at(-1)).toMatchObject({
      eligible: false,
      eligibility: expect.arrayContaining([expect.objectContaining({ label: '年龄', met: false })]),
    })
  })

  it(`[${code}-4.4b] the decision is written down; not taking someone needs a reason`, async () => {
    const { id, version, ...one } = await candidate('辛比选')
    const { county: _c, station: _s, createdAt: _a, createdBy: _b, can: _k, ...values } = one
    await expect(world.as(clerk, decideCandidate, { ...values, id, version, state: 'declined' })).rejects.toMatchObject(
      {
        fields: { reason: expect.any(String) },
      },
    )
    expect(await world.as(clerk, decideCandidate, { ...values, id, version, state: 'chosen' })).toMatchObject({
      state: 'chosen',
    })
    await expect(candidate('壬缺日期', { certificate: 'assistant' })).rejects.toMatchObject({
      fields: { issuedOn: expect.any(String) },
    })
  })
})

describe('how many of whom a station has', () => {
  it.each([
    ['KM', '530102002', { head: 1, deputyHead: 1 }, '正好 1 人'],
    ['GD', '530111002', { head: 1, deputyHead: 2 }, '正好 2 人'],
  ] as const)('[%s-4.4] posts are counted as the document says, at %s', async (code, place, posts, deputies) => {
    const clerk = await world.actor(await world.account({ role: 'county', place: place.slice(0, 6) }))
    const { id: station } = await aStation(world, clerk, { place })
    const find = async (rule: string) =>
      (await world.as(clerk, findingsOfStation, { station })).findings.find((one) => one.rule === rule)
    expect(await find('post.deputyHead')).toMatchObject({ result: 'notMet', required: deputies, value: 0 })
    for (const [post, n] of Object.entries(posts))
      for (let i = 0; i < n; i++) await aPerson(world, clerk, station, { post, origin: 'government', fullTime: false })
    for (let i = 0; i < 2; i++) await aPerson(world, clerk, station)
    for (const rule of ['post.head', 'post.deputyHead', 'post.staff'])
      expect(await find(rule), rule).toMatchObject({ result: 'met' })
    await aPerson(world, clerk, station)
    // 昆明 says two, 官渡 at least two
    expect(await find('post.staff')).toMatchObject(
      code === 'KM' ? { result: 'notMet', gap: '多出 1 人' } : { result: 'met', value: 3 },
    )
  })

  it.each([
    ['KM', '530102003'],
    ['GD', '530111003'],
  ])(
    '[%s-A2q] a self-run station has a team of four; one that is purchased has a licensed worker in residence, at %s',
    async (_code, place) => {
      const clerk = await world.actor(await world.account({ role: 'county', place: place.slice(0, 6) }))
      const { id: station } = await aStation(world, clerk, { place })
      const find = async (rule: string) =>
        (await world.as(clerk, findingsOfStation, { station })).findings.find((one) => one.rule === rule)
      for (let i = 0; i < 3; i++) await aPerson(world, clerk, station)
      expect(await find('post.team')).toMatchObject({ result: 'notMet', gap: '还差 1 人' })
      await aPerson(world, clerk, station, { post: 'head', origin: 'government' })
      expect(await find('post.team')).toMatchObject({ result: 'met' })
      expect(await find('rule.licensed')).toBeUndefined()
      const operator = (await anOrganisation(world, clerk)).id
      await world.as(clerk, changeMode, { id: station, mode: 'purchased', operator, fromOn: '2026-06-01' })
      expect(await find('post.team')).toBeUndefined()
      expect(await find('rule.licensed')).toMatchObject({ result: 'notMet' })
      const licensed = await aPerson(world, clerk, station)
      await world.as(clerk, addCertificate, {
        id: licensed.id,
        certificate: 'assistant',
        number: '示例',
        issuedOn: '2025-01-01',
      })
      expect(await find('rule.licensed')).toMatchObject({ result: 'met' })
    },
  )
})
