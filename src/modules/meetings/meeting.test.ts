import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { networkFindings } from '../findings/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds } from '../papers/index.server.ts'
import {
  askedMeetings,
  cancelMeeting,
  closeDecision,
  dropDecision,
  editMeetingPlan,
  getMeetingRecord,
  listMeetings,
  meetingsDue,
  planMeeting,
  writeMinutes,
} from './index.server.ts'

let world: World
let clerk: Actor
let worker: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const person = await aPerson(world, clerk, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
})
afterAll(() => world.close())

const plan = (over: object = {}, actor = worker) =>
  world.as(actor, planMeeting, {
    station,
    kind: 'monthly',
    subject: '十一月工作例会',
    onDay: today,
    startsAt: '09:00',
    venue: '社工站会议室',
    chair: '站长',
    topics: [{ topic: '走访情况' }],
    attendees: [{ name: '示例社工甲' }, { unit: '太和社区' }],
    ...over,
  } as never)

const minutes = (id: string, version: number, over: object = {}, actor = worker) =>
  world.as(actor, writeMinutes, {
    id,
    version,
    minutes: '逐户核对了本月走访，三户须复查。',
    duration: 60,
    files: [],
    topics: [{ topic: '走访情况', presenter: '示例社工甲', conclusion: '三户月底前复查' }],
    attendees: [
      { name: '示例社工甲', presence: 'present' },
      { unit: '太和社区', presence: 'leave' },
    ],
    decisions: [{ what: '复查三户', who: '示例社工甲', dueOn: '2026-11-28' }],
    ...over,
  } as never)

describe('a meeting from its agenda to what was decided', () => {
  it('keeps agenda, attendance, minutes and decisions with who and when, and asks after them', async () => {
    const planned = await plan()
    await minutes(planned.id, planned.version)
    const whole = await world.as(worker, getMeetingRecord, { id: planned.id })
    expect(whole.meeting.state).toBe('held')
    expect(whole.topics.map(({ conclusion }) => conclusion)).toEqual(['三户月底前复查'])
    expect(whole.attendees.map(({ presence }) => presence)).toEqual(['present', 'leave'])
    const [decision] = whole.decisions
    expect(decision).toMatchObject({ what: '复查三户', who: '示例社工甲', dueOn: '2026-11-28', doneOn: null })
    expect((await world.as(worker, meetingsDue, {})).decisions.map(({ what }) => what)).toEqual(['复查三户'])
    await world.as(worker, closeDecision, { id: decision!.id, version: 1, doneOn: today, outcome: '三户均已复查' })
    expect((await world.as(worker, meetingsDue, {})).decisions).toEqual([])
    await expect(
      world.as(worker, dropDecision, { id: decision!.id, version: 2, outcome: '另行安排' }),
    ).rejects.toMatchObject({ message: '这件事已经办结' })
  })

  it('minutes name who was there, are not written before the day, and are counted once however often corrected', async () => {
    const planned = await plan()
    await expect(
      minutes(planned.id, planned.version, { attendees: [{ name: '示例社工甲', presence: 'absent' }] }),
    ).rejects.toMatchObject({ fields: { attendees: '请标明谁出席了会议' } })
    const coming = await plan({ onDay: '2026-11-28' })
    await expect(minutes(coming.id, coming.version)).rejects.toMatchObject({
      fields: { minutes: '会议在 2026-11-28 召开，会后再写纪要' },
    })
    const counted = () =>
      world.door.read(worker, 'service.read', async (tx) => {
        const cells = await figures(tx, measureNamed('meetings.byKind'), {
          subject: { stations: [station] },
          period: periodOf('2026-11')!,
        })
        return cells.find(({ dimension }) => dimension === 'monthly')?.numerator ?? 0
      })
    const before = await counted()
    const held = await minutes(planned.id, planned.version)
    const again = await minutes(planned.id, held.version, { minutes: '更正：四户须复查。', decisions: [] })
    expect(await counted()).toBe(before + 1)
    const { decisions, attendees } = await world.as(worker, getMeetingRecord, { id: again.id })
    expect(decisions).toHaveLength(1)
    expect(attendees).toHaveLength(2)
  })

  it('a station keeps its own minutes: an office over it reads them, and can neither plan nor write them', async () => {
    const planned = await plan()
    await expect(plan({}, clerk)).rejects.toMatchObject({
      fields: { station: '站里的会议由本站自己安排；您的会议请选择地区' },
    })
    await expect(minutes(planned.id, planned.version, {}, clerk)).rejects.toMatchObject({
      message: '站里的会议由本站自己办理，您可以查看',
    })
    const { meeting } = await world.as(clerk, getMeetingRecord, { id: planned.id })
    expect(meeting).toMatchObject({ subject: '十一月工作例会', can: [] })
    const { meetings } = await world.as(clerk, meetingsDue, {})
    expect(meetings.map(({ id }) => id)).not.toContain(planned.id)
    expect((await world.as(worker, meetingsDue, {})).meetings.map(({ id }) => id)).toContain(planned.id)
  })

  it('the plan is changed until the meeting is held, or it is called off with a reason', async () => {
    const planned = await plan()
    const changed = await world.as(worker, editMeetingPlan, {
      id: planned.id,
      version: planned.version,
      kind: 'monthly',
      subject: '十一月工作例会（改在下午）',
      onDay: today,
      startsAt: '15:00',
      venue: '社工站会议室',
      chair: '站长',
      topics: [{ topic: '月报' }, { topic: '冬季取暖' }],
      attendees: [{ name: '示例社工甲' }],
    })
    const { topics } = await world.as(worker, getMeetingRecord, { id: planned.id })
    expect(topics.map(({ ordinal, topic }) => `${ordinal} ${topic}`)).toEqual(['1 月报', '2 冬季取暖'])
    const off = await world.as(worker, cancelMeeting, { id: planned.id, version: changed.version, why: '停电' })
    expect(off.state).toBe('cancelled')
    expect((await world.as(worker, listMeetings, { state: 'cancelled' })).rows[0]!.meeting.why).toBe('停电')
  })

  it('minutes and a sheet to sign are printed', async () => {
    const planned = await plan()
    await minutes(planned.id, planned.version)
    const paper = (name: string) =>
      world.door.read(worker, 'meeting.read', (tx, reach) =>
        paperKinds()
          .get(name)!
          .build({ tx, reach, input: { id: planned.id } }),
      )
    expect(JSON.stringify(await paper('minutes'))).toContain('复查三户')
    expect(JSON.stringify(await paper('meetingSheet'))).toContain('太和社区')
  })
})

