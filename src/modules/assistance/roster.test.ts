import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, madeUpIdentity, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { jobKinds } from '../../core/jobs.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { checkImport, getImport, startImport, undoImport } from '../imports/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds, render } from '../papers/index.server.ts'
import {
  addRosterEntry,
  certifyLife,
  changeRosterEntry,
  checkPayment,
  endRosterEntry,
  listCertifications,
  listRoster,
  reverseCertification,
  sendRoster,
} from './index.server.ts'

let world: World
let clerk: Actor
let worker: Actor
let station: string
let serial = 600

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  await openStation()
})
afterAll(() => world.close())

/** A station of its own for a test that counts. */
async function openStation() {
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const person = await aPerson(world, clerk, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
}

const numbered = () => madeUpIdentity('1938-03-04', (serial += 2))
const entered = async (over: object = {}) => {
  const { id } = await aClient(world, worker, station, { bornOn: '1938-03-04', idNumber: numbered() })
  return world.as(worker, addRosterEntry, {
    station,
    client: id,
    kind: 'advancedAge',
    members: 1,
    monthlyFen: 10_000,
    fromMonth: '2026-01',
    ...over,
  })
}
const roster = (month: string, over: object = {}) => world.as(worker, listRoster, { month, station, ...over })
const share = async (name: string, period: string, parameters: object = {}) => {
  const [cell] = await world.door.read(clerk, 'service.read', (tx) =>
    figures(tx, measureNamed(name), {
      subject: { stations: [station] },
      period: periodOf(period)!,
      with: parameters as Record<string, unknown>,
    }),
  )
  return cell && [cell.numerator, cell.denominator]
}

describe('the roster of a month', () => {
  it('[GD-A3.25] is worked out of who came, who changed and who went, for any month', async () => {
    const one = await entered()
    const two = await entered({ fromMonth: '2026-10' })
    await world.as(worker, changeRosterEntry, {
      id: one.id,
      version: 1,
      members: 1,
      monthlyFen: 12_000,
      fromMonth: '2026-11',
    })
    await world.as(worker, endRosterEntry, { id: two.id, version: 1, lastMonth: '2026-10', ending: 'died' })
    const seen = async (month: string) => {
      const { rows, entries, totalFen, added, ended } = await roster(month)
      return {
        lines: rows.map(({ standing, entry }) => [standing, entry.monthlyFen]).sort(),
        entries,
        totalFen,
        added,
        ended,
      }
    }
    expect(await seen('2026-09')).toEqual({
      lines: [['same', 10_000]],
      entries: 1,
      totalFen: 10_000,
      added: 0,
      ended: 0,
    })
    expect(await seen('2026-10')).toEqual({
      lines: [
        ['added', 10_000],
        ['same', 10_000],
      ],
      entries: 2,
      totalFen: 20_000,
      added: 1,
      ended: 0,
    })
    // another sum is no newcomer and no leaver
    expect(await seen('2026-11')).toEqual({
      lines: [
        ['changed', 12_000],
        ['ended', 10_000],
      ],
      entries: 1,
      totalFen: 12_000,
      added: 0,
      ended: 1,
    })
    expect(await share('assistance.onRoster', '2026-11-24')).toEqual([1, null])
  })

  it('nobody stands on a roster twice, and an end is not before the beginning', async () => {
    const one = await entered({ fromMonth: '2026-05' })
    await expect(
      world.as(worker, addRosterEntry, {
        station,
        client: one.client,
        kind: 'advancedAge',
        members: 1,
        monthlyFen: 1,
        fromMonth: '2026-08',
      }),
    ).rejects.toMatchObject({ fields: { fromMonth: expect.stringContaining('自 2026-05 起已在「高龄津贴」名册上') } })
    await expect(
      world.as(worker, endRosterEntry, { id: one.id, version: 1, lastMonth: '2026-04', ending: 'moved' }),
    ).rejects.toMatchObject({ fields: { lastMonth: '不能早于起发月份 2026-05' } })
  })

  it('[GD-A3.25] goes up each month with its sums, once; the finding asks for it, and payment is checked', async () => {
    await openStation()
    await entered({ kind: 'disabilityCare', monthlyFen: 9_000 })
    expect(await share('assistance.rosterSentShare', '2026-10', { aidGroup: 'disability' })).toEqual([0, 1])
    const sent = await world.as(worker, sendRoster, {
      station,
      aidGroup: 'disability',
      month: '2026-10',
      sentTo: '区民政局',
    })
    expect(sent).toMatchObject({ rows: 1, members: 1, totalFen: 9_000, added: 0, sentOn: today })
    expect(await share('assistance.rosterSentShare', '2026-10', { aidGroup: 'disability' })).toEqual([1, 1])
    await expect(
      world.as(worker, sendRoster, { station, aidGroup: 'disability', month: '2026-10', sentTo: '区民政局' }),
    ).rejects.toMatchObject({ fields: { month: '2026-10 的「残疾人两项补贴」名册已经报送' } })
    const checked = await world.as(worker, checkPayment, {
      id: sent.id,
      version: sent.version,
      checkedOn: today,
      unpaid: '1 人账户注销',
    })
    expect(checked.unpaid).toBe('1 人账户注销')
    // later changes leave what went up as it was
    expect((await roster('2026-10', { aidGroup: 'disability' })).reports[0]!.report).toMatchObject({
      rows: 1,
      totalFen: 9_000,
    })
    const paper = paperKinds().get('assistanceRoster')!
    const book = await world.door.read(worker, 'assistance.read', (tx, reach) =>
      paper.build({ tx, reach, input: { id: `${station}_disability_2026-10` } }),
    )
    expect(book).toMatchObject({ title: '残疾人两项补贴在册名册', subtitle: expect.stringContaining('2026年10月') })
    const read = new exceljs.Workbook()
    await read.xlsx.load((await render(book, 'xlsx')) as never)
    const words = JSON.stringify(read.worksheets.map((sheet) => sheet.getSheetValues()))
    expect(words).toContain('重度残疾人护理补贴')
    expect(words).not.toMatch(/999999\d{11}/)
  })
})

describe('the clerk’s own sheet of a roster', () => {
  it('[GD-A3.25] is checked cell by cell against the files, written as a whole and taken back', async () => {
    await openStation()
    const [first, second] = [numbered(), numbered()]
    const known = await aClient(world, worker, station, { bornOn: '1938-03-04', idNumber: first })
    const other = await aClient(world, worker, station, { bornOn: '1938-03-04', idNumber: second })
    const book = new exceljs.Workbook()
    const sheet = book.addWorksheet('名册')
    sheet.addRow(['姓名', '身份证号码', '补贴种类', '金额', '享受起始时间'])
    sheet.addRow([known.name, first, '高龄津贴', 100, '2026年1月'])
    sheet.addRow(['别的名字', second, '高龄津贴', 100, '2026-02'])
    sheet.addRow(['示例丙', numbered(), '高龄津贴', 100, '2026-02'])
    sheet.addRow([other.name, second, '养老金', 100, '去年'])
    const content = Buffer.from(await book.xlsx.writeBuffer()).toString('base64')
    const head = await world.actor(await world.account({ role: 'stationHead', station }))
    const batch = await world.as(head, checkImport, {
      kind: 'assistanceRoster',
      station,
      fileName: '名册.xlsx',
      content,
    })
    expect(batch).toMatchObject({ rows: 4, good: 1 })
    const { problems } = await world.as(head, getImport, { id: batch.id })
    expect(problems.map(({ row, message }) => `${row} ${message.slice(0, 11)}`)).toEqual(
      expect.arrayContaining([
        '3 档案中的姓名是「示例居',
        '4 没有找到这个身份证号的',
        '5 本地没有按月发放的「养',
        '5 看不懂「去年」，请写成',
      ]),
    )
    expect((await roster('2026-02')).rows).toEqual([])
    await world.as(head, startImport, { id: batch.id, version: batch.version, onlyGood: true })
    await jobKinds()
      .get('imports.write')!
      .run({
        surroundings: world.surroundings,
        actor: head,
        parameters: { batch: batch.id },
        path: '',
        progress: async () => {},
      })
    expect((await roster('2026-02')).rows).toEqual([
      expect.objectContaining({
        entry: expect.objectContaining({
          clientName: known.name,
          monthlyFen: 10_000,
          source: 'imported',
          fromOn: '2026-01-01',
        }),
      }),
    ])
    const done = (await world.as(head, getImport, { id: batch.id })).batch
    await world.as(head, undoImport, { id: done.id, version: done.version })
    expect((await roster('2026-02')).rows).toEqual([])
  })
})

describe('life certification', () => {
  it('[GD-A3.23] each recipient of the allowance is asked after once a year; who is not stands as owed, then as late', async () => {
    await openStation()
    const one = await entered()
    const two = await entered()
    const list = async (year?: string) =>
      (await world.as(worker, listCertifications, { station, ...(year && { year }) })).rows.map(
        ({ entry, state, dueOn }) => [entry, state, dueOn],
      )
    expect(await list()).toEqual(
      expect.arrayContaining([
        [one.id, 'due', '2026-12-31'],
        [two.id, 'due', '2026-12-31'],
      ]),
    )
    const certify = (entry: string, over: object = {}) =>
      world.as(worker, certifyLife, {
        station,
        entry,
        onDay: today,
        way: 'video',
        outcome: 'alive',
        minutes: 10,
        files: [],
        ...over,
      })
    const done = await certify(one.id)
    await certify(two.id, { way: 'phone', outcome: 'unreached' })
    expect(await list()).toEqual([
      [two.id, 'due', '2026-12-31'],
      [one.id, 'done', '2026-12-31'],
    ])
    const kinds = { kinds: ['advancedAge'] }
    expect(await share('assistance.certifiedShare', '2026', kinds)).toEqual([1, 2])
    const { rows } = await world.owner.query<{ kind: string; variant: string; items: string[] }>(
      'select kind, variant, items from fact where source_entity = $1 and source = $2 order by kind',
      ['life_certification', done.id.slice(done.id.indexOf('-') + 1)],
    )
    expect(rows).toEqual([
      { kind: 'assistance.certified', variant: 'video', items: [] },
      { kind: 'service.given', variant: 'other', items: ['catalogue.23'] },
    ])
    world.setDay('2027-01-05')
    expect(await list('2026')).toEqual([
      [two.id, 'late', '2026-12-31'],
      [one.id, 'done', '2026-12-31'],
    ])
    // the new year begins anew
    expect((await list()).map(([, state]) => state)).toEqual(['due', 'due'])
    world.setDay(today)
    await world.as(worker, reverseCertification, { id: done.id, version: done.version, reversedReason: '录错了人' })
    expect(await share('assistance.certifiedShare', '2026', kinds)).toEqual([0, 2])
  })
})

it('[GD-A3.23] [GD-A3.25] the station’s findings ask for certification, clocks and the roster, each by its clause', async () => {
  await openStation()
  const asked = async () => {
    const { findings } = await world.as(clerk, findingsOfStation, { station })
    return new Map(findings.map((one) => [one.rule, one]))
  }
  await entered()
  const before = await asked()
  expect(before.get('subsidy.advancedAge')).toMatchObject({
    label: '高龄津贴生存认证全部完成',
    result: 'notMet',
    pending: true,
    clause: '官渡区方案 附件3 第23项',
  })
  expect(before.get('clock.assistance.disability.firstReview')?.clause).toBe('全国通用 民发〔2021〕70号')
  // our own defaults only remind in the lists
  expect(before.has('clock.assistance.review')).toBe(false)
  await entered({ kind: 'disabilityCare', fromMonth: '2026-09' })
  expect((await asked()).get('report.disabilitySubsidy')?.result).toBe('notMet')
  await world.as(worker, sendRoster, { station, aidGroup: 'disability', month: '2026-10', sentTo: '区民政局' })
  expect((await asked()).get('report.disabilitySubsidy')?.result).toBe('met')
})
