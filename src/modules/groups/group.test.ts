import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { timelineOf } from '../clients/index.server.ts'
import { devicePack } from '../devices/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds } from '../papers/index.server.ts'
import { catalogueOf } from '../services/index.server.ts'
import { opinionScores } from './group.ts'
import {
  addGroupExpense,
  approveGroupPlan,
  approveGroupReport,
  cancelSession,
  enrolMember,
  getGroup,
  groupsDue,
  holdSession,
  leaveGroup,
  linkMember,
  listGroups,
  planGroup,
  rateGroupGoal,
  reopenGroup,
  returnGroupPlan,
  reviseGroupPlan,
  setGroupBudget,
  setGroupGoal,
  setGroupSession,
  strikeGroupSession,
  submitGroupPlan,
  submitGroupReport,
  takeOpinion,
  undoSession,
  voidGroupExpense,
  writeGroupReview,
} from './index.server.ts'

let world: World
let clerk: Actor
let head: Actor
let worker: Actor
let station: string
let item: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  const person = await aPerson(world, clerk, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  item = (await world.as(worker, catalogueOf, { station })).items[0]!.key
})
afterAll(() => world.close())

const plan = (over: object = {}) =>
  world.as(worker, planGroup, {
    station,
    name: '银龄互助小组',
    kind: 'support',
    audience: '社区独居老人',
    seats: 4,
    fromOn: '2026-11-01',
    toOn: '2026-12-31',
    venue: '社工站活动室',
    items: [item],
    aim: '让独居老人有人说话、有人照应',
    recruitment: '走访时邀请，楼门张贴',
    risks: '雨天改为线上通话',
    evaluationWay: '前后各做一次孤独感问卷',
    ...over,
  })

const session = (id: string, over: object = {}) =>
  world.as(worker, setGroupSession, {
    id,
    topic: '互相认识',
    content: '破冰，约定小组规则',
    plannedOn: '2026-11-10',
    startsAt: '14:30',
    plannedMinutes: 90,
    ...over,
  })

/** A group whose plan has been signed, with two sessions and these members. */
async function running(members: object[] = [], over: object = {}) {
  const { id } = await plan(over)
  await world.as(worker, setGroupGoal, { id, content: '认识新朋友', measure: '问卷', target: '每人能说出两位' })
  await session(id)
  await session(id, { topic: '结伴出门', plannedOn: '2026-11-17' })
  await world.as(worker, setGroupBudget, { id, kind: 'materials', what: '茶点 4 人 × 5 元 × 2 节', fen: 4000 })
  for (const one of members) await world.as(worker, enrolMember, { id, fromOn: '2026-11-02', ...one })
  const handed = await world.as(worker, submitGroupPlan, { id, version: 1 })
  await world.as(head, approveGroupPlan, { id, version: handed.version, opinion: '同意' })
  return id
}

const opened = (id: string, actor = worker) => world.as(actor, getGroup, { id })

async function hold(id: string, ordinal: number, over: Record<string, unknown> = {}) {
  const { sessions, members } = await opened(id)
  const { row } = sessions.find((one) => one.row.ordinal === ordinal)!
  return world.as(worker, holdSession, {
    id: row.id,
    version: row.version,
    heldOn: row.plannedOn,
    minutes: 90,
    roll: members
      .filter((one) => one.row.toOn === null)
      .map((one) => ({ enrolment: one.row.id, presence: 'present' as const })),
    process: '大家围坐，各自说一件近来的小事',
    files: [],
    ...over,
  })
}

async function counted(name: string, dimension = ''): Promise<number> {
  return world.door.read(worker, 'service.read', async (tx) => {
    const cells = await figures(tx, measureNamed(name), {
      subject: { stations: [station] },
      period: periodOf('2026-11')!,
    })
    return cells.find((one) => one.dimension === dimension)?.numerator ?? 0
  })
}

async function ended(id: string) {
  const { goals } = await opened(id)
  for (const goal of goals)
    await world.as(worker, rateGroupGoal, { id, paper: goal.id, rating: 'reached', result: '每人说出三位' })
  await world.as(worker, writeGroupReview, {
    id,
    kind: 'end',
    onDay: today,
    preparation: '场地与茶点按时备好',
    aims: '目标达到',
    content: '两节，形式合适',
    members: '从拘谨到主动说话',
    workers: '分工清楚',
    onward: '两位转为每周电话问候',
  })
}

