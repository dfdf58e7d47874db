import type { Actor } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { date, id, optional, ref, text, version } from '../../core/field.ts'
import { newId } from '../../core/identifiers.ts'
import { partAt, strikePart } from '../../core/parts.ts'
import { find, insert, update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { whyClosed } from '../clients/index.server.ts'
import { Client } from '../clients/index.ts'
import { openStation, refuseForeignItems } from '../services/index.server.ts'
import { runningNumber } from '../stations/index.server.ts'
import { Station } from '../stations/index.ts'
import {
  Enrolment,
  GroupBudget,
  GroupExpense,
  GroupGoal,
  GroupOpinion,
  GroupReview,
  GroupSession,
  GroupStep,
  planFields,
  ServiceGroup,
} from './group.ts'
import type { GroupMove, GroupState } from './groupFlow.ts'
import { type GroupRow, papersOf } from './papers.server.ts'

/** A line about a step: who, which, why, and what was signed. */
export async function noteStep(
  tx: Tx,
  actor: Actor,
  found: GroupRow,
  step: { move: GroupMove | 'plan'; to: GroupState; opinion?: string | null; fingerprint?: string | null },
): Promise<void> {
  await insert(tx, GroupStep, partAt(found), {
    serviceGroup: found.id,
    move: step.move,
    toState: step.to,
    opinion: step.opinion ?? null,
    byName: actor.name,
    fingerprint: step.fingerprint ?? null,
    onDay: tx.today,
    at: tx.moment(),
  })
}

function refuseDays({ fromOn, toOn }: { fromOn: string; toOn: string }): void {
  if (toOn < fromOn) throw refuseField('toOn', '结束日期不能早于开始日期')
}

/** Begins the plan of a group (G-01); it runs when the plan has been signed. */
export const planGroup = action({
  label: '拟订小组计划',
  grant: 'group.write',
  clause: '昆民通〔2021〕8号 五',
  input: { station: ref('社工站', 'station'), ...planFields, worker: optional(ref('负责社工', 'person')) },
  output: ServiceGroup,
  async run({ tx, actor, input: { station: at, worker, ...values } }) {
    refuseDays(values)
    const station = await openStation(tx, at, values.fromOn)
    await refuseForeignItems(tx, station, values.fromOn, values.items)
    const by = worker ?? actor.person
    if (!by) throw refuseField('worker', '请选择负责社工')
    const number = await runningNumber(tx, ServiceGroup, at, `G${values.fromOn.slice(0, 4)}`)
    const row = await insert(
      tx,
      ServiceGroup,
      { id: newId(station.county), station: at },
      { ...values, number, worker: by, state: 'draft', stateSince: tx.today },
    )
    await noteStep(tx, actor, row, { move: 'plan', to: 'draft' })
    return row
  },
})

const whyNotDraft = ({ state }: Pick<GroupRow, 'state'>) =>
  state === 'draft' ? undefined : '计划已经提交或通过，要修改请先撤回或用「修订计划」'
const whyNotRunning = ({ state }: Pick<GroupRow, 'state'>) =>
  state === 'running' ? undefined : '小组不在开展中，不能登记'
const whyEnded = ({ state }: Pick<GroupRow, 'state'>) =>
  state === 'draft' || state === 'running' ? undefined : '正在审核或已经结束，不能修改'

export const editGroupPlan = action({
  label: '修改计划',
  grant: 'group.write',
  on: ServiceGroup,
  input: { id: id(), version: version(), ...planFields, worker: optional(ref('负责社工', 'person')) },
  output: ServiceGroup,
  guard: whyNotDraft,
  async run({ tx, found, input: { id: _id, version: _version, worker, ...values } }) {
    refuseDays(values)
    const station = (await find(tx, Station, found.station!))!
    await refuseForeignItems(tx, station, values.fromOn, values.items)
    return update(tx, ServiceGroup, found, { ...values, worker: worker ?? found.worker })
  },
})

/** One of a group's papers: of this group and no other. */
async function ownPaper<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  found: GroupRow,
  paper: string,
  seen?: number | null,
): Promise<RowOf<E>> {
  const row = (await find(tx, entity, paper)) as (RowOf<E> & { serviceGroup: string; version: number }) | undefined
  if (!row || row.serviceGroup !== found.id) throw new Failure('notFound', '找不到这一项，可能刚被删去，请刷新')
  if (seen && seen !== row.version) throw new Failure('conflict', '这一项刚刚被别人改过，请刷新后再改')
  return row
}

const { serviceGroup: _g, rating, result, ratedOn: _r, ...goalFields } = GroupGoal.fields

/** Writes a goal into the plan, or words it anew. */
export const setGroupGoal = action({
  label: '写小组目标',
  grant: 'group.write',
  on: ServiceGroup,
  input: { id: id(), paper: optional(ref('目标', 'group_goal')), ...goalFields },
  output: GroupGoal,
  guard: whyNotDraft,
  async run({ tx, found, input: { id: _id, paper, ...values } }) {
    if (!paper) return insert(tx, GroupGoal, partAt(found), { ...values, serviceGroup: found.id })
    return update(tx, GroupGoal, await ownPaper(tx, GroupGoal, found, paper), values)
  },
})

