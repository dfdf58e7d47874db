import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { reachesStation, reachOf } from '../../core/access.ts'
import type { AnyEntity, RowOf } from '../../core/entity.ts'
import { Failure } from '../../core/failure.ts'
import { splitId } from '../../core/identifiers.ts'
import { partsOf } from '../../core/parts.ts'
import { select } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import {
  Enrolment,
  GroupAttendance,
  GroupBudget,
  GroupExpense,
  GroupGoal,
  GroupOpinion,
  GroupReview,
  GroupSession,
  GroupStep,
  planFields,
  type ServiceGroup,
} from './group.ts'
import { type GroupMove, groupFlow } from './groupFlow.ts'

export type GroupRow = RowOf<typeof ServiceGroup>

/** All rows of a kind that belong to a group, in this order. */
export function papersOf<E extends AnyEntity>(tx: Tx, entity: E, found: GroupRow, order: string): Promise<RowOf<E>[]> {
  return partsOf(tx, entity, 'serviceGroup', found, order)
}

/** Who was there, of every session of a group. */
function attendanceOf(tx: Tx, found: GroupRow): Promise<RowOf<typeof GroupAttendance>[]> {
  return select(
    tx,
    GroupAttendance,
    sql`where group_attendance.county = ${found.county} and group_attendance.session in
      (select id from group_session where county = ${found.county} and service_group = ${splitId(found.id).uuid}::uuid)`,
  )
}

/** Names, roll calls and what was seen of members are for those who read the station's files; others see counts. */
export function seesMembers(tx: Tx, found: Pick<GroupRow, 'county' | 'station'>): boolean {
  return reachesStation(reachOf(tx.actor, 'client.read'), found.county, found.station)
}

/** Every paper of a group as it is kept. */
export async function everyPaper(tx: Tx, found: GroupRow) {
  const [goals, sessions, members, attendance, opinions, reviews, budget, expenses, steps] = await Promise.all([
    papersOf(tx, GroupGoal, found, 'created_at'),
    papersOf(tx, GroupSession, found, 'ordinal'),
    papersOf(tx, Enrolment, found, 'created_at'),
    attendanceOf(tx, found),
    papersOf(tx, GroupOpinion, found, 'on_day'),
    papersOf(tx, GroupReview, found, 'on_day'),
    papersOf(tx, GroupBudget, found, 'created_at'),
    papersOf(tx, GroupExpense, found, 'on_day'),
    papersOf(tx, GroupStep, found, 'at'),
  ])
  return { goals, sessions, members, attendance, opinions, reviews, budget, expenses, steps }
}

export type Papers = Awaited<ReturnType<typeof everyPaper>>

/** What is missing before a move, each by the part of the page where it is done. */
export interface Missing {
  part: 'plan' | 'members' | 'sessions' | 'review' | 'opinions'
  what: string
}

/** A plan is handed in with goals and sessions, a report when every session was held or called off and every goal rated. */
export function missingIn(found: GroupRow, papers: Papers, move: GroupMove): Missing[] {
  const missing: Missing[] = []
  if (move === 'submitPlan') {
    if (papers.goals.length === 0) missing.push({ part: 'plan', what: '至少写一个目标' })
    if (papers.sessions.length === 0) missing.push({ part: 'plan', what: '排好节次' })
    const outside = papers.sessions.filter(
      ({ plannedOn, state }) => state === 'planned' && (plannedOn < found.fromOn || plannedOn > found.toOn),
    )
    if (outside.length > 0)
      missing.push({
        part: 'plan',
        what: `第 ${outside.map(({ ordinal }) => ordinal).join('、')} 节的日期不在小组起止之内`,
      })
  }
  if (move === 'submitReport') {
    const open = papers.sessions.filter(({ state }) => state === 'planned')
    const report = papers.reviews.find(({ kind }) => kind === 'end')
    const unrated = papers.goals.filter(({ rating }) => rating === null)
    if (!papers.sessions.some(({ state }) => state === 'held')) missing.push({ part: 'sessions', what: '至少开展一节' })
    if (open.length > 0)
      missing.push({
        part: 'sessions',
        what: `登记或取消第 ${open.map(({ ordinal }) => ordinal).join('、')} 节`,
      })
    if (unrated.length > 0) missing.push({ part: 'review', what: `评定 ${unrated.length} 个目标` })
    if (!report) missing.push({ part: 'review', what: '填写结束报告' })
    if (papers.opinions.length === 0 && !report?.noOpinion)
      missing.push({ part: 'opinions', what: '登记参与者意见，或在结束报告写明没有的原因' })
  }
  return missing
}

/** Refuses a move whose papers are not there yet, naming all that is missing. */
export async function refuseMissing(tx: Tx, found: GroupRow, move: GroupMove): Promise<void> {
  const missing = missingIn(found, await everyPaper(tx, found), move)
  if (missing.length > 0)
    throw new Failure('conflict', `${groupFlow.moves[move].label}前还缺：${missing.map(({ what }) => what).join('；')}`)
}

// what a supervisor says of a session is not what the worker handed in
const quiet = ['can', 'beside', 'version', 'state', 'createdAt', 'guidance', 'guidedBy']
const written = (row: object) =>
  Object.entries(row)
    .filter(([key]) => !quiet.includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** Names the content that is signed: the same words give the same 64 letters, any change others. */
export async function fingerprintOf(tx: Tx, found: GroupRow, paper: 'plan' | 'report'): Promise<string> {
  const { goals, sessions, budget, reviews, expenses } = await everyPaper(tx, found)
  const plan = Object.keys(planFields).map((key) => [key, (found as unknown as Record<string, unknown>)[key]])
  const parts = paper === 'plan' ? [goals, sessions, budget] : [goals, sessions, reviews, expenses]
  const content = JSON.stringify([paper, plan, parts.map((rows) => rows.map(written))])
  return createHash('sha256').update(content).digest('hex')
}
