import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { AuditProblem } from '../../core/audit.ts'
import { openDatabase } from '../../core/db.ts'
import { keepAnchor } from '../anchor.ts'
import { atParting } from '../parting.ts'
import { type Connections, connect, type Settings } from '../runtime.ts'
import { type About, countRows, describe, type TableCount } from './about.ts'
import { type Packing, refuseTaken, writeArchive } from './archive.ts'
import { copyCluster, refuseFullDisk } from './cluster.ts'
import { exportTables } from './tables.ts'

/** What is kept beside the database and goes into every backup, if it is there. */
export const keptFiles = [
  'ciphers',
  'master.key',
  'anchor.key',
  'anchor.key.pub',
  'database-passwords.json',
  'demo-logins.txt',
] as const
export const keptFolders = ['anchors', 'policies', 'files'] as const

export interface BackupMade {
  file: string
  bytes: number
  seconds: number
  at: string
  kind: About['kind']
  sealed: boolean
  masterKey: boolean
  tables: number
  rows: number
  /** What the audit chains showed to be wrong when the backup began; the backup was made all the same. */
  auditProblems: AuditProblem[]
}

export interface BackupOptions {
  out: string
  /** Null writes the backup open. */
  passphrase: string | null
  /** Rows of tables instead of the server's files; always so where the database is not the embedded one. */
  asTables?: boolean
  progress?: (line: string) => void
}

/** Makes a backup of a running or a resting installation, changing nothing in it. */
export async function makeBackup(
  given: Settings,
  { out, passphrase, asTables = false, progress = () => {} }: BackupOptions,
): Promise<BackupMade> {
  const began = Date.now()
  const file = resolve(out)
  refuseTaken(file)
  const connections = await connect(given, progress)
  try {
    const known = await describe(connections.owner, given)
    const auditProblems = await anchorNow(connections, given)
    const { embedded } = connections
    const scratch = embedded ? await embedded.scratch() : await mkdtemp(join(given.data, 'backup-'))
    const tidy = atParting(() => rm(scratch, { recursive: true, force: true }))
    try {
      const copy =
        embedded && !asTables
          ? await clusterCopy(connections, scratch, progress)
          : await tablesCopy(connections, scratch, progress)
      const about: About = { ...known, kind: copy.kind, tables: copy.tables, columns: copy.columns }
      progress('正在写入备份文件')
      const bytes = await writeArchive(file, { passphrase, suite: given.suite }, async (packing) => {
        await packing.text('about.json', JSON.stringify(about))
        await packBeside(packing, given.data, about)
        await copy.pack(packing)
        // content is kept before its row is written, so what the rows name is all here
        await packFolder(packing, given.data, 'files')
      })
      await noteBackup(given.data, { at: about.at, file, bytes, kind: about.kind })
      return {
        file,
        bytes,
        seconds: Math.round((Date.now() - began) / 100) / 10,
        at: about.at,
        kind: about.kind,
        sealed: passphrase !== null,
        masterKey: about.masterKey,
        tables: about.tables.length,
        rows: about.tables.reduce((sum, { after }) => sum + after, 0),
        auditProblems,
      }
    } finally {
      await tidy.now()
    }
  } finally {
    await connections.stop()
  }
}

/** The chains are anchored as the backup begins: what it holds can be compared with that for ever. */
async function anchorNow({ owner }: Connections, { data }: Settings): Promise<AuditProblem[]> {
  const database = openDatabase(owner, 1)
  try {
    return await keepAnchor(database, data, new Date().toISOString())
  } finally {
    await database.close()
  }
}

interface Copy {
  kind: About['kind']
  tables: TableCount[]
  columns: About['columns']
  pack(packing: Packing): Promise<void>
}

async function clusterCopy(
  { embedded, owner }: Connections,
  scratch: string,
  progress: (line: string) => void,
): Promise<Copy> {
  await refuseFullDisk(embedded!, scratch)
  progress('正在复制数据库')
  const before = await countNow(owner)
  const { base, manifest } = await copyCluster(embedded!, scratch)
  const after = new Map((await countNow(owner)).map(({ name, rows }) => [name, rows]))
  return {
    kind: 'cluster',
    tables: before.map(({ name, lasting, rows }) => ({ name, lasting, before: rows, after: after.get(name) ?? rows })),
    columns: {},
    async pack(packing) {
      await packing.file('backup_manifest', manifest)
      await packing.file('base.tar', base)
    },
  }
}

async function countNow(owner: pg.PoolConfig) {
  const client = new pg.Client(owner)
  client.on('error', () => {})
  await client.connect()
  try {
    return await countRows(client)
  } finally {
    await client.end()
  }
}

async function tablesCopy({ owner }: Connections, scratch: string, progress: (line: string) => void): Promise<Copy> {
  progress('正在导出数据')
  const { tables, columns, fileOf } = await exportTables(owner, scratch)
  return {
    kind: 'tables',
    tables,
    columns,
    async pack(packing) {
      for (const { name } of tables) if (columns[name]) await packing.file(`tables/${name}.copy`, fileOf(name))
    },
  }
}

async function packBeside(packing: Packing, data: string, { masterKey }: About): Promise<void> {
  for (const name of keptFiles)
    if (existsSync(join(data, name)) && (name !== 'master.key' || masterKey))
      await packing.text(name, await readFile(join(data, name), 'utf8'))
  for (const folder of keptFolders) if (folder !== 'files') await packFolder(packing, data, folder)
}

async function packFolder(packing: Packing, data: string, folder: string): Promise<void> {
  if (!existsSync(join(data, folder))) return
  const entries = await readdir(join(data, folder), { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    // what is still being written has no name of its own yet
    if (!entry.isFile() || entry.name.endsWith('.part')) continue
    const path = join(entry.parentPath, entry.name)
    await packing.file(path.slice(data.length + 1).replaceAll('\\', '/'), path)
  }
}

/** The list of backups that were made, one a line, for whoever asks how old the last one is. */
export const backupsFile = (data: string) => join(data, 'backups.jsonl')

async function noteBackup(
  data: string,
  made: { at: string; file: string; bytes: number; kind: string },
): Promise<void> {
  await appendFile(backupsFile(data), `${JSON.stringify(made)}\n`, { mode: 0o600 })
}
