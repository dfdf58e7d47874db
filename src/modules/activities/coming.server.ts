import { sql } from 'kysely'
import { query } from '../../core/action.ts'
import { date, id, integer, optional, shape, text } from '../../core/field.ts'
import { splitId } from '../../core/identifiers.ts'
import { findReachable, select, unseal } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Activity } from './activity.ts'

const daysAhead = 7

/** An activity as a phone carries it: enough to find the way there, and to let people sign in. */
export const comingActivity = shape('社区活动', {
  id: id(),
  name: text('活动'),
  onDay: date('日期'),
  toOn: optional(date('结束日期')),
  startsAt: text('开始'),
  endsAt: text('结束'),
  venue: text('地点'),
  code: text('签到码'),
})

/**
 * A station's activities of the next days, with their sign-in codes: only for whoever writes the station's activities, as
 * with the poster at the desk; the caller sees to that.
 */
export async function comingActivities(tx: Tx, station: string) {
  const { county, uuid } = splitId(station)
  const rows = await select(
    tx,
    Activity,
    sql`where activity.county = ${county} and activity.station = ${uuid}::uuid and activity.state = 'planned'
      and activity.on_day <= ${addDays(tx.today, daysAhead)}::date and coalesce(activity.to_on, activity.on_day) >= ${tx.today}::date
      order by activity.on_day, activity.starts_at limit 20`,
  )
  return Promise.all(
    rows.map(async (row) => {
      const { id: of, name, onDay, toOn, startsAt, endsAt, venue } = row
      const code = `${county}-${await unseal(tx, Activity, row, 'code')}`
      return { id: of, name, onDay, toOn, startsAt, endsAt, venue, code }
    }),
  )
}

/** How many have signed in by now, in whatever way and role; nobody's name. */
export const countSignIns = query({
  label: '签到人数',
  grant: 'activity.read',
  input: { id: id() },
  output: shape('签到人数', { people: integer('签到', { unit: '人' }) }),
  async run({ tx, reach, input }) {
    const { county, id: of } = await findReachable(tx, Activity, reach, input.id)
    const counted = await tx.first<{ people: number }>(sql`
      select count(*)::int as people from activity_sign_in where county = ${county} and activity = ${splitId(of).uuid}::uuid`)
    return { people: counted!.people }
  },
})