export const rateGroupGoal = action({
  label: '评定小组目标',
  grant: 'group.write',
  on: ServiceGroup,
  input: {
    id: id(),
    paper: ref('目标', 'group_goal'),
    rating: { ...rating, optional: false as const },
    result: { ...result, optional: false as const },
  },
  output: GroupGoal,
  guard: whyNotRunning,
  async run({ tx, found, input }) {
    const goal = await ownPaper(tx, GroupGoal, found, input.paper)
    return update(tx, GroupGoal, goal, { rating: input.rating, result: input.result, ratedOn: tx.today })
  },
})

const { topic, content, plannedOn, startsAt, plannedMinutes, materials } = GroupSession.fields

/** Puts a session into the plan; the sessions are numbered by their days. */
export const setGroupSession = action({
  label: '排节次',
  grant: 'group.write',
  on: ServiceGroup,
  input: {
    id: id(),
    paper: optional(ref('节次', 'group_session')),
    topic,
    content,
    plannedOn,
    startsAt,
    plannedMinutes,
    materials,
  },
  output: GroupSession,
  guard: whyNotDraft,
  async run({ tx, found, input: { id: _id, paper, ...values } }) {
    if (values.plannedOn < found.fromOn || values.plannedOn > found.toOn)
      throw refuseField('plannedOn', `请填写小组起止之内的日期（${found.fromOn} 至 ${found.toOn}）`)
    const known = await papersOf(tx, GroupSession, found, 'ordinal')
    if (paper) {
      const row = await ownPaper(tx, GroupSession, found, paper)
      if (row.state !== 'planned') throw new Failure('conflict', '这一节已经开展或取消，不能再改安排')
      const changed = await update(tx, GroupSession, row, values)
      await renumber(tx, [...known.filter((one) => one.id !== row.id), changed])
      return changed
    }
    const row = await insert(tx, GroupSession, partAt(found), {
      ...values,
      serviceGroup: found.id,
      ordinal: known.length + 1,
      state: 'planned',
      files: [],
    })
    await renumber(tx, [...known, row])
    return row
  },
})

/** Sessions count from one in the order of their days. */
async function renumber(tx: Tx, sessions: readonly RowOf<typeof GroupSession>[]): Promise<void> {
  const key = (one: RowOf<typeof GroupSession>) =>
    `${one.heldOn ?? one.plannedOn}|${one.startsAt ?? ''}|${one.createdAt}`
  const sorted = [...sessions].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  for (const [i, one] of sorted.entries())
    if (one.ordinal !== i + 1) await update(tx, GroupSession, one, { ordinal: i + 1 })
}

const { serviceGroup: _b, ...budgetFields } = GroupBudget.fields

export const setGroupBudget = action({
  label: '写预算',
  grant: 'group.write',
  on: ServiceGroup,
  input: { id: id(), paper: optional(ref('预算', 'group_budget')), ...budgetFields },
  output: GroupBudget,
  guard: whyNotDraft,
  async run({ tx, found, input: { id: _id, paper, ...values } }) {
    if (!paper) return insert(tx, GroupBudget, partAt(found), { ...values, serviceGroup: found.id })
    return update(tx, GroupBudget, await ownPaper(tx, GroupBudget, found, paper), values)
  },
})

/** Takes a line out of a plan that is still being written; the audit keeps what it said. */
function strike<E extends typeof GroupGoal | typeof GroupSession | typeof GroupBudget>(entity: E, label: string) {
  return action({
    label,
    grant: 'group.write',
    on: ServiceGroup,
    input: { id: id(), paper: ref('条目', entity.name) },
    output: ServiceGroup,
    guard: whyNotDraft,
    async run({ tx, found, input }) {
      const row = await ownPaper<AnyEntity>(tx, entity, found, input.paper)
      if ((row as unknown as { state?: string }).state === 'held')
        throw new Failure('conflict', '这一节已经开展，不能删去')
      strikePart(tx, entity, row)
      if (entity.name === 'group_session')
        await renumber(
          tx,
          (await papersOf(tx, GroupSession, found, 'ordinal')).filter((one) => one.id !== row.id),
        )
      return found
    },
  })
}

export const strikeGroupGoal = strike(GroupGoal, '删去目标')
export const strikeGroupSession = strike(GroupSession, '删去节次')
export const strikeGroupBudget = strike(GroupBudget, '删去预算')

