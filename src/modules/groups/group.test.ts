import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Groups, openGroups } from '../../../tests/groups.ts'
import { today } from '../../../tests/world.ts'
import { paperKinds } from '../papers/index.server.ts'
import { opinionScores } from './group.ts'
import {
  addGroupExpense,
  approveGroupPlan,
  approveGroupReport,
  cancelSession,
  groupsDue,
  holdSession,
  listGroups,
  reopenGroup,
  returnGroupPlan,
  reviseGroupPlan,
  setGroupGoal,
  strikeGroupSession,
  submitGroupPlan,
  submitGroupReport,
  takeOpinion,
  voidGroupExpense,
} from './index.server.ts'

let world: Groups['world']
let clerk: Groups['clerk']
let head: Groups['head']
let worker: Groups['worker']
let plan: Groups['plan']
let session: Groups['session']
let running: Groups['running']
let opened: Groups['opened']
let hold: Groups['hold']
let counted: Groups['counted']
let ended: Groups['ended']

beforeAll(async () => {
  ;({ world, clerk, head, worker, plan, session, running, opened, hold, counted, ended } = await openGroups())
})
afterAll(() => world.close())

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
