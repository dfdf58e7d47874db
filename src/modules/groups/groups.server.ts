import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesNothing, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, decimal, fen, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { pointsTo } from '../../core/parts.ts'
import { find, findReachable } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Person } from '../people/index.ts'
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
  groupKinds,
  opinionScores,
  presences,
  ServiceGroup,
} from './group.ts'
import { groupFlow, openStates } from './groupFlow.ts'
import { groupViews } from './groupViews.ts'
import { everyPaper, type GroupRow, missingIn, type Papers, seesMembers } from './papers.server.ts'

const listed = shape('小组', {
  group: ServiceGroup.row,
  workerName: text('负责社工'),
  stationName: text('社工站'),
  sessions: integer('节次'),
  held: integer('已开展'),
  members: integer('组员', { unit: '人' }),
  people: integer('累计人次', { unit: '人次' }),
  nextOn: optional(date('下一节')),
})

const sessionsOf = (rest: RawBuilder<unknown>) =>
  sql`(select ${rest} from group_session s where s.county = service_group.county and s.service_group = service_group.id`
const beside = {
  columns: {
    workerName: sql<string | null>`shown_worker.name`,
    stationName: sql<string | null>`shown_station.name`,
    sessions: sql<string | null>`${sessionsOf(sql`count(*)::int`)} and s.state <> 'cancelled')`,
    held: sql<string | null>`${sessionsOf(sql`count(*)::int`)} and s.state = 'held')`,
    nextOn: sql<string | null>`${sessionsOf(sql`min(s.planned_on)`)} and s.state = 'planned')`,
    members: sql<
      string | null
    >`(select count(*)::int from enrolment e where e.county = service_group.county and e.service_group = service_group.id and e.to_on is null)`,
    people: sql<
      string | null
    >`${sessionsOf(sql`coalesce(sum(coalesce(s.others, 0) + (select count(*) from group_attendance a
      where a.county = s.county and a.session = s.id and a.presence = 'present')), 0)::int`)} and s.state = 'held')`,
  },
  from: sql`
    left join person shown_worker on shown_worker.county = service_group.county and shown_worker.id = service_group.worker
    left join station shown_station on shown_station.county = service_group.county and shown_station.id = service_group.station`,
}

type Shown = GroupRow & { beside: Record<keyof typeof beside.columns, string | null> }

const describe = (row: Shown) => ({
  group: row as GroupRow,
  workerName: row.beside.workerName ?? '',
  stationName: row.beside.stationName ?? '',
  sessions: Number(row.beside.sessions),
  held: Number(row.beside.held),
  members: Number(row.beside.members),
  people: Number(row.beside.people),
  nextOn: row.beside.nextOn,
})

function viewSql(view: keyof typeof groupViews): RawBuilder<boolean>[] {
  switch (view) {
    case 'open':
      return [sql<boolean>`service_group.state = any(${[...openStates]}::text[])`]
    case 'review':
      return [sql<boolean>`service_group.state in ('planReview', 'reportReview')`]
    case 'ended':
      return [sql<boolean>`service_group.state in ('ended', 'cancelled')`]
    case 'all':
      return []
  }
}

const matches = (reach: Reach, typed: string) =>
  sql<boolean>`(${worded(ServiceGroup, reach, typed)} or position(${typed.trim().toUpperCase()} in service_group.number) > 0)`

