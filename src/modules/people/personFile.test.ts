import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOrganisation, aPerson, aStation, openWorld, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { jobKinds } from '../../core/jobs.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { identityCheck } from './identity.ts'
import {
  addCertificate,
  addCheck,
  addEducation,
  addEmployment,
  addEthics,
  addExam,
  addIntern,
  appoint,
  cultivation,
  editExam,
  endStreetManager,
  exportRoster,
  getPerson,
  getPersonFile,
  listEndings,
  nameStreetManager,
  recordInsurance,
  renewRegistration,
  stationPeople,
  withdrawInsurance,
} from './index.server.ts'

let world: World
const clerks: Record<string, Actor> = {}
const stations: Record<string, string> = {}

beforeAll(async () => {
  world = await openWorld()
  const places = { GD: '530111001', PZ: '510402001', BH: '120116006', CG: '620102001' }
  for (const [code, place] of Object.entries(places)) {
    clerks[code] = await world.actor(await world.account({ role: 'county', place: place.slice(0, 6) }))
    stations[code] = (await aStation(world, clerks[code], { place })).id
  }
})
afterAll(() => world.close())

const finding = async (code: string, rule: string, station = stations[code]!) =>
  (await world.as(clerks[code]!, findingsOfStation, { station })).findings.find((one) => one.rule === rule)

describe('contracts', () => {
  it('[PZ-G2] the hiring channel is one of the document’s; the employer is a registered organisation or is named', async () => {
    const person = await aPerson(world, clerks.PZ!, stations.PZ!)
    const contract = {
      id: person.id,
      kind: 'labour' as const,
      fromOn: '2026-01-01',
      files: [],
      employerName: '示例机构',
    }
    await expect(world.as(clerks.PZ!, addEmployment, { ...contract, channel: '熟人介绍' })).rejects.toMatchObject({
      fields: { channel: '本地文件的用人渠道是：统一招聘、人才派遣、购买服务，请从中选择' },
    })
    await expect(world.as(clerks.PZ!, addEmployment, { ...contract, employerName: null })).rejects.toMatchObject({
      fields: { employer: expect.any(String) },
    })
    await world.as(clerks.PZ!, addEmployment, { ...contract, channel: '统一招聘' })
    const file = await world.as(clerks.PZ!, getPersonFile, { id: person.id })
    expect(file).toMatchObject({
      channels: ['统一招聘', '人才派遣', '购买服务'],
      employments: [{ employerName: '示例机构', employment: { channel: '统一招聘' } }],
    })
  })

  it('[CG-3.4] workers are employees of the operator: the contract names it', async () => {
    const operator = await anOrganisation(world, clerks.CG!)
    const person = await aPerson(world, clerks.CG!, stations.CG!)
    await world.as(clerks.CG!, addEmployment, {
      id: person.id,
      employer: operator.id,
      kind: 'labour',
      channel: '承接机构聘用',
      fromOn: '2026-01-01',
      toOn: '2027-12-31',
      files: [],
    })
    const { employments } = await world.as(clerks.CG!, getPersonFile, { id: person.id })
    expect(employments[0]!.employerName).toBe(operator.name)
  })
})

describe('[BH-4.2b] social insurance', () => {
  it('months of service that are over are due; missing ones are listed, others cannot be recorded', async () => {
    const person = await aPerson(world, clerks.BH!, stations.BH!, { fromOn: '2026-06-15' })
    const insure = (fromMonth: string, toMonth: string) =>
      world.as(clerks.BH!, recordInsurance, {
        station: stations.BH!,
        people: [person.id],
        fromMonth,
        toMonth,
        kinds: ['pension', 'medical'],
        files: [],
      })
    await expect(insure('2026-05', '2026-07')).rejects.toMatchObject({
      fields: { fromMonth: expect.stringContaining('2026-05 没有在岗') },
    })
    await expect(insure('2026-11', '2026-12')).rejects.toMatchObject({ fields: { toMonth: '不能登记以后的月份' } })
    const { recorded } = await insure('2026-06', '2026-09')
    expect(recorded).toHaveLength(4)
    const read = async () => (await world.as(clerks.BH!, getPersonFile, { id: person.id })).insurance
    expect(await read()).toMatchObject({
      due: ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10'],
      missing: ['2026-10'],
    })
    const july = recorded.find(({ month }) => month === '2026-07')!
    await world.as(clerks.BH!, withdrawInsurance, { id: july.id, version: 1, withdrawnReason: '凭证有误' })
    expect((await read()).missing).toEqual(['2026-07', '2026-10'])
    expect((await insure('2026-06', '2026-08')).recorded.map(({ month }) => month)).toEqual(['2026-07'])
  })

  it('all resident staff are insured in the last whole month, or the finding names who is not', async () => {
    const { id: station } = await aStation(world, clerks.BH!, { place: '120116001' })
    const [one, two] = [await aPerson(world, clerks.BH!, station), await aPerson(world, clerks.BH!, station)]
    // came this month: the first month is not over
    await aPerson(world, clerks.BH!, station, { fromOn: '2026-11-02' })
    const insure = (people: string[]) =>
      world.as(clerks.BH!, recordInsurance, {
        station,
        people,
        fromMonth: '2026-10',
        toMonth: '2026-10',
        kinds: ['pension'],
        files: [],
      })
    await insure([one.id])
    expect(await finding('BH', 'rule.insured', station)).toMatchObject({
      result: 'notMet',
      value: 50,
      gap: '2 个中有 1 个不符合',
    })
    await insure([two.id])
    expect(await finding('BH', 'rule.insured', station)).toMatchObject({ result: 'met', value: 100 })
  })
})

