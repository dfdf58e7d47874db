import { execFile } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { Failure } from '../../core/failure.ts'
import { type Placement, placeFor } from '../database/placement.ts'
import { atParting } from '../parting.ts'
import { type Connections, connect, keepSuite, type Settings } from '../runtime.ts'
import { type About, platform, readAbout } from './about.ts'
import { readArchive, textOf } from './archive.ts'
import { type Manifest, readManifest, unpackCluster } from './cluster.ts'
import { type Drill, drill } from './drill.ts'
import { fingerprinting } from './fingerprint.ts'
import { keptFiles, keptFolders } from './make.ts'
import { damaged } from './sealed.ts'
import { finishTables, importTable, prepareTables } from './tables.ts'

export interface Restored {
  folder: string
  about: Pick<About, 'at' | 'kind' | 'yizhan' | 'masterKey'>
  /** Files of the cluster whose fingerprint was compared with the manifest. */
  checked: number
  drill: Drill
  seconds: number
}

export interface RestoreOptions {
  file: string
  folder: string
  passphrase?: string
  /** An empty database elsewhere, for backups that hold rows. */
  databaseUrl?: string
  databaseAppUrl?: string
  progress?: (line: string) => void
}

/**
 * Restores a backup into an empty folder (and, where one is given, an empty database), starts it once and looks it over.
 * A file that is cut, changed or not for this machine is refused, and nothing of it stays.
 */
export async function restoreBackup({
  file,
  folder,
  passphrase,
  databaseUrl,
  databaseAppUrl,
  progress = () => {},
}: RestoreOptions): Promise<Restored> {
  const began = Date.now()
  const data = resolve(folder)
  if (existsSync(data) && (await readdir(data)).length > 0)
    throw new Failure('conflict', `文件夹「${data}」不是空的：请用 --to 指定一个空的或新的文件夹，不会覆盖已有内容`)
  const existed = existsSync(data)
  await mkdir(data, { recursive: true })
  let place: Placement | undefined
  const drop = atParting(async () => {
    for (const name of await readdir(data)) await rm(join(data, name), { recursive: true, force: true })
    if (place && place.real !== place.cluster)
      for (const path of [place.real, `${place.real}.tmp`]) await rm(path, { recursive: true, force: true })
    if (!existed) await rm(data, { recursive: true, force: true })
  })
  const given = (about: About): Settings => ({
    data,
    suite: about.suite,
    ...(databaseUrl && { databaseUrl }),
    ...(databaseAppUrl && { databaseAppUrl }),
  })

  let connections: Connections | undefined
  let kept = false
  try {
    let about: About | undefined
    let manifest: Manifest | undefined
    let checked = 0
    let changed = 0
    progress('正在解开备份')
    await readArchive(resolve(file), passphrase, async (name, content) => {
      if (name === 'about.json') {
        about = understood(await textOf(content), databaseUrl)
        if (about.kind === 'tables') return
        place = await placeFor(data)
        await refuseOtherRelease(place, about)
        return
      }
      if (!about) throw damaged()
      const table = /^tables\/([a-z_0-9]+)\.copy$/.exec(name)?.[1]
      if (name === 'backup_manifest') manifest = readManifest(await textOf(content))
      else if (name === 'base.tar' && manifest && place) {
        progress('正在恢复数据库，逐个文件核对')
        checked = await unpackCluster(content, manifest, place)
      } else if (table && about.columns[table]) {
        connections ??= await openEmpty(given(about), about, progress)
        await importTable(connections.owner, table, about.columns[table], content)
      } else if (name === 'database-passwords.json' && about.kind === 'tables' && !databaseUrl)
        // a new embedded server makes its own
        await textOf(content)
      else if (!(await keep(data, name, content))) changed += 1
    })
    if (!about || (about.kind === 'cluster' && checked === 0)) throw damaged()
    progress('正在启动恢复出的副本，核验留痕与行数')
    connections ??= await connect(given(about), progress)
    if (about.kind === 'tables') await finishTables(connections.owner)
    const looked = await drill(connections, data, about)
    await keepSuite(data, about.suite)
    if (changed > 0) looked.problems.push(`${changed} 份附件的内容在备份之前就已损坏`)
    kept = true
    const { at, kind, yizhan, masterKey } = about
    const seconds = Math.round((Date.now() - began) / 100) / 10
    return { folder: data, about: { at, kind, yizhan, masterKey }, checked, drill: looked, seconds }
  } finally {
    await connections?.stop()
    if (kept) drop.forget()
    else await drop.now()
  }
}

const run = promisify(execFile)

/** The description, if this machine can restore what it describes. */
function understood(text: string, databaseUrl: string | undefined): About {
  const about = readAbout(text)
  if (about.kind === 'tables') return about
  if (databaseUrl)
    throw new Failure(
      'conflict',
      '这是内置数据库的备份，不能直接放进 DATABASE_URL 指向的数据库：请去掉 DATABASE_URL 恢复到文件夹，再用 backup --tables 导出',
    )
  if (about.server.platform !== platform)
    throw new Failure(
      'conflict',
      `这份备份来自另一种机器（${about.server.platform}），本机是 ${platform}：请在原来的机器上用 backup --tables 另做一份`,
    )
  return about
}

/** The database that rows are to go into, with the schema they belong to. */
async function openEmpty(given: Settings, about: About, progress: (line: string) => void): Promise<Connections> {
  const connections = await connect(given, progress)
  try {
    await prepareTables(connections.owner, about)
    return connections
  } catch (error) {
    await connections.stop()
    throw error
  }
}

/** A cluster's files are read only by the same release of the server. */
async function refuseOtherRelease({ native }: Placement, { server, yizhan }: About): Promise<void> {
  const { stdout } = await run(join(native, 'bin/postgres'), ['--version'], { cwd: '/' })
  const [ours, theirs] = [Number(/(\d+)/.exec(stdout)?.[1]), Math.floor(server.version / 10_000)]
  if (ours !== theirs)
    throw new Failure(
      'conflict',
      `这份备份的数据库是 PostgreSQL ${theirs}，本机一站带的是 ${ours}：请用版本 ${yizhan} 的一站恢复，再用 backup --tables 导出`,
    )
}

/**
 * Keeps what lies beside the database, and nothing that a backup of ours does not hold. Answers false for an upload that
 * is not what its name says: it was so when the backup was made.
 */
async function keep(data: string, name: string, content: Readable): Promise<boolean> {
  const known =
    (keptFiles as readonly string[]).includes(name) || keptFolders.some((folder) => name.startsWith(`${folder}/`))
  if (!known) throw damaged()
  const path = join(data, name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { through, taken } = fingerprinting()
  await pipeline(content, through, createWriteStream(path, { mode: 0o600 }))
  return !name.startsWith('files/') || basename(name) === taken().sha256
}
