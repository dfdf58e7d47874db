import { sql } from 'kysely'
import { type Actor, type Reach, reachesNothing, reachesStation, reachOf } from '../../core/access.ts'
import { action, entrance, query } from '../../core/action.ts'
import { transact } from '../../core/db.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import {
  choice,
  date,
  farRef,
  flag,
  integer,
  link,
  list,
  optional,
  shape,
  text,
  texts,
  version,
} from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { find, insert, page, update } from '../../core/records.ts'
import { addDays } from '../../core/time.ts'
import { openTx, type Tx } from '../../core/tx.ts'
import { Account, AccountRole, accountStates } from './account.ts'
import { issueInvitation } from './login.server.ts'
import { type Held, reachOfRole } from './reach.server.ts'
import { type Role, type RoleName, roleNames, roles } from './roles.ts'
import { endSessionsOf } from './session.server.ts'

const anchor = {
  place: optional(link('辖区', 'place')),
  station: optional(farRef('社工站', 'station')),
  organisation: optional(link('机构', 'organisation')),
}

/** Where a role is held, refused at the field when it is missing or of the wrong kind. */
async function heldOver(
  tx: Tx,
  role: RoleName,
  at: { place?: string | null; station?: string | null; organisation?: string | null },
): Promise<Held & { county: string }> {
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

/** Nobody gives what lies outside their own reach (lessons.md L7). */
async function refuseBeyond(tx: Tx, mine: Reach, held: Held & { county: string }): Promise<void> {
  const theirs = await reachOfRole(tx, held, tx.today)
  const within =
    theirs.whole.every((county) => mine.whole.includes(county)) &&
    theirs.stations.every((station) => reachesStation(mine, splitId(station).county, station))
  // an organisation without stations, or an empty area, is judged by where it is
  if (!within || (reachesNothing(theirs) && !mine.whole.includes(held.county)))
    throw new Failure('forbidden', '不能授予超出您自己辖区的角色，请重新选择')
}

async function refuseTogether(tx: Tx, account: string, role: RoleName): Promise<void> {
  const now = await tx.rows<{ role: RoleName }>(
    sql`select role from account_role where account = ${account}::uuid and (to_on is null or to_on >= ${tx.today}::date)`,
  )
  const apart = (one: RoleName) => (roles[one] as Role).apart === true
  const clash = now.find((one) => one.role !== role && apart(one.role) && apart(role))
  if (clash)
    throw refuseField(
      'role',
      `「${roleNames[role]}」与该账号已有的「${roleNames[clash.role]}」不能由同一人担任（三权分立）`,
    )
}

/** Opens an account with its first role. The person sets their own password through a one-time link. */
export const openAccount = action({
  label: '开设账号',
  grant: 'account.manage',
  input: {
    login: Account.fields.login,
    name: Account.fields.name,
    person: Account.fields.person,
    role: choice('角色', roleNames),
    ...anchor,
  },
  output: Account,
  async run({ tx, reach, input }) {
    const held = await heldOver(tx, input.role, input)
    await refuseBeyond(tx, reach, held)
    const same = await tx.first(sql`select 1 from account where login = ${input.login}`)
    if (same) throw refuseField('login', `登录名「${input.login}」已被使用，请换一个`)
    const station = held.station ? `${held.stationCounty}-${held.station}` : null
    const opened = await insert(
      tx,
      Account,
      { id: uuidv7(), county: held.county },
      {
        login: input.login,
        name: input.name,
        state: 'active',
        station,
        person: input.person ?? null,
        mustChangePassword: true,
        twoFactor: false,
        demo: false,
      },
    )
    await addRole(tx, opened.id, held)
    return opened
  },
})

async function addRole(tx: Tx, account: string, { county, ...held }: Held & { county: string }): Promise<void> {
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

export const giveRole = action({
  label: '授予角色',
  grant: 'account.manage',
  on: Account,
  input: { id: text('编号', { max: 40 }), role: choice('角色', roleNames), ...anchor },
  output: Account,
  async run({ tx, reach, found, input }) {
    const held = await heldOver(tx, input.role, input)
    await refuseBeyond(tx, reach, held)
    await refuseTogether(tx, found.id, input.role)
    await addRole(tx, found.id, held)
    return found
  },
})

/** A role ends yesterday: its rights die with the next look at the session, within seconds. */
export const endRole = action({
  label: '收回角色',
  grant: 'account.manage',
  on: AccountRole,
  input: { id: text('编号', { max: 40 }) },
  output: AccountRole,
  guard: ({ toOn }) => (toOn ? '这个角色已经收回' : undefined),
  async run({ tx, found }) {
    return update(tx, AccountRole, found, { toOn: addDays(tx.today, -1) })
  },
})

export const disableAccount = action({
  label: '停用账号',
  grant: 'account.secure',
  on: Account,
  input: { id: text('编号', { max: 40 }), version: version() },
  output: Account,
  guard: ({ state, id }, actor) =>
    state === 'disabled' ? '这个账号已停用' : id === actor.account ? '不能停用自己的账号' : undefined,
  async run({ tx, found }) {
    tx.send(sql`delete from session where account = ${found.id}::uuid`)
    return update(tx, Account, found, { state: 'disabled' })
  },
})

export const enableAccount = action({
  label: '启用账号',
  grant: 'account.secure',
  on: Account,
  input: { id: text('编号', { max: 40 }), version: version() },
  output: Account,
  guard: ({ state }) => (state === 'active' ? '这个账号正在使用' : undefined),
  async run({ tx, found }) {
    return update(tx, Account, found, { state: 'active' })
  },
})

export const unlockAccount = action({
  label: '解除登录锁定',
  grant: 'account.secure',
  on: Account,
  input: { id: text('编号', { max: 40 }) },
  output: Account,
  async run({ tx, found }) {
    tx.send(sql`delete from login_failure where subject = ${`account:${found.login}`}`)
    return found
  },
})

export const resetTwoFactor = action({
  label: '关闭动态口令',
  grant: 'account.secure',
  on: Account,
  input: { id: text('编号', { max: 40 }), version: version() },
  output: Account,
  guard: ({ twoFactor }) => (twoFactor ? undefined : '这个账号没有开启动态口令'),
  async run({ tx, found }) {
    tx.send(sql`update account_secret set totp = null where account = ${found.id}::uuid`)
    return update(tx, Account, found, { twoFactor: false })
  },
})

/** A one-time link for setting a password: for a new account, or after a forgotten one. Shown once, kept nowhere. */
export const inviteAccount = entrance({
  label: '生成一次性链接',
  grant: 'signedIn',
  input: { id: text('编号', { max: 40 }) },
  output: shape('一次性链接', { path: text('链接', { max: 200 }) }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const may = [reachOf(actor, 'account.manage'), reachOf(actor, 'account.secure')]
    const found = await transact(surroundings.db, may[0]!, 'read', (connection) =>
      find(openTx(connection, surroundings, actor), Account, input.id),
    )
    if (!found || !may.some((reach) => reachesStation(reach, found.county, found.station)))
      throw new Failure('notFound', '找不到该账号，或您无权办理')
    if (found.state !== 'active') throw new Failure('conflict', '账号已停用，请先启用')
    await endSessionsOf(surroundings.db, found.id)
    return { answer: { path: `/join/${await issueInvitation(surroundings, found.id)}` } }
  },
})

const roleLine = shape('角色', {
  id: text('编号'),
  role: choice('角色', roleNames),
  over: text('范围'),
  place: optional(text('辖区')),
  fromOn: date('自'),
  toOn: optional(date('至')),
})

interface RoleLine {
  account: string
  id: string
  role: RoleName
  over: string
  place: string | null
  fromOn: string
  toOn: string | null
}

/** The roles of these accounts, with the names of what they are held over. */
async function rolesOf(tx: Tx, accounts: readonly string[]): Promise<RoleLine[]> {
  return tx.rows<RoleLine>(sql`
    select r.account, r.id, r.role, r.place, r.from_on, r.to_on, coalesce(t.name, s.name, o.name, '') as over
    from account_role r
      left join place_tenure t on t.place = r.place and t.from_on <= ${tx.today}::date and (t.to_on is null or t.to_on >= ${tx.today}::date)
      left join station s on s.county = r.station_county and s.id = r.station
      left join organisation o on o.id = r.organisation
    where r.account = any(${[...accounts]}::uuid[]) order by r.from_on desc, r.role`)
}

export const listAccounts = query({
  label: '账号列表',
  grant: 'account.read',
  input: {
    name: optional(text('姓名或登录名', { max: 40 })),
    state: optional(choice('状态', accountStates)),
    after: optional(text('下一页', { max: 200 })),
  },
  output: shape('账号列表', {
    rows: list('账号', shape('账号', { account: Account.row, roles: list('角色', roleLine) })),
    total: integer('总数'),
    next: optional(text('下一页')),
  }),
  async run({ tx, reach, input }) {
    const where = [
      ...(input.name
        ? [sql<boolean>`(position(${input.name} in account.name) > 0 or position(${input.name} in account.login) > 0)`]
        : []),
      ...(input.state ? [sql<boolean>`account.state = ${input.state}`] : []),
    ]
    const found = await page(tx, Account, reach, {
      where,
      order: ['login', 'asc'],
      after: input.after ?? null,
      limit: 50,
    })
    const held = await rolesOf(
      tx,
      found.rows.map(({ id }) => id),
    )
    return {
      ...found,
      rows: found.rows.map((account) => ({ account, roles: held.filter((one) => one.account === account.id) })),
    }
  },
})

/** Everything the console must know about who is signed in: names, roles, and which grants open which pages. */
export const whoAmI = query({
  label: '我是谁',
  grant: 'signedIn',
  input: {},
  output: shape('我', {
    account: Account.row,
    roles: list('角色', roleLine),
    grants: texts('权限', { max: 200 }),
    stations: list('社工站', shape('社工站', { id: text('编号'), name: text('站名') })),
    demo: flag('演示数据'),
  }),
  async run({ tx, actor }) {
    const [account, held, stations, demo] = await Promise.all([
      find(tx, Account, actor.account),
      rolesOf(tx, [actor.account]),
      ownStations(tx, actor),
      tx.first<{ demo: boolean }>(sql`select exists (select from account where demo) as demo`),
    ])
    const active = held.filter(({ toOn }) => toOn === null || toOn >= tx.today)
    return { account: account!, roles: active, grants: [...actor.grants.keys()].sort(), stations, demo: demo!.demo }
  },
})

/** The stations a person works at, to fill forms with: only for reaches of single stations. */
async function ownStations(tx: Tx, actor: Actor): Promise<{ id: string; name: string }[]> {
  const reach = reachOf(actor, 'station.read')
  if (reach.whole.length > 0 || reach.stations.length === 0) return []
  return tx.rows(sql`select county || '-' || id as id, name from station
    where county = any(${[...new Set(reach.stations.map((one) => splitId(one).county))]}::text[])
      and id = any(${reach.stations.map((one) => splitId(one).uuid)}::uuid[]) order by name`)
}