it('[PZ-G2] everyone who works for the station has signed the code of ethics; cadres of the street do not', async () => {
  const { id: station } = await aStation(world, clerks.PZ!, { place: '510402002' })
  const one = await aPerson(world, clerks.PZ!, station)
  const two = await aPerson(world, clerks.PZ!, station)
  await aPerson(world, clerks.PZ!, station, { post: 'head', origin: 'government', fullTime: false })
  const sign = (id: string) =>
    world.as(clerks.PZ!, addEthics, { id, edition: '2026 版', signedOn: '2026-02-01', files: [] })
  await sign(one.id)
  expect(await finding('PZ', 'rule.ethics', station)).toMatchObject({ result: 'notMet', value: 50 })
  await sign(two.id)
  expect(await finding('PZ', 'rule.ethics', station)).toMatchObject({ result: 'met' })
})

it('[PZ-2.1c] those without a licence enter this year’s national examination; results follow the entry', async () => {
  const { id: station } = await aStation(world, clerks.PZ!, { place: '510402005' })
  const licensed = await aPerson(world, clerks.PZ!, station)
  await world.as(clerks.PZ!, addCertificate, {
    id: licensed.id,
    certificate: 'assistant',
    number: '示例持证',
    issuedOn: '2025-09-01',
  })
  const person = await aPerson(world, clerks.PZ!, station)
  expect(await finding('PZ', 'rule.exam', station)).toMatchObject({ result: 'notMet', gap: '不符合' })
  const entry = await world.as(clerks.PZ!, addExam, {
    id: person.id,
    year: 2026,
    certificate: 'assistant',
    result: 'pending',
  })
  expect(await finding('PZ', 'rule.exam', station)).toMatchObject({ result: 'met' })
  const { id, version } = entry
  const passed = await world.as(clerks.PZ!, editExam, {
    id,
    version,
    year: 2026,
    certificate: 'assistant',
    result: 'passed',
  })
  expect(passed.result).toBe('passed')
  await expect(
    world.as(clerks.PZ!, addExam, { id: person.id, year: 2026, certificate: 'assistant', result: 'pending' }),
  ).rejects.toMatchObject({ fields: { year: expect.any(String) } })
  await expect(
    world.as(clerks.PZ!, addExam, { id: person.id, year: 2027, certificate: 'assistant', result: 'passed' }),
  ).rejects.toMatchObject({ fields: { result: expect.stringContaining('还没有举行') } })
})

it('[PZ-2.3][PZ-G3.3.2] talent raised in a year and over five years is counted where people worked when they won the licence', async () => {
  const { id: station } = await aStation(world, clerks.PZ!, { place: '510402100' })
  const before = (await world.as(clerks.PZ!, cultivation, { place: '510402' })).counties[0]!
  for (const issuedOn of ['2026-10-01', '2024-10-01', '2020-10-01']) {
    const person = await aPerson(world, clerks.PZ!, station, { fromOn: '2021-01-01' })
    await world.as(clerks.PZ!, addCertificate, { id: person.id, certificate: 'assistant', number: issuedOn, issuedOn })
  }
  const { year, since, counties } = await world.as(clerks.PZ!, cultivation, { place: '510400' })
  expect([year, since]).toEqual([2026, '2021-11-25'])
  expect(counties).toHaveLength(1)
  expect(counties[0]).toMatchObject({
    licensed: before.licensed + 3,
    gainedThisYear: before.gainedThisYear + 1,
    gainedFiveYears: before.gainedFiveYears + 2,
  })
  expect(await finding('PZ', 'rule.newlyLicensed', station)).toMatchObject({ value: 1, required: '不少于 2 人' })
})

