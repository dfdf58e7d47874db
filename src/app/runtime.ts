import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { type Database, openDatabase } from '../core/db.ts'
import { type Door, openDoor } from '../core/door.ts'
import { type FileStore, openFileStore } from '../core/files.ts'
import { openSealer, type Suite } from '../core/seal.ts'
import type { Surroundings } from '../core/tx.ts'
import { keepDivisions } from '../modules/places/index.server.ts'
import { choosePacks, openPacks } from '../modules/policy/index.server.ts'
import { type Embedded, startEmbedded } from './database/embedded.ts'
import { externalDatabase } from './database/external.ts'
import { migrate } from './database/migrate.ts'
import { keeperOf } from './keeper.ts'
import { keepOnce, masterKey } from './keys.ts'
import { registry } from './modules.ts'
import { atParting } from './parting.ts'

/** The project's root: the nearest folder above this file with a package.json. */
export const root = (() => {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return at
})()

/** Settings from the environment. */
export interface Settings {
  /** Folder of everything that must survive: the database, files, keys. */
  data: string
  databaseUrl?: string
  databaseAppUrl?: string
  suite: Suite
}

const ciphersFile = (data: string) => join(data, 'ciphers')

/** A data folder keeps the ciphers it began with: what one suite has sealed and chained, the other cannot read. */
export async function keepSuite(data: string, suite: Suite): Promise<void> {
  await keepOnce(ciphersFile(data), () => suite)
}

function suiteOf(data: string, wanted: string | undefined): Suite {
  const kept = existsSync(ciphersFile(data)) ? readFileSync(ciphersFile(data), 'utf8') : wanted
  return kept === 'sm' ? 'sm' : 'aes'
}

function refuseOtherSuite({ data, suite }: Settings, wanted: string | undefined): void {
  if (wanted && wanted !== suite)
    throw new Error(
      `数据文件夹 ${data} 第一次启动时用的是 ${suite}，之后不能改：请去掉环境变量 YIZHAN_CIPHERS=${wanted}，或用 YIZHAN_DATA 另指定一个空的数据文件夹`,
    )
}

export function settings(env: NodeJS.ProcessEnv = process.env): Settings {
  const data = resolve(env.YIZHAN_DATA ?? join(root, 'data'))
  return {
    data,
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    ...(env.DATABASE_APP_URL && { databaseAppUrl: env.DATABASE_APP_URL }),
    suite: suiteOf(data, env.YIZHAN_CIPHERS),
  }
}

/** Where the database is: roles and how to let go of it. */
export interface Connections {
  owner: pg.PoolConfig
  app: pg.PoolConfig
  jobs: pg.PoolConfig
  /** The embedded server, where there is no other. */
  embedded?: Embedded
  /** Lets go of the database: whoever leaves the embedded server last stops it, its keeper always. */
  stop(): Promise<void>
}

/** Everything a running Yizhan stands on. */
export interface Runtime {
  settings: Settings
  connections: Connections
  owner: Database
  surroundings: Surroundings
  door: Door
  files: FileStore
  close(): Promise<void>
}

/** The process that serves the data folder, rather than one that only visits it, such as a command. */
export interface Visit {
  keeper?: boolean
}

/**
 * Reaches the database, starting the embedded one if there is no other and it does not run; changes nothing in it.
 * A visitor leaves a server running that its keeper, or anybody else, still needs.
 */
export async function connect(
  given: Settings,
  progress: (line: string) => void = () => {},
  { keeper = false }: Visit = {},
): Promise<Connections> {
  await mkdir(given.data, { recursive: true })
  if (given.databaseUrl) return externalDatabase(given.databaseUrl, given.databaseAppUrl, given.data)
  const server = await startEmbedded({ folder: given.data, progress })
  return {
    owner: server.as('yz_owner'),
    app: server.as('yz_app'),
    jobs: server.as('yz_jobs'),
    embedded: server,
    stop: keeper ? () => server.stop() : atParting(() => leave(server, given.data)).now,
  }
}

async function leave(server: Embedded, data: string): Promise<void> {
  if (keeperOf(data) !== undefined || (await server.inUse().catch(() => false))) return
  await server.stop()
}

/**
 * Opens the database (starting the embedded one if there is no other), brings it up to date, loads places and policy
 * packs, and opens the door. `progress` hears what takes time. Throws with a Chinese sentence when something is missing.
 */
export async function openRuntime(
  given: Settings,
  progress: (line: string) => void = () => {},
  visit: Visit = {},
): Promise<Runtime> {
  refuseOtherSuite(given, process.env.YIZHAN_CIPHERS)
  const ownPacks = [join(given.data, 'policies')]
  // whoever serves all day refuses a faulty pack at once; a command that needs none does without
  if (visit.keeper) openPacks(ownPacks)
  else choosePacks(ownPacks)
  const connections = await connect(given, progress, visit)
  try {
    await keepSuite(given.data, given.suite)
    const ran = await migrate(connections.owner)
    if (ran.length > 0) progress(`数据库已更新（${ran.length} 个脚本）`)
    const owner = openDatabase(connections.owner, 2)
    const { rows: some } = await owner.pool.query('select from place limit 1')
    if (some.length === 0) await loadPlaces(connections.owner, progress)
    const db = openDatabase(connections.app, 12)
    // a key is asked for in the middle of a transaction: with no connection of its own, twelve that ask at once wait for ever
    const keys = openDatabase(connections.app, 1)
    const surroundings: Surroundings = {
      db,
      sealer: openSealer(keys, await masterKey(given.data, process.env), given.suite),
      now: () => new Date(),
    }
    return {
      settings: given,
      connections,
      owner,
      surroundings,
      door: openDoor(surroundings, registry),
      files: openFileStore(join(given.data, 'files')),
      async close() {
        await Promise.all([db.close(), keys.close(), owner.close()])
        await connections.stop()
      },
    }
  } catch (error) {
    await connections.stop()
    throw error
  }
}

/** The division tree as the build has written it. */
export const bundledPlaces = join(root, 'dist/divisions.json')

/**
 * Adds the places that the bundled tree has and this database lacks: for whoever finds none, and at the server's start,
 * as the tree may have come with a newer product.
 */
export async function loadPlaces(config: pg.ClientConfig, progress: (line: string) => void): Promise<void> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    await keepDivisions(client, await readFile(bundledPlaces, 'utf8'), new Date(), () => progress('正在载入行政区划'))
  } finally {
    await client.end()
  }
}
