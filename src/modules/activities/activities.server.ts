import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesStation, reachOf, reachSql } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { choice, date, decimal, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import { addDays, minutesBetween } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Person } from '../people/index.ts'
import { placePaths } from '../places/index.server.ts'
import { policyAt } from '../policy/index.server.ts'
import { cite, linesOf } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import type { ActivityRow } from './activity.server.ts'
import {
  Activity,
  ActivityCall,
  ActivityFeedback,
  ActivityReach,
  ActivityShift,
  ActivitySignIn,
  activityKinds,
} from './activity.ts'
import { activityViews } from './activityViews.ts'

const listed = shape('活动', {
  activity: Activity.row,
  workerName: text('负责社工'),
  stationName: text('社工站'),
  signedIn: integer('签到', { unit: '人' }),
})

const beside = {
  columns: {
    workerName: sql<string | null>`shown_worker.name`,
    stationName: sql<string | null>`shown_station.name`,
    signedIn: sql<
      string | null
    >`(select count(*)::int from activity_sign_in i where i.county = activity.county and i.activity = activity.id)`,
  },
  from: sql`
    left join person shown_worker on shown_worker.county = activity.county and shown_worker.id = activity.worker
    left join station shown_station on shown_station.county = activity.county and shown_station.id = activity.station`,
}

/** The code is nobody's to read in a list: it is on the poster. */
const withoutCode = <R extends ActivityRow>(row: R): R => ({ ...row, code: { masked: true, hint: '见海报' } })

const over = (tx: Tx) => sql<boolean>`coalesce(activity.to_on, activity.on_day) < ${tx.today}::date`

function viewSql(tx: Tx, view: keyof typeof activityViews): RawBuilder<boolean>[] {
  switch (view) {
    case 'coming':
      return [sql<boolean>`activity.state = 'planned' and not ${over(tx)}`]
    case 'unsummed':
      return [sql<boolean>`activity.state = 'planned' and ${over(tx)}`]
    case 'held':
    case 'cancelled':
      return [sql<boolean>`activity.state = ${view}`]
    case 'all':
      return []
  }
}

const matches = (reach: Reach, typed: string) =>
  sql<boolean>`(${worded(Activity, reach, typed)} or position(${typed.trim().toUpperCase()} in activity.number) > 0)`

