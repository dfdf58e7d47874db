import { sql } from 'kysely'
import { type Actor, type Reach, reachesStation, reachOf, reachSql } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, link, list, optional, ref, shape, text, version } from '../../core/field.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { partAt } from '../../core/parts.ts'
import { find, insert, insertAll, update } from '../../core/records.ts'
import { record, reverse, type Tx } from '../../core/tx.ts'
import { homeOf } from '../places/index.server.ts'
import { Station } from '../stations/index.ts'
import { askedAt } from './asked.server.ts'
import {
  Meeting,
  MeetingAttendee,
  MeetingDecision,
  MeetingTopic,
  meetingFlow,
  meetingHeld,
  planFields,
} from './meeting.ts'

export type MeetingRow = RowOf<typeof Meeting>

const { topic, presenter, conclusion } = MeetingTopic.fields
const { unit, name, presence } = MeetingAttendee.fields
const parts = {
  topics: list('议程', shape('议题', { topic, presenter, conclusion }), { max: 40 }),
  attendees: list('参会', shape('参会', { unit, name, presence }), { max: 200 }),
}
type Topic = { topic: string; presenter?: string | null; conclusion?: string | null }
type Attendee = {
  unit?: string | null
  name?: string | null
  presence?: 'present' | 'leave' | 'absent' | null
}

/** Writes agenda and list of those asked instead of what stood there. */
async function writeParts(
  tx: Tx,
  found: MeetingRow,
  topics: readonly Topic[],
  attendees: readonly Attendee[],
  fresh: boolean,
): Promise<void> {
  if (attendees.some((one) => !one.unit && !one.name)) throw refuseField('attendees', '参会的每一行请写单位或姓名')
  const { county, uuid } = splitId(found.id)
  if (!fresh)
    for (const entity of [MeetingTopic, MeetingAttendee])
      tx.send(sql`delete from ${sql.table(entity.table)} where county = ${county} and meeting = ${uuid}::uuid`)
  await insertAll(
    tx,
    MeetingTopic,
    topics.map((one, i) => ({ at: partAt(found), values: { ...one, meeting: found.id, ordinal: i + 1 } })),
  )
  await insertAll(
    tx,
    MeetingAttendee,
    attendees.map((one, i) => ({ at: partAt(found), values: { ...one, meeting: found.id, ordinal: i + 1 } })),
  )
}

/** Refuses a line that the policy of the place does not have for meetings, or one of another kind. */
async function refuseLine(
  tx: Tx,
  place: string,
  { kind, line, onDay }: { kind: string; line?: string | null; onDay: string },
) {
  if (!line) return
  const asked = (await askedAt(tx, place, onDay)).find(({ key }) => key === line)
  if (!asked) throw refuseField('line', '本地文件中没有这项会议要求，请重新选择')
  if (asked.kind !== kind) throw refuseField('kind', `「${asked.label}」应选与文件一致的类别`)
}

/** Whether somebody belongs to the station, rather than standing over the whole area it lies in. */
function worksThere({ stations, own }: Reach, station: string): boolean {
  return stations.includes(station) || own.includes(station)
}

/** The meetings that somebody with this reach keeps, over the table of meetings: the rule of `whyNotTheirs` for many. */
export const theirsSql = (reach: Reach, actor: Actor) => sql<boolean>`${reachSql(reach, actor, Meeting)}
  and (meeting.station is null or meeting.station = any(${[...reach.stations, ...reach.own].map((one) => splitId(one).uuid)}::uuid[]))`

/** A station keeps its own minutes; an office over it reads them and keeps those of its own meetings. */
function whyNotTheirs({ station }: { station: string | null }, actor: Actor): string | undefined {
  if (station === null || worksThere(reachOf(actor, 'meeting.write'), station)) return undefined
  return '站里的会议由本站自己办理，您可以查看'
}

/** A station's meeting stands with the station; an office's own with its area. */
async function homeFor(
  tx: Tx,
  reach: Reach,
  at: { station?: string | null; place?: string | null },
): Promise<{ county: string; station: string | null; place: string }> {
  if (at.station) {
    if (!worksThere(reach, at.station)) throw refuseField('station', '站里的会议由本站自己安排；您的会议请选择地区')
    const station = (await find(tx, Station, at.station))!
    return { county: station.county, station: station.id, place: station.place }
  }
  if (!at.place) throw refuseField('station', '请选择是哪个站或哪个地区的会议')
  const county = await homeOf(tx, at.place)
  if (!reachesStation(reach, county, null)) throw refuseField('place', '这个地区不在您的辖区内；站里的会议请选择社工站')
  return { county, station: null, place: at.place }
}