describe('a group is planned and signed before it runs', () => {
  it('[KM-5p] a plan without goals or sessions is not handed in, and says what is missing', async () => {
    const { id, number } = await plan()
    expect(number).toMatch(/^G2026-\d{3}$/)
    await expect(world.as(worker, submitGroupPlan, { id, version: 1 })).rejects.toMatchObject({
      message: '提交计划前还缺：至少写一个目标；排好节次',
    })
    expect((await opened(id)).missing.filter(({ move }) => move === 'submitPlan')).toHaveLength(2)
  })

  it('sessions are numbered by their days, and one taken out leaves no gap', async () => {
    const { id } = await plan()
    await session(id, { topic: '后来', plannedOn: '2026-11-20' })
    const first = await session(id, { topic: '先来', plannedOn: '2026-11-05' })
    const words = async () => (await opened(id)).sessions.map(({ row }) => `${row.ordinal} ${row.topic}`)
    expect(await words()).toEqual(['1 先来', '2 后来'])
    await world.as(worker, strikeGroupSession, { id, paper: first.id })
    expect(await words()).toEqual(['1 后来'])
    await expect(session(id, { plannedOn: '2027-01-02' })).rejects.toMatchObject({
      fields: { plannedOn: '请填写小组起止之内的日期（2026-11-01 至 2026-12-31）' },
    })
  })

  it('a second person signs the plan; it comes back with a reason, and what was changed after handing in is not signed', async () => {
    const { id } = await plan()
    await world.as(worker, setGroupGoal, { id, content: '少独处', measure: '签到', target: '每周出门两次' })
    await session(id)
    const handed = await world.as(worker, submitGroupPlan, { id, version: 1 })
    await expect(world.as(worker, approveGroupPlan, { id, version: handed.version })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(session(id)).rejects.toMatchObject({ message: '计划已经提交或通过，要修改请先撤回或用「修订计划」' })
    expect((await world.as(head, groupsDue, {})).review.map((one) => one.id)).toContain(id)
    const back = await world.as(head, returnGroupPlan, { id, version: handed.version, opinion: '写明怎样招募' })
    expect(back).toMatchObject({ state: 'draft', returnReason: '写明怎样招募' })
    expect((await world.as(worker, groupsDue, {})).returned.map((one) => one.id)).toContain(id)
    const again = await world.as(worker, submitGroupPlan, { id, version: back.version })
    const signed = await world.as(head, approveGroupPlan, { id, version: again.version })
    expect(signed.state).toBe('running')
    const { steps } = await opened(id)
    expect(steps.map(({ move }) => move)).toEqual(['plan', 'submitPlan', 'returnPlan', 'submitPlan', 'approvePlan'])
    expect(steps.at(-1)!.fingerprint).toHaveLength(64)
  })

  it('no session is held before the plan is signed, and a revised plan is signed anew', async () => {
    const { id } = await plan()
    const first = await session(id)
    await expect(
      world.as(worker, holdSession, {
        id: first.id,
        version: first.version,
        heldOn: '2026-11-10',
        minutes: 90,
        roll: [],
        others: 5,
        process: '试',
        files: [],
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining('小组不在开展中') })
    const other = await running()
    const { group } = await opened(other)
    const revised = await world.as(worker, reviseGroupPlan, { id: other, version: group.version, opinion: '加两节' })
    expect(revised.state).toBe('draft')
  })
})

describe('who takes part', () => {
  it('[KM-5p] clients and people without a file are on one list; the seats hold, and a file opened later is joined to its sessions', async () => {
    const first = await aClient(world, worker, station)
    const later = await aClient(world, worker, station)
    const id = await running([{ client: first.id }, { name: '示例邻居甲' }])
    await hold(id, 1)
    const { members } = await opened(id)
    expect(members.map(({ row }) => row.name)).toEqual([first.name, '示例邻居甲'])
    const neighbour = members[1]!.row
    await world.as(worker, linkMember, { id: neighbour.id, client: later.id })
    const { lines } = await world.as(worker, timelineOf, { id: later.id })
    expect(lines.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      '小组 银龄互助小组 · 第 1 节 互相认识',
      '报名小组 银龄互助小组',
    ])
    expect(lines[0]!.path).toBe(`/groups/${id}`)
    for (const name of ['示例邻居乙', '示例邻居丙'])
      await world.as(worker, enrolMember, { id, name, fromOn: '2026-11-12' })
    await expect(world.as(worker, enrolMember, { id, name: '示例邻居丁', fromOn: '2026-11-12' })).rejects.toMatchObject(
      {
        fields: { name: '名额 4 人已满，请先在计划中增加名额' },
      },
    )
    await expect(world.as(worker, enrolMember, { id, client: first.id, fromOn: '2026-11-12' })).rejects.toMatchObject({
      message: expect.stringMatching(/名额|已经在本组/),
    })
  })

  it('everybody on the list of that day is called, and who has left is not', async () => {
    const id = await running([{ name: '示例甲' }, { name: '示例乙' }])
    const { members, sessions } = await opened(id)
    const [one, two] = members.map(({ row }) => row.id)
    await expect(hold(id, 1, { roll: [{ enrolment: one, presence: 'present' }] })).rejects.toMatchObject({
      fields: { roll: '还有 1 位组员没有点名：示例乙' },
    })
    await hold(id, 1, {
      roll: [
        { enrolment: one, presence: 'present' },
        { enrolment: two, presence: 'leave' },
      ],
      others: 3,
    })
    await world.as(worker, leaveGroup, { id: two!, toOn: '2026-11-12', leaveReason: '搬去女儿家' })
    await hold(id, 2, { roll: [{ enrolment: one, presence: 'present' }] })
    const now = await opened(id)
    expect(now.sessions.map(({ people }) => people)).toEqual([4, 1])
    expect(now.members.map(({ present }) => present)).toEqual([2, 0])
    expect(sessions).toHaveLength(2)
  })

  it('the county sees what was planned and how many came, not who', async () => {
    const id = await running([{ name: '示例丙' }])
    await hold(id, 1)
    const seen = await opened(id, clerk)
    expect(seen).toMatchObject({ named: false, members: [], memberCount: 1, opinions: [] })
    expect(seen.sessions[0]).toMatchObject({ people: 1, roll: [], row: { process: null } })
    expect(JSON.stringify(seen)).not.toContain('示例丙')
    const paper = (name: string, actor: Actor) =>
      world.door.read(actor, 'group.read', (tx, reach) => paperKinds().get(name)!.build({ tx, reach, input: { id } }))
    await expect(paper('groupSignIn', clerk)).rejects.toMatchObject({ code: 'forbidden' })
    expect(JSON.stringify(await paper('groupSignIn', worker))).toContain('示例丙')
  })
})

describe('what was held is counted, once', () => {
  it('[KM-5p] a session is a service of the month without a second entry; corrected or undone, it counts as it now stands', async () => {
    const before = { service: await counted('service.byForm', 'group'), people: await counted('groups.people') }
    const id = await running([{ name: '示例一' }, { name: '示例二' }])
    await hold(id, 1, { others: 1 })
    expect(await counted('service.byForm', 'group')).toBe(before.service + 1)
    expect(await counted('groups.people')).toBe(before.people + 3)
    await hold(id, 1, { others: null })
    expect(await counted('service.byForm', 'group')).toBe(before.service + 1)
    expect(await counted('groups.people')).toBe(before.people + 2)
    const { sessions } = await opened(id)
    const { row } = sessions[0]!
    await world.as(worker, undoSession, { id: row.id, version: row.version, why: '登记错了小组' })
    expect(await counted('service.byForm', 'group')).toBe(before.service)
    expect(await counted('groups.people')).toBe(before.people)
  })

  it('a group of several sessions is one group, and only what is full enough qualifies', async () => {
    const before = await counted('groups.held')
    const id = await running([{ name: '示例三' }])
    await hold(id, 1)
    await hold(id, 2)
    expect(await counted('groups.held')).toBe(before + 1)
    const qualified = (parameters: object) =>
      world.door.read(worker, 'service.read', async (tx) => {
        const cells = await figures(tx, measureNamed('groups.qualified'), {
          subject: { stations: [station] },
          period: periodOf('2026')!,
          with: parameters as never,
        })
        return cells.reduce((sum, one) => sum + one.numerator, 0)
      })
    const loose = await qualified({ leastSessions: 2, leastPeopleEach: 1 })
    expect(loose).toBeGreaterThanOrEqual(1)
    expect(await qualified({ leastSessions: 2, leastPeopleEach: 5 })).toBe(0)
  })

  it('a session nobody came to is called off, not held', async () => {
    const id = await running([{ name: '示例四' }])
    const { members, sessions } = await opened(id)
    await expect(hold(id, 1, { roll: [{ enrolment: members[0]!.row.id, presence: 'absent' }] })).rejects.toMatchObject({
      fields: { roll: expect.stringContaining('请取消这一节') },
    })
    const { row } = sessions[0]!
    const off = await world.as(worker, cancelSession, { id: row.id, version: row.version, why: '大雨' })
    expect(off.state).toBe('cancelled')
  })
})

describe('how a group ends', () => {
  it('[KM-5p] budget stands against what was spent, opinions have no default mark, and the report is signed', async () => {
    const id = await running([{ name: '示例五' }])
    await hold(id, 1)
    const spent = await world.as(worker, addGroupExpense, {
      id,
      kind: 'materials',
      what: '茶点',
      onDay: '2026-11-10',
      fen: 1850,
      files: [],
    })
    const wrong = await world.as(worker, addGroupExpense, {
      id,
      kind: 'transport',
      what: '车费',
      onDay: '2026-11-10',
      fen: 900,
      files: [],
    })
    await world.as(worker, voidGroupExpense, { id: wrong.id, version: 1, voided: '记重了' })
    expect(await opened(id)).toMatchObject({ budgeted: 4000, spent: spent.fen })
    await expect(world.as(worker, takeOpinion, { id, onDay: today, overall: 5 } as never)).rejects.toMatchObject({
      code: 'invalid',
    })
    const { sessions, group } = await opened(id)
    await expect(world.as(worker, submitGroupReport, { id, version: group.version })).rejects.toMatchObject({
      message:
        '提交报告前还缺：登记或取消第 2 节；评定 1 个目标；填写结束报告；登记参与者意见，或在结束报告写明没有的原因',
    })
    await world.as(worker, cancelSession, { id: sessions[1]!.row.id, version: 1, why: '组员外出' })
    const marks = Object.fromEntries(Object.keys(opinionScores).map((key) => [key, key === 'overall' ? 5 : 4]))
    const { members } = await opened(id)
    const opinion = { id, onDay: today, enrolment: members[0]!.row.id, ...marks, words: '希望多办' } as never
    await world.as(worker, takeOpinion, opinion)
    await expect(world.as(worker, takeOpinion, opinion)).rejects.toMatchObject({
      fields: { enrolment: '这位组员已经填过意见' },
    })
    await ended(id)
    const handed = await world.as(worker, submitGroupReport, { id, version: group.version })
    const before = await counted('groups.ended')
    const closed = await world.as(head, approveGroupReport, { id, version: handed.version, opinion: '跟进要落实' })
    expect(closed).toMatchObject({ state: 'ended', endedOn: today })
    expect(await counted('groups.ended')).toBe(before + 1)
    const whole = await opened(id)
    expect(whole.scores.find(({ key }) => key === 'overall')!.average).toBe(5)
    expect(whole.reviews[0]!.guidance).toBe('跟进要落实')
    await world.as(worker, reopenGroup, { id, version: closed.version, opinion: '组员要求再办两节' })
    expect(await counted('groups.ended')).toBe(before)
  })

  it('the forms G-01 to G-05 and the bound file are built from the same records', async () => {
    const id = await running([{ name: '示例六' }])
    await hold(id, 1)
    for (const [name, words] of [
      ['groupPlan', '茶点 4 人'],
      ['groupReport', '目标达致'],
      ['groupEnrolment', '示例六'],
      ['groupSignIn', '示例六'],
      ['groupOpinion', '总体满意'],
      ['groupBundle', 'G-04'],
    ] as const) {
      const paper = await world.door.read(worker, 'group.read', (tx, reach) =>
        paperKinds().get(name)!.build({ tx, reach, input: { id } }),
      )
      expect(JSON.stringify(paper), name).toContain(words)
    }
  })

  it('lists by what is open, by kind and by name', async () => {
    await plan({ name: '亲子阅读小组', kind: 'education' })
    const { rows } = await world.as(worker, listGroups, { search: 'qzyd' })
    expect(rows.map(({ group }) => group.name)).toEqual(['亲子阅读小组'])
    expect((await world.as(clerk, listGroups, { kind: 'education' })).total).toBe(1)
  })
})

describe('a roll is called away from the desk', () => {
  it('the phone carries the worker’s own coming sessions with who is on the list, and one that was held no more', async () => {
    const id = await running([{ name: '示例组员甲' }, { name: '示例组员乙' }], { name: '户外健步小组' })
    const carried = async (actor = worker) =>
      (await world.as(actor, devicePack, { station })).sessions.filter((one) => one.groupName === '户外健步小组')
    const [first, second] = await carried()
    expect(first).toMatchObject({ ordinal: 1, plannedMinutes: 90 })
    expect(first!.members.map(({ name }) => name)).toEqual(['示例组员甲', '示例组员乙'])
    expect(await carried(head)).toEqual([])
    await world.as(worker, holdSession, {
      id: first!.id,
      version: first!.version,
      heldOn: '2026-11-10',
      minutes: 80,
      roll: first!.members.map((one, i) => ({
        enrolment: one.id,
        presence: i === 0 ? ('present' as const) : ('leave' as const),
      })),
      process: '沿河走了一圈',
      files: [],
    })
    expect((await carried()).map((one) => one.id)).toEqual([second!.id])
    expect((await opened(id)).sessions[0]!.row.state).toBe('held')
  })
})