it('[GD-A3.41][BH-3.2] interns practise at a station with a guide and a teacher, and are counted apart from its staff', async () => {
  const guide = await aPerson(world, clerks.GD!, stations.GD!, { name: '示例带教' })
  const intern = { station: stations.GD!, name: '示例实习', school: '示例大学', teacher: '示例老师', guide: guide.id }
  await expect(
    world.as(clerks.GD!, addIntern, { ...intern, fromOn: '2026-09-01', toOn: '2026-08-01' }),
  ).rejects.toMatchObject({ fields: { toOn: expect.any(String) } })
  await world.as(clerks.GD!, addIntern, { ...intern, fromOn: '2026-09-01', toOn: '2026-12-31', hours: 320 })
  const { interns } = await world.as(clerks.GD!, stationPeople, { station: stations.GD! })
  expect(interns).toMatchObject([{ guideName: '示例带教', intern: { school: '示例大学', hours: 320 } }])
  expect((await world.as(clerks.GD!, cultivation, { place: '530111' })).counties[0]!.interns).toBe(1)
})

it('[KM-3.3] the street’s manager is named per station from–to, and the finding follows', async () => {
  expect(await finding('GD', 'rule.streetManager')).toMatchObject({ result: 'notMet' })
  const named = await world.as(clerks.GD!, nameStreetManager, {
    station: stations.GD!,
    name: '示例干部',
    office: '社会建设办公室',
    fromOn: '2026-01-01',
  })
  expect(await finding('GD', 'rule.streetManager')).toMatchObject({ result: 'met', value: 1 })
  await world.as(clerks.GD!, endStreetManager, { id: named.id, version: 1, toOn: '2026-11-23' })
  expect(await finding('GD', 'rule.streetManager')).toMatchObject({ result: 'notMet' })
})

it('[BH-1.3] a renewed registration judges today, and what held before still judges its own day', async () => {
  const { id: station } = await aStation(world, clerks.BH!, { place: '120116007' })
  const person = await aPerson(world, clerks.BH!, station, { fromOn: '2022-06-01' })
  const held = await world.as(clerks.BH!, addCertificate, {
    id: person.id,
    certificate: 'assistant',
    number: '示例登记',
    issuedOn: '2020-01-01',
    registeredOn: '2021-01-01',
    registeredUntil: '2023-12-31',
  })
  expect(await finding('BH', 'rule.registered', station)).toMatchObject({ value: 0 })
  await expect(
    world.as(clerks.BH!, renewRegistration, { id: held.id, version: 1, registeredOn: '2021-01-01' }),
  ).rejects.toMatchObject({ fields: { registeredOn: expect.stringContaining('2021-01-01') } })
  await world.as(clerks.BH!, renewRegistration, {
    id: held.id,
    version: 1,
    registeredOn: '2024-01-01',
    registeredUntil: '2026-12-31',
  })
  expect(await finding('BH', 'rule.registered', station)).toMatchObject({ value: 100 })
  const past = (await world.as(clerks.BH!, findingsOfStation, { station, on: '2022-12-31' })).findings
  expect(past.find(({ rule }) => rule === 'rule.registered')).toMatchObject({ value: 100 })
  const { appointments, certificates } = await world.as(clerks.BH!, getPerson, { id: person.id })
  expect(appointments[0]!.eligibility.find(({ label }) => label === '登记')).toMatchObject({ met: true })
  expect(certificates[0]!.registrations.map(({ fromOn }) => fromOn)).toEqual(['2024-01-01', '2021-01-01'])
})

