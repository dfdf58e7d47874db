import { sql } from 'kysely'
import { reachesNothing, reachOf } from '../../core/access.ts'
import { query } from '../../core/action.ts'
import { choice, date, flag, id, integer, list, optional, ref, shape, text } from '../../core/field.ts'
import { page } from '../../core/pages.ts'
import { partsOf, pointsTo } from '../../core/parts.ts'
import { find, findReachable } from '../../core/records.ts'
import { worded } from '../../core/search.ts'
import { addDays } from '../../core/time.ts'
import { placePaths } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { askedAt } from './asked.server.ts'
import { theirsSql } from './meeting.server.ts'
import { Meeting, MeetingAttendee, MeetingDecision, MeetingTopic, meetingFlow, meetingKinds } from './meeting.ts'

const open = sql<number>`(select count(*)::int from meeting_decision d where d.county = meeting.county and d.meeting = meeting.id and d.done_on is null and not d.dropped)`
const beside = {
  columns: {
    stationName: sql<string | null>`shown_station.name`,
    openDecisions: sql<string | null>`${open}`,
    present: sql<
      string | null
    >`(select count(*)::int from meeting_attendee a where a.county = meeting.county and a.meeting = meeting.id and a.presence = 'present')`,
  },
  from: sql`left join station shown_station on shown_station.county = meeting.county and shown_station.id = meeting.station`,
}

/** Meetings within reach, the latest day first. */
export const listMeetings = query({
  label: '会议列表',
  grant: 'meeting.read',
  input: {
    kind: optional(choice('类别', meetingKinds)),
    state: optional(choice('状态', meetingFlow.states)),
    station: optional(ref('社工站', 'station')),
    search: optional(text('名称或拼音', { max: 60 })),
    after: optional(text('下一页', { max: 200 })),
    limit: optional(integer('每页', { min: 1, max: 200 })),
  },
  output: shape('会议列表', {
    rows: list(
      '会议',
      shape('会议', {
        meeting: Meeting.row,
        holder: text('单位'),
        present: integer('出席'),
        openDecisions: integer('未办结'),
      }),
    ),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input: { kind, state, station, search, after, limit } }) {
    const where = [
      ...(kind ? [sql<boolean>`meeting.kind = ${kind}`] : []),
      ...(state ? [sql<boolean>`meeting.state = ${state}`] : []),
      ...(station ? [pointsTo('meeting', 'station', station)] : []),
      ...(search?.trim() ? [worded(Meeting, reach, search)] : []),
    ]
    const found = await page(tx, Meeting, reach, {
      where,
      order: ['on_day', 'desc'],
      after: after ?? null,
      limit: limit ?? 25,
      beside,
    })
    const places = found.rows.filter(({ station: at }) => at === null).map(({ place }) => place)
    const paths = places.length > 0 ? await placePaths(tx, places, tx.today) : new Map<string, string>()
    return {
      ...found,
      rows: found.rows.map((row) => ({
        meeting: row,
        holder: row.beside.stationName ?? paths.get(row.place) ?? row.place,
        present: Number(row.beside.present),
        openDecisions: Number(row.beside.openDecisions),
      })),
    }
  },
})

/** One meeting whole: agenda, who came, minutes, decisions. */
export const getMeetingRecord = query({
  label: '会议',
  grant: 'meeting.read',
  input: { id: id() },
  output: shape('会议', {
    meeting: Meeting.row,
    holder: text('单位'),
    lineName: optional(text('文件要求')),
    clause: optional(text('条款')),
    topics: list('议程', MeetingTopic.row),
    attendees: list('参会', MeetingAttendee.row),
    decisions: list('议定事项', MeetingDecision.row),
  }),
  async run({ tx, reach, input }) {
    const meeting = await findReachable(tx, Meeting, reach, input.id)
    const [station, paths, asked, topics, attendees, decisions] = await Promise.all([
      meeting.station ? find(tx, Station, meeting.station) : undefined,
      placePaths(tx, [meeting.place], tx.today),
      meeting.line ? askedAt(tx, meeting.place, meeting.onDay) : [],
      partsOf(tx, MeetingTopic, 'meeting', meeting, 'ordinal'),
      partsOf(tx, MeetingAttendee, 'meeting', meeting, 'ordinal'),
      partsOf(tx, MeetingDecision, 'meeting', meeting, 'due_on'),
    ])
    const line = asked.find(({ key }) => key === meeting.line)
    return {
      meeting,
      holder: station?.name ?? paths.get(meeting.place) ?? meeting.place,
      lineName: line?.label ?? null,
      clause: line?.clause ?? null,
      topics,
      attendees,
      decisions,
    }
  },
})

/** Meetings of the next days, those past without minutes, and decisions whose day is near or gone. */
export const meetingsDue = query({
  label: '会议待办',
  grant: 'meeting.read',
  input: {},
  output: shape('会议待办', {
    meetings: list(
      '会议',
      shape('会议', {
        id: id(),
        subject: text('会议'),
        onDay: date('日期'),
        startsAt: text('时间'),
        over: flag('待写纪要'),
      }),
    ),
    decisions: list(
      '议定事项',
      shape('议定事项', {
        meeting: id(),
        what: text('事项', { max: 300 }),
        who: text('由谁办理'),
        dueOn: date('完成时限'),
      }),
    ),
  }),
  async run({ tx, actor }) {
    const write = reachOf(actor, 'meeting.write')
    if (reachesNothing(write)) return { meetings: [], decisions: [] }
    const name = sql`meeting.county || '-' || meeting.id`
    const [meetings, decisions] = await Promise.all([
      tx.rows<{ id: string; subject: string; onDay: string; startsAt: string; over: boolean }>(sql`
        select ${name} as id, subject, on_day, starts_at, on_day < ${tx.today}::date as over from meeting
        where ${theirsSql(write, actor)} and state = 'planned' and on_day <= ${addDays(tx.today, 7)}::date order by on_day, starts_at limit 20`),
      tx.rows<{ meeting: string; what: string; who: string; dueOn: string }>(sql`
        select ${name} as meeting, d.what, d.who, d.due_on from meeting_decision d join meeting on meeting.county = d.county and meeting.id = d.meeting
        where ${theirsSql(write, actor)} and d.done_on is null and not d.dropped and d.due_on <= ${addDays(tx.today, 7)}::date
        order by d.due_on limit 20`),
    ])
    return { meetings, decisions }
  },
})
