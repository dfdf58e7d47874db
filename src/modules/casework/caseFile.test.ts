import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCase, aPlan, closing, intervening, moveOf, planned, reread } from '../../../tests/casework.ts'
import { aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { transact } from '../../core/db.ts'
import { timelineOf } from '../clients/index.server.ts'
import { figures, total } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { serviceByForm, serviceMinutes } from '../services/index.ts'
import { type CaseMove, type CaseStage, caseFlow } from './caseFlow.ts'
import { completedCases, openedCases, runningCases } from './casework.measures.ts'
import * as casework from './index.server.ts'

let world: World
let county: Actor
let head: Actor
let worker: Actor
let colleague: Actor
let operatorless: Actor
let station: string
let colleaguePerson: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  const [one, two, lead] = [
    await aPerson(world, county, station),
    await aPerson(world, county, station),
    await aPerson(world, county, station),
  ]
  colleaguePerson = two.id
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, one.id))
  colleague = await world.actor(await world.account({ role: 'residentWorker', station }, two.id))
  head = await world.actor(await world.account({ role: 'stationHead', station }, lead.id))
  operatorless = await world.actor(await world.account({ role: 'township', place: '530111004' }))
})
afterAll(() => world.close())

async function measured(measure: typeof completedCases, period = '2026-11', dimension?: string): Promise<number> {
  return transact(world.db, { whole: ['530111'], stations: [], own: [] }, 'read', async (connection) => {
    const cells = await figures(connection, measure, { subject: { stations: [station] }, period: periodOf(period)! })
    if (dimension === undefined) return total(cells).numerator
    return total(cells.filter((cell) => cell.dimension === dimension)).numerator
  })
}

/** The action that takes each move. */
const actionOf = {
  open: casework.openCase,
  decline: casework.declineCase,
  reconsider: casework.reconsiderCase,
  startPlan: casework.finishAssessment,
  submitPlan: casework.submitPlan,
  withdrawPlan: casework.withdrawPlan,
  returnPlan: casework.returnPlan,
  approvePlan: casework.approvePlan,
  revisePlan: casework.revisePlan,
  startEvaluation: casework.startEvaluation,
  resume: casework.resumeIntervention,
  submitClosure: casework.submitClosure,
  withdrawClosure: casework.withdrawClosure,
  returnClosure: casework.returnClosure,
  approveClosure: casework.approveClosure,
  reopen: casework.reopenCase,
  skipAssessment: casework.skipAssessment,
  skipPlan: casework.skipPlan,
  endEarly: casework.endEarly,
} satisfies Record<CaseMove, unknown>

describe('a case goes its way, and no step is left out in silence', () => {
  it('[PZ-G4.4] goes from intake to closure, each stage only when its record is there', async () => {
    const found = await aCase(world, worker, station)
    const opened = await world.as(worker, casework.openCase, moveOf(found))
    await expect(world.as(worker, casework.finishAssessment, moveOf(opened))).rejects.toMatchObject({
      code: 'conflict',
      message: '完成预估前还缺：填写预估表',
    })
    await world.as(worker, casework.writeAssessment, {
      id: found.id,
      onDay: today,
      summary: '独居',
      strengths: '邻里好',
    })
    const planning = await world.as(worker, casework.finishAssessment, moveOf(opened))
    await expect(world.as(worker, casework.submitPlan, moveOf(planning))).rejects.toThrow(
      '提交计划前还缺：填写服务计划；至少写一个目标',
    )
    await world.as(worker, casework.writePlan, { id: found.id, ...aPlan })
    await world.as(worker, casework.setGoal, {
      id: found.id,
      content: '出门',
      measure: '次数',
      target: '两次',
      dueOn: '2027-01-01',
    })
    const submitted = await world.as(worker, casework.submitPlan, moveOf(planning))
    const approved = await world.as(head, casework.approvePlan, moveOf(submitted))
    expect(approved.stage).toBe('intervention')
    await expect(world.as(worker, casework.startEvaluation, moveOf(approved))).rejects.toThrow('至少登记一次过程记录')
  })

  it('[PZ-G4.4] every state refuses every move that the flow does not know, and every state has a way out', async () => {
    const states = Object.keys(caseFlow.states) as CaseStage[]
    const found = await aCase(world, worker, station)
    for (const stage of states) {
      await world.owner.query('update case_file set stage = $1 where id = $2', [stage, found.id.slice(7)])
      const open = (Object.keys(caseFlow.moves) as CaseMove[]).filter((move) =>
        (caseFlow.moves[move].from as readonly string[]).includes(stage),
      )
      expect(open.length, stage).toBeGreaterThan(0)
      for (const move of (Object.keys(caseFlow.moves) as CaseMove[]).filter((one) => !open.includes(one)))
        await expect(
          world.as(head, actionOf[move] as never, moveOf(found, '试一试') as never),
          `${stage} ${move}`,
        ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('状态不能') })
    }
  })

  it('[PZ-G4.4] a step is skipped only with a reason, and the reason stays on the record', async () => {
    const found = await world.as(worker, casework.openCase, moveOf(await aCase(world, worker, station)))
    await expect(world.as(worker, casework.skipAssessment, moveOf(found))).rejects.toMatchObject({
      code: 'invalid',
      fields: { opinion: '跳过预估前请填写此项' },
    })
    const planning = await world.as(worker, casework.skipAssessment, moveOf(found, '医院已有完整评估，已附'))
    await world.as(worker, casework.skipPlan, moveOf(planning, '当天须送医'))
    const { steps } = await world.as(worker, casework.getCase, { id: found.id })
    expect(steps.filter(({ skips }) => skips).map(({ move, opinion }) => [move, opinion])).toEqual([
      ['skipAssessment', '医院已有完整评估，已附'],
      ['skipPlan', '当天须送医'],
    ])
  })

  it('is not opened with a reason, and can be taken up again', async () => {
    const found = await aCase(world, worker, station)
    await expect(world.as(worker, casework.declineCase, moveOf(found))).rejects.toMatchObject({ code: 'invalid' })
    const declined = await world.as(worker, casework.declineCase, moveOf(found, '只需咨询，已当场答复'))
    expect(declined).toMatchObject({ stage: 'declined', closing: 'notOpened', closedOn: today })
    const again = await world.as(worker, casework.reconsiderCase, moveOf(declined, '情况变化'))
    expect(again).toMatchObject({ stage: 'intake', closing: null, closedOn: null })
  })

  it('needs the basis to serve the client before it is opened', async () => {
    const found = await aCase(world, worker, station)
    await world.owner.query(`update consent set withdrawn_on = $1 where client = $2`, [today, found.client.slice(7)])
    await expect(world.as(worker, casework.openCase, moveOf(found))).rejects.toThrow('还没有「建档与提供服务」的同意')
  })
})

