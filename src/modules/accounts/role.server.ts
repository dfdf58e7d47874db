import { sql } from 'kysely'
import { type Reach, reachesStation } from '../../core/access.ts'
import { action } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { choice, farRef, link, optional } from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { insert, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import type { Tx } from '../../core/tx.ts'
import { Account, AccountRole, accountId } from './account.ts'
import { type Held, wholeReachOfRole } from './reach.server.ts'
import { type Role, type RoleName, roleNames, roles } from './roles.ts'

/** What a role is held over: one of these, as the role says. */
export const anchor = {
  place: optional(link('辖区', 'place')),
  station: optional(farRef('社工站', 'station')),
  organisation: optional(link('机构', 'organisation')),
}

export type HeldOver = Held & { county: string }

/** Where a role is held, refused at the field when it is missing or of the wrong kind. */
export async function heldOver(
  tx: Tx,
  role: RoleName,
  at: { place?: string | null; station?: string | null; organisation?: string | null },
): Promise<HeldOver> {
  const { anchor: kind, placeKinds, label }: Role = roles[role]
  const none = { role, place: null, stationCounty: null, station: null, organisation: null }
  switch (kind) {
    case 'place': {
      if (!at.place) throw refuseField('place', `「${label}」请选择辖区`)
      const found = await tx.first<{ kind: string; county: string }>(
        sql`select kind, county from place where id = ${at.place}`,
      )
      if (placeKinds && !(placeKinds as readonly string[]).includes(found!.kind))
        throw refuseField('place', `「${label}」的辖区层级不对，请重新选择`)
      return { ...none, place: at.place, county: found!.county }
    }
    case 'station': {
      if (!at.station) throw refuseField('station', `「${label}」请选择社工站`)
      const { county, uuid } = splitId(at.station)
      return { ...none, stationCounty: county, station: uuid, county }
    }
    case 'organisation': {
      if (!at.organisation) throw refuseField('organisation', `「${label}」请选择机构`)
      const found = await tx.first<{ county: string }>(
        sql`select county from organisation where id = ${at.organisation}::uuid`,
      )
      return { ...none, organisation: at.organisation, county: found!.county }
    }
  }
}

/** Nobody gives what lies outside their own reach (lessons.md L7), judged by where it is and by all it holds. */
export async function refuseBeyond(tx: Tx, mine: Reach, held: HeldOver): Promise<void> {
  const theirs = await wholeReachOfRole(tx, held)
  const within =
    reachesStation(mine, held.county, held.station && `${held.county}-${held.station}`) &&
    theirs.whole.every((county) => mine.whole.includes(county)) &&
    theirs.stations.every((station) => reachesStation(mine, splitId(station).county, station))
  if (!within) throw new Failure('forbidden', '不能授予超出您自己辖区的角色，请重新选择')
}

/** What one person may not hold together, whether in one account or in two (三权分立). */
export async function refuseTogether(
  tx: Tx,
  of: { account: string | null; person: string | null },
  role: RoleName,
): Promise<void> {
  const person = of.person && splitId(of.person)
  const now = await tx.rows<{ role: RoleName; other: boolean }>(sql`
    select r.role, a.id <> coalesce(${of.account}::uuid, '00000000-0000-0000-0000-000000000000') as other
    from account a join account_role r on r.account = a.id
    where (a.id = ${of.account}::uuid or (a.person_county = ${person ? person.county : null} and a.person = ${person ? person.uuid : null}::uuid))
      and (r.to_on is null or r.to_on >= ${tx.today}::date)`)
  const apart = (one: RoleName) => (roles[one] as Role).apart === true
  const clash = now.find((one) => one.role !== role && apart(one.role) && apart(role))
  if (clash)
    throw refuseField(
      'role',
      `「${roleNames[role]}」与${clash.other ? '此人另一账号' : '该账号'}已有的「${roleNames[clash.role]}」不能由同一人担任（三权分立）`,
    )
}

async function refuseTwice(tx: Tx, account: string, { role, place, station, organisation }: HeldOver): Promise<void> {
  const same = await tx.first(sql`
    select 1 from account_role where account = ${account}::uuid and role = ${role} and (to_on is null or to_on >= ${tx.today}::date)
      and place is not distinct from ${place} and station is not distinct from ${station}::uuid
      and organisation is not distinct from ${organisation}::uuid`)
  if (same) throw refuseField('role', `该账号在这里已有「${roleNames[role]}」，不用再授予`)
}

/** Writes a role that was checked before. */
export async function addRole(tx: Tx, account: string, { county, ...held }: HeldOver): Promise<void> {
  const station = held.station ? `${held.stationCounty}-${held.station}` : null
  await insert(
    tx,
    AccountRole,
    { id: uuidv7(), county },
    {
      account,
      role: held.role,
      place: held.place,
      station,
      organisation: held.organisation,
      fromOn: tx.today,
      toOn: null,
    },
  )
}

const notOneself = '自己的角色不能由自己办理，请由另一位系统管理员办理'

export const giveRole = action({
  label: '授予角色',
  grant: 'account.manage',
  on: Account,
  input: { id: accountId, role: choice('角色', roleNames), ...anchor },
  output: Account,
  guard: ({ id }, actor) => (id === actor.account ? notOneself : undefined),
  async run({ tx, reach, found, input }) {
    const held = await heldOver(tx, input.role, input)
    await refuseBeyond(tx, reach, held)
    await refuseTogether(tx, { account: found.id, person: found.person }, input.role)
    await refuseTwice(tx, found.id, held)
    await addRole(tx, found.id, held)
    return found
  },
})

/** A role ends yesterday: its rights die with the next look at the session, within seconds. */
export const endRole = action({
  label: '收回角色',
  grant: 'account.manage',
  on: AccountRole,
  input: { id: accountId },
  output: AccountRole,
  guard: ({ toOn, account }, actor) => (toOn ? '这个角色已经收回' : account === actor.account ? notOneself : undefined),
  async run({ tx, found }) {
    return update(tx, AccountRole, found, { toOn: addDays(tx.today, -1) })
  },
})
