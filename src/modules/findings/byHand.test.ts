import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { founded, judged } from '../../../tests/founded.ts'
import { aPerson, openWorld, type World } from '../../../tests/world.ts'
import { addDocument, addPlan } from '../documents/index.server.ts'
import { addProject, reportMilestone, setTier } from '../network/index.server.ts'
import { recordInspection, recordVetting } from '../organisations/index.server.ts'
import { addCertificate, addEthics, addExam, nameStreetManager, recordInsurance } from '../people/index.server.ts'
import { issueBadges, stationBadges } from '../plaques/index.server.ts'
import { addEquipment, addSpace } from '../premises/index.server.ts'
import { recordSession } from '../supervision/index.server.ts'
import { recordCourse } from '../training/index.server.ts'
import { findingsOfStation } from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const files: string[] = []
const piece = { quantity: 1, state: 'good' as const, files, fromOn: '2026-01-10' }
const room = { alsoFor: files, files, fromOn: '2026-01-10' }
const paper = { inForceFrom: '2026-01-15', onWall: false, files }

describe('what a station has, holds and does, as worked out by hand', () => {
  it('[KM-4.2] [KM-4.3] a Kunming station: one room for two functions, a broken computer, three papers of thirteen', async () => {
    const { clerk, station, operator } = await founded(world, '530102001')
    await world.as(clerk, addSpace, {
      station,
      name: '一楼大厅',
      purpose: 'facility.reception',
      areaM2: 40,
      ...room,
      alsoFor: ['facility.office'],
    })
    await world.as(clerk, addEquipment, {
      station,
      line: 'facility.computer',
      name: '电脑',
      kind: 'device',
      ...piece,
      state: 'repair',
    })
    await world.as(clerk, addEquipment, {
      station,
      line: 'facility.cabinet',
      name: '文件柜',
      kind: 'furniture',
      ...piece,
      quantity: 3,
    })
    await world.as(clerk, addDocument, {
      station,
      title: '站务制度',
      lines: ['document.personnel', 'document.finance'],
      ...paper,
    })
    await world.as(clerk, addDocument, {
      station,
      title: '旧档案制度',
      lines: ['document.records'],
      ...paper,
      inForceUntil: '2026-10-31',
    })
    await world.as(clerk, addPlan, {
      station,
      line: 'plan.work',
      title: '2026年工作计划',
      fromOn: '2026-01-01',
      toOn: '2026-12-31',
      files: [],
    })
    await world.as(clerk, nameStreetManager, { station, name: '示例干部', office: '社会事务办', fromOn: '2026-02-01' })
    for (const [name, localCharacter] of [
      ['邻里食堂', true],
      ['银龄课堂', false],
    ] as const)
      await world.as(clerk, addProject, { station, year: 2026, name, kind: 'brand', localCharacter })
    await world.as(clerk, recordInspection, { id: operator, year: 2025, conclusion: 'passed', onDay: '2026-06-30' })
    const rules = [
      'facility.reception',
      'facility.office',
      'facility.computer',
      'facility.cabinet',
      'document.personnel',
      'document.finance',
      'document.records',
      'document.promise',
      'plan.work',
      'rule.streetManager',
      'rule.operatorRegistered',
      'rule.operatorScope',
      'rule.operatorInspection',
      'rule.handoverPlan',
      'range.brandProject',
      'range.localProject',
    ]
    expect(await judged(world, clerk, station, rules)).toEqual({
      'facility.reception': ['met', 1],
      'facility.office': ['met', 1],
      // there is one, but it does not work
      'facility.computer': ['notMet', 0],
      'facility.cabinet': ['met', 3],
      'document.personnel': ['met', 1],
      'document.finance': ['met', 1],
      // its edition ended in October
      'document.records': ['notMet', 0],
      'document.promise': ['notMet', 0],
      'plan.work': ['met', 1],
      'rule.streetManager': ['met', 1],
      'rule.operatorRegistered': ['met', 1],
      'rule.operatorScope': ['met', 1],
      'rule.operatorInspection': ['met', 1],
      'rule.handoverPlan': ['notMet', 0],
      'range.brandProject': ['met', 2],
      'range.localProject': ['met', 1],
    })
    const { findings } = await world.as(clerk, findingsOfStation, { station })
    // the document only encourages the hand-over: a hint, no fault
    expect(findings.find(({ rule }) => rule === 'rule.handoverPlan')).toMatchObject({ advisory: true })
    expect(findings.find(({ rule }) => rule === 'facility.computer')).toMatchObject({
      group: 'premises',
      required: '不少于 1 台',
      gap: '还差 1 台',
      clause: '昆民通〔2021〕8号 附件2',
      requirement: 'KM-4.2',
      advisory: false,
    })
    // nobody is in post: there is nothing to judge, which is said instead of a fault
    expect(findings.find(({ rule }) => rule === 'eligibility.residentWorker')).toMatchObject({
      result: 'notMeasurable',
      why: '没有适用的对象，不需核查',
    })
    // thirty volunteers are asked for, and are not recorded yet
    expect(findings.find(({ rule }) => rule === 'post.volunteers')).toMatchObject({
      result: 'notMeasurable',
      why: '系统还没有这项数据',
    })
  })

  it('[KM-4.6] [GD-6] a Guandu station: its badges, its own node of the timetable, its name', async () => {
    const { clerk, station } = await founded(world, '530111005', { name: '昆明市官渡区示例社工站' })
    const one = await aPerson(world, clerk, station, { post: 'socialWorker' })
    await aPerson(world, clerk, station, { post: 'clerk', origin: 'converted' })
    const { members } = await world.as(clerk, stationBadges, { station })
    const { appointment } = members.find(({ name }) => name === one.name)!
    await world.as(clerk, issueBadges, { station, appointments: [appointment] })
    const node = { unit: 'station', place: '530111005', station, policyCode: 'GD', line: 'milestone.service' } as const
    expect(await judged(world, clerk, station, ['milestone.service'])).toEqual({ 'milestone.service': ['notMet', 0] })
    await world.as(clerk, reportMilestone, {
      ...node,
      doneOn: '2026-06-01',
      note: '两名社工进驻',
      files: [],
      steps: [],
    })
    expect(
      await judged(world, clerk, station, ['milestone.service', 'attire.badge', 'plaque.station', 'attire.uniform']),
    ).toEqual({
      'milestone.service': ['met', 100],
      'attire.badge': ['notMet', 50],
      'attire.uniform': ['notMet', 0],
      'plaque.station': ['notMet', 0],
    })
  })

  it('[PZ-G1] [PZ-2.1b] a Panzhihua station on the ladder: five of five, the next step lacks two', async () => {
    const { clerk, station } = await founded(world, '510403001', { mode: 'selfRun', operator: null })
    await world.as(clerk, addSpace, { station, name: '服务大厅', purpose: 'facility.serviceArea', areaM2: 30, ...room })
    await world.as(clerk, addEquipment, {
      station,
      line: 'facility.plaqueOutside',
      name: '标牌',
      kind: 'sign',
      ...piece,
    })
    await world.as(clerk, addEquipment, { station, line: 'facility.printer', name: '打印机', kind: 'device', ...piece })
    await world.as(clerk, addDocument, { station, title: '日常管理制度', lines: ['document.daily'], ...paper })
    const head = await aPerson(world, clerk, station, { post: 'head', origin: 'hired', fullTime: true })
    const worker = await aPerson(world, clerk, station, { post: 'socialWorker', origin: 'hired' })
    await world.as(clerk, addCertificate, {
      id: head.id,
      certificate: 'assistant',
      number: 'S1',
      issuedOn: '2021-03-20',
    })
    await world.as(clerk, addEthics, { id: head.id, edition: '2026 版', signedOn: '2026-03-01', files: [] })
    await world.as(clerk, addExam, { id: worker.id, year: 2026, certificate: 'assistant', result: 'pending' })
    const rules = [
      'facility.serviceArea',
      'facility.plaqueOutside',
      'facility.printer',
      'facility.fire',
      'document.daily',
      'document.finance',
      'rule.ethics',
      'rule.exam',
      'rule.licensed',
      'post.socialWorker',
      'maturity.premises',
      'maturity.rules',
      'maturity.licensed',
      'maturity.operator',
    ]
    expect(await judged(world, clerk, station, rules)).toEqual({
      'facility.serviceArea': ['met', 1],
      'facility.plaqueOutside': ['met', 1],
      'facility.printer': ['met', 1],
      'facility.fire': ['notMet', 0],
      'document.daily': ['met', 1],
      'document.finance': ['notMet', 0],
      // the head signed, the worker did not
      'rule.ethics': ['notMet', 50],
      // the only one without a licence entered
      'rule.exam': ['met', 100],
      'rule.licensed': ['notMet', 1],
      // the head counts among the two
      'post.socialWorker': ['met', 2],
      'maturity.premises': ['met', 1],
      'maturity.rules': ['met', 1],
      'maturity.licensed': ['met', 1],
      'maturity.operator': ['notMet', 0],
    })
    const { ladder } = await world.as(clerk, findingsOfStation, { station })
    expect(ladder).toEqual({ step: 1, last: 2, missing: ['有社会工作服务机构', '能开展专业社会工作服务'] })
    // 西区 is no pilot of social work: ten licences in five years from its opening, which end in 2026-06
    const { findings } = await world.as(clerk, findingsOfStation, { station })
    expect(findings.find(({ rule }) => rule === 'rule.newlyLicensedOther')).toMatchObject({
      result: 'notMet',
      pending: false,
    })
  })

  it('[PZ-2.1d] a station built to the ladder first is only reminded of the guide', async () => {
    const { clerk, station } = await founded(world, '510411001')
    const of = async (rule: string) =>
      (await world.as(clerk, findingsOfStation, { station })).findings.find((one) => one.rule === rule)!.advisory
    expect([await of('facility.fire'), await of('maturity.premises')]).toEqual([false, false])
    await world.as(clerk, setTier, { station, tier: 'tier.basic', fromOn: '2026-01-01' })
    expect([await of('facility.fire'), await of('document.daily'), await of('maturity.premises')]).toEqual([
      true,
      true,
      false,
    ])
    await world.as(clerk, setTier, { station, tier: 'tier.cityGuide', fromOn: '2026-06-01' })
    expect(await of('facility.fire')).toBe(false)
  })

  it('[CG-3.5] [CG-3.4] a Chengguan station: 180 of 200 square metres, and one worker whom the operator does not employ', async () => {
    const { clerk, station } = await founded(world, '620102007')
    await world.as(clerk, addSpace, {
      station,
      name: '活动厅',
      purpose: 'facility.activitySpace',
      areaM2: 120,
      ...room,
    })
    await world.as(clerk, addSpace, {
      station,
      name: '儿童之家',
      purpose: 'facility.activitySpace',
      areaM2: 60,
      host: '儿童之家',
      ...room,
    })
    await world.as(clerk, addSpace, { station, name: '办公室', purpose: 'facility.office', areaM2: 15, ...room })
    await aPerson(world, clerk, station, { origin: 'dispatched', socialWorkMajor: true })
    await aPerson(world, clerk, station, { origin: 'hired', socialWorkMajor: true })
    const rules = [
      'facility.activitySpace',
      'facility.office',
      'facility.printer',
      'rule.employedByOperator',
      'rule.licensed',
      'rule.licensedOrMajor',
    ]
    expect(await judged(world, clerk, station, rules)).toEqual({
      'facility.activitySpace': ['notMet', 180],
      'facility.office': ['met', 15],
      'facility.printer': ['notMet', 0],
      'rule.employedByOperator': ['notMet', 50],
      'rule.licensed': ['notMet', 0],
      'rule.licensedOrMajor': ['met', 100],
    })
    const { findings } = await world.as(clerk, findingsOfStation, { station })
    expect(findings.find(({ rule }) => rule === 'facility.activitySpace')!.gap).toBe('还差 20 m²')
  })

  it('[BH-3.2] [BH-3.1b] [BH-4.2b] a Binhai station: hours of the year, supervision, last month insured, the operator vetted', async () => {
    const { clerk, station, operator } = await founded(world, '120116001')
    const trained = await aPerson(world, clerk, station, { origin: 'hired' })
    const short = await aPerson(world, clerk, station, { origin: 'hired' })
    const course = { way: 'offline' as const, kind: 'training.continuing', continuing: true, files, absent: files }
    await world.as(clerk, recordCourse, {
      station,
      title: '继续教育一',
      fromOn: '2026-04-01',
      toOn: '2026-04-03',
      hours: 24,
      ...course,
      people: [trained.id, short.id],
    })
    await world.as(clerk, recordCourse, {
      station,
      title: '继续教育二',
      fromOn: '2026-09-05',
      toOn: '2026-09-05',
      hours: 6,
      ...course,
      people: [trained.id],
    })
    const session = {
      kind: 'individual' as const,
      person: trained.id,
      summary: '讨论两个个案',
      files,
      guided: [short.id],
    }
    await world.as(clerk, recordSession, { station, onDay: '2026-05-11', hours: 18, ...session })
    await world.as(clerk, recordSession, { station, onDay: '2026-08-20', hours: 12.5, ...session })
    await world.as(clerk, recordInsurance, {
      station,
      people: [trained.id],
      fromMonth: '2026-10',
      toMonth: '2026-10',
      kinds: ['pension'],
      files: [],
    })
    await world.as(clerk, recordVetting, { id: operator, onDay: '2026-02-02', people: 5, passed: true })
    await world.as(clerk, addDocument, { station, title: '工作指引', lines: ['document.guideDuties'], ...paper })
    const rules = [
      'rule.trainingHours',
      'rule.supervision',
      'rule.insured',
      'rule.vetted',
      'rule.cases',
      'document.guideDuties',
      'plan.construction',
    ]
    expect(await judged(world, clerk, station, rules)).toMatchObject({
      // one of two reached thirty hours; the year is still running
      'rule.trainingHours': ['notMet', 50],
      'rule.supervision': ['met', 30.5],
      'rule.insured': ['notMet', 50],
      'rule.vetted': ['met', 1],
      'document.guideDuties': ['met', 1],
      'plan.construction': ['notMet', 0],
    })
    const { findings } = await world.as(clerk, findingsOfStation, { station })
    expect(findings.find(({ rule }) => rule === 'rule.trainingHours')).toMatchObject({
      pending: true,
      dueOn: '2026-12-31',
    })
    // once drawn up, a plan that is due once need not be drawn up again
    await world.as(clerk, addPlan, {
      station,
      line: 'plan.construction',
      title: '建站方案',
      fromOn: '2022-04-01',
      toOn: '2022-12-31',
      files: [],
    })
    expect(await judged(world, clerk, station, ['plan.construction'])).toEqual({ 'plan.construction': ['met', 1] })
  })
})
