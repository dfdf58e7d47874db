import {
  CamelCasePlugin,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'
import { type Reach, scopeStatement } from './access.ts'
import { Failure } from './failure.ts'
import { type Reply, type Statement, Turn, types } from './turn.ts'

export type { Statement } from './turn.ts'

/** Builds SQL, never runs it: statements are sent by a transaction. */
export const builder = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
})

export interface Database {
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Opens a pool of pipelined connections. `max` connections; statements that take over a minute are cut off. */
export function openDatabase(connection: pg.PoolConfig, max = 12): Database {
  const pool = new pg.Pool({
    max,
    types,
    statement_timeout: 60_000,
    idleTimeoutMillis: 30_000,
    // whoever has waited this long is told to come again, rather than hang
    connectionTimeoutMillis: 20_000,
    ...connection,
    pipeline: true,
  } as pg.PoolConfig)
  // an idle connection that breaks is replaced by the pool; without a listener it would stop the process
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return { pool, close: () => pool.end() }
}

/** What runs inside one database transaction. */
export interface Connection {
  /** Sends and waits for the rows as arrays, in the order of the columns; for core's own reads. */
  arrays(statement: Statement): Promise<unknown[][]>
  /** Sends and waits for the rows; column names come back in camelCase. */
  rows<Row>(
    query: RawBuilder<Row> | Statement<Row> | { compile(): { sql: string; parameters: readonly unknown[] } },
  ): Promise<Row[]>
  first<Row>(query: RawBuilder<Row> | Statement<Row>): Promise<Row | undefined>
  /** Sends without waiting; the commit waits for it, and a refusal rolls everything back. */
  send(query: RawBuilder<unknown> | Statement): void
  /**
   * From here on everything read is of one moment; comes before the first read. Without it each statement sees what was
   * committed when it began, as PostgreSQL does by default.
   */
  holdMoment(): void
}

/** Moves the second wall of a transaction under way; whoever moves it further says why (widen.ts). */
export function setScope(connection: Connection, reach: Reach): void {
  connection.send(scopeStatement(reach))
}

/** A statement with its values, from the query builder's parts. */
export function compile(
  query: RawBuilder<unknown> | Statement | { compile(): { sql: string; parameters: readonly unknown[] } },
): Statement {
  if ('text' in query) return query
  const compiled = 'toOperationNode' in query ? query.compile(builder) : query.compile()
  return { text: compiled.sql, values: [...compiled.parameters] }
}

function toObjects<Row>({ names, rows }: Reply): Row[] {
  return rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i++) row[names[i]!] = values[i]
    return row as Row
  })
}

/** Errors after which the same work may be tried again: serialisation, deadlock, lock not available. */
const retriable = new Set(['40001', '40P01', '55P03'])
/** The database is away or going away. */
const away = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
])

export function errorCode(error: unknown): string | undefined {
  return error && typeof error === 'object' && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

/** An error of a database that is away, or whose disk is full, in words; any other as it is. */
export function asFailure(error: unknown): unknown {
  const code = errorCode(error)
  const gone =
    (code && away.has(code)) ||
    (error instanceof Error &&
      /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message))
  const said = (sentence: string) => Object.assign(new Failure('unavailable', sentence), { cause: error })
  if (gone) return said('数据库暂时连不上，您填写的内容还在，请稍后再试')
  if (code === '53100') return said('服务器磁盘已满，暂时不能保存，请联系管理员；已有内容可以继续查看')
  return error
}

/**
 * Runs `work` in one transaction within a scope; a scope of nothing sees no tenant row. What is asked without waiting for
 * an answer goes out together, the first time behind BEGIN and the scope. Writes are answered after their COMMIT. A read's
 * COMMIT goes out right behind its first statements, since most reads have no others; those that follow an answer come in
 * a second transaction, to the end of the work.
 * Throws `unavailable` when the database is away; retries deadlocks up to three times.
 */
export async function transact<T>(
  db: Database,
  scope: Reach,
  kind: 'read' | 'write',
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(db, scope, kind, work)
    } catch (error) {
      if (attempt < 4 && retriable.has(errorCode(error) ?? '')) continue
      throw asFailure(error)
    }
  }
}

const begin = {
  read: { text: 'begin read only', name: 'begin read' },
  write: { text: 'begin', name: 'begin' },
} as const
const commit = { text: 'commit', name: 'commit' } as const

async function once<T>(
  db: Database,
  scope: Reach,
  kind: 'read' | 'write',
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect()
  const sent: Promise<unknown>[] = []
  // what is asked without waiting for an answer goes out together
  let turn: Turn | undefined
  let begun = false
  let held = kind === 'write'
  let committed: Promise<Reply> | undefined
  const ask = (statement: Statement): Promise<Reply> => {
    const promise = turn!.ask(statement)
    promise.catch(() => {})
    sent.push(promise)
    return promise
  }
  const goOut = () => {
    if (!held) {
      committed = ask(commit)
      begun = false
    }
    client.query(turn!)
    turn = undefined
  }
  const send = (statement: Statement): Promise<Reply> => {
    if (!turn) {
      turn = new Turn()
      process.nextTick(goOut)
    }
    if (!begun) {
      begun = true
      // whoever asks again after an answer keeps this second transaction to the end
      held ||= committed !== undefined
      committed = undefined
      void ask(begin[kind])
      void ask(scopeStatement(scope))
    }
    return ask(statement)
  }
  const rows = async <Row>(asked: RawBuilder<Row> | Statement): Promise<Row[]> =>
    toObjects<Row>(await send(compile(asked)))
  const connection: Connection = {
    arrays: async (statement) => (await send(statement)).rows,
    rows: rows as Connection['rows'],
    first: async (asked) => (await rows(asked as Statement))[0] as never,
    send: (asked) => void send(compile(asked)),
    holdMoment: () => {
      held = true
      void send({ text: 'set transaction isolation level repeatable read' })
    },
  }
  let release: Error | undefined
  try {
    const result = await work(connection)
    if (begun) {
      held = true
      committed = send(commit)
    }
    const ended = committed
    await Promise.all(kind === 'read' ? sent.filter((one) => one !== ended) : sent)
    if (kind === 'write' && ended && (await ended).command !== 'COMMIT')
      throw new Error('the transaction was rolled back by the database')
    Promise.resolve(ended).then(
      () => client.release(),
      (error: Error) => client.release(error),
    )
    return result
  } catch (error) {
    const first = await firstRejection(sent)
    if (sent.length > 0)
      await client.query('rollback').catch((broken: Error) => {
        release = broken
      })
    client.release(release)
    throw error instanceof Failure || !first ? error : first
  }
}

/** The statement that failed first is the cause; those after it only say "transaction is aborted". */
async function firstRejection(sent: Promise<unknown>[]): Promise<unknown> {
  for (const outcome of await Promise.allSettled(sent)) if (outcome.status === 'rejected') return outcome.reason
  return undefined
}
