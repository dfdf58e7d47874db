import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { errorCode } from '../../core/db.ts'
import { beginningOf } from '../keeper.ts'
import { keepOnce } from '../keys.ts'
import { type Account, type Placement, placeFor } from './placement.ts'

/** A running embedded server: how to reach it and how to stop it. */
export interface Embedded {
  /** Connection settings of a role of this server. */
  as(role: 'postgres' | 'yz_owner' | 'yz_app' | 'yz_jobs', database?: string): pg.PoolConfig
  /** True if this process started it. */
  readonly started: boolean
  /** A fresh folder that the server itself may write to, on the disk of the cluster; whoever asked removes it. */
  scratch(): Promise<string>
  /** Whether another process is connected. */
  inUse(): Promise<boolean>
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The data folder; the cluster lives in `pg` below it. */
  folder: string
  /** Give up durability for speed; only for tests. */
  throwaway?: boolean
  progress?: (line: string) => void
  /** More settings of the server, as `name=value`; only for tests. */
  settings?: readonly string[]
}

const run = promisify(execFile)

/** Passwords of the roles, made once, readable only by whoever runs Yizhan. */
async function secretsOf(folder: string): Promise<Record<string, string>> {
  const path = join(folder, 'database-passwords.json')
  await keepOnce(path, () => {
    const roles = ['postgres', 'yz_owner', 'yz_app', 'yz_jobs']
    return JSON.stringify(Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('base64url')])))
  })
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
}

interface Running {
  pid: number
  socket: string
}

