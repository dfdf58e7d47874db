import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DemoLogin, logins } from '../../../demo/logins.ts'
import { generatePassword, setPassword } from '../../modules/accounts/index.server.ts'
import { type RoleName, roleNames } from '../../modules/accounts/index.ts'
import { inColumns } from '../columns.ts'
import type { AccountPlan } from './accounts.ts'
import type { Ground } from './stage.ts'

/** Where the demo's logins are kept for whoever runs Yizhan. */
export const loginsFile = ({ settings }: Pick<Ground, 'settings'>) => join(settings.data, 'demo-logins.txt')

/** A login that may be used from now on: its role, and the name of what the role is held over. */
export interface GivenLogin {
  role: RoleName
  place: string
  login: string
  password: string
}

/** The logins for programs, and as a table for people. */
export interface GivenLogins {
  logins: GivenLogin[]
  table: string
}

/**
 * Gives the printed logins fresh passwords and answers them. It is the last step of a load: a demo whose
 * last login has no password is a half-loaded one.
 */
export async function giveLogins(ground: Ground, accounts: readonly AccountPlan[]): Promise<GivenLogins> {
  const given = logins.map((printed) => ({ printed, password: generatePassword() }))
  const over = await namesOver(ground)
  const text = tableOf(given.map(({ printed, password }) => ({ printed, password, over: over(printed) })))
  // the file first: passwords that are in force must stand somewhere
  rmSync(loginsFile(ground), { force: true })
  writeFileSync(loginsFile(ground), `${text}\n`, { mode: 0o600 })
  for (const { printed, password } of given) {
    const account = accounts.find(({ login }) => login === printed.login)!
    await setPassword(ground.surroundings, account.id, password, false)
  }
  return {
    logins: given.map(({ printed, password }) => ({
      role: printed.role,
      place: over(printed),
      login: printed.login,
      password,
    })),
    table: text,
  }
}

/** The login that gets its password last. */
export const lastLogin = logins.at(-1)!.login

/** What each login's role is held over, by name. */
async function namesOver({ owner }: Ground): Promise<(login: DemoLogin) => string> {
  const { rows } = await owner.pool.query<{ login: string; name: string }>(
    `select a.login, coalesce(t.name, s.name, o.name, '') as name from account a join account_role r on r.account = a.id
       left join place_tenure t on t.place = r.place and t.to_on is null
       left join station s on s.county = r.station_county and s.id = r.station
       left join organisation o on o.id = r.organisation
     where a.login = any($1)`,
    [logins.map(({ login }) => login)],
  )
  const names = new Map(rows.map(({ login, name }) => [login, name]))
  return ({ login }) => names.get(login) ?? ''
}

function tableOf(rows: readonly { printed: DemoLogin; password: string; over: string }[]): string {
  const lines = [
    ['角色', '登录名', '口令', '辖区或单位', '先看什么'],
    ...rows.map(({ printed, password, over }) => [
      roleNames[printed.role],
      printed.login,
      password,
      over,
      printed.first,
    ]),
  ]
  return [
    '演示登录（人员与记录均为虚构；口令每次载入时重新生成，只在本机，因此不要求修改）',
    '',
    inColumns(lines),
  ].join('\n')
}
