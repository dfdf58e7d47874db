import type { Actor } from '../../core/access.ts'
import type { AnswerOfCall, AnyCall, InputOfCall } from '../../core/action.ts'
import { type Database, openDatabase } from '../../core/db.ts'
import { openDoor } from '../../core/door.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { loadActor } from '../../modules/accounts/index.server.ts'
import { registry } from '../modules.ts'
import type { Runtime } from '../runtime.ts'

/** What the demo is loaded into. */
export type Ground = Pick<Runtime, 'settings' | 'connections' | 'owner' | 'surroundings'>

/** The door with a clock that can be set: what happened weeks ago is written down as of then. */
export interface Lane {
  /** Calls an action or query as this account at that moment, or just after the last call if that was later. */
  as<C extends AnyCall>(at: number, account: string, call: C, input: InputOfCall<C>): Promise<AnswerOfCall<C>>
}

/** Something that happens at a station, in its turn. */
export interface Happening {
  /** Milliseconds since 1970. */
  at: number
  run(lane: Lane): Promise<unknown>
}

export interface Stage {
  db: Database
  /** Does the work for each of them, several at a time, each with a lane of its own. */
  each<T>(of: readonly T[], work: (one: T, lane: Lane) => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

const names = new Map<AnyCall, string>([...registry].map(([name, call]) => [call, name]))
const lanes = 8

/** Opens a stage over an installation. `today` decides whose appointments and roles count. */
export function openStage({ connections, surroundings }: Ground, today: string): Stage {
  const db = openDatabase(connections.app, lanes)
  // nothing of the demo is promised to anybody before its last commit, which waits for the disk for all of them
  db.pool.on('connect', (client) => void client.query('set synchronous_commit to off').catch(() => {}))
  const actors = new Map<string, Promise<Actor | undefined>>()
  const actorOf = (account: string) => {
    const known = actors.get(account) ?? loadActor(db, account, null, today)
    actors.set(account, known)
    return known
  }
  const openLane = (): Lane => {
    let clock = 0
    const now = () => new Date((clock += 1))
    const door = openDoor({ ...surroundings, db, now }, registry)
    return {
      async as(at, account, call, input) {
        const actor = await actorOf(account)
        if (!actor) throw new Error(`demo account ${account} may not act`)
        clock = Math.max(clock, at)
        const caller = { actor, ip: '127.0.0.1', agent: 'demo', session: null }
        const { answer } = await door.call(names.get(call)!, caller, { opId: uuidv7(), input })
        return answer as never
      },
    }
  }
  return {
    db,
    async each(of, work) {
      const waiting = [...of]
      await Promise.all(
        Array.from({ length: Math.min(lanes, waiting.length) }, async () => {
          for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next, openLane())
        }),
      )
    },
    close: () => db.close(),
  }
}