/** Takes somebody onto the list: a client, or by name alone whoever has no file yet. */
export const enrolMember = action({
  label: '登记组员',
  grant: 'group.write',
  on: ServiceGroup,
  input: {
    id: id(),
    client: Enrolment.fields.client,
    name: optional(Enrolment.fields.name),
    phone: Enrolment.fields.phone,
    fromOn: Enrolment.fields.fromOn,
  },
  output: Enrolment,
  guard: whyEnded,
  async run({ tx, found, input: { id: _id, client: chosen, name, ...values } }) {
    const members = await papersOf(tx, Enrolment, found, 'created_at')
    const staying = members.filter(({ toOn }) => toOn === null)
    if (staying.length >= found.seats)
      throw refuseField(chosen ? 'client' : 'name', `名额 ${found.seats} 人已满，请先在计划中增加名额`)
    const file = chosen ? await find(tx, Client, chosen) : undefined
    const closed = file && whyClosed(file)
    if (closed) throw refuseField('client', closed)
    if (!file && !name) throw refuseField('name', '请选择服务对象，或写下还没有建档的人的姓名')
    if (!file && staying.some((one) => one.client === null && one.name === name))
      throw refuseField('name', `名单上已有「${name}」，同名的请加以区别`)
    const before = file && members.find(({ client }) => client === file.id)
    if (before?.toOn) return update(tx, Enrolment, before, { toOn: null, leaveReason: null })
    return insert(tx, Enrolment, partAt(found), {
      ...values,
      serviceGroup: found.id,
      client: file?.id ?? null,
      name: file?.name ?? name!,
    })
  },
})

export const leaveGroup = action({
  label: '退出小组',
  grant: 'group.write',
  on: Enrolment,
  input: { id: id(), toOn: date('退出日期', { past: true }), leaveReason: text('退出原因', { max: 100 }) },
  output: Enrolment,
  guard: ({ toOn }) => (toOn ? '已经退出' : undefined),
  async run({ tx, found, input }) {
    if (input.toOn < found.fromOn) throw refuseField('toOn', `不能早于报名日期 ${found.fromOn}`)
    return update(tx, Enrolment, found, { toOn: input.toOn, leaveReason: input.leaveReason })
  },
})

/** Gives a member who came without a file the file that has been opened since: their sessions stand in it from then on. */
export const linkMember = action({
  label: '关联档案',
  grant: 'group.write',
  on: Enrolment,
  input: { id: id(), client: ref('服务对象', 'client') },
  output: Enrolment,
  guard: ({ client }) => (client ? '已经关联档案' : undefined),
  async run({ tx, found, input }) {
    const file = (await find(tx, Client, input.client))!
    const closed = whyClosed(file)
    if (closed) throw refuseField('client', closed)
    return update(tx, Enrolment, found, { client: file.id, name: file.name, phone: null })
  },
})

const { serviceGroup: _o, enrolment, ...opinionFields } = GroupOpinion.fields

/** What a participant says of the group (G-05). */
export const takeOpinion = action({
  label: '登记参与者意见',
  grant: 'group.write',
  on: ServiceGroup,
  input: { id: id(), enrolment, ...opinionFields },
  output: GroupOpinion,
  guard: whyNotRunning,
  async run({ tx, found, input: { id: _id, ...values } }) {
    if (values.enrolment) await ownPaper(tx, Enrolment, found, values.enrolment)
    return insert(tx, GroupOpinion, partAt(found), { ...values, serviceGroup: found.id })
  },
})

const { serviceGroup: _v, guidance: _w, guidedBy: _x, ...reviewFields } = GroupReview.fields

/** How the group stands half-way, or its final report (G-02). There is one final report, worded anew until it is signed. */
export const writeGroupReview = action({
  label: '填写小组评估',
  grant: 'group.write',
  on: ServiceGroup,
  input: { id: id(), paper: optional(ref('评估', 'group_review')), ...reviewFields },
  output: GroupReview,
  guard: whyNotRunning,
  async run({ tx, found, input: { id: _id, paper, ...values } }) {
    const known = await papersOf(tx, GroupReview, found, 'on_day')
    const row = paper
      ? await ownPaper(tx, GroupReview, found, paper)
      : known.find(({ kind }) => kind === 'end' && values.kind === 'end')
    if (!row) return insert(tx, GroupReview, partAt(found), { ...values, serviceGroup: found.id })
    return update(tx, GroupReview, row, values)
  },
})

const { serviceGroup: _e, voided: _f, ...expenseFields } = GroupExpense.fields

export const addGroupExpense = action({
  label: '登记支出',
  grant: 'group.write',
  on: ServiceGroup,
  input: { id: id(), ...expenseFields },
  output: GroupExpense,
  guard: whyNotRunning,
  async run({ tx, found, input: { id: _id, ...values } }) {
    return insert(tx, GroupExpense, partAt(found), { ...values, serviceGroup: found.id })
  },
})

export const voidGroupExpense = action({
  label: '作废支出',
  grant: 'group.write',
  on: GroupExpense,
  input: { id: id(), version: version(), voided: text('作废原因', { max: 100 }) },
  output: GroupExpense,
  guard: ({ voided }) => (voided ? '这笔支出已经作废' : undefined),
  async run({ tx, found, input }) {
    const why = whyNotRunning((await find(tx, ServiceGroup, found.serviceGroup))!)
    if (why) throw new Failure('conflict', why)
    return update(tx, GroupExpense, found, { voided: input.voided })
  },
})
