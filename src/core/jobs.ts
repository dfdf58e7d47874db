import type { Actor } from './access.ts'
import type { FileStore } from './files.ts'
import { uuidv7 } from './identifiers.ts'
import type { Surroundings, Tx } from './tx.ts'

/** What a finished job leaves to be fetched. */
export interface JobFile {
  name: string
  type: string
  /** Path of the content, in the jobs' own folder. */
  path: string
}

export interface JobContext {
  surroundings: Surroundings
  /** The person who asked, with the rights of this moment, worked out anew. */
  actor: Actor
  parameters: Record<string, unknown>
  /** Tells how far it is; `total` may become known on the way. */
  progress(done: number, total: number): Promise<void>
  /** Contents of uploaded files, for what binds them together; whoever runs a job without them leaves it out. */
  files?: FileStore
  /** Where to write the file that is left. */
  path: string
}

/** Long work that is left to run: it shows progress, survives a restart, and may run twice without harm. */
export interface JobKind {
  readonly name: string
  readonly label: string
  run(context: JobContext): Promise<Omit<JobFile, 'path'> | undefined>
}

const kinds = new Map<string, JobKind>()

export function defineJob(kind: JobKind): JobKind {
  kinds.set(kind.name, kind)
  return kind
}

export function jobKinds(): ReadonlyMap<string, JobKind> {
  return kinds
}

/** Asks for a job in the action's own transaction: it is there exactly when the action is. Answers its id. */
export function enqueue(tx: Tx, kind: JobKind, label: string, parameters: Record<string, unknown>): string {
  const id = uuidv7()
  tx.send({
    text: `insert into job_run (id, account, kind, label, state, done, total, parameters, created_at) values ($1, $2, $3, $4, 'waiting', 0, 0, $5, $6)`,
    values: [id, tx.actor.account, kind.name, label, JSON.stringify(parameters), tx.now],
  })
  tx.send({ text: 'select job.enqueue($1, $2)', values: ['run', JSON.stringify({ id })] })
  return id
}
