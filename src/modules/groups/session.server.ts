import { sql } from 'kysely'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, id, list, ref, shape, text, version } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { partAt } from '../../core/parts.ts'
import { find, insert, select, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { openStation } from '../services/index.server.ts'
import { serviceGiven } from '../services/index.ts'
import { Enrolment, GroupAttendance, GroupSession, groupSessionHeld, presences, ServiceGroup } from './group.ts'
import { type GroupRow, papersOf } from './papers.server.ts'

type SessionRow = RowOf<typeof GroupSession>

const { heldOn, minutes, others, process, observed, reflection, nextPlan, files } = GroupSession.fields

const roll = list('点名', shape('点名', { enrolment: ref('组员', 'enrolment'), presence: choice('到场', presences) }), {
  max: 200,
})

async function runningGroup(tx: Tx, session: SessionRow): Promise<GroupRow> {
  const group = (await find(tx, ServiceGroup, session.serviceGroup))!
  if (group.state !== 'running')
    throw new Failure('conflict', '小组不在开展中，不能登记节次；计划通过后再登记，已结束的请先「继续开展」')
  return group
}

/**
 * A session as it went: who was there, how it went. It is a service of the month from this moment on; recorded again, what
 * was counted is taken back first.
 */
export const holdSession = action({
  label: '登记节次',
  grant: 'group.write',
  offline: true,
  on: GroupSession,
  clause: '昆民通〔2021〕8号 五',
  input: {
    id: id(),
    version: version(),
    heldOn: { ...heldOn, optional: false as const },
    minutes: { ...minutes, optional: false as const },
    roll,
    others,
    process: { ...process, optional: false as const },
    observed,
    reflection,
    nextPlan,
    files,
  },
  output: GroupSession,
  guard: ({ state }) => (state === 'cancelled' ? '这一节已经取消' : undefined),
  async run({ tx, found, input: { id: _id, version: _version, roll: called, ...values } }) {
    const group = await runningGroup(tx, found)
    await openStation(tx, found.station!, values.heldOn)
    const present = await callRoll(tx, group, found, values.heldOn, called)
    const people = present + (values.others ?? 0)
    if (people === 0) throw refuseField('roll', '没有人到场的节次不计为开展，请取消这一节并写明原因')
    if (found.state === 'held') await reverse(tx, { entity: 'group_session', id: found.id })
    const row = await update(tx, GroupSession, found, { ...values, state: 'held', why: null })
    const fact = {
      county: row.county,
      station: row.station!,
      on: values.heldOn,
      source: { entity: 'group_session', id: row.id },
      worker: group.worker,
      people,
      minutes: values.minutes,
    }
    record(tx, { ...fact, kind: groupSessionHeld.name, variant: group.kind })
    record(tx, { ...fact, kind: serviceGiven.name, variant: 'group', items: group.items })
    return row
  },
})

/** Marks everybody who was on the list on that day; answers how many were there. */
async function callRoll(
  tx: Tx,
  group: GroupRow,
  session: SessionRow,
  day: string,
  called: readonly { enrolment: string; presence: keyof typeof presences }[],
): Promise<number> {
  const members = (await papersOf(tx, Enrolment, group, 'created_at')).filter(
    ({ fromOn, toOn }) => fromOn <= day && (toOn === null || toOn >= day),
  )
  const marks = new Map(called.map((one) => [one.enrolment, one.presence]))
  if (marks.size < called.length) throw refuseField('roll', '同一位组员只点一次名，请核对')
  const strange = called.find(({ enrolment }) => !members.some((one) => one.id === enrolment))
  if (strange) throw refuseField('roll', '名单在您填写时有变化，请刷新后重新点名')
  const unmarked = members.filter((one) => !marks.has(one.id))
  if (unmarked.length > 0)
    throw refuseField('roll', `还有 ${unmarked.length} 位组员没有点名：${unmarked.map(({ name }) => name).join('、')}`)
  const before = await select(
    tx,
    GroupAttendance,
    sql`where county = ${session.county} and session = ${splitId(session.id).uuid}::uuid`,
  )
  for (const member of members) {
    const presence = marks.get(member.id)!
    const known = before.find(({ enrolment }) => enrolment === member.id)
    if (!known)
      await insert(tx, GroupAttendance, partAt(group), { session: session.id, enrolment: member.id, presence })
    else if (known.presence !== presence) await update(tx, GroupAttendance, known, { presence })
  }
  // who has since left the list of that day is no longer counted as there
  for (const gone of before.filter(({ enrolment }) => !members.some((one) => one.id === enrolment)))
    if (gone.presence !== 'absent') await update(tx, GroupAttendance, gone, { presence: 'absent' })
  return members.filter((one) => marks.get(one.id) === 'present').length
}

const why = text('原因', { max: 200 })

export const cancelSession = action({
  label: '取消节次',
  grant: 'group.write',
  on: GroupSession,
  input: { id: id(), version: version(), why },
  output: GroupSession,
  guard: ({ state }) => (state === 'planned' ? undefined : '只有未开展的节次可以取消'),
  async run({ tx, found, input }) {
    await runningGroup(tx, found)
    return update(tx, GroupSession, found, { state: 'cancelled', why: input.why })
  },
})

/** Takes a session that was recorded by mistake out of every count; it is open again. */
export const undoSession = action({
  label: '撤销登记',
  grant: 'group.write',
  on: GroupSession,
  input: { id: id(), version: version(), why },
  output: GroupSession,
  guard: ({ state }) => (state === 'planned' ? '这一节还没有登记' : undefined),
  async run({ tx, found, input }) {
    await runningGroup(tx, found)
    await reverse(tx, { entity: 'group_session', id: found.id })
    return update(tx, GroupSession, found, { state: 'planned', heldOn: null, minutes: null, why: input.why })
  },
})

/** The supervisor's word on one session. */
export const guideSession = action({
  label: '写督导意见',
  grant: 'group.review',
  on: GroupSession,
  input: { id: id(), version: version(), guidance: text('督导意见', { max: 500, multiline: true }) },
  output: GroupSession,
  guard: ({ state }) => (state === 'held' ? undefined : '这一节还没有开展'),
  async run({ tx, actor, found, input }) {
    return update(tx, GroupSession, found, { guidance: input.guidance, guidedBy: actor.name })
  },
})
