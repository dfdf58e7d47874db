import type { Connection } from '../../core/db.ts'
import { flag, shape, text } from '../../core/field.ts'
import type { Surroundings } from '../../core/tx.ts'
import { hashPassword } from './password.server.ts'
import type { AuditedAccount } from './trail.server.ts'

export const password = (label: string) => text(label, { max: 200 })
export const done = shape('完成', { done: flag('完成') })

/** What a way in must know of an account before anybody is logged in. Never part of an answer. */
export interface Known extends AuditedAccount {
  login: string
  name: string
  state: string
  mustChange: boolean
  twoFactor: boolean
  passwordHash: string | null
  totp: Buffer | null
}

export async function knownAccount(
  { db }: Surroundings,
  by: 'login' | 'id',
  value: string,
): Promise<Known | undefined> {
  const { rows } = await db.pool.query<Known>(
    `select a.id, a.county, a.station_county || '-' || a.station as station, a.version, a.login, a.name, a.state,
       a.must_change_password as "mustChange", a.two_factor as "twoFactor", s.password_hash as "passwordHash", s.totp
     from account a left join account_secret s on s.account = a.id where a.${by === 'id' ? 'id' : 'login'} = $1`,
    [value],
  )
  return rows[0]
}

/** Keeps a hashed password in the caller's transaction. */
export function keepPassword(connection: Connection, account: string, hashed: string, mustChange: boolean): void {
  connection.send({
    text: 'insert into account_secret (account, password_hash) values ($1, $2) on conflict (account) do update set password_hash = excluded.password_hash',
    values: [account, hashed],
  })
  connection.send({
    text: 'update account set must_change_password = $2 where id = $1',
    values: [account, mustChange],
  })
}

/** Gives an account a password, by whoever runs Yizhan; beside the door and without an audit line. */
export async function setPassword(
  { db }: Surroundings,
  account: string,
  plain: string,
  mustChange: boolean,
): Promise<void> {
  const hashed = await hashPassword(plain)
  await db.pool.query(
    'insert into account_secret (account, password_hash) values ($1, $2) on conflict (account) do update set password_hash = excluded.password_hash',
    [account, hashed],
  )
  await db.pool.query('update account set must_change_password = $2 where id = $1', [account, mustChange])
}
