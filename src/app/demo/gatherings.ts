import { activitiesShown, groupShown, meetingShown, seasonsShown } from '../../../demo/gatherings.ts'
import { splitId } from '../../core/identifiers.ts'
import { addDays } from '../../core/time.ts'
import {
  enterFeedback,
  enterSignIns,
  finishActivity,
  getActivity,
  planActivity,
} from '../../modules/activities/index.server.ts'
import {
  addGroupExpense,
  approveGroupPlan,
  enrolMember,
  getGroup,
  holdSession,
  planGroup,
  setGroupBudget,
  setGroupGoal,
  setGroupSession,
  submitGroupPlan,
} from '../../modules/groups/index.server.ts'
import { planMeeting, writeMinutes } from '../../modules/meetings/index.server.ts'
import { catalogueOf } from '../../modules/services/index.server.ts'
import { type EnteredClient, workingStations } from './clients.ts'
import type { BuiltStation } from './network.ts'
import type { Lane, Stage } from './stage.ts'

interface Gathering {
  stage: Stage
  built: readonly BuiltStation[]
  files: ReadonlyMap<string, readonly EnteredClient[]>
  now: number
  today: string
}

interface At {
  lane: Lane
  station: string
  worker: string
  head: string
  clients: readonly EnteredClient[]
  item: string
  now: number
  today: string
}

const day = 86_400_000

/** The station that is staffed, equipped and run as it should be. */
const wellRun = '530111004'
const full: readonly string[] = ['530111002', wellRun]

/** A group under way, two activities and a meeting, as a station's worker would have written them. */
export async function gather({ stage, built, files, now, today }: Gathering): Promise<void> {
  const working = workingStations(built, files, 3)
  // the two that are shown in full, and one of each county: the demo is loaded in less than a minute
  const shown = working.filter(
    ({ plan, id }) =>
      full.includes(plan.place) || working.find((one) => splitId(one.id).county === splitId(id).county)!.id === id,
  )
  await stage.each(shown, async (station, lane) => {
    const worker = station.workers.find(({ account }) => account !== station.head)!.account
    const { items } = await lane.as(now - 40 * day, worker, catalogueOf, { station: station.id })
    const at: At = {
      lane,
      station: station.id,
      worker,
      head: station.head,
      clients: files.get(station.id)!,
      item: items.find(({ label }) => /老年|老人|养老/.test(label))?.key ?? items[0]!.key,
      now,
      today,
    }
    await group(at)
    await activities(at)
    await meeting(at)
    if (station.plan.place === wellRun) await seasons(at)
  })
}

/** So many days ago, but not before this month: what was reported stays as it was handed up. */
const lately = ({ today }: At, days: number) => {
  const past = addDays(today, -days)
  return past.slice(0, 7) === today.slice(0, 7) ? past : `${today.slice(0, 7)}-01`
}

async function group(at: At): Promise<void> {
  const { lane, station, worker, head, now, today } = at
  const begun = now - 30 * day
  const { id } = await lane.as(begun, worker, planGroup, {
    station,
    ...groupShown.plan,
    fromOn: addDays(today, -28),
    toOn: addDays(today, 28),
    items: [at.item],
  })
  for (const goal of groupShown.goals) await lane.as(begun, worker, setGroupGoal, { id, ...goal })
  for (const [i, { topic, content }] of groupShown.sessions.entries())
    await lane.as(begun, worker, setGroupSession, {
      id,
      topic,
      content,
      plannedOn: i === 0 ? lately(at, 12) : addDays(today, i === 1 ? -2 : (i - 1) * 4),
      startsAt: '14:30',
      plannedMinutes: 90,
    })
  for (const line of groupShown.budget) await lane.as(begun, worker, setGroupBudget, { id, ...line })
  const handed = await lane.as(begun + day, worker, submitGroupPlan, { id, version: 1 })
  await lane.as(begun + 2 * day, head, approveGroupPlan, { id, version: handed.version, opinion: '同意，注意接送安全' })
  const joined = addDays(today, -20)
  for (const client of at.clients.filter(({ plan }) => Number(plan.bornOn.slice(0, 4)) < 1965).slice(0, 5))
    await lane.as(begun + 3 * day, worker, enrolMember, { id, client: client.id, fromOn: joined })
  for (const name of groupShown.strangers)
    await lane.as(begun + 3 * day, worker, enrolMember, { id, name, fromOn: joined })
  const { sessions, members } = await lane.as(begun + 3 * day, worker, getGroup, { id })
  const first = sessions[0]!.row
  const words = groupShown.sessions[0]
  await lane.as(now - 12 * day, worker, holdSession, {
    id: first.id,
    version: first.version,
    heldOn: first.plannedOn,
    minutes: 90,
    roll: members.map(({ row }, i) => ({
      enrolment: row.id,
      presence: i === 2 ? ('leave' as const) : ('present' as const),
    })),
    others: 1,
    process: words.process,
    observed: words.observed,
    reflection: words.reflection,
    files: [],
  })
  await lane.as(now - 11 * day, worker, addGroupExpense, {
    id,
    kind: 'materials',
    what: '茶点与彩笔',
    onDay: first.plannedOn,
    fen: 4860,
    files: [],
  })
}

