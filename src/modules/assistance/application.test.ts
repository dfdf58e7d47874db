import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import type { InputOfCall } from '../../core/action.ts'
import { getClient, timelineOf } from '../clients/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import {
  acceptApplication,
  addSurvey,
  answerObjection,
  closeNotice,
  closeSecondNotice,
  getApplication,
  grantApplication,
  handOut,
  keepPaper,
  listAids,
  listApplications,
  listRoster,
  passFirstReview,
  passReview,
  publishNotice,
  publishSecondNotice,
  receivePapers,
  recordObjection,
  reexamine,
  refuseApplication,
  registerApplication,
  resubmitApplication,
  returnPapers,
  submitApplication,
  waitingApplications,
  withdrawApplication,
} from './index.server.ts'

let world: World
let clerk: Actor
let head: Actor
let worker: Actor
let street: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  street = await world.actor(await world.account({ role: 'township', place: '530111004' }))
  const person = await aPerson(world, clerk, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
})
afterAll(() => world.close())

const apply = async (kind: string, over: Partial<InputOfCall<typeof registerApplication>> = {}, born?: string) =>
  world.as(worker, registerApplication, {
    station,
    client: (await aClient(world, worker, station, born ? { bornOn: born } : {})).id,
    kind,
    way: 'helped',
    appliedOn: today,
    members: 2,
    reason: '一人患病，家庭收入不足以维持基本生活',
    ...over,
  })

type Row = Awaited<ReturnType<typeof apply>>
const seen = (row: { id: string }, actor = worker) => world.as(actor, getApplication, { id: row.id })
const at = async (row: { id: string }) => {
  const { application } = await seen(row)
  return { id: application.id, version: application.version }
}
const withAllPapers = async (row: Row) => {
  const { papers } = await seen(row)
  await world.as(worker, receivePapers, { id: row.id, papers: papers.map(({ paper }) => paper) })
}
const survey = (row: Row) =>
  world.as(worker, addSurvey, {
    id: row.id,
    kind: 'home',
    onDay: today,
    findings: '住房与家中陈设与申报相符，本人在床，需人照料',
    result: 'consistent',
    minutes: 50,
    files: [],
  })
const accepted = async (kind: string, over: object = {}, born?: string) => {
  const row = await apply(kind, over, born)
  await withAllPapers(row)
  await world.as(worker, acceptApplication, await at(row))
  return row
}
const noticed = async (kind: string) => {
  const row = await accepted(kind)
  await survey(row)
  await world.as(worker, passFirstReview, { ...(await at(row)), opinion: '情况属实' })
  await world.as(worker, publishNotice, { ...(await at(row)), startOn: today, postedAt: '社区公示栏', files: [] })
  return row
}

