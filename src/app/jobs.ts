import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Logger, run, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { unite } from '../core/access.ts'
import { Failure } from '../core/failure.ts'
import { jobKinds } from '../core/jobs.ts'
import { businessDay } from '../core/time.ts'
import { loadActor } from '../modules/accounts/index.server.ts'
import { forgetOldDrafts } from '../modules/devices/index.server.ts'
import { rollUp } from '../modules/measures/index.server.ts'
import { planEveryVisit } from '../modules/visits/index.server.ts'
import type { Runtime } from './runtime.ts'

const quiet = new Logger(() => (level, message) => {
  if (level === 'error' || level === 'warning') console.error(new Date().toISOString(), message)
})

/**
 * Makes the queue in the jobs' own schema, owned by the jobs' role, and the one narrow door into it: the application
 * may add a job by name, and sees nothing of the queue (the sole SECURITY DEFINER function of the product).
 */
export async function prepareJobs(config: pg.PoolConfig): Promise<void> {
  const pool = openPool(config, 2)
  try {
    await runMigrations({ pgPool: pool, logger: quiet })
    await pool.query(`
      create schema if not exists job;
      create or replace function job.enqueue(task text, payload json) returns void language sql security definer
        set search_path = graphile_worker, pg_temp as $$ select graphile_worker.add_job(task, payload) $$;
      revoke execute on function job.enqueue(text, json) from public;
      grant usage on schema job to yz_app;
      grant execute on function job.enqueue(text, json) to yz_app`)
  } finally {
    await pool.end()
  }
}

/** A pool whose connections may break without stopping the process; the queue asks for both listeners. */
function openPool(config: pg.PoolConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...config, max })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** The folder of finished files. */
export const jobFolder = (data: string) => join(data, 'jobs')

/** Runs one asked-for job as the person who asked, with their rights of now. Safe to run twice. */
async function runOne(runtime: Runtime, id: string): Promise<void> {
  const { surroundings } = runtime
  const { pool } = surroundings.db
  const { rows } = await pool.query<{
    account: string
    kind: string
    state: string
    parameters: Record<string, unknown>
  }>(
    `update job_run set state = 'running' where id = $1 and state in ('waiting', 'running') returning account, kind, state, parameters`,
    [id],
  )
  const [job] = rows
  if (!job) return
  const finish = (state: string, more: { name?: string; type?: string; problem?: string; reach?: unknown } = {}) =>
    pool.query(
      'update job_run set state = $2, file_name = $3, file_type = $4, problem = $5, reach = $6, finished_at = $7 where id = $1',
      [
        id,
        state,
        more.name ?? null,
        more.type ?? null,
        more.problem ?? null,
        more.reach ? JSON.stringify(more.reach) : null,
        surroundings.now(),
      ],
    )
  const actor = await loadActor(surroundings.db, job.account, null, businessDay(surroundings.now()))
  if (!actor) return void (await finish('failed', { problem: '账号已停用' }))
  await mkdir(jobFolder(runtime.settings.data), { recursive: true })
  const path = join(jobFolder(runtime.settings.data), id)
  try {
    const left = await jobKinds()
      .get(job.kind)!
      .run({
        surroundings,
        actor,
        parameters: job.parameters,
        files: runtime.files,
        path: `${path}.part`,
        progress: async (done, total) =>
          void (await pool.query('update job_run set done = $2, total = $3 where id = $1', [id, done, total])),
      })
    if (left) await rename(`${path}.part`, path)
    await finish('done', { ...left, reach: unite(actor.grants.values()) })
  } catch (error) {
    await rm(`${path}.part`, { force: true })
    if (!(error instanceof Failure)) console.error(new Date().toISOString(), job.kind, error)
    await finish('failed', {
      problem: error instanceof Failure ? error.message : '系统出错，请重试；若仍出错请告诉管理员',
    })
  }
}

/** Old results and drafts nobody touched are cleared; commands are kept longer than any phone is away (trust.md, 180 days). */
async function tidy(runtime: Runtime): Promise<void> {
  const { pool } = runtime.surroundings.db
  const { rows } = await pool.query<{ id: string }>(`delete from job_run where created_at < $1 returning id`, [
    new Date(Date.now() - 7 * 86_400_000),
  ])
  for (const { id } of rows) await rm(join(jobFolder(runtime.settings.data), id), { force: true })
  await forgetOldDrafts(runtime.owner, runtime.surroundings.now())
  await pool.query(`delete from session where seen_at < $1`, [new Date(Date.now() - 7 * 86_400_000)])
}

// graphile's crontab is in UTC; none of these asks for an hour of the day in Shanghai
const crontab = `* * * * * rollUp\n*/10 * * * * planVisits\n17 * * * * tidy`

/**
 * For how long nobody must have written in a station's month before it is rolled up: its writers would wait for that, and
 * the next of them make it stale again. Until then it is read from its facts.
 */
const restMs = 5 * 60_000

/** Starts the worker; it stops with the server, after what is under way has been written. */
export async function startJobs(runtime: Runtime): Promise<{ stop(): Promise<void> }> {
  await prepareJobs(runtime.connections.jobs)
  const pool = openPool(runtime.connections.jobs, 4)
  const runner = await run({
    pgPool: pool,
    logger: quiet,
    concurrency: 2,
    noHandleSignals: true,
    crontab,
    taskList: {
      run: async (payload) => runOne(runtime, (payload as { id: string }).id),
      rollUp: async () => {
        const before = new Date(runtime.surroundings.now().getTime() - restMs).toISOString()
        while ((await rollUp(runtime.owner, before)) > 0);
      },
      planVisits: async () => void (await planEveryVisit(runtime.owner, businessDay(runtime.surroundings.now()))),
      tidy: async () => tidy(runtime),
    },
  })
  return {
    async stop() {
      // it refuses only where it has stopped by itself, because the database went away
      await runner.stop().catch(() => {})
      await pool.end()
    },
  }
}