async function activities(at: At): Promise<void> {
  const { lane, station, worker, now, today } = at
  const [held, coming] = activitiesShown
  const { people, summary, outcome, problems, words, ...plan } = held
  const when = lately(at, 9)
  const done = await lane.as(now - 20 * day, worker, planActivity, {
    station,
    ...plan,
    onDay: when,
    startsAt: '09:30',
    endsAt: '11:30',
    items: [at.item],
    asksContact: true,
    budget: 60_000,
  })
  const { id } = done
  await lane.as(now - 8 * day, worker, enterSignIns, {
    id,
    role: 'participant',
    clients: at.clients.slice(0, 6).map((one) => one.id),
    names: ['示例居民李大姐', '示例居民孙大爷'],
  })
  for (const [i, said] of words.entries())
    await lane.as(now - 8 * day, worker, enterFeedback, { id, score: 5 - i, words: said })
  const { known, activity } = await lane.as(now - 8 * day, worker, getActivity, { id })
  await lane.as(now - 8 * day, worker, finishActivity, {
    id,
    version: activity.version,
    people,
    minutes: 120,
    summary,
    outcome,
    problems,
    spent: 48_600,
    photos: [],
    reach: known.map(({ category, people: count }) => ({ category, people: count })),
  })
  await lane.as(now - 2 * day, worker, planActivity, {
    station,
    ...coming,
    onDay: addDays(today, 3),
    startsAt: '14:30',
    endsAt: '16:00',
    items: [at.item],
    asksContact: false,
  })
}

async function meeting(at: At): Promise<void> {
  const { lane, station, worker, head, now, today } = at
  const { subject, venue, topics, minutes, decisions } = meetingShown
  const onDay = lately(at, 6)
  const { id, version } = await lane.as(now - 7 * day, worker, planMeeting, {
    station,
    kind: 'monthly',
    subject,
    onDay,
    startsAt: '09:00',
    venue,
    chair: '站长',
    topics: topics.map(({ topic }) => ({ topic })),
    attendees: [{ name: '站长' }, { name: '驻站社工' }, { unit: '社区居委会' }],
  })
  await lane.as(now - 6 * day, head, writeMinutes, {
    id,
    version,
    minutes,
    duration: 60,
    files: [],
    topics: [...topics],
    attendees: [
      { name: '站长', presence: 'present' },
      { name: '驻站社工', presence: 'present' },
      { unit: '社区居委会', presence: 'leave' },
    ],
    decisions: decisions.map(({ what, who, days }) => {
      const due = addDays(today, days)
      return { what, who, dueOn: due < onDay ? onDay : due }
    }),
  })
}

async function seasons(at: At): Promise<void> {
  const { lane, station, worker, now, today } = at
  const [, coming] = activitiesShown
  for (const { on, ...duty } of seasonsShown) {
    const onDay = `${today.slice(0, 4)}-${on}`
    if (onDay > today) continue
    const { id, version } = await lane.as(now - day, worker, planActivity, {
      station,
      ...coming,
      ...duty,
      onDay,
      startsAt: '09:30',
      endsAt: '11:00',
      items: [at.item],
      asksContact: false,
    })
    await lane.as(now - day, worker, finishActivity, {
      id,
      version,
      people: 24,
      minutes: 90,
      summary: '孩子分组做情景游戏，家长领了一页纸提示。',
      outcome: '二十多名孩子会打求助电话，家长补填了监护联系人。',
      photos: [],
      reach: [],
    })
  }
}