describe('an application for assistance', () => {
  it('[GD-A3.2] goes from acceptance by way of survey, notice and review to its result, each step dated and with who took it', async () => {
    const row = await apply('dibao')
    expect(row).toMatchObject({ state: 'applied', kindLabel: '最低生活保障', dueOn: '2026-11-27' })
    await expect(world.as(worker, acceptApplication, await at(row))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^还缺 4 份材料：申请表、/),
    })
    await withAllPapers(row)
    const taken = await world.as(worker, acceptApplication, await at(row))
    // thirty working days from acceptance (民发〔2021〕57号)
    expect(taken).toMatchObject({ state: 'accepted', acceptedOn: today, wholeDueOn: '2027-01-05' })
    await expect(world.as(worker, passFirstReview, { ...(await at(row)), opinion: '属实' })).rejects.toMatchObject({
      message: '还没有家庭调查：请先登记入户调查、邻里访问、信函索证或信息核查',
    })
    await survey(row)
    await world.as(worker, passFirstReview, { ...(await at(row)), opinion: '情况属实' })
    await world.as(worker, publishNotice, { ...(await at(row)), startOn: today, postedAt: '社区公示栏', files: [] })
    const hanging = await seen(row)
    expect(hanging.notices[0]!.notice).toMatchObject({ startOn: today, endOn: '2026-12-01', second: 'first' })
    await expect(world.as(worker, closeNotice, await at(row))).rejects.toMatchObject({
      message: '公示到 2026-12-01 为止，期满后再办理',
    })
    world.setDay('2026-12-02')
    await world.as(worker, closeNotice, await at(row))
    await world.as(street, passReview, { ...(await at(row)), opinion: '同意上报' })
    await world.as(street, submitApplication, { ...(await at(row)), submittedTo: '区民政局' })
    world.setDay('2026-12-10')
    await world.as(clerk, grantApplication, {
      ...(await at(row)),
      decidedOn: '2026-12-10',
      amountFen: 62_000,
      fromMonth: '2027-01',
    })
    const { application, steps } = await seen(row)
    expect(application).toMatchObject({
      state: 'granted',
      decidedOn: '2026-12-10',
      fromMonth: '2027-01',
      submittedTo: '区民政局',
    })
    expect(steps.map(({ move, onDay }) => [move, onDay])).toEqual([
      ['register', today],
      ['accept', today],
      ['passFirst', today],
      ['publish', today],
      ['closeNotice', '2026-12-02'],
      ['passReview', '2026-12-02'],
      ['submit', '2026-12-02'],
      ['grant', '2026-12-10'],
    ])
    expect(steps.every(({ byName }) => byName !== '')).toBe(true)
    // on the roster from its month on, and of the category; nobody typed either
    const roster = await world.as(worker, listRoster, { month: '2027-01', client: application.client })
    expect(roster.rows[0]).toMatchObject({
      standing: 'added',
      entry: { members: 2, monthlyFen: 62_000, kind: 'dibao' },
    })
    expect((await world.as(worker, listRoster, { month: '2026-12', client: application.client })).rows).toEqual([])
    const { categories } = await world.as(worker, getClient, { id: application.client })
    expect(categories[0]!.row).toMatchObject({ category: 'dibao', fromOn: '2026-12-10', source: 'applied' })
    world.setDay(today)
  })

  it('[GD-A3.25] a disability subsidy is noticed twice: by the community, and by the street after its review', async () => {
    const row = await accepted('disabilityCare')
    await world.as(worker, passFirstReview, { ...(await at(row)), opinion: '残疾等级相符' })
    await world.as(worker, publishNotice, { ...(await at(row)), startOn: today, postedAt: '社区公示栏', files: [] })
    // five working days (民发〔2021〕70号)
    expect((await seen(row)).notices[0]!.notice.endOn).toBe('2026-12-01')
    world.setDay('2026-12-02')
    await world.as(worker, closeNotice, await at(row))
    expect((await world.as(street, passReview, { ...(await at(row)), opinion: '同意' })).state).toBe('toPublishAgain')
    await world.as(street, publishSecondNotice, {
      ...(await at(row)),
      startOn: '2026-12-02',
      postedAt: '街道公示栏',
      files: [],
    })
    world.setDay('2026-12-10')
    expect((await world.as(street, closeSecondNotice, await at(row))).state).toBe('toSubmit')
    await world.as(street, submitApplication, { ...(await at(row)), submittedTo: '区民政局' })
    const { suggestedMonth, localSteps, clause } = await seen(row)
    expect({ suggestedMonth, clause }).toEqual({ suggestedMonth: '2026-11', clause: '官渡区方案 附件3 第25项' })
    expect(localSteps.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['受理', '初审', '公示', '汇总审核表和材料报街道', '复审', '复审后公示', '核查发放']),
    )
    world.setDay(today)
  })

  it('whoever passed the first review cannot review it, and is not offered to', async () => {
    const row = await noticed('dibao')
    world.setDay('2026-12-02')
    await world.as(worker, closeNotice, await at(row))
    // by somebody else the same step is open
    expect((await seen(row, street)).application.can).toContain('passReview')
    await world.as(street, reexamine, { ...(await at(row)), opinion: '请补充核查存款' })
    await world.as(head, passFirstReview, { ...(await at(row)), opinion: '已核查' })
    await world.as(head, publishNotice, { ...(await at(row)), startOn: '2026-12-02', postedAt: '公示栏', files: [] })
    world.setDay('2026-12-10')
    await world.as(head, closeNotice, await at(row))
    expect((await seen(row, head)).application.can).not.toContain('passReview')
    await expect(world.as(head, passReview, { ...(await at(row)), opinion: '同意' })).rejects.toMatchObject({
      code: 'conflict',
      message: '初审人不能复核自己初审的申请，请由街道（乡镇）或另一位负责人复核',
    })
    expect((await seen(row)).notices.map(({ notice }) => notice.turn)).toEqual([1, 2])
    world.setDay(today)
  })

  it('an objection is looked into before the notice can end; one that stands sends the application back', async () => {
    const row = await noticed('dibao')
    const { notices } = await seen(row)
    const said = await world.as(worker, recordObjection, {
      id: notices[0]!.notice.id,
      onDay: today,
      content: '反映其名下有车辆',
    })
    world.setDay('2026-12-02')
    await expect(world.as(worker, closeNotice, await at(row))).rejects.toMatchObject({
      message: '还有异议没有核实，请先登记核实结果',
    })
    await world.as(worker, answerObjection, {
      id: said.id,
      version: said.version,
      upheld: 'upheld',
      answer: '名下确有车辆',
    })
    await expect(world.as(worker, closeNotice, await at(row))).rejects.toMatchObject({
      message: '有异议成立，请退回重新初审',
    })
    const back = await world.as(worker, reexamine, { ...(await at(row)), opinion: '名下有车辆，重新核查' })
    expect(back).toMatchObject({ state: 'accepted', firstReviewBy: null })
    expect((await seen(row)).notices[0]).toMatchObject({
      notice: { outcome: 'upheld', closedOn: '2026-12-02' },
      objections: [{ state: 'upheld', answer: '名下确有车辆' }],
    })
    await world.as(clerk, refuseApplication, { ...(await at(row)), decidedOn: '2026-12-02', opinion: '财产超过规定' })
    expect((await seen(row)).application).toMatchObject({ state: 'refused', closingReason: '财产超过规定' })
    world.setDay(today)
  })

  it('[GD-A3.5] children are never shown in public: after the first review comes the review', async () => {
    const row = await accepted('unattendedChild', {}, '2016-05-04')
    expect((await world.as(worker, passFirstReview, { ...(await at(row)), opinion: '查验属实' })).state).toBe(
      'toReview',
    )
    expect((await seen(row)).noticeEndsOn).toBeNull()
  })

  it('missing papers send it back with what is missing, and it can be handed in again or withdrawn', async () => {
    const row = await apply('temporaryRelief')
    await expect(world.as(worker, returnPapers, await at(row))).rejects.toMatchObject({
      fields: { opinion: '退回补材料前请填写此项' },
    })
    const back = await world.as(worker, returnPapers, { ...(await at(row)), opinion: '缺授权书' })
    expect(back).toMatchObject({ state: 'returned', closingReason: '缺授权书', dueOn: null })
    await world.as(worker, resubmitApplication, await at(row))
    const { papers } = await seen(row)
    const form = papers.find(({ label }) => label === '身份证、户口簿（核对原件）')!
    await expect(
      world.as(worker, keepPaper, { id: form.id, version: form.version, state: 'waived', files: [] }),
    ).rejects.toMatchObject({ fields: { why: '不需要这份材料的，请写明理由' } })
    await world.as(worker, keepPaper, {
      id: form.id,
      version: form.version,
      state: 'waived',
      why: '已通过信息共享查到',
      files: [],
    })
    const over = await world.as(worker, withdrawApplication, { ...(await at(row)), opinion: '本人已找到工作' })
    expect(over).toMatchObject({ state: 'withdrawn', can: [] })
  })

  it('one of a kind at a time, and only for the age the policy says', async () => {
    const row = await apply('dibao')
    await expect(apply('dibao', { client: row.client })).rejects.toMatchObject({
      fields: { kind: `${today} 申请的「最低生活保障」还在办理，请在那份申请中继续` },
    })
    await expect(apply('advancedAge')).rejects.toMatchObject({
      fields: { kind: '「高龄津贴」自 80 周岁起，申请当日为 72 周岁，请核对出生日期' },
    })
    expect(await apply('advancedAge', {}, '1940-02-03')).toMatchObject({ kindLabel: '高龄津贴' })
  })

  it('[GD-A3.3] urgent relief is applied for, surveyed, noticed; goods are handed out against a signature', async () => {
    const row = await accepted('urgentRelief')
    await survey(row)
    const given = await world.as(worker, handOut, {
      id: row.id,
      handedOn: today,
      goods: '大米',
      quantity: 2,
      measuredIn: '袋',
      receivedBy: '示例居民',
      files: [],
    })
    const { handouts } = await seen(row)
    expect(handouts).toEqual([expect.objectContaining({ id: given.id, goods: '大米', receivedBy: '示例居民' })])
    const { lines } = await world.as(worker, timelineOf, { id: row.client })
    expect(lines.map(({ label }) => label)).toEqual(expect.arrayContaining(['救助申请', '家庭调查', '物资发放']))
  })

  it('[PZ-G3.2.1c] [CG-2.1] what one may apply for is the jurisdiction’s own list, each kind with its department and papers', async () => {
    const kinds = async (place: string) => {
      const office = await world.actor(await world.account({ role: 'county', place }))
      return new Map((await world.as(office, listAids, {})).map((aid) => [aid.code, aid]))
    }
    const panzhihua = await kinds('510402')
    expect(panzhihua.get('dibao')).toMatchObject({
      label: '低保金',
      department: '民政',
      clause: '攀民政〔2021〕31号 导引 3.2.1.3',
    })
    expect([...panzhihua.values()].flatMap(({ department }) => department ?? [])).toEqual(
      expect.arrayContaining(['医保', '教育', '住建', '人社', '司法行政']),
    )
    const chengguan = await kinds('620102')
    expect(chengguan.get('medical')).toMatchObject({ label: '医疗救助', department: '医疗保障', payment: 'once' })
    expect(chengguan.get('disabilityLiving')?.papers.map(({ label }) => label)).toContain('残疾人证')
    expect(chengguan.has('social')).toBe(false)
  })

  it('what is late is asked of the days: it shows in the list, in what waits, and in the share of steps on time', async () => {
    const row = await apply('dibao')
    world.setDay('2026-11-30')
    const late = await world.as(head, listApplications, { view: 'late', client: row.client })
    expect(late.rows.map(({ application }) => application.id)).toEqual([row.id])
    const waiting = await world.as(head, waitingApplications, {})
    expect(waiting.late).toBeGreaterThan(0)
    const share = async () => {
      const [cell] = await world.door.read(clerk, 'service.read', (tx) =>
        figures(tx, measureNamed('assistance.onTimeShare'), {
          subject: { stations: [station] },
          period: periodOf('2026-11')!,
          with: { kinds: ['dibao'], state: 'applied' },
        }),
      )
      return [cell!.numerator, cell!.denominator]
    }
    const [before, all] = await share()
    await withAllPapers(row)
    await world.as(worker, acceptApplication, await at(row))
    expect(await share()).toEqual([before, all])
    world.setDay(today)
  })

  it('a step of the station’s own person is a service of the catalogue’s item, with no second entry', async () => {
    const row = await accepted('disabilityLiving')
    await world.as(worker, passFirstReview, { ...(await at(row)), opinion: '相符' })
    const { rows } = await world.owner.query<{ kind: string; items: string[] }>(
      'select kind, items from fact where source = $1 order by kind, items[1] desc',
      [row.id.slice(row.id.indexOf('-') + 1)],
    )
    expect(rows.map(({ kind, items }) => [kind, items])).toEqual([
      ['assistance.applied', []],
      ['service.given', ['catalogue.29']],
      ['service.given', ['catalogue.25']],
    ])
  })

  it('an account of another county sees none of it, and the operator cannot decide', async () => {
    const row = await apply('dibao')
    const away = await world.actor(await world.account({ role: 'county', place: '530102' }))
    await expect(seen(row, away)).rejects.toMatchObject({ code: 'notFound' })
    const city = await world.actor(await world.account({ role: 'city', place: '530100' }))
    await expect(world.as(city, listApplications, { view: 'all' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
