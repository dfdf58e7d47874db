import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import { type Actor, unite } from '../../core/access.ts'
import { transact } from '../../core/db.ts'
import type { Measure } from '../../core/measures.ts'
import { behind, figures, readingOf, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { completeShare, freshShare, includedShare } from './client.measures.ts'
import {
  addCategory,
  addGuardian,
  addHousehold,
  addMember,
  addNeed,
  answerNeed,
  assessNeeds,
  assessRisk,
  categoriesOf,
  checkArchive,
  confirmCategory,
  endCategory,
  getClient,
  getHousehold,
  incompleteArchives,
  listClients,
  recordCare,
  recordTracing,
} from './index.server.ts'

let world: World
const counties: Record<string, Actor> = {}
let worker: Actor
let head: Actor
let township: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  for (const place of ['530111', '510402', '620102', '120116'])
    counties[place] = await world.actor(await world.account({ role: 'county', place }))
  station = (await aStation(world, counties['530111']!, { place: '530111004' })).id
  const person = await aPerson(world, counties['530111']!, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  township = await world.actor(await world.account({ role: 'township', place: '530111004' }))
})
afterAll(() => world.close())

async function measured(measure: Measure, parameters: Record<string, unknown> = {}) {
  return transact(world.db, unite(worker.grants.values()), 'read', async (connection) => {
    const asked = { subject: { stations: [station] }, period: periodOf('2026-11')!, with: parameters }
    const list = await behind(connection, measure, asked, '')
    return {
      value: readingOf(total(await figures(connection, measure, asked))),
      list: list.map(({ label, hit }) => [label, hit]),
    }
  })
}

const row = async (id: string) => (await world.as(worker, getClient, { id })).categories

