import { sql } from 'kysely'
import { choice, date, optional, shape, text } from '../../core/field.ts'
import type { Tx } from '../../core/tx.ts'
import { type RoleName, roleNames } from './roles.ts'

/** A role as people read it: with the name of what it is held over. */
export const roleLine = shape('角色', {
  id: text('编号'),
  role: choice('角色', roleNames),
  over: text('范围'),
  place: optional(text('辖区')),
  fromOn: date('自'),
  toOn: optional(date('至')),
})

export interface RoleLine {
  account: string
  id: string
  role: RoleName
  over: string
  place: string | null
  fromOn: string
  toOn: string | null
}

/** The roles of these accounts, with the names of what they are held over, today's or the last one. */
export async function rolesOf(tx: Tx, accounts: readonly string[]): Promise<RoleLine[]> {
  return tx.rows<RoleLine>(sql`
    select r.account, r.id, r.role, r.place, r.from_on, r.to_on, coalesce(t.name, s.name, o.name, '') as over
    from account_role r
      left join lateral (select name from place_tenure where place = r.place and from_on <= ${tx.today}::date order by from_on desc limit 1) t on true
      left join station s on s.county = r.station_county and s.id = r.station
      left join organisation o on o.id = r.organisation
    where r.account = any(${[...accounts]}::uuid[]) order by r.from_on desc, r.role`)
}