/** Sets a meeting down with its agenda and who is asked to come. */
export const planMeeting = action({
  label: '安排会议',
  grant: 'meeting.write',
  input: {
    station: optional(ref('社工站', 'station')),
    place: optional(link('地区', 'place')),
    ...planFields,
    ...parts,
  },
  output: Meeting,
  async run({ tx, reach, input: { station, place, topics, attendees, ...values } }) {
    const home = await homeFor(tx, reach, { station: station ?? null, place: place ?? null })
    await refuseLine(tx, home.place, values)
    const row = await insert(
      tx,
      Meeting,
      { id: newId(home.county), station: home.station, county: home.county },
      { ...values, place: home.place, state: 'planned', files: [] },
    )
    await writeParts(tx, row, topics, attendees, true)
    return row
  },
})

export const editMeetingPlan = action({
  label: '修改会议安排',
  grant: 'meeting.write',
  on: Meeting,
  input: { id: id(), version: version(), ...planFields, ...parts },
  output: Meeting,
  guard: (found, actor) =>
    whyNotTheirs(found, actor) ?? (found.state === 'planned' ? undefined : '会议已经召开或取消，不能修改安排'),
  async run({ tx, found, input: { id: _id, version: _version, topics, attendees, ...values } }) {
    await refuseLine(tx, found.place, values)
    const row = await update(tx, Meeting, found, values)
    await writeParts(tx, row, topics, attendees, false)
    return row
  },
})

const decision = shape('议定事项', {
  what: MeetingDecision.fields.what,
  who: MeetingDecision.fields.who,
  dueOn: MeetingDecision.fields.dueOn,
})

/** The minutes: who came, what each point led to, what was said and decided. Written again, they replace the former ones. */
export const writeMinutes = action({
  label: meetingFlow.moves.hold.label,
  grant: 'meeting.write',
  on: Meeting,
  move: 'hold',
  guard: whyNotTheirs,
  input: {
    id: id(),
    version: version(),
    minutes: { ...Meeting.fields.minutes, optional: false as const },
    duration: { ...Meeting.fields.duration, optional: false as const },
    files: Meeting.fields.files,
    ...parts,
    decisions: list('新的议定事项', decision, { max: 40 }),
  },
  output: Meeting,
  async run({ tx, found, input: { id: _id, version: _version, topics, attendees, decisions, ...values } }) {
    if (found.onDay > tx.today) throw refuseField('minutes', `会议在 ${found.onDay} 召开，会后再写纪要`)
    const present = attendees.filter((one) => one.presence === 'present').length
    if (present === 0) throw refuseField('attendees', '请标明谁出席了会议')
    if (found.state === 'held') await reverse(tx, { entity: 'meeting', id: found.id })
    const row = await update(tx, Meeting, found, { ...values, state: 'held' })
    await writeParts(tx, row, topics, attendees, false)
    for (const one of decisions) {
      if (one.dueOn < found.onDay) throw refuseField('decisions', '完成时限不能早于会议日期')
      await insert(tx, MeetingDecision, partAt(row), { ...one, meeting: row.id, dropped: false })
    }
    if (row.station)
      record(tx, {
        kind: meetingHeld.name,
        county: row.county,
        station: row.station,
        on: row.onDay,
        source: { entity: 'meeting', id: row.id },
        variant: row.kind,
        people: present,
        minutes: values.duration,
      })
    return row
  },
})

export const cancelMeeting = action({
  label: meetingFlow.moves.cancel.label,
  grant: 'meeting.write',
  on: Meeting,
  move: 'cancel',
  guard: whyNotTheirs,
  input: { id: id(), version: version(), why: text('取消原因', { max: 200 }) },
  output: Meeting,
  run: ({ tx, found, input }) => update(tx, Meeting, found, { state: 'cancelled', why: input.why }),
})

const whyDone = (found: RowOf<typeof MeetingDecision>, actor: Actor) =>
  whyNotTheirs(found, actor) ?? (found.doneOn ? '这件事已经办结' : found.dropped ? '这件事已决定不再办理' : undefined)

/** What came of a decision. */
export const closeDecision = action({
  label: '办结',
  grant: 'meeting.write',
  on: MeetingDecision,
  input: {
    id: id(),
    version: version(),
    doneOn: date('办结日期', { past: true }),
    outcome: text('办理结果', { max: 300, multiline: true }),
  },
  output: MeetingDecision,
  guard: whyDone,
  async run({ tx, found, input }) {
    const meeting = (await find(tx, Meeting, found.meeting))!
    if (input.doneOn < meeting.onDay) throw refuseField('doneOn', `不能早于会议日期 ${meeting.onDay}`)
    return update(tx, MeetingDecision, found, { doneOn: input.doneOn, outcome: input.outcome })
  },
})

/** Decided otherwise since: it is asked after no more, and says why. */
export const dropDecision = action({
  label: '不再办理',
  grant: 'meeting.write',
  on: MeetingDecision,
  input: { id: id(), version: version(), outcome: text('原因', { max: 300, multiline: true }) },
  output: MeetingDecision,
  guard: whyDone,
  run: ({ tx, found, input }) => update(tx, MeetingDecision, found, { dropped: true, outcome: input.outcome }),
})
