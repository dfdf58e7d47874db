import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Activities, openActivities } from '../../../tests/activities.ts'
import { aClient, today } from '../../../tests/world.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { addCategory } from '../clients/index.server.ts'
import { findingsOfStation } from '../findings/index.server.ts'
import { paperKinds } from '../papers/index.server.ts'
import {
  activitiesDue,
  answerCall,
  callOut,
  correctSummary,
  editActivity,
  enterSignIns,
  listActivities,
  openSignIn,
  removeSignIn,
  reopenActivity,
  seasonalDuties,
  setShift,
} from './index.server.ts'

let world: Activities['world']
let clerk: Activities['clerk']
let head: Activities['head']
let worker: Activities['worker']
let person: Activities['person']
let station: Activities['station']
let summary: Activities['summary']
let plan: Activities['plan']
let codeOf: Activities['codeOf']
let opened: Activities['opened']
let scan: Activities['scan']
let finish: Activities['finish']
let counted: Activities['counted']

beforeAll(async () => {
  ;({ world, clerk, head, worker, person, station, summary, plan, codeOf, opened, scan, finish, counted } =
    await openActivities())
})
afterAll(() => world.close())

describe('an activity is summed up and counted', () => {
  it('[KM-5p] held and summed up it is a service of the month without a second entry; corrected or taken back, it counts as it stands', async () => {
    const before = { service: await counted('service.byForm', 'activity'), people: await counted('activities.people') }
    const { id } = await plan()
    await finish(id)
    expect(await counted('service.byForm', 'activity')).toBe(before.service + 1)
    expect(await counted('activities.people')).toBe(before.people + 30)
    let { activity } = await opened(id)
    await world.as(worker, correctSummary, { id, version: activity.version, people: 28, ...summary })
    expect(await counted('activities.people')).toBe(before.people + 28)
    expect(await counted('service.byForm', 'activity')).toBe(before.service + 1)
    ;({ activity } = await opened(id))
    await world.as(worker, reopenActivity, { id, version: activity.version, opinion: '人数有误' })
    expect(await counted('service.byForm', 'activity')).toBe(before.service)
  })

  it('heads are no fewer than signed in, categories are those of the local policy, and nothing is summed up before its day', async () => {
    const { id } = await plan()
    const code = await codeOf(id)
    await scan(code)
    await scan(code)
    await expect(finish(id, { people: 1 })).rejects.toMatchObject({
      fields: { people: '已有 2 人签到，参加人数不能少于签到人数' },
    })
    await expect(finish(id, { reach: [{ category: 'astronaut', people: 1 }] })).rejects.toMatchObject({
      fields: { reach: '「astronaut」不在本地的服务对象类别中，请重新选择' },
    })
    await expect(finish(id, { reach: [{ category: 'livingAlone', people: 31 }] })).rejects.toMatchObject({
      code: 'invalid',
    })
    const coming = await plan({ onDay: '2026-11-28' })
    await expect(finish(coming.id)).rejects.toMatchObject({ fields: { people: expect.stringContaining('举办之后') } })
    await expect(plan({ endsAt: '09:00' })).rejects.toMatchObject({
      fields: { endsAt: '结束时间应晚于开始时间；跨天的请填结束日期' },
    })
  })

  it('people reached are known by category where those who came have files, and are counted as they were typed', async () => {
    const elder = (await aClient(world, worker, station)).id
    await world.as(worker, addCategory, {
      id: elder,
      category: 'livingAlone',
      fromOn: '2026-01-01',
      source: 'discovered',
      proof: [],
    })
    const { id } = await plan()
    const entered = await world.as(worker, enterSignIns, {
      id,
      role: 'participant',
      clients: [elder],
      names: ['示例邻居', '示例邻居 '],
    })
    expect(entered.added).toBe(2)
    const { known, signIns } = await opened(id)
    expect(known).toEqual([{ category: 'livingAlone', label: expect.any(String), people: 1 }])
    await world.as(worker, removeSignIn, { id: signIns.find(({ client }) => client === null)!.id })
    await finish(id, { reach: [{ category: 'livingAlone', people: 12 }] })
    expect(await counted('activities.reachedByCategory', 'livingAlone')).toBe(12)
    await expect(
      world.as(worker, enterSignIns, { id, role: 'participant', clients: [], names: ['示例迟到'] }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('what lies before one stands on the home page: coming days, and what has not been summed up', async () => {
    const past = await plan({ onDay: '2026-11-20' })
    const soon = await plan({ onDay: '2026-11-27' })
    const far = await plan({ onDay: '2026-12-20' })
    const due = await world.as(worker, activitiesDue, {})
    expect(due.find((one) => one.id === past.id)!.over).toBe(true)
    expect(due.find((one) => one.id === soon.id)!.over).toBe(false)
    expect(due.some((one) => one.id === far.id)).toBe(false)
    const { rows } = await world.as(worker, listActivities, { view: 'unsummed' })
    expect(rows.map(({ activity }) => activity.id)).toEqual([past.id])
  })

  it('the county sees how many came and prints the summary, not who came', async () => {
    const { id } = await plan()
    await scan(await codeOf(id), { name: '示例大爷甲' })
    await finish(id)
    const seen = await opened(id, clerk)
    expect(seen).toMatchObject({ named: false, signIns: [], counts: { participant: 1 } })
    expect(JSON.stringify(seen)).not.toContain('示例大爷甲')
    const paper = await world.door.read(clerk, 'activity.read', (tx, reach) =>
      paperKinds().get('activity')!.build({ tx, reach, input: { id } }),
    )
    expect(paper.title).toBe('社区活动总结')
    expect(JSON.stringify(paper)).toContain('三位愿意加入互助小组')
  })
})

describe('work of the season', () => {
  it('[GD-A3.12] winter and summer safety lessons and standing legal education are due once a year, and found where missing', async () => {
    const duties = await world.as(worker, seasonalDuties, { station })
    expect(duties.map(({ label }) => label)).toEqual([
      '特殊群体儿童寒假安全教育',
      '特殊群体儿童暑假安全教育',
      '儿童监护法制宣传教育',
      '儿童安全教育',
    ])
    const finding = async (key: string) => {
      const found = await world.as(head, findingsOfStation, { station })
      return found.findings.find(({ rule }) => rule === key)!
    }
    expect(await finding('season.summerSafety')).toMatchObject({
      result: 'notMet',
      value: 0,
      clause: expect.stringContaining('第12项'),
    })
    const summer = await plan({ onDay: '2026-07-20', kind: 'childSafety', duty: 'season.summerSafety' })
    await finish(summer.id)
    expect(await finding('season.summerSafety')).toMatchObject({ result: 'met', value: 1 })
    // held in autumn, it is no lesson of the winter holiday
    const autumn = await plan({ onDay: '2026-10-12', kind: 'childSafety', duty: 'season.winterSafety' })
    await finish(autumn.id)
    expect((await finding('season.winterSafety')).result).toBe('notMet')
    await expect(plan({ duty: 'season.unknown' })).rejects.toMatchObject({
      fields: { duty: '本地文件中没有这项季节性工作，请重新选择' },
    })
  })

  it('[GD-A3.12] activities at the children’s home with the women’s federation are counted by their venue', async () => {
    const before = await counted('activities.byVenue', 'childrenHome')
    const { id } = await plan({ kind: 'childSafety', venueKind: 'childrenHome', partner: '街道妇联' })
    await finish(id)
    expect(await counted('activities.byVenue', 'childrenHome')).toBe(before + 1)
  })
})

describe('when something happens', () => {
  it('[KM-5.7] workers and volunteers are called out, take shifts, sign in by the code, and their hours are tallied', async () => {
    const { id } = await plan({
      name: '暴雨安置点值守',
      kind: 'emergency',
      startsAt: '08:00',
      endsAt: '20:00',
      toOn: '2026-11-25',
      asksContact: true,
    })
    const shift = await world.as(worker, setShift, {
      id,
      name: '早班 · 登记引导',
      onDay: today,
      startsAt: '08:00',
      endsAt: '14:00',
      needed: 3,
    })
    await world.as(worker, callOut, {
      id,
      people: [person],
      volunteers: ['示例志愿者甲', '示例志愿者乙'],
      shift: shift.id,
    })
    await expect(
      world.as(worker, callOut, { id, people: [person], volunteers: ['示例志愿者甲'] }),
    ).rejects.toMatchObject({ fields: { people: '选的人都已经动员过，或还没有选人' } })
    const { calls } = await opened(id)
    const called = (name: string) => calls.find((one) => one.name === name)!
    expect(calls.map(({ answer }) => answer)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(calls.find((one) => one.person === person)!.role).toBe('worker')
    await world.as(worker, answerCall, { id: called('示例志愿者甲').id, version: 1, answer: 'coming' })
    await world.as(worker, answerCall, { id: called('示例志愿者乙').id, version: 1, answer: 'unable' })
    const code = await codeOf(id)
    const shown = await world.as(null, openSignIn, { code, token: uuidv7() })
    expect(shown.shifts).toEqual([{ id: shift.id, name: '早班 · 登记引导（08:00–14:00）' }])
    await scan(code, { role: 'volunteer', name: '示例志愿者甲', shift: shift.id })
    const now = await opened(id)
    expect(now.shifts[0]).toMatchObject({ called: 3, coming: 1, came: 1, minutes: 360 })
    expect(now.counts.volunteer).toBe(1)
    await expect(
      world.as(worker, setShift, {
        id,
        name: '晚班',
        onDay: '2026-11-27',
        startsAt: '20:00',
        endsAt: '08:00',
        needed: 2,
      }),
    ).rejects.toMatchObject({ fields: { onDay: '请填写活动期间的日期（2026-11-24 至 2026-11-25）' } })
  })

  it('an ordinary activity has no shifts', async () => {
    const { id } = await plan()
    await expect(
      world.as(worker, setShift, { id, name: '早班', onDay: today, startsAt: '08:00', endsAt: '12:00', needed: 1 }),
    ).rejects.toMatchObject({ message: '只有应急动员和大型活动保障需要排班和动员' })
    const { activity } = await opened(id)
    const {
      number: _n,
      state: _s,
      code: _c,
      people: _p,
      minutes: _m,
      summary: _u,
      outcome: _o,
      problems: _r,
      spent: _e,
      photos: _h,
      why: _w,
      station: _t,
      county: _y,
      createdAt: _a,
      createdBy: _b,
      can: _k,
      ...typed
    } = activity
    const changed = await world.as(worker, editActivity, { ...typed, name: '重阳敬老茶话会（改期）' })
    expect(changed.name).toBe('重阳敬老茶话会（改期）')
  })
})
