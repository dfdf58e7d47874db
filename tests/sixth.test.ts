import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from '../src/app/modules.ts'
import type { Actor } from '../src/core/access.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { measures } from '../src/core/measures.ts'
import { loadPacks, openPacks, PackError } from '../src/modules/policy/index.server.ts'
import { aPerson, aService, aStation, openWorld, type World } from './world.ts'

const { findings, people, policy, reporting, services, stations } = modules

/** 青禾县 does not exist: its document is the folder tests/sixth, its places are four rows. */
const folder = join(import.meta.dirname, 'sixth')
const county = '990101'
const places = [
  ['990000', 'province', '示例省', '100000', '990000'],
  ['990100', 'city', '示例市', '990000', '990100'],
  [county, 'county', '青禾县', '990100', county],
  ['990101001', 'township', '云溪街道', county, county],
  ['990101002', 'township', '石桥镇', county, county],
  ['990101001001', 'village', '柳荫社区居民委员会', '990101001', county],
] as const

let world: World
let clerk: Actor
let point: string

beforeAll(async () => {
  openPacks([folder])
  world = await openWorld()
  for (const [id, kind, name, parent, home] of places) {
    await world.owner.query(
      `insert into place (id, county, version, created_at, kind, division_code, source) values ($1, $2, 1, now(), $3, $1, '虚构')`,
      [id, home, kind],
    )
    await world.owner.query(
      `insert into place_tenure (id, county, version, created_at, place, name, parent, from_on) values ($1, $2, 1, now(), $3, $4, $5, '1949-10-01')`,
      [uuidv7(), home, id, name, parent],
    )
  }
  clerk = await world.actor(await world.account({ role: 'county', place: county }))
  point = (
    await aStation(world, clerk, {
      place: '990101001',
      name: '青禾县云溪街道社工服务点',
      openedOn: '2026-01-05',
      modeFrom: '2026-01-05',
    })
  ).id
})
afterAll(async () => {
  await world.close()
  openPacks()
})

const manager = { post: 'caseManager', origin: 'hired', fromOn: '2026-02-01' } as const
const licence = { certificate: 'assistant', number: 'S2025000009', issuedOn: '2025-05-20' } as const