/** The process that serves this cluster now, if any: by postmaster.pid, checked against the process itself. */
function runningServer(cluster: string): Running | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  // pid, data folder, start, port, socket folder
  const lines = readFileSync(file, 'utf8').split('\n')
  const running = { pid: Number(lines[0]), socket: lines[4] ?? '' }
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${running.pid}/cmdline`, 'utf8').split('\0').includes(cluster) ? running : undefined
    process.kill(running.pid, 0)
    return running
  } catch (error) {
    return errorCode(error) === 'EPERM' ? running : undefined
  }
}

async function initialise({ native, real, account }: Placement, password: string, throwaway: boolean): Promise<void> {
  const fresh = `${real}.tmp`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  const passwordFile = `${real}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) for (const path of [fresh, passwordFile]) await chown(path, account.uid, account.gid)
  const locale = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--locale=C.UTF-8']
  const flags = [
    '-D',
    fresh,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--data-checksums',
    ...locale,
  ]
  try {
    await run(join(native, 'bin/initdb'), throwaway ? [...flags, '--no-sync'] : flags, { ...account, cwd: '/' })
    // an interrupted initdb leaves only a .tmp folder behind
    await rename(fresh, real)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

const throwawaySettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200']
const settings = ['max_connections=60', 'shared_buffers=256MB', 'max_wal_size=2GB', 'random_page_cost=1.1', 'jit=off']

/**
 * Starts the embedded PostgreSQL of a data folder, making its cluster at the first time. An orphan of a killed
 * process, or the server of another process of this folder, is adopted instead of started twice.
 */
export async function startEmbedded({
  folder,
  throwaway = false,
  progress = () => {},
  settings: more = [],
}: EmbeddedOptions): Promise<Embedded> {
  const home = resolve(folder)
  await mkdir(home, { recursive: true })
  const place = await placeFor(home)
  const passwords = await secretsOf(home)
  const reach = (socket: string) => (role: string, database: string) => ({
    host: socket,
    port: 5432,
    user: role,
    password: passwords[role]!,
    database,
    application_name: ownName,
  })

  let as = reach(place.socket)
  const adopted = await adopt(place.real, (socket) => reach(socket)('postgres', 'postgres'))
  if (adopted) as = reach(adopted.socket)
  else {
    if (!existsSync(join(place.real, 'PG_VERSION'))) {
      progress('正在建立数据库（仅第一次）')
      await initialise(place, passwords.postgres!, throwaway)
    }
    progress('正在启动数据库')
    const values = [...settings, ...(throwaway ? throwawaySettings : []), ...more]
    await launch(place, values, as('postgres', 'postgres'))
  }
  await ensureRoles(as('postgres', 'postgres'), passwords)
  return {
    as: (role, database = 'yizhan') => as(role, database),
    started: !adopted,
    scratch: () => scratch(place.real, place.account),
    inUse: () => inUse(as('postgres', 'postgres')),
    stop: () => stopServer(place.real),
  }
}

/** Takes over a server that already runs; undefined when there is none, or when it went away while we asked. */
async function adopt(cluster: string, as: (socket: string) => pg.ClientConfig): Promise<Running | undefined> {
  for (let running = runningServer(cluster); running; running = runningServer(cluster)) {
    // one that is stopping refuses us until it has gone
    const gone = () => (runningServer(cluster) ? '' : 'gone')
    if ((await ready(as(running.socket), gone, 10_000)) === undefined) return running
  }
  return undefined
}

async function scratch(real: string, account: Account | undefined): Promise<string> {
  const folder = join(dirname(real), `${basename(real)}.scratch-${randomBytes(4).toString('hex')}`)
  await mkdir(folder, { mode: 0o700 })
  if (account) await chown(folder, account.uid, account.gid)
  return folder
}

/** How our connections are told from those of other processes. */
const ownName = `yizhan ${process.pid}`
const leaving = 'yizhan leaving'

async function inUse(config: pg.PoolConfig): Promise<boolean> {
  const client = new pg.Client({ ...config, application_name: leaving })
  client.on('error', () => {})
  await client.connect()
  try {
    // two that leave at the same moment still see each other's last connections
    for (let i = 0; i < 10; i++) {
      const { rows } = await client.query<{ others: boolean }>(
        "select exists (select from pg_stat_activity where backend_type = 'client backend' and application_name <> all($1)) as others",
        [[ownName, leaving]],
      )
      if (!rows[0]!.others) return false
      await wait(50)
    }
    return true
  } finally {
    await client.end()
  }
}

// the server is told where its cluster truly lies: it may not be able to follow the link
async function launch(
  { native, real, socket, account }: Placement,
  values: readonly string[],
  config: pg.ClientConfig,
): Promise<void> {
  const flags = [...values, `unix_socket_directories=${socket}`, 'listen_addresses=', 'port=5432']
  const deadline = Date.now() + 15_000
  for (;;) {
    let log = ''
    // its own process group: Ctrl-C reaches Node first, which then stops the server in order
    const server = spawn(join(native, 'bin/postgres'), ['-D', real, ...flags.flatMap((value) => ['-c', value])], {
      ...account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server.stderr.on('data', (text: Buffer) => {
      log = (log + text.toString()).slice(-4000)
    })
    let exited = false
    server.on('exit', () => {
      exited = true
    })
    const problem = await ready(config, () => (exited ? log || 'postgres ended' : ''), 30_000)
    if (!problem) {
      server.unref()
      ;(server.stderr as unknown as { unref?: () => void }).unref?.()
      return
    }
    // a server killed a moment ago may hold its lock file for some seconds
    if (!/postmaster\.pid|shared memory block|pre-existing/.test(problem) || Date.now() > deadline)
      throw new Error(`数据库没有启动：${problem}`)
    await wait(300)
  }
}

/** Reading the log of a crash, or of a backup, takes as long as it takes; until then the server says it is starting. */
const startingUp = '57P03'

/** Waits until the server answers; a text if it ended instead. `patience` in milliseconds, while it says nothing. */
async function ready(config: pg.ClientConfig, ended: () => string, patience: number): Promise<string | undefined> {
  for (let deadline = Date.now() + patience; ; ) {
    const client = new pg.Client(config)
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return undefined
    } catch (error) {
      const log = ended()
      if (log) return log
      if (errorCode(error) === startingUp) deadline = Date.now() + patience
      if (Date.now() > deadline) throw error
      await wait(25)
    }
  }
}

async function ensureRoles(config: pg.ClientConfig, passwords: Record<string, string>): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname like 'yz\\_%'")
    for (const role of ['yz_owner', 'yz_app', 'yz_jobs']) {
      if (!rows.some(({ rolname }) => rolname === role))
        await client.query(`create role ${role} login password '${passwords[role]}'`)
    }
    const { rowCount } = await client.query("select from pg_database where datname = 'yizhan'")
    if (rowCount === 0) await client.query('create database yizhan owner yz_owner')
    await client.query('grant create on database yizhan to yz_jobs')
  } finally {
    await client.end()
  }
}

async function stopServer(cluster: string): Promise<void> {
  const running = runningServer(cluster)
  if (running === undefined) return
  process.kill(running.pid, 'SIGINT')
  for (let i = 0; i < 1200 && beginningOf(running.pid); i++) await wait(25)
}
