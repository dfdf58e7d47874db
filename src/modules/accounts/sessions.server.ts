import { sql } from 'kysely'
import { action, query } from '../../core/action.ts'
import { Failure } from '../../core/failure.ts'
import { flag, instant, list, shape, text } from '../../core/field.ts'
import { findReachable } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Account, accountId } from './account.ts'
import { deviceOf } from './device.ts'
import { done } from './known.server.ts'
import { tokenHash } from './session.server.ts'
import { noteDone } from './trail.server.ts'

const sessionId = { ...accountId, label: '登录编号' }

const sessionLine = shape('登录', {
  id: text('编号'),
  device: text('设备'),
  ip: text('网络地址', { max: 60 }),
  createdAt: instant('登录时间'),
  seenAt: instant('最近使用'),
  current: flag('这台设备'),
})

/** Sessions that still hold, the latest used first. Neither token nor its hash is part of it. */
async function sessionsHeld(tx: Tx, account: string) {
  const mine = tx.actor.session ? tokenHash(tx.actor.session) : Buffer.alloc(0)
  const rows = await tx.rows<{
    id: string
    ip: string
    agent: string
    createdAt: string
    seenAt: string
    current: boolean
  }>(sql`
    select id, ip, agent, created_at, seen_at, token_hash = ${mine} as current from session
    where account = ${account}::uuid and seen_at > ${tx.now}::timestamptz - idle_minutes * interval '1 minute'
    order by seen_at desc limit 100`)
  return rows.map(({ agent, ...row }) => ({ ...row, device: deviceOf(agent) }))
}

async function end(tx: Tx, account: string, session: string): Promise<void> {
  const ended = await tx.rows(
    sql`delete from session where account = ${account}::uuid and id = ${session}::uuid returning 1`,
  )
  if (ended.length === 0) throw new Failure('notFound', '这个登录已经退出，请刷新后查看')
}

export const mySessions = query({
  label: '我的登录',
  grant: 'signedIn',
  input: {},
  output: list('登录', sessionLine),
  run: ({ tx, actor }) => sessionsHeld(tx, actor.account),
})

/** Ends one of one's own sessions, e.g. on a lost phone. It is dead within seconds. */
export const endMySession = action({
  label: '退出一处登录',
  grant: 'signedIn',
  input: { session: sessionId },
  output: done,
  async run({ tx, actor, input }) {
    await end(tx, actor.account, input.session)
    return { done: true }
  },
})

export const accountSessions = query({
  label: '账号的登录',
  grant: 'account.secure',
  input: { id: accountId },
  output: list('登录', sessionLine),
  async run({ tx, reach, input }) {
    const { id } = await findReachable(tx, Account, reach, input.id)
    return sessionsHeld(tx, id)
  },
})

/** Ends one session of somebody within reach. */
export const endAccountSession = action({
  label: '强制退出登录',
  grant: 'account.secure',
  on: Account,
  input: { id: accountId, session: sessionId },
  output: Account,
  async run({ tx, found, input }) {
    await end(tx, found.id, input.session)
    noteDone(tx, found)
    return found
  },
})