describe('categories', () => {
  it('[PZ-G3.2.1g] a client has several categories at once, each with start, end, source and proof', async () => {
    const client = await aClient(world, worker, station)
    await world.as(worker, addCategory, {
      id: client.id,
      category: 'dibao',
      fromOn: '2024-01-01',
      source: 'roster',
      proof: [],
    })
    await world.as(worker, addCategory, {
      id: client.id,
      category: 'emptyNest',
      fromOn: '2025-03-01',
      source: 'discovered',
      proof: [],
    })
    await expect(
      world.as(worker, addCategory, {
        id: client.id,
        category: 'dibao',
        fromOn: '2025-01-01',
        source: 'roster',
        proof: [],
      }),
    ).rejects.toMatchObject({ fields: { category: expect.stringContaining('2024-01-01') } })
    const dibao = (await row(client.id)).find(({ row: one }) => one.category === 'dibao')!
    await world.as(worker, endCategory, {
      id: dibao.row.id,
      version: 1,
      toOn: '2026-06-30',
      endReason: '家庭收入超过标准',
    })
    await world.as(worker, addCategory, {
      id: client.id,
      category: 'dibaoMarginal',
      fromOn: '2026-07-01',
      source: 'roster',
      proof: [],
    })
    expect((await row(client.id)).map(({ label, row: one }) => [label, one.fromOn, one.toOn, one.source])).toEqual([
      ['低保边缘人员', '2026-07-01', null, 'roster'],
      ['空巢老年人', '2025-03-01', null, 'discovered'],
      ['最低生活保障对象', '2024-01-01', '2026-06-30', 'roster'],
    ])
    expect((await world.as(worker, listClients, { category: 'dibao' })).rows).toEqual([])
    expect((await world.as(worker, listClients, { category: 'emptyNest' })).rows.map(({ id }) => id)).toContain(
      client.id,
    )
  })

  it('[KM-5c, CG-2c, BH-S2c, PZ-G3.2.5c] each jurisdiction offers its own categories', async () => {
    const offered = async (county: string, place: string) => {
      const { id } = await aStation(world, counties[county]!, { place })
      return (await world.as(counties[county]!, categoriesOf, { station: id })).map(({ category }) => category)
    }
    const { rows } = await world.owner.query<{ county: string; id: string }>(
      `select distinct on (county) county, id from place where kind = 'township' and county = any($1) order by county, id`,
      [['510402', '620102', '120116']],
    )
    const place = (county: string) => rows.find((one) => one.county === county)!.id
    expect(await offered('510402', place('510402'))).toEqual(
      expect.arrayContaining([
        'leftBehindElder',
        'leftBehindWoman',
        'leftBehindChild',
        'relocated',
        'legalAid',
        'sheltered',
      ]),
    )
    expect(await offered('620102', place('620102'))).toEqual(
      expect.arrayContaining(['lowIncome', 'orphan', 'unattendedChild', 'leftBehindWoman', 'disability']),
    )
    expect(await offered('120116', place('120116'))).toEqual(expect.arrayContaining(['disabledElder']))
    const guandu = (await world.as(worker, categoriesOf, { station })).map(({ category }) => category)
    expect(guandu).toEqual(expect.arrayContaining(['scatteredTekun', 'leftBehindChild', 'relocated']))
    expect(guandu).not.toContain('sheltered')
  })

  it('the street confirms a child’s status and takes the child in; the share opens to who is left out', async () => {
    const child = await aClient(world, worker, station, {
      name: '示例留守童',
      bornOn: '2017-05-05',
      categories: [{ category: 'leftBehindChild' }],
    })
    await aClient(world, worker, station, {
      name: '示例未纳入',
      bornOn: '2016-05-05',
      categories: [{ category: 'orphan' }],
    })
    const [category] = await row(child.id)
    await expect(
      world.as(worker, confirmCategory, { id: category!.row.id, version: 1, confirmedOn: today }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await world.as(township, confirmCategory, {
      id: category!.row.id,
      version: 1,
      confirmedOn: '2026-11-02',
      includedOn: '2026-11-05',
    })
    expect(await measured(includedShare, { categories: ['orphan', 'leftBehindChild'] })).toEqual({
      value: 50,
      list: [
        ['示例未纳入', false],
        ['示例留守童', true],
      ],
    })
  })
})

describe('needs and their freshness', () => {
  it('[BH-S1.2] needs are listed and gone over by household, and the page says when the next update is due', async () => {
    const { rows } = await world.owner.query<{ id: string }>(
      `select id from place where kind = 'township' and county = '120116' order by id limit 1`,
    )
    const place = rows[0]!.id
    const there = (await aStation(world, counties['120116']!, { place })).id
    const person = await aPerson(world, counties['120116']!, there)
    const social = await world.actor(await world.account({ role: 'residentWorker', station: there }, person.id))
    const one = await aClient(world, social, there, { name: '示例家主' })
    const two = await aClient(world, social, there, { name: '示例家人' })
    const household = await world.as(social, addHousehold, {
      station: there,
      headName: '示例家主',
      place,
      client: one.id,
    })
    await world.as(social, addMember, { id: household.id, client: two.id, relation: 'daughter' })
    const need = await world.as(social, addNeed, {
      id: two.id,
      kind: 'employment',
      content: '想找家门口的工作',
      foundOn: '2025-10-01',
    })
    await world.as(social, assessNeeds, {
      id: one.id,
      onDay: '2025-11-20',
      covers: ['needs'],
      summary: '全家需求走了一遍',
      wholeHousehold: true,
    })
    const late = await world.as(social, getHousehold, { id: household.id })
    expect(late.members.map(({ name, relation }) => [name, relation])).toEqual([
      ['示例家主', 'head'],
      ['示例家人', 'daughter'],
    ])
    expect(late.needs.map(({ clientName, row: { content, state } }) => [clientName, content, state])).toEqual([
      ['示例家人', '想找家门口的工作', 'open'],
    ])
    expect(late.dueOn).toBe('2026-11-20')
    expect((await world.as(social, listClients, { due: true })).rows.map(({ name }) => name).sort()).toEqual(
      ['示例家主', '示例家人'].sort(),
    )
    await world.as(social, assessNeeds, {
      id: two.id,
      onDay: today,
      covers: ['needs'],
      summary: '今年再走一遍',
      wholeHousehold: true,
    })
    expect((await world.as(social, getHousehold, { id: household.id })).dueOn).toBe('2027-11-24')
    expect((await world.as(social, listClients, { due: true })).rows).toEqual([])
    await expect(world.as(social, answerNeed, { id: need.id, version: 1, state: 'met' })).rejects.toMatchObject({
      fields: { result: expect.any(String) },
    })
    await world.as(social, answerNeed, { id: need.id, version: 1, state: 'met', result: '推荐到社区食堂' })
    await expect(
      world.as(social, addMember, { id: household.id, client: two.id, relation: 'other' }),
    ).rejects.toMatchObject({ fields: { client: expect.any(String) } })
  })

  it('[GD-A3.17] needs and mental health of the hard-pressed elderly are due every half year, of others not', async () => {
    const asked = { months: 6, fromAge: 60, covers: ['needs', 'mentalHealth'], categories: ['livingAlone', 'dibao'] }
    const elder = await aClient(world, worker, station, { name: '示例独居', categories: [{ category: 'livingAlone' }] })
    const young = await aClient(world, worker, station, {
      name: '示例年轻',
      bornOn: '1990-01-01',
      categories: [{ category: 'dibao' }],
    })
    const dueOf = async (id: string) => (await world.as(worker, getClient, { id })).dueOn
    expect(await dueOf(young.id)).toBeNull()
    // never gone over: due from the day the file was opened
    expect(await dueOf(elder.id)).toBe(today)
    await world.as(worker, assessNeeds, {
      id: elder.id,
      onDay: '2026-05-20',
      covers: ['needs', 'mentalHealth'],
      mood: 'calm',
      summary: '情绪平稳',
    })
    await world.as(worker, assessNeeds, { id: elder.id, onDay: today, covers: ['needs'], summary: '只更新了需求' })
    expect(await dueOf(elder.id)).toBe('2026-11-20')
    expect((await measured(freshShare, asked)).list).toContainEqual(['示例独居', false])
    const missing = (await world.as(worker, checkArchive, { id: elder.id })).items.find(
      ({ key }) => key === 'freshness.elderArchive',
    )
    expect(missing).toMatchObject({
      met: false,
      fix: '应于 2026-11-20 前更新需求和心理健康',
      clause: expect.stringContaining('附件3 第17项'),
    })
    await world.as(worker, assessNeeds, {
      id: elder.id,
      onDay: today,
      covers: ['mentalHealth'],
      mood: 'attention',
      summary: '近期少出门',
    })
    expect(await dueOf(elder.id)).toBe('2027-05-24')
    expect((await measured(freshShare, asked)).list).toContainEqual(['示例独居', true])
    expect((await measured(freshShare, asked)).list.map(([name]) => name)).not.toContain('示例年轻')
  })
})

it('[KM-A2s] an archive says what is missing, and counts as complete once everything that is asked of that client is there', async () => {
  const client = await aClient(world, worker, station, { name: '示例补档', categories: [{ category: 'livingAlone' }] })
  const lacking = async () =>
    (await world.as(worker, checkArchive, { id: client.id })).items.filter(({ met }) => !met).map(({ key }) => key)
  expect(await lacking()).toEqual(['reachable', 'needs', 'risk', 'care'])
  const listed = await world.as(head, incompleteArchives, { station, missing: 'care' })
  expect(listed.rows.map((one) => one.client.name)).toContain('示例补档')
  await world.as(worker, addGuardian, {
    id: client.id,
    name: '示例女儿',
    relation: 'child',
    kind: 'direct',
    phone: '19900002222',
    fromOn: today,
  })
  await world.as(worker, assessNeeds, {
    id: client.id,
    onDay: today,
    covers: ['needs', 'mentalHealth'],
    mood: 'calm',
    summary: '需要助餐',
  })
  await world.as(worker, recordCare, { id: client.id, selfCare: 'partial', fromOn: today })
  await world.as(worker, assessRisk, {
    id: client.id,
    level: 'medium',
    reasons: '独居',
    fromOn: today,
    reviewOn: '2027-05-24',
  })
  expect(await lacking()).toEqual([])
  const share = await measured(completeShare)
  expect(share.list).toContainEqual(['示例补档', true])
  expect(share.value).toBeLessThan(100)
})

it('[PZ-G3.2.1h] somebody of unknown identity in a relief institution has a file, and every step of the search for the family', async () => {
  const place = (
    await world.owner.query<{ id: string }>(
      `select id from place where kind = 'township' and county = '510402' order by id limit 1`,
    )
  ).rows[0]!.id
  const there = (await aStation(world, counties['510402']!, { place })).id
  const person = await aPerson(world, counties['510402']!, there)
  const social = await world.actor(await world.account({ role: 'residentWorker', station: there }, person.id))
  const { id } = await aClient(world, social, there, {
    name: '无名氏东站',
    sex: 'unknown',
    idNumber: null,
    noIdReason: '身份不明，无法表述',
    bornOn: null,
    institution: '示例救助管理站',
    categories: [{ category: 'sheltered' }],
  })
  await world.as(social, recordTracing, { id, onDay: today, way: 'dna', result: 'searching', content: '已采集血样' })
  await world.as(social, recordTracing, { id, onDay: today, way: 'network', result: 'found', content: '找到弟弟' })
  const file = await world.as(social, getClient, { id })
  expect(file.tracings.map(({ way, result }) => [way, result])).toEqual([
    ['network', 'found'],
    ['dna', 'searching'],
  ])
  expect(file.client).toMatchObject({ institution: '示例救助管理站', bornOn: null })
})
