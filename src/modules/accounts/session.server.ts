import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../../core/access.ts'
import type { Database } from '../../core/db.ts'
import { businessDay } from '../../core/time.ts'
import type { Surroundings } from '../../core/tx.ts'
import { loadActor } from './reach.server.ts'

/** Minutes without a click after which a session ends: short on a shared desk, a working day on one's own. */
export const idleMinutes = { shared: 10, own: 480 } as const

/** How long a known session is trusted before its rights are worked out anew: rights die within this time. */
const trustMs = 15_000

const hashOf = (token: string) => createHash('sha256').update(token).digest()

/** Opens a session; the token goes to the browser only, its hash is kept. */
export async function openSession(
  { db, now }: Surroundings,
  account: string,
  from: { ip: string; agent: string },
  minutes: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const at = now()
  await db.pool.query(
    'insert into session (token_hash, account, created_at, seen_at, idle_minutes, ip, agent) values ($1, $2, $3, $3, $4, $5, $6)',
    [hashOf(token), account, at, minutes, from.ip, from.agent.slice(0, 300)],
  )
  return token
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.pool.query('delete from session where token_hash = $1', [hashOf(token)])
}

/** Ends every session of an account but perhaps one: after a new password, a disabling, a changed role. */
export async function endSessionsOf(db: Database, account: string, except?: string): Promise<void> {
  await db.pool.query('delete from session where account = $1 and token_hash <> $2', [
    account,
    except ? hashOf(except) : Buffer.alloc(0),
  ])
}

/** Knows who a session token belongs to. Keeps what it learnt for some seconds, so that most requests ask nothing. */
export interface Sessions {
  actorOf(token: string): Promise<Actor | undefined>
  /** Forget at once, e.g. after logging out here. */
  forget(token: string): void
}

export function openSessions(surroundings: Surroundings): Sessions {
  const { db, now } = surroundings
  const known = new Map<string, { at: number; actor: Promise<Actor | undefined> }>()

  async function load(token: string): Promise<Actor | undefined> {
    const at = now()
    const { rows } = await db.pool.query<{ account: string }>(
      `update session set seen_at = $2 where token_hash = $1 and seen_at > $2::timestamptz - idle_minutes * interval '1 minute' returning account`,
      [hashOf(token), at],
    )
    const [session] = rows
    return session && loadActor(db, session.account, token, businessDay(at))
  }

  return {
    async actorOf(token) {
      const cached = known.get(token)
      const at = now().getTime()
      if (cached && at - cached.at < trustMs) return cached.actor
      if (known.size > 20_000) known.clear()
      const actor = load(token)
      known.set(token, { at, actor })
      actor.catch(() => known.delete(token))
      return actor
    },
    forget: (token) => void known.delete(token),
  }
}
