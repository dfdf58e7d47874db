import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import { choice, date, flag, integer, link, list, optional, ref, shape, text, texts } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { find } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { periodKeyOf, periodOf } from '../measures/index.ts'
import { policyAt } from '../policy/index.server.ts'
import { periods } from '../policy/index.ts'
import { Station } from '../stations/index.ts'
import { type AskedMeeting, meetingsAsked } from './asked.ts'
import { meetingKinds } from './meeting.ts'

/** What the policy at a place asks for on a day. */
export async function askedAt(tx: Tx, place: string, day: string): Promise<AskedMeeting[]> {
  return meetingsAsked(await policyAt(tx, place, day))
}

/** Meetings asked for at a station or an area, and how often each was held in its running period. */
export const askedMeetings = query({
  label: '文件要求的会议',
  grant: 'meeting.read',
  input: { station: optional(ref('社工站', 'station')), place: optional(link('地区', 'place')) },
  output: list(
    '会议',
    shape('会议', {
      key: text('键'),
      label: text('会议'),
      kind: choice('类别', meetingKinds),
      members: texts('参加单位'),
      period: optional(text('频次')),
      held: integer('本期已开', { unit: '次' }),
      due: flag('本期未开'),
      lastOn: optional(date('最近一次')),
      clause: text('条款'),
    }),
  ),
  async run({ tx, input }) {
    const station = input.station ? await find(tx, Station, input.station) : undefined
    const place = station?.place ?? input.place
    if (!place) return []
    const asked = await askedAt(tx, place, tx.today)
    const here = station
      ? sql`county = ${station.county} and station = ${splitId(station.id).uuid}::uuid`
      : sql`place = ${place}`
    return Promise.all(
      asked.map(async ({ key, label, kind, members, period, clause }) => {
        const span = period ? periodOf(periodKeyOf(period, tx.today))! : undefined
        const row = await tx.first<{ held: number; lastOn: string | null }>(sql`
          select count(*) filter (where on_day between ${span?.from ?? '1900-01-01'}::date and ${span?.to ?? '9999-12-31'}::date)::int as held, max(on_day) as last_on
          from meeting where ${here} and line = ${key} and state = 'held'`)
        return {
          key,
          label,
          kind,
          members: [...members],
          period: period && periods[period],
          held: row!.held,
          due: period !== null && row!.held === 0,
          lastOn: row!.lastOn,
          clause,
        }
      }),
    )
  },
})
