import { modules } from '../src/app/modules.ts'
import type { Actor } from '../src/core/access.ts'
import type { AnswerOfCall, InputOfCall } from '../src/core/action.ts'
import { aClient, today, type World } from './world.ts'

const { casework, services } = modules

type Case = AnswerOfCall<typeof casework.registerCase>

/** A request for help of a new client, taken in today, unless told otherwise. */
export async function aCase(
  world: World,
  worker: Actor,
  station: string,
  over: Partial<InputOfCall<typeof casework.registerCase>> = {},
): Promise<Case> {
  const client = over.client ?? (await aClient(world, worker, station)).id
  return world.as(worker, casework.registerCase, {
    station,
    domain: 'elder',
    source: 'found',
    intakeOn: today,
    request: '想有人说说话，不想总麻烦孩子',
    problem: '独居，近半年少出门，情绪低落',
    ...over,
    client,
  })
}

/** The case as it is now. */
export async function reread(world: World, actor: Actor, { id }: { id: string }): Promise<Case> {
  return (await world.as(actor, casework.getCase, { id })).record
}

export const moveOf = (found: { id: string; version: number }, opinion?: string) => ({
  id: found.id,
  version: found.version,
  opinion: opinion ?? null,
})

export const aPlan = {
  aim: '恢复日常交往，情绪平稳',
  services: '每两周家访一次，陪同参加老年食堂活动，共三个月',
  willing: 'willing' as const,
  fromOn: today,
  toOn: '2027-02-24',
  agreedOn: today,
}

/** One item of the station's catalogue. */
export async function anItem(world: World, worker: Actor, station: string): Promise<string> {
  return (await world.as(worker, services.catalogueOf, { station })).items[0]!.key
}

/** Takes a case to the plan, with an assessment, a plan and a goal written. */
export async function planned(world: World, worker: Actor, found: Case): Promise<Case> {
  const opened = await world.as(worker, casework.openCase, moveOf(found))
  await world.as(worker, casework.writeAssessment, {
    id: found.id,
    onDay: today,
    summary: '丧偶后少与人来往',
    strengths: '邻居关系好，会拉二胡',
  })
  const planning = await world.as(worker, casework.finishAssessment, moveOf(opened))
  await world.as(worker, casework.writePlan, { id: found.id, ...aPlan })
  await world.as(worker, casework.setGoal, {
    id: found.id,
    content: '每周出门两次',
    measure: '出门次数，本人记录',
    target: '每周两次以上，连续四周',
    dueOn: '2027-01-24',
  })
  return planning
}

/** Takes a case into intervention with the plan signed, and meets the client once. */
export async function intervening(world: World, worker: Actor, head: Actor, found: Case): Promise<Case> {
  const submitted = await world.as(worker, casework.submitPlan, moveOf(await planned(world, worker, found)))
  const approved = await world.as(head, casework.approvePlan, moveOf(submitted))
  await world.as(worker, casework.recordMeeting, {
    id: found.id,
    onDay: today,
    minutes: 60,
    way: 'home',
    people: 1,
    items: [await anItem(world, worker, found.station!)],
    aim: '商量出门的办法',
    spoken: '说到想去老年食堂',
    handling: '约好周四一起去',
    files: [],
  })
  return reread(world, worker, approved)
}

/** Takes a case to the closure before the supervisor: goals rated, closing form and the client's word. */
export async function closing(
  world: World,
  worker: Actor,
  head: Actor,
  found: Case,
  over: Partial<InputOfCall<typeof casework.writeReview>> = {},
): Promise<Case> {
  const evaluating = await world.as(
    worker,
    casework.startEvaluation,
    moveOf(await intervening(world, worker, head, found)),
  )
  for (const goal of (await world.as(worker, casework.getCase, { id: found.id })).goals)
    await world.as(worker, casework.rateGoal, {
      id: found.id,
      paper: goal.id,
      progress: 100,
      rating: 'reached',
      result: '连续四周每周出门两次',
    })
  await world.as(worker, casework.writeReview, {
    id: found.id,
    kind: 'closing',
    fromOn: today,
    toOn: today,
    needs: '交往',
    summary: '家访与陪同',
    standing: '情绪平稳',
    closing: 'aimsMet',
    clientTold: true,
    comeBack: '来站或打站里电话',
    files: [],
    ...over,
  })
  await world.as(worker, casework.takeFeedback, {
    id: found.id,
    onDay: today,
    satisfied: 5,
    helped: 4,
    improved: 4,
    engaged: 3,
    aimsMet: 5,
    givenBy: 'self',
    way: 'paper',
    files: [],
  })
  return world.as(worker, casework.submitClosure, moveOf(evaluating))
}
