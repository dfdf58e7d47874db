import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../../core/access.ts'
import type { Database } from '../../core/db.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { businessDay } from '../../core/time.ts'
import type { Surroundings } from '../../core/tx.ts'
import { loadActor } from './reach.server.ts'

/** Minutes without a click after which a session ends: short on a shared desk, a working day on one's own. */
export const idleMinutes = { shared: 10, own: 480 } as const

/** How long a known session is trusted before its rights are worked out anew: rights die within this time. */
const trustMs = 15_000

/** What is kept of a token. */
export const tokenHash = (token: string) => createHash('sha256').update(token).digest()

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
    'insert into session (token_hash, id, account, created_at, seen_at, idle_minutes, ip, agent) values ($1, $2, $3, $4, $4, $5, $6, $7)',
    [tokenHash(token), uuidv7(), account, at, minutes, from.ip, from.agent.slice(0, 300)],
  )
  return token
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.pool.query('delete from session where token_hash = $1', [tokenHash(token)])
}

/** After how many idle minutes this session ends, to go on alike under a new token. */
export async function minutesOf(db: Database, token: string | null): Promise<number> {
  if (!token) return idleMinutes.shared
  const { rows } = await db.pool.query<{ minutes: number }>(
    'select idle_minutes as minutes from session where token_hash = $1',
    [tokenHash(token)],
  )
  return rows[0]?.minutes ?? idleMinutes.shared
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
    const { rows } = await db.pool.query<{ account: string; mustChange: boolean }>(
      `update session s set seen_at = $2 from account a
       where s.token_hash = $1 and s.seen_at > $2::timestamptz - s.idle_minutes * interval '1 minute' and a.id = s.account
       returning s.account, a.must_change_password as "mustChange"`,
      [tokenHash(token), at],
    )
    const [session] = rows
    if (!session) return undefined
    const actor = await loadActor(db, session.account, token, businessDay(at))
    // whoever still has a password made by somebody else may set their own, and nothing more
    return actor && session.mustChange ? { ...actor, grants: new Map() } : actor
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