describe('meetings that a document asks for', () => {
  it('[GD-A3.31] the joint meeting on community recovery names its members, and its minutes answer to the clause', async () => {
    const [asked] = await world.as(worker, askedMeetings, { station })
    expect(asked).toMatchObject({
      key: 'meeting.rehabilitation',
      label: '精神障碍社区康复联席会议',
      kind: 'joint',
      members: ['街道残联', '社区', '社区卫生服务中心', '综治办', '关爱援助中心', '社区康复机构'],
      held: 0,
      due: false,
      clause: expect.stringContaining('附件3 第32项'),
    })
    await expect(plan({ line: asked!.key, kind: 'other' })).rejects.toMatchObject({
      fields: { kind: '「精神障碍社区康复联席会议」应选与文件一致的类别' },
    })
    const planned = await plan({
      kind: 'joint',
      line: asked!.key,
      subject: '社区康复选点与场地联席会议',
      topics: [{ topic: '康复站选点' }, { topic: '场地、人员与资金' }],
      attendees: asked!.members.map((unit) => ({ unit })),
    })
    await minutes(planned.id, planned.version, {
      attendees: asked!.members.map((unit) => ({ unit, presence: 'present' })),
      decisions: [{ what: '场地由社区提供', who: '社区', dueOn: '2026-12-10' }],
    })
    const whole = await world.as(clerk, getMeetingRecord, { id: planned.id })
    expect(whole).toMatchObject({ lineName: '精神障碍社区康复联席会议', decisions: [{ who: '社区' }] })
    expect((await world.as(worker, askedMeetings, { station }))[0]).toMatchObject({ held: 1, lastOn: today })
  })

  it('[PZ-3.2] the city’s monthly dispatch and its meeting at the end of the year are held as meetings, and found where missing', async () => {
    const city = await world.actor(await world.account({ role: 'city', place: '510400' }))
    const asked = await world.as(city, askedMeetings, { place: '510400' })
    expect(asked.map(({ label, kind, period, due }) => `${label} ${kind} ${period} ${due}`)).toEqual([
      '省级试点调度 dispatch 每月 true',
      '年底现场会 yearEnd 每年 true',
    ])
    const finding = async () =>
      (await world.as(city, networkFindings, { place: '510400' })).find(({ rule }) => rule === 'inspection.dispatch')
    expect(await finding()).toMatchObject({ result: 'notMet', measure: 'meetings.ofArea' })
    const planned = await plan(
      {
        station: null,
        place: '510400',
        kind: 'dispatch',
        line: 'inspection.dispatch',
        subject: '省级试点十月调度',
        onDay: '2026-10-20',
      },
      city,
    )
    await minutes(planned.id, planned.version, { decisions: [] }, city)
    // the month that is judged is the last finished one
    expect(await finding()).toMatchObject({ result: 'met', value: 1 })
  })

  it('an office keeps its own meetings and a worker cannot write for the area', async () => {
    await expect(plan({ station: null, place: '530111' })).rejects.toMatchObject({
      fields: { place: '这个地区不在您的辖区内；站里的会议请选择社工站' },
    })
    const own = await plan({ station: null, place: '530111', subject: '民政例会' }, clerk)
    expect(own.station).toBeNull()
    await expect(world.as(worker, getMeetingRecord, { id: own.id })).rejects.toMatchObject({ code: 'notFound' })
    const { rows } = await world.as(clerk, listMeetings, { search: 'mzlh' })
    expect(rows.map(({ holder }) => holder)).toEqual([expect.stringContaining('官渡')])
  })
})