describe('a county whose document is a folder of YAML', () => {
  it('has its own names for the levels, and its plaque names a new station', async () => {
    const suggested = await world.as(clerk, stations.suggestName, { place: '990101002', level: 'station' })
    expect(suggested).toMatchObject({
      name: '青禾县石桥镇社工服务点',
      levelName: '街镇社工服务点',
      clause: '青禾县办法 第四条',
      placeHint: null,
    })
    await aStation(world, clerk, { place: county, level: 'hub', name: '青禾县社会工作指导中心' })
    await aStation(world, clerk, { place: '990101001001', level: 'room', name: '柳荫邻里驿站' })
    const { rows } = await world.as(clerk, stations.listStations, { place: county })
    expect(rows.map((row) => [row.station.name, row.levelName]).sort()).toEqual([
      ['柳荫邻里驿站', '邻里驿站'],
      ['青禾县云溪街道社工服务点', '街镇社工服务点'],
      ['青禾县社会工作指导中心', '青禾县社会工作指导中心'],
    ])
    expect((await world.as(clerk, stations.getStation, { id: point })).plaque).toMatchObject({ fits: true })
  })

  it('has posts of its own: people are appointed to them by its names, and to no others', async () => {
    expect(await world.as(clerk, people.postsAt, { station: point })).toEqual([
      { post: 'pointLead', name: '点长' },
      { post: 'caseManager', name: '个案管理员' },
      { post: 'liaison', name: '社区联络员' },
    ])
    await expect(aPerson(world, clerk, point, { post: 'clerk' })).rejects.toMatchObject({
      fields: { post: '本地政策没有这个岗位，请从这些中选择：点长、个案管理员、社区联络员' },
    })
    await aPerson(world, clerk, point, {
      post: 'pointLead',
      origin: 'government',
      name: '示例点长',
      fromOn: '2026-01-05',
    })
    const licensed = await aPerson(world, clerk, point, { ...manager, name: '示例管理员' })
    await world.as(clerk, people.addCertificate, { id: licensed.id, ...licence })
    const staff = await world.as(clerk, people.listStaff, { station: point })
    expect(staff.map(({ appointment }) => [appointment.personName, appointment.postName])).toEqual([
      ['示例点长', '点长'],
      ['示例管理员', '个案管理员'],
    ])
    const listed = await world.as(clerk, people.listPeople, { station: point })
    expect(listed.rows.find(({ person }) => person.id === licensed.id)?.posts).toEqual(['个案管理员'])
  })

  it('judges each post by its own conditions, on the day it begins', async () => {
    const unlicensed = await aPerson(world, clerk, point, manager)
    const old = await aPerson(world, clerk, point, {
      post: 'liaison',
      origin: 'converted',
      bornOn: '1965-01-01',
      fromOn: '2026-02-01',
    })
    const judged = async (id: string) =>
      (await world.as(clerk, people.getPerson, { id })).appointments[0]!.eligibility.map(({ label, met, clause }) => [
        label,
        met,
        clause,
      ])
    expect(await judged(unlicensed.id)).toEqual([['持证', false, '青禾县办法 第六条']])
    expect(await judged(old.id)).toEqual([
      ['年龄', false, '青禾县办法 第六条'],
      ['学历', true, '青禾县办法 第六条'],
    ])
  })

  it('is checked by its own rules, as worked out by hand', async () => {
    const { document, findings: found } = await world.as(clerk, findings.findingsOfStation, { station: point })
    expect(document).toBe('青禾县办法')
    const said = Object.fromEntries(found.map(({ rule, result, value }) => [rule, [result, value]]))
    expect(said).toMatchObject({
      'post.pointLead': ['met', 1],
      'post.caseManager': ['met', 2],
      // two managers and a liaison; who leads is not counted
      'post.staff': ['met', 3],
      'rule.licensedManager': ['met', 1],
      'eligibility.caseManager': ['notMet', 50],
      'eligibility.liaison': ['notMet', 0],
      'plaque.point': ['met', 100],
      'report.pointMonthly': ['notMet', 0],
      'facility.room': ['notMet', 0],
    })
  })

  it('is told how far its network is, before the day it is due', async () => {
    const { network } = await world.as(clerk, findings.findingsOfPlace, { place: county })
    expect(network.map(({ rule, result, value, pending }) => [rule, result, value, pending])).toEqual([
      ['target.coverage', 'notMet', 50, true],
      ['range.hub', 'met', 1, false],
    ])
  })

  it('a priced line counts only what meets its condition, and shows what was done beside it', async () => {
    const person = await aPerson(world, clerk, point, { ...manager, name: '示例活动员' })
    const worker = await world.actor(await world.account({ role: 'residentWorker', station: point }, person.id))
    const fair = { form: 'activity' as const, items: ['catalogue.fair'], onDay: '2026-10-18' }
    await aService(world, worker, point, { ...fair, people: 46, minutes: 90 })
    await aService(world, worker, point, { ...fair, people: 12, minutes: 90 })
    await aService(world, worker, point, { ...fair, people: 80, minutes: 30 })
    const { findings: found } = await world.as(clerk, findings.findingsOfStation, { station: point })
    const activity = found.find(({ rule }) => rule === 'indicator.contract.activity')!
    expect(activity).toMatchObject({
      result: 'notMet',
      value: 1,
      required: '不少于 6 次',
      pending: true,
      gap: '还差 5 次',
    })
    const { rows } = await world.as(clerk, findings.findingEvidence, { station: point, rule: activity.rule })
    expect(rows.map(({ label, hit }) => [label, hit])).toEqual([
      ['社区活动，12 人次，90 分钟', false],
      ['社区活动，80 人次，30 分钟', false],
      ['社区活动，46 人次，90 分钟', true],
    ])
    // groups are told by their own records of sessions: none was held here
    expect(found.find(({ rule }) => rule === 'indicator.contract.group')).toMatchObject({
      result: 'notMet',
      value: 0,
      measure: 'groups.qualified',
      required: '不少于 4 个',
    })
  })

  it('names the people its figures are split by, also those no other document knows', () => {
    for (const name of ['clients.byCategory', 'activities.reachedByCategory'])
      expect(measures().get(name)!.dimension!.words).toMatchObject({ ferryFolk: '渡口人家', dibao: '低保对象' })
  })

  it('shows its rules, visits by risk among them, on the page of the policy', async () => {
    const heads = await world.as(clerk, policy.listPolicies, {})
    expect(heads[0]).toMatchObject({ code: 'QH', document: '青禾县办法', placeName: '青禾县' })
    const { lines } = await world.as(clerk, policy.showPolicy, { code: 'QH' })
    const visits = lines.filter(({ kind }) => kind === 'visitFrequency')
    expect(
      visits.map(({ value, details }) => [value, details.find(({ label }) => label === '风险等级')?.value]),
    ).toEqual([
      ['4', '高'],
      ['2', '中'],
      ['1', '低'],
    ])
    expect(lines.filter(({ kind, applies }) => kind === 'postKind' && applies).map(({ value }) => value)).toEqual([
      '点长',
      '个案管理员',
      '社区联络员',
    ])
    expect(lines.find(({ key }) => key === 'postKind.clerk')).toMatchObject({
      applies: false,
      overriddenBy: '青禾县办法',
    })
  })

  it('sends its month by its own day, counted by its own catalogue', async () => {
    const head = await world.actor(await world.account({ role: 'stationHead', station: point }))
    const { items } = await world.as(head, services.catalogueOf, { station: point })
    expect(items.map(({ label }) => label)).toEqual(['入户关爱', '社区邻里节'])
    const { stations: lines } = await world.as(clerk, reporting.reportBoard, { place: county, period: '2026-10' })
    expect(lines.find((line) => line.station === point)).toMatchObject({ report: null, dueOn: '2026-11-08' })
    const report = await world.as(head, reporting.compileStationReport, { station: point, period: '2026-10' })
    expect(report).toMatchObject({
      title: '青禾县云溪街道社工服务点2026年10月工作月报',
      dueOn: '2026-11-08',
      policyCode: 'QH',
    })
    const { sections } = await world.as(head, reporting.reportFigures, { id: report.id })
    const figure = (measure: string) =>
      sections.flatMap((section) => section.figures).find((one) => one.measure === measure)?.value
    expect(figure('service.records')).toBe(3)
    // one of two items was served
    expect(figure('service.itemCoverage')).toBe(50)
  })
})

it('an evaluation of a thousand points whose weights do not add up is refused, with the line to mend', () => {
  const copy = mkdtempSync(join(tmpdir(), 'yizhan-sixth-'))
  try {
    cpSync(folder, copy, { recursive: true })
    const file = join(copy, 'QH/oversight.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('weight: 400', 'weight: 380'))
    const cn = join(import.meta.dirname, '../policies/cn')
    cpSync(cn, join(copy, 'cn'), { recursive: true })
    expect(() => loadPacks([copy])).toThrow(PackError)
    expect(() => loadPacks([copy])).toThrow(/oversight\.yaml 第 \d+ 行：总分写的是 1000，各项权重相加是 980，请核对/)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})