describe('who signs cannot be who wrote', () => {
  it('[BH-3.1p] the plan goes before a supervisor, comes back with a reason, is revised and signed; what was signed is named', async () => {
    const planning = await planned(world, worker, await aCase(world, worker, station))
    const submitted = await world.as(worker, casework.submitPlan, moveOf(planning))
    await expect(world.as(worker, casework.approvePlan, moveOf(submitted))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(world.as(worker, casework.writePlan, { id: submitted.id, ...aPlan, aim: '偷偷改' })).rejects.toThrow(
      '正在等督导审核',
    )
    await expect(world.as(head, casework.returnPlan, moveOf(submitted))).rejects.toMatchObject({ code: 'invalid' })
    const returned = await world.as(head, casework.returnPlan, moveOf(submitted, '目标要能衡量'))
    expect(returned).toMatchObject({ stage: 'plan', returnReason: '目标要能衡量' })
    await world.as(worker, casework.writePlan, { id: returned.id, ...aPlan, aim: '三个月内每周出门两次' })
    const again = await world.as(worker, casework.submitPlan, moveOf(returned))
    const approved = await world.as(head, casework.approvePlan, moveOf(again, '同意'))
    const { steps, plans } = await world.as(worker, casework.getCase, { id: approved.id })
    const prints = steps.filter(({ fingerprint }) => fingerprint).map(({ move, fingerprint }) => [move, fingerprint])
    expect(prints.map(([move]) => move)).toEqual(['submitPlan', 'submitPlan', 'approvePlan'])
    expect(prints[0]![1]).not.toBe(prints[1]![1])
    expect(prints[1]![1]).toBe(prints[2]![1])
    expect(plans).toHaveLength(1)
    expect(plans[0]).toMatchObject({ state: 'approved', revision: 1, aim: '三个月内每周出门两次' })
  })

  it('a head who runs a case herself needs another supervisor', async () => {
    const planning = await planned(world, head, await aCase(world, head, station))
    const submitted = await world.as(head, casework.submitPlan, moveOf(planning))
    expect(submitted.can).not.toContain('approvePlan')
    await expect(world.as(head, casework.approvePlan, moveOf(submitted))).rejects.toThrow('提交人不能审核自己的个案')
    const deputy = await world.actor(await world.account({ role: 'stationHead', station }))
    expect((await world.as(deputy, casework.approvePlan, moveOf(submitted))).stage).toBe('intervention')
  })

  it('content changed behind the door’s back is not signed', async () => {
    const planning = await planned(world, worker, await aCase(world, worker, station))
    const submitted = await world.as(worker, casework.submitPlan, moveOf(planning))
    await world.owner.query(`update case_plan set aim = '换掉的内容' where case_file = $1`, [submitted.id.slice(7)])
    await expect(world.as(head, casework.approvePlan, moveOf(submitted))).rejects.toThrow('提交后内容有改动')
  })

  it('a signed plan is revised as a new one; the signed one stays', async () => {
    const running = await intervening(world, worker, head, await aCase(world, worker, station))
    const revised = await world.as(worker, casework.revisePlan, moveOf(running, '服务对象住院'))
    const { plans } = await world.as(worker, casework.getCase, { id: revised.id })
    expect(plans.map(({ revision, state }) => [revision, state])).toEqual([
      [1, 'replaced'],
      [2, 'draft'],
    ])
  })
})

describe('what is done in a case is counted once', () => {
  it('[KM-5p] a meeting counts as a service of the form 个案 in the month, with its minutes, and nothing is entered again', async () => {
    const before = await Promise.all([measured(serviceByForm, '2026-11', 'case'), measured(serviceMinutes)])
    const running = await intervening(world, worker, head, await aCase(world, worker, station))
    const counted = () => Promise.all([measured(serviceByForm, '2026-11', 'case'), measured(serviceMinutes)])
    expect(await counted()).toEqual([before[0]! + 1, before[1]! + 60])
    const { records } = await world.as(worker, casework.getCase, { id: running.id })
    const row = records[0]!.row
    await world.as(worker, casework.editMeeting, {
      id: running.id,
      paper: row.id,
      onDay: row.onDay,
      minutes: 45,
      way: row.way,
      people: 1,
      items: row.items,
      aim: row.aim,
      spoken: row.spoken,
      handling: row.handling,
      files: [],
    })
    expect(await counted()).toEqual([before[0]! + 1, before[1]! + 45])
    await world.as(worker, casework.reverseMeeting, { id: running.id, paper: row.id, reversedReason: '重复登记' })
    expect(await counted()).toEqual(before)
  })

  it('[BH-3.1b] a case closed with a supervisor’s signature counts as completed; reopened it no longer does', async () => {
    const before = await measured(completedCases, '2026')
    const submitted = await closing(world, worker, head, await aCase(world, worker, station))
    expect(await measured(completedCases, '2026')).toBe(before)
    const closed = await world.as(head, casework.approveClosure, moveOf(submitted, '同意结案'))
    expect(closed).toMatchObject({ stage: 'closed', closedOn: today, closing: 'aimsMet' })
    expect(await measured(completedCases, '2026')).toBe(before + 1)
    const { followUps } = await world.as(worker, casework.getCase, { id: closed.id })
    expect(followUps.map(({ dueOn }) => dueOn)).toEqual(['2026-12-24', '2027-02-22'])
    const opened = await measured(openedCases)
    const running = await measured(runningCases, '2026-11')
    await world.as(worker, casework.reopenCase, moveOf(closed, '情况反复'))
    expect(await measured(completedCases, '2026')).toBe(before)
    expect(await measured(openedCases)).toBe(opened)
    expect(await measured(runningCases, '2026-11')).toBe(running + 1)
  })

  it('a closure names what is missing, must tell the client, and a follow-up may ask again later', async () => {
    const running = await intervening(world, worker, head, await aCase(world, worker, station))
    const evaluating = await world.as(worker, casework.startEvaluation, moveOf(running))
    await expect(world.as(worker, casework.submitClosure, moveOf(evaluating))).rejects.toThrow(
      '提交结案前还缺：评定 1 个目标；填写结案表；请服务对象填写结束评估',
    )
    const form = {
      id: running.id,
      kind: 'closing' as const,
      fromOn: today,
      toOn: today,
      needs: '交往',
      summary: '家访',
      standing: '平稳',
      closing: 'unwilling' as const,
      files: [],
    }
    await expect(world.as(worker, casework.writeReview, form)).rejects.toMatchObject({
      fields: { clientTold: expect.stringContaining('请告知服务对象') },
    })
    await expect(world.as(worker, casework.writeReview, { ...form, clientTold: true })).rejects.toMatchObject({
      fields: { comeBack: expect.stringContaining('再求助') },
    })
    const closed = await world.as(
      head,
      casework.approveClosure,
      moveOf(await closing(world, worker, head, await aCase(world, worker, station))),
    )
    const [first] = (await world.as(worker, casework.getCase, { id: closed.id })).followUps
    world.setDay('2026-12-20')
    const due = await world.as(worker, casework.myCases, {})
    expect(due.followUps.map(({ caseFile }) => caseFile)).toContain(closed.id)
    await world.as(worker, casework.followUpCase, {
      id: closed.id,
      paper: first!.id,
      doneOn: '2026-12-20',
      way: 'phone',
      standing: '又有点低落',
      result: 'watch',
      againOn: '2027-01-10',
    })
    const { followUps } = await world.as(worker, casework.getCase, { id: closed.id })
    expect(followUps.map(({ dueOn, doneOn }) => [dueOn, doneOn])).toContainEqual(['2027-01-10', null])
    world.setDay(today)
  })
})

describe('the worker, the crisis and the goals', () => {
  it('[KM-5p] a crisis stands above the case until it is over, with what was done', async () => {
    const found = await world.as(worker, casework.openCase, moveOf(await aCase(world, worker, station)))
    await world.as(worker, casework.markCrisis, {
      id: found.id,
      kind: 'suicide',
      content: '电话中说不想活了',
      measures: '立即上门，联系女儿陪伴，转精神卫生中心',
      reportedTo: '街道、精神卫生中心',
      fromOn: today,
    })
    const mine = await world.as(worker, casework.myCases, {})
    expect(mine.rows[0]!.record).toMatchObject({ id: found.id, crisis: true })
    const listed = await world.as(head, casework.listCases, { view: 'crisis' })
    expect(listed.rows.map(({ record }) => record.id)).toContain(found.id)
    expect((await world.as(head, casework.casesToReview, {})).crisis).toBeGreaterThan(0)
    const calm = await world.as(worker, casework.endCrisis, { id: found.id, toOn: today, result: '已住院，家属陪护' })
    expect(calm.crisis).toBe(false)
  })

  it('is handed to another worker from a day on; the former one no longer sees it', async () => {
    const found = await aCase(world, worker, station)
    await expect(world.as(colleague, casework.getCase, { id: found.id })).rejects.toMatchObject({ code: 'notFound' })
    await world.as(head, casework.reassignCase, {
      id: found.id,
      version: found.version,
      worker: colleaguePerson,
      fromOn: today,
      handover: '已约周四家访',
    })
    expect((await reread(world, colleague, found)).worker).toBe(colleaguePerson)
    await expect(world.as(worker, casework.getCase, { id: found.id })).rejects.toMatchObject({ code: 'notFound' })
  })

  it('a case is seen by its worker, the head and nobody else: not a colleague, not the township, not the county', async () => {
    const found = await aCase(world, worker, station)
    await expect(world.as(colleague, casework.getCase, { id: found.id })).rejects.toMatchObject({ code: 'notFound' })
    await expect(world.as(operatorless, casework.getCase, { id: found.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(world.as(county, casework.getCase, { id: found.id })).rejects.toMatchObject({ code: 'forbidden' })
    const lines = async (actor: Actor) =>
      (await world.as(actor, timelineOf, { id: found.client })).lines.filter(({ source }) => source === 'case').length
    expect([await lines(worker), await lines(head), await lines(colleague)]).toEqual([1, 1, 0])
    expect((await world.as(colleague, casework.listCases, { search: found.number })).rows).toEqual([])
    expect((await world.as(head, casework.listCases, { search: found.number })).rows).toHaveLength(1)
  })

  it('[BH-3.1p] goals have a measure, a target and a day; progress and rating are kept with what shows them', async () => {
    const running = await intervening(world, worker, head, await aCase(world, worker, station))
    const [goal] = (await world.as(worker, casework.getCase, { id: running.id })).goals
    const rate = (over: object) =>
      world.as(worker, casework.rateGoal, { id: running.id, paper: goal!.id, progress: 40, ...over })
    expect(await rate({})).toMatchObject({ progress: 40, rating: null })
    await expect(rate({ rating: 'partly' })).rejects.toMatchObject({
      fields: { result: expect.stringContaining('请写一句') },
    })
    expect(await rate({ rating: 'partly', result: '每周一次' })).toMatchObject({ rating: 'partly', ratedOn: today })
    await expect(
      world.as(worker, casework.setGoal, {
        id: running.id,
        content: '加一个',
        measure: '次',
        target: '一次',
        dueOn: today,
      }),
    ).rejects.toThrow('修订计划')
  })
})

it('[PZ-G4.4] the stages of a case bear the names that the local document gives its steps, with their clause', async () => {
  const clerk = await world.actor(await world.account({ role: 'county', place: '510402' }))
  const { id: there } = await aStation(world, clerk, { place: '510402002' })
  const person = await aPerson(world, clerk, there)
  const one = await world.actor(await world.account({ role: 'residentWorker', station: there }, person.id))
  const { id } = await aCase(world, one, there)
  const { rail } = await world.as(one, casework.getCase, { id })
  expect(rail.map(({ label }) => label)).toEqual(['接案', '预估', '计划', '介入', '评估', '结案'])
  expect(new Set(rail.map(({ clause }) => clause))).toEqual(new Set(['攀民政〔2021〕31号 导引 4.4']))
  const here = await world.as(worker, casework.getCase, { id: (await aCase(world, worker, station)).id })
  expect(here.rail[0]!.clause).toContain('MZ/T 094—2017')
})