it('what ends within ninety days comes to those who keep the files, soonest first', async () => {
  const { id: station } = await aStation(world, clerks.BH!, { place: '120116009' })
  const head = await world.actor(await world.account({ role: 'stationHead', station }))
  const person = await aPerson(world, clerks.BH!, station, { closeToMinors: true })
  await world.as(clerks.BH!, addCertificate, {
    id: person.id,
    certificate: 'assistant',
    number: '示例到期',
    issuedOn: '2020-01-01',
    registeredOn: '2024-01-16',
    registeredUntil: '2027-01-15',
  })
  await world.as(head, addCheck, {
    id: person.id,
    checkedOn: '2025-12-01',
    result: 'clear',
    checkedBy: '示例公安分局',
    nextOn: '2026-12-01',
  })
  await world.as(head, addEmployment, {
    id: person.id,
    kind: 'labour',
    employerName: '示例',
    fromOn: '2024-01-01',
    toOn: '2027-06-30',
    files: [],
  })
  const endings = await world.as(head, listEndings, {})
  expect(endings.map(({ what, endsOn }) => [what, endsOn])).toEqual([
    ['check', '2026-12-01'],
    ['certificate', '2027-01-15'],
  ])
})

describe('privacy of the file', () => {
  it('a background check keeps day and result only, is due every year, and only those who keep files see it', async () => {
    const station = stations.GD!
    const person = await aPerson(world, clerks.GD!, station, { closeToMinors: true })
    const read = () => world.as(clerks.GD!, getPersonFile, { id: person.id })
    expect((await read()).checkDue).toContain('还没有登记从业查询')
    const check = { id: person.id, checkedOn: '2026-11-01', result: 'clear', checkedBy: '示例公安分局' } as const
    await expect(world.as(clerks.GD!, addCheck, { ...check, nextOn: '2028-11-01' })).rejects.toMatchObject({
      fields: { nextOn: expect.stringContaining('每年') },
    })
    await world.as(clerks.GD!, addCheck, { ...check, nextOn: '2027-10-31' })
    expect(await read()).toMatchObject({ checkDue: null, checks: [{ result: 'clear' }] })
    const worker = await world.actor(await world.account({ role: 'residentWorker', station }))
    const city = await world.actor(await world.account({ role: 'city', place: '530100' }))
    for (const reader of [worker, city])
      await expect(world.as(reader, getPersonFile, { id: person.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(world.as(clerks.BH!, getPersonFile, { id: person.id })).rejects.toMatchObject({ code: 'notFound' })
  })

  it('[GD-A3.41] the roster goes out masked; in full only with a reason, and each look is written down', async () => {
    const { id: station } = await aStation(world, clerks.GD!, { place: '530111007' })
    const head = await world.actor(await world.account({ role: 'stationHead', station }))
    const idNumber = '999999199001019998'.slice(0, 17)
    const number = idNumber + identityCheck(idNumber)
    await aPerson(world, clerks.GD!, station, { name: '示例花名', idNumber: number, bornOn: '1990-01-01', sex: 'male' })
    const cellsOf = async (input: { inFull: boolean; reason?: string }) => {
      const { rows } = await world.as(head, exportRoster, { station, ...input })
      expect(rows).toBe(1)
      const path = `${await mkdtemp(join(tmpdir(), 'yizhan-roster-'))}/roster`
      const parameters = { station, ...(input.inFull && { reason: input.reason }) }
      await jobKinds()
        .get('people.roster')!
        .run({ surroundings: world.surroundings, actor: head, parameters, path, progress: async () => {} })
      const book = new exceljs.Workbook()
      await book.xlsx.readFile(path)
      return JSON.stringify(book.worksheets[0]!.getRow(2).values)
    }
    const masked = await cellsOf({ inFull: false })
    expect(masked).toContain('示例花名')
    expect(masked).not.toContain(number)
    await expect(world.as(head, exportRoster, { station, inFull: true })).rejects.toMatchObject({
      fields: { reason: expect.any(String) },
    })
    expect(await cellsOf({ inFull: true, reason: '报送区民政局' })).toContain(number)
    const looks = await world.owner.query(
      `select field, reason from access_log where reason = '报送区民政局' order by field`,
    )
    expect(looks.rows).toMatchObject([{ field: 'idNumber' }, { field: 'phone' }])
  })
})

it('education keeps its history beside the highest degree of the file', async () => {
  const person = await aPerson(world, clerks.GD!, stations.GD!)
  await world.as(clerks.GD!, addEducation, {
    id: person.id,
    education: 'college',
    school: '示例学院',
    socialWork: true,
    files: [],
  })
  expect((await world.as(clerks.GD!, getPersonFile, { id: person.id })).educations).toMatchObject([
    { school: '示例学院' },
  ])
  await world.as(clerks.GD!, appoint, {
    id: person.id,
    at: stations.GD!,
    post: 'clerk',
    origin: 'hired',
    fullTime: false,
    fromOn: '2026-05-01',
  })
})