/** Groups within reach, the latest first; without a view those that still ask something of somebody. */
export const listGroups = query({
  label: '小组列表',
  grant: 'group.read',
  input: {
    view: optional(choice('范围', groupViews)),
    kind: optional(choice('类型', groupKinds)),
    station: optional(ref('社工站', 'station')),
    search: optional(text('名称、拼音或编号', { max: 60 })),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('小组列表', {
    rows: list('小组', listed),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { view, kind, station, search, after, limit } }) {
    const where = [
      ...viewSql(view ?? 'open'),
      ...(kind ? [sql<boolean>`service_group.kind = ${kind}`] : []),
      ...(station ? [pointsTo('service_group', 'station', station)] : []),
      ...(search?.trim() ? [matches(reach, search)] : []),
    ]
    const found = await page(tx, ServiceGroup, reach, {
      where,
      order: ['from_on', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside,
    })
    return { ...found, rows: found.rows.map(describe) }
  },
})

const member = shape('组员', {
  row: Enrolment.row,
  present: integer('到场', { unit: '节' }),
  open: flag('可打开档案'),
})
const heldSession = shape('节次', {
  row: GroupSession.row,
  /** Members who were there, and whoever came beside the list. */
  people: integer('人次', { unit: '人次' }),
  roll: list('点名', shape('点名', { enrolment: id(), presence: choice('到场', presences) })),
})
const scored = shape('得分', { key: text('项目'), label: text('项目'), average: optional(decimal('平均')) })

/** One group whole. Whoever does not read the station's files sees what was planned and done, and counts for names. */
export const getGroup = query({
  label: '小组',
  grant: 'group.read',
  input: { id: id() },
  output: shape('小组', {
    group: ServiceGroup.row,
    workerName: text('负责社工'),
    stationName: text('社工站'),
    named: flag('可看组员姓名'),
    memberCount: integer('组员', { unit: '人' }),
    members: list('组员', member),
    goals: list('目标', GroupGoal.row),
    sessions: list('节次', heldSession),
    budget: list('预算', GroupBudget.row),
    expenses: list('支出', GroupExpense.row),
    budgeted: fen('预算'),
    spent: fen('支出'),
    opinions: list('意见', shape('意见', { row: GroupOpinion.row, name: optional(text('组员')) })),
    scores: list('平均分', scored),
    reviews: list('评估', GroupReview.row),
    steps: list('办理记录', GroupStep.row),
    missing: list('还缺', shape('还缺', { move: text('步骤'), part: text('部分'), what: text('缺什么') })),
  }),
  async run({ tx, actor, reach, input }) {
    const group = await findReachable(tx, ServiceGroup, reach, input.id)
    const [station, worker, papers] = await Promise.all([
      find(tx, Station, group.station!),
      find(tx, Person, group.worker),
      everyPaper(tx, group),
    ])
    const named = seesMembers(tx, group)
    const may = !reachesNothing(reachOf(actor, 'client.read'))
    const there = may ? await filesThere(tx, group) : new Set<string>()
    const nameOf = new Map(papers.members.map((one) => [one.id, one.name]))
    return {
      group,
      workerName: worker?.name ?? '',
      stationName: station?.name ?? '',
      named,
      memberCount: papers.members.filter(({ toOn }) => toOn === null).length,
      members: named
        ? papers.members.map((row) => ({
            row,
            present: presentOf(papers, row.id),
            open: row.client !== null && there.has(row.client),
          }))
        : [],
      goals: papers.goals,
      sessions: papers.sessions.map((row) => ({
        row: named ? row : { ...row, process: null, observed: null, reflection: null, files: [] },
        people: peopleAt(papers, row),
        roll: named
          ? papers.attendance
              .filter(({ session }) => session === row.id)
              .map(({ enrolment, presence }) => ({ enrolment, presence }))
          : [],
      })),
      budget: papers.budget,
      expenses: papers.expenses,
      budgeted: papers.budget.reduce((sum, one) => sum + one.fen, 0),
      spent: spentOn(papers),
      opinions: named
        ? papers.opinions.map((row) => ({ row, name: row.enrolment ? (nameOf.get(row.enrolment) ?? null) : null }))
        : [],
      scores: averages(papers),
      reviews: papers.reviews.map((row) => (named ? row : { ...row, members: '（组员情况仅本站可见）' })),
      steps: papers.steps,
      missing: (['submitPlan', 'submitReport'] as const).flatMap((move) =>
        missingIn(group, papers, move).map((one) => ({ move, ...one })),
      ),
    }
  },
})

async function filesThere(tx: Tx, group: GroupRow): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(sql`
    select c.county || '-' || c.id as id from client c where c.county = ${group.county} and c.id in
      (select client from enrolment where county = ${group.county} and service_group = ${splitId(group.id).uuid}::uuid)`)
  return new Set(rows.map((one) => one.id))
}

/** Sessions at which a member was there. */
export function presentOf({ sessions, attendance }: Papers, enrolment: string): number {
  const held = new Set(sessions.filter(({ state }) => state === 'held').map((one) => one.id))
  return attendance.filter((one) => one.enrolment === enrolment && one.presence === 'present' && held.has(one.session))
    .length
}

/** Heads at a session that was held. */
export function peopleAt({ attendance }: Papers, session: RowOf<typeof GroupSession>): number {
  if (session.state !== 'held') return 0
  const there = attendance.filter((one) => one.session === session.id && one.presence === 'present').length
  return there + (session.others ?? 0)
}

/** What was spent, in 分; what was voided does not count. */
export const spentOn = ({ expenses }: Papers): number =>
  expenses.filter(({ voided }) => !voided).reduce((sum, one) => sum + one.fen, 0)

/** The mean mark of each statement, to one decimal. */
export function averages({ opinions }: Papers) {
  return Object.entries(opinionScores).map(([key, { label }]) => ({
    key,
    label,
    average:
      opinions.length === 0
        ? null
        : Math.round(
            (opinions.reduce((sum, one) => sum + one[key as keyof typeof opinionScores], 0) / opinions.length) * 10,
          ) / 10,
  }))
}

/** Sessions of the next days and those whose day has passed unrecorded, of groups one writes; and what waits for one's signature. */
export const groupsDue = query({
  label: '小组待办',
  grant: 'group.read',
  input: {},
  output: shape('小组待办', {
    sessions: list(
      '节次',
      shape('节次', {
        group: id(),
        name: text('小组'),
        ordinal: integer('节次'),
        topic: text('主题'),
        plannedOn: date('日期'),
        startsAt: optional(text('时间')),
      }),
    ),
    review: list('待审核', shape('待审核', { id: id(), name: text('小组'), what: choice('待办', groupFlow.states) })),
    returned: list('退回', shape('退回', { id: id(), name: text('小组'), reason: text('退回原因', { max: 500 }) })),
  }),
  async run({ tx, actor }) {
    const [write, review] = [reachOf(actor, 'group.write'), reachOf(actor, 'group.review')]
    const mine = actor.person
      ? sql`and (service_group.worker = ${splitId(actor.person).uuid}::uuid or ${!reachesNothing(review)})`
      : sql``
    const name = sql`service_group.county || '-' || service_group.id`
    const [sessions, waiting, returned] = await Promise.all([
      tx.rows<{
        group: string
        name: string
        ordinal: number
        topic: string
        plannedOn: string
        startsAt: string | null
      }>(sql`
        select ${name} as group, service_group.name, s.ordinal, s.topic, s.planned_on, s.starts_at
        from service_group join group_session s on s.county = service_group.county and s.service_group = service_group.id
        where ${reachSql(write, actor, ServiceGroup)} ${mine} and service_group.state = 'running' and s.state = 'planned'
          and s.planned_on <= ${addDays(tx.today, 7)}::date order by s.planned_on, s.starts_at limit 20`),
      tx.rows<{ id: string; name: string; what: keyof typeof groupFlow.states }>(sql`
        select ${name} as id, service_group.name, service_group.state as what from service_group
        where ${reachSql(review, actor, ServiceGroup)} and service_group.state in ('planReview', 'reportReview')
        order by service_group.state_since limit 20`),
      tx.rows<{ id: string; name: string; reason: string }>(sql`
        select ${name} as id, service_group.name, service_group.return_reason as reason from service_group
        where ${reachSql(write, actor, ServiceGroup)} ${mine} and service_group.state in ('draft', 'running') and service_group.return_reason is not null
        order by service_group.state_since limit 20`),
    ])
    return { sessions, review: waiting, returned }
  },
})
