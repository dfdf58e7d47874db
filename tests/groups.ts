import { modules } from '../src/app/modules.ts'
import { figures, measureNamed } from '../src/modules/measures/index.server.ts'
import { periodOf } from '../src/modules/measures/index.ts'
import { aPerson, aStation, openWorld, today } from './world.ts'

const {
  approveGroupPlan,
  enrolMember,
  getGroup,
  holdSession,
  planGroup,
  rateGroupGoal,
  setGroupBudget,
  setGroupGoal,
  setGroupSession,
  submitGroupPlan,
  writeGroupReview,
} = modules.groups

/** A world with a station that holds groups: a head who signs, a worker who leads them, and what their tests do again and again. */
export async function openGroups() {
  const world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const station = (await aStation(world, clerk, { place: '530111004' })).id
  const head = await world.actor(await world.account({ role: 'stationHead', station }))
  const person = await aPerson(world, clerk, station)
  const worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  const item = (await world.as(worker, modules.services.catalogueOf, { station })).items[0]!.key

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
  return { world, clerk, head, worker, station, plan, session, running, opened, hold, counted, ended }
}

export type Groups = Awaited<ReturnType<typeof openGroups>>
