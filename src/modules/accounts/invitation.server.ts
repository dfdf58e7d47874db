import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Reach, reachesStation, reachOf } from '../../core/access.ts'
import { entrance } from '../../core/action.ts'
import { Failure, refuseField } from '../../core/failure.ts'
import { instant, shape, text } from '../../core/field.ts'
import type { Surroundings, Tx } from '../../core/tx.ts'
import { accountId } from './account.ts'
import { done, type Known, keepPassword, knownAccount, password } from './known.server.ts'
import { countFailure, refuseLocked, subjectOf } from './lock.server.ts'
import { generatePassword, hashPassword, passwordProblem } from './password.server.ts'
import { idleMinutes, openSession } from './session.server.ts'
import { audited, noteDone } from './trail.server.ts'

const days = 7

const hashOf = (token: string) => createHash('sha256').update(token).digest()

/**
 * Whoever opens accounts hands out the first link; once a password is set, only whoever answers for security resets it,
 * so that no administrator can quietly enter as somebody else (三权分立).
 */
export function mayInvite(
  { manage, secure }: { manage: Reach; secure: Reach },
  { county, station }: { county: string; station: string | null },
  hasPassword: boolean,
): boolean {
  return reachesStation(secure, county, station) || (!hasPassword && reachesStation(manage, county, station))
}

/** A one-time link for setting a password, good for seven days; earlier links of the account end. */
function issue(tx: Tx, account: string): { token: string; until: string } {
  const token = randomBytes(24).toString('base64url')
  const until = new Date(Date.parse(tx.now) + days * 86_400_000).toISOString()
  tx.send(
    sql`update invitation set used_at = ${tx.now}::timestamptz where account = ${account}::uuid and used_at is null`,
  )
  tx.send(
    sql`insert into invitation (token_hash, account, expires_at) values (${hashOf(token)}, ${account}::uuid, ${until}::timestamptz)`,
  )
  return { token, until }
}

/** A one-time link for setting a password: for a new account, or after a forgotten one. Shown once, kept nowhere. */
export const inviteAccount = entrance({
  label: '生成一次性链接',
  grant: 'signedIn',
  input: { id: accountId },
  output: shape('一次性链接', { path: text('链接', { max: 200 }), until: instant('有效期至') }),
  async run({ surroundings, caller, input }) {
    const actor = caller.actor!
    const reaches = { manage: reachOf(actor, 'account.manage'), secure: reachOf(actor, 'account.secure') }
    const found = await knownAccount(surroundings, 'id', input.id)
    const within = (one: Known) =>
      [reaches.manage, reaches.secure].some((reach) => reachesStation(reach, one.county, one.station))
    if (!found || !within(found)) throw new Failure('notFound', '找不到该账号，或您无权办理')
    if (!mayInvite(reaches, found, found.passwordHash !== null))
      throw new Failure('forbidden', '这个账号已经设过口令：忘记口令请由安全管理员重置')
    if (found.state !== 'active') throw new Failure('conflict', '账号已停用，请先启用')
    const by = { account: actor.account, name: actor.name, county: found.county }
    const issued = await audited(surroundings, by, 'accounts/inviteAccount', async (tx) => {
      tx.send(sql`delete from session where account = ${found.id}::uuid`)
      noteDone(tx, found)
      return issue(tx, found.id)
    })
    return { answer: { path: `/join/${issued.token}`, until: issued.until } }
  },
})

/**
 * Gives an account a generated password beside the door, for whoever runs Yizhan on this machine: where no link can be
 * handed over. It must be changed at the first login; older links and sessions end. Answers it; it is kept nowhere.
 */
export async function issuePassword(
  surroundings: Surroundings,
  by: { account: string; name: string },
  account: string,
): Promise<string> {
  const found = (await knownAccount(surroundings, 'id', account))!
  const password = generatePassword()
  const hashed = await hashPassword(password)
  await audited(surroundings, { ...by, county: found.county }, 'accounts/issuePassword', async (tx) => {
    keepPassword(tx, account, hashed, true)
    tx.send(
      sql`update invitation set used_at = ${tx.now}::timestamptz where account = ${account}::uuid and used_at is null`,
    )
    tx.send(sql`delete from session where account = ${account}::uuid`)
    noteDone(tx, found, found.mustChange ? {} : { mustChangePassword: [false, true] })
  })
  return password
}

const spent = () => new Failure('notFound', '这个链接已用过或已过期，请向管理员要一个新的')

const invitedBy = async ({ db, now }: Surroundings, token: string): Promise<string | undefined> => {
  const { rows } = await db.pool.query<{ account: string }>(
    'select account from invitation where token_hash = $1 and used_at is null and expires_at > $2',
    [hashOf(token), now()],
  )
  return rows[0]?.account
}

/** Says of a one-time link, before anything is typed, that it no longer opens anything. */
export const lookAtInvitation = entrance({
  label: '打开启用链接',
  grant: 'anyone',
  input: { token: text('链接', { max: 80 }) },
  output: done,
  async run({ surroundings, input }) {
    if (!(await invitedBy(surroundings, input.token))) throw spent()
    return { answer: { done: true } }
  },
})

/** Sets the password through a one-time link and logs in; an account with two-factor login still needs its code. */
export const acceptInvitation = entrance({
  label: '启用账号',
  grant: 'anyone',
  input: { token: text('链接', { max: 80 }), password: password('口令') },
  output: done,
  async run({ surroundings, caller, input }) {
    await refuseLocked(surroundings, [subjectOf.address(caller.ip)])
    const account = await invitedBy(surroundings, input.token)
    const invited = account ? await knownAccount(surroundings, 'id', account) : undefined
    if (invited?.state !== 'active') {
      await countFailure(surroundings, [subjectOf.address(caller.ip)])
      throw spent()
    }
    const problem = passwordProblem(input.password, invited.login)
    if (problem) throw refuseField('password', problem)
    const hashed = await hashPassword(input.password)
    await audited(surroundings, { ...invited, account: invited.id }, 'accounts/acceptInvitation', async (tx) => {
      const used = await tx.rows(sql`update invitation set used_at = ${tx.now}::timestamptz
        where token_hash = ${hashOf(input.token)} and used_at is null returning 1`)
      if (used.length === 0) throw spent()
      keepPassword(tx, invited.id, hashed, false)
      tx.send(sql`delete from session where account = ${invited.id}::uuid`)
      noteDone(tx, invited, invited.mustChange ? { mustChangePassword: [true, false] } : {})
    })
    if (invited.twoFactor) return { answer: { done: true } }
    return {
      answer: { done: true },
      session: await openSession(surroundings, invited.id, caller, idleMinutes.own),
    }
  },
})