/** Activities within reach, the latest day first. */
export const listActivities = query({
  label: '社区活动列表',
  grant: 'activity.read',
  input: {
    view: optional(choice('范围', activityViews)),
    kind: optional(choice('类型', activityKinds)),
    station: optional(ref('社工站', 'station')),
    from: optional(date('自')),
    to: optional(date('至')),
    search: optional(text('名称、拼音或编号', { max: 60 })),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('社区活动列表', {
    rows: list('活动', listed),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { view, kind, station, from, to, search, after, limit } }) {
    const where = [
      ...viewSql(tx, view ?? 'all'),
      ...(kind ? [sql<boolean>`activity.kind = ${kind}`] : []),
      ...(station ? [pointsTo('activity', 'station', station)] : []),
      ...(from ? [sql<boolean>`activity.on_day >= ${from}::date`] : []),
      ...(to ? [sql<boolean>`activity.on_day <= ${to}::date`] : []),
      ...(search?.trim() ? [matches(reach, search)] : []),
    ]
    const found = await page(tx, Activity, reach, {
      where,
      order: ['on_day', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside,
    })
    return {
      ...found,
      rows: found.rows.map((row) => ({
        activity: withoutCode(row),
        workerName: row.beside.workerName ?? '',
        stationName: row.beside.stationName ?? '',
        signedIn: Number(row.beside.signedIn),
      })),
    }
  },
})

const category = shape('人群', { category: text('代码'), label: text('类别'), people: integer('人数', { unit: '人' }) })
const turn = shape('班次', {
  row: ActivityShift.row,
  called: integer('已动员', { unit: '人' }),
  coming: integer('能到', { unit: '人' }),
  came: integer('签到', { unit: '人' }),
  /** The turn's length times those who signed in for it. */
  minutes: integer('服务时长', { unit: '分钟' }),
})

/** One activity whole; whoever does not read the station's files sees how many came, not who. */
export const getActivity = query({
  label: '社区活动',
  grant: 'activity.read',
  input: { id: id() },
  output: shape('社区活动', {
    activity: Activity.row,
    workerName: text('负责社工'),
    stationName: text('社工站'),
    placeName: optional(text('社区（村）')),
    dutyName: optional(text('季节性工作')),
    dutyClause: optional(text('条款')),
    named: flag('可看签到姓名'),
    signIns: list('签到', ActivitySignIn.row),
    counts: shape('签到人数', {
      participant: integer('参加者'),
      volunteer: integer('志愿者'),
      worker: integer('工作人员'),
      byCode: integer('扫码'),
    }),
    reach: list('覆盖人群', category),
    /** Of those who signed in with a file, by their categories on that day. */
    known: list('签到者的类别', category),
    categories: list('可选类别', shape('类别', { category: text('代码'), label: text('类别') })),
    feedback: list('反馈', ActivityFeedback.row),
    score: optional(decimal('平均分')),
    shifts: list('班次', turn),
    calls: list('动员', ActivityCall.row),
  }),
  async run({ tx, reach, input }) {
    const activity = await findReachable(tx, Activity, reach, input.id)
    const [station, worker, signIns, reached, feedback, shifts, calls] = await Promise.all([
      find(tx, Station, activity.station!),
      find(tx, Person, activity.worker),
      partsOf(tx, ActivitySignIn, 'activity', activity, 'at'),
      partsOf(tx, ActivityReach, 'activity', activity, 'created_at'),
      partsOf(tx, ActivityFeedback, 'activity', activity, 'at'),
      partsOf(tx, ActivityShift, 'activity', activity, 'on_day'),
      partsOf(tx, ActivityCall, 'activity', activity, 'name'),
    ])
    const named = reachesStation(reachOf(tx.actor, 'client.read'), activity.county, activity.station)
    const policy = await policyAt(tx, station!.place, activity.onDay)
    const words = new Map(linesOf(policy, 'clientCategory').map((one) => [one.category as string, String(one.value)]))
    const duty = linesOf(policy, 'seasonalDuty').find(({ key }) => key === activity.duty)
    const [known, paths] = await Promise.all([
      categoriesOfThose(tx, activity),
      activity.place ? placePaths(tx, [activity.place], tx.today) : new Map<string, string>(),
    ])
    const count = (role: string) => signIns.filter((one) => one.role === role).length
    const worded = (rows: readonly { category: string; people: number }[]) =>
      rows.map((one) => ({ ...one, label: words.get(one.category) ?? one.category }))
    return {
      activity: withoutCode(activity),
      workerName: worker?.name ?? '',
      stationName: station?.name ?? '',
      placeName: activity.place ? (paths.get(activity.place) ?? null) : null,
      dutyName: duty ? String(duty.value) : null,
      dutyClause: duty ? cite(policy, duty) : null,
      named,
      signIns: named ? signIns.map((one) => ({ ...one, token: '' })) : [],
      counts: {
        participant: count('participant'),
        volunteer: count('volunteer'),
        worker: count('worker'),
        byCode: signIns.filter(({ way }) => way === 'code').length,
      },
      reach: worded(reached.map(({ category: of, people }) => ({ category: of, people }))),
      known: worded(known),
      categories: [...words].map(([of, label]) => ({ category: of, label })),
      feedback: feedback.map((one) => ({ ...one, token: '' })),
      score: meanOf(feedback),
      shifts: shifts.map((row) => turnOf(row, signIns, calls)),
      calls: named ? calls : [],
    }
  },
})

/** The mean mark to one decimal; null when nobody gave one. */
export const meanOf = (feedback: readonly { score: number }[]): number | null =>
  feedback.length === 0
    ? null
    : Math.round((feedback.reduce((sum, { score }) => sum + score, 0) / feedback.length) * 10) / 10

function turnOf(
  row: RowOf<typeof ActivityShift>,
  signIns: readonly RowOf<typeof ActivitySignIn>[],
  calls: readonly RowOf<typeof ActivityCall>[],
) {
  const called = calls.filter(({ shift }) => shift === row.id)
  const came = signIns.filter(({ shift }) => shift === row.id).length
  return {
    row,
    called: called.length,
    coming: called.filter(({ answer }) => answer === 'coming').length,
    came,
    minutes: came * minutesBetween(row.startsAt, row.endsAt),
  }
}

async function categoriesOfThose(tx: Tx, activity: ActivityRow): Promise<{ category: string; people: number }[]> {
  return tx.rows(sql`
    select k.category, count(distinct s.client)::int as people
    from activity_sign_in s join client_category k on k.county = s.county and k.client = s.client
      and k.from_on <= ${activity.onDay}::date and (k.to_on is null or k.to_on >= ${activity.onDay}::date)
    where s.county = ${activity.county} and s.activity = ${splitId(activity.id).uuid}::uuid and s.role = 'participant'
    group by k.category order by people desc, k.category`)
}

const duty = shape('季节性工作', {
  key: text('键'),
  label: text('工作'),
  clause: text('条款'),
  held: integer('今年已办', { unit: '次' }),
})

/** What the plan of an activity may answer to: the seasonal work of the station's policy, and how often it was done this year. */
export const seasonalDuties = query({
  label: '季节性工作',
  grant: 'activity.read',
  input: { station: ref('社工站', 'station') },
  output: list('季节性工作', duty),
  clause: '官渡区方案 附件3 第11–14项',
  async run({ tx, reach, input }) {
    const station = await findReachable(tx, Station, reach, input.station)
    const policy = await policyAt(tx, station.place, tx.today)
    const { county, uuid } = splitId(station.id)
    const held = await tx.rows<{ duty: string; count: number }>(sql`
      select duty, count(*)::int as count from activity where county = ${county} and station = ${uuid}::uuid and state = 'held'
        and duty is not null and on_day >= ${`${tx.today.slice(0, 4)}-01-01`}::date group by duty`)
    const times = new Map(held.map((one) => [one.duty, one.count]))
    return linesOf(policy, 'seasonalDuty').map((line) => ({
      key: line.key,
      label: String(line.value),
      clause: cite(policy, line),
      held: times.get(line.key) ?? 0,
    }))
  },
})

/** Activities of the next days, and those whose day has passed without a summary, of stations one writes for. */
export const activitiesDue = query({
  label: '活动待办',
  grant: 'activity.write',
  input: {},
  output: list(
    '活动',
    shape('活动', {
      id: id(),
      name: text('活动'),
      onDay: date('日期'),
      startsAt: text('开始'),
      over: flag('待总结'),
    }),
  ),
  async run({ tx, actor, reach }) {
    return tx.rows<{ id: string; name: string; onDay: string; startsAt: string; over: boolean }>(sql`
      select activity.county || '-' || activity.id as id, activity.name, activity.on_day, activity.starts_at, ${over(tx)} as over from activity
      where ${reachSql(reach, actor, Activity)} and activity.state = 'planned' and activity.on_day <= ${addDays(tx.today, 7)}::date
      order by activity.on_day, activity.starts_at limit 20`)
  },
})
