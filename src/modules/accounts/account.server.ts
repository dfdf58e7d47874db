import { sql } from 'kysely'
import { reachesStation, reachOf } from '../../core/access.ts'
import { action, query } from '../../core/action.ts'
import { refuseField } from '../../core/failure.ts'
import { choice, farRef, flag, instant, integer, list, optional, shape, text, version } from '../../core/field.ts'
import { splitId, uuidv7 } from '../../core/identifiers.ts'
import { page } from '../../core/pages.ts'
import { findReachable, insert, select, update } from '../../core/records.ts'
import { Account, AccountRole, accountId, accountStates } from './account.ts'
import { roleLine, rolesOf } from './held.server.ts'
import { mayInvite } from './invitation.server.ts'
import { subjectOf } from './lock.server.ts'
import { addRole, anchor, heldOver, refuseBeyond, refuseTogether } from './role.server.ts'
import { roleNames } from './roles.ts'
import { noteDone } from './trail.server.ts'

/** Opens an account with its first role. The person sets their own password through a one-time link. */
export const openAccount = action({
  label: '开设账号',
  grant: 'account.manage',
  input: {
    login: Account.fields.login,
    name: Account.fields.name,
    role: choice('角色', roleNames),
    ...anchor,
    person: Account.fields.person,
  },
  output: Account,
  async run({ tx, reach, input }) {
    const held = await heldOver(tx, input.role, input)
    await refuseBeyond(tx, reach, held)
    await refuseTogether(tx, { account: null, person: input.person ?? null }, input.role)
    const same = await tx.first(sql`select 1 from account where login = ${input.login}`)
    if (same) throw refuseField('login', `登录名「${input.login}」已被使用，请换一个`)
    const opened = await insert(
      tx,
      Account,
      { id: uuidv7(), county: held.county },
      {
        login: input.login,
        name: input.name,
        state: 'active',
        station: held.station ? `${held.stationCounty}-${held.station}` : null,
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

/** Mends a name, or says whose file belongs to the account: what one recorded oneself follows that file. */
export const editAccount = action({
  label: '修改账号',
  grant: 'account.manage',
  on: Account,
  input: { id: accountId, version: version(), name: Account.fields.name, person: Account.fields.person },
  output: Account,
  guard: ({ id }, actor) => (id === actor.account ? '自己的账号请由另一位系统管理员修改' : undefined),
  async run({ tx, found, input }) {
    return update(tx, Account, found, { name: input.name, person: input.person ?? null })
  },
})

export const disableAccount = action({
  label: '停用账号',
  grant: 'account.secure',
  on: Account,
  input: { id: accountId, version: version() },
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
  input: { id: accountId, version: version() },
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
  input: { id: accountId },
  output: Account,
  async run({ tx, found }) {
    tx.send(sql`delete from login_failure where subject = ${subjectOf.account(found.login)}`)
    noteDone(tx, found)
    return found
  },
})

/** For a lost phone. The next login asks for the password alone. */
export const resetTwoFactor = action({
  label: '关闭动态口令',
  grant: 'account.secure',
  on: Account,
  input: { id: accountId, version: version() },
  output: Account,
  guard: ({ twoFactor }) => (twoFactor ? undefined : '这个账号没有开启动态口令'),
  async run({ tx, found }) {
    tx.send(sql`update account_secret set totp = null, totp_pending = null where account = ${found.id}::uuid`)
    return update(tx, Account, found, { twoFactor: false })
  },
})

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

/** One account with its roles, ended ones too, and what the asker may do besides: invite, look at its sessions. */
export const getAccount = query({
  label: '账号',
  grant: 'account.read',
  input: { id: accountId },
  output: shape('账号', {
    account: Account.row,
    stationName: optional(text('社工站')),
    personName: optional(text('本人档案')),
    roles: list('角色', shape('角色', { role: AccountRole.row, over: text('范围') })),
    hasPassword: flag('已设口令'),
    lockedUntil: optional(instant('锁定至')),
    mayInvite: flag('可生成一次性链接'),
    maySecure: flag('可查看登录'),
  }),
  async run({ tx, actor, reach, input }) {
    const account = await findReachable(tx, Account, reach, input.id)
    const person = account.person && splitId(account.person)
    const station = account.station && splitId(account.station)
    const [roles, held, known] = await Promise.all([
      select(
        tx,
        AccountRole,
        sql`where account = ${account.id}::uuid order by to_on is not null, from_on desc, id desc`,
      ),
      rolesOf(tx, [account.id]),
      tx.first<{
        hasPassword: boolean
        lockedUntil: string | null
        stationName: string | null
        personName: string | null
      }>(sql`
        select exists (select from account_secret where account = ${account.id}::uuid and password_hash is not null) as has_password,
          (select locked_until from login_failure where subject = ${subjectOf.account(account.login)} and locked_until > ${tx.now}::timestamptz) as locked_until,
          (select name from station where county = ${station ? station.county : null} and id = ${station ? station.uuid : null}::uuid) as station_name,
          (select name from person where county = ${person ? person.county : null} and id = ${person ? person.uuid : null}::uuid) as person_name`),
    ])
    const over = new Map(held.map((one) => [one.id, one.over]))
    const reaches = { manage: reachOf(actor, 'account.manage'), secure: reachOf(actor, 'account.secure') }
    return {
      account,
      ...known!,
      roles: roles.map((role) => ({ role, over: over.get(role.id) ?? '' })),
      mayInvite: account.state === 'active' && mayInvite(reaches, account, known!.hasPassword),
      maySecure: reachesStation(reaches.secure, account.county, account.station),
    }
  },
})

/** The people in post at a station, by name alone, to say whose account it is. */
export const staffToName = query({
  label: '在岗人员姓名',
  grant: 'account.manage',
  input: { station: farRef('社工站', 'station') },
  output: list('人员', shape('人员', { id: text('编号'), name: text('姓名') })),
  async run({ tx, reach, input }) {
    const { county, uuid } = splitId(input.station)
    if (!reachesStation(reach, county, input.station)) return []
    return tx.rows<{ id: string; name: string }>(sql`
      select distinct p.county || '-' || p.id as id, p.name
      from appointment a join person p on p.county = a.county and p.id = a.person
      where a.county = ${county} and a.station = ${uuid}::uuid and a.from_on <= ${tx.today}::date
        and (a.to_on is null or a.to_on >= ${tx.today}::date)
      order by p.name limit 200`)
  },
})
