import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, chown, mkdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import tar from 'tar-stream'
import { Failure } from '../../core/failure.ts'
import type { Embedded } from '../database/embedded.ts'
import type { Placement } from '../database/placement.ts'
import { safeName } from './archive.ts'
import { type Fingerprint, fingerprinting } from './fingerprint.ts'
import { damaged } from './sealed.ts'

/**
 * Has the running server copy itself, as of one moment and under whatever load, into this folder of its own:
 * `base.tar` with the log that makes it whole, and `backup_manifest` with the fingerprint of every file.
 */
export async function copyCluster(server: Embedded, scratch: string): Promise<{ base: string; manifest: string }> {
  const client = new pg.Client({ ...server.as('postgres', 'postgres'), replication: 'true' } as pg.ClientConfig)
  client.on('error', () => {})
  await client.connect()
  const target = join(scratch, 'copy')
  try {
    await client.query(
      `BASE_BACKUP (LABEL 'yizhan', TARGET 'server', TARGET_DETAIL ${client.escapeLiteral(target)}, WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256', CHECKPOINT 'fast')`,
    )
  } finally {
    await client.end().catch(() => {})
  }
  return { base: join(target, 'base.tar'), manifest: join(target, 'backup_manifest') }
}

/** Refuses before the copy is begun where it would fill the disk. */
export async function refuseFullDisk(server: Embedded, scratch: string): Promise<void> {
  const client = new pg.Client(server.as('postgres', 'postgres'))
  await client.connect()
  try {
    const { rows } = await client.query<{ size: string }>(
      'select (select sum(pg_database_size(oid)) from pg_database) + (select coalesce(sum(size), 0) from pg_ls_waldir()) as size',
    )
    const { bavail, bsize } = await statfs(scratch)
    const [needed, free] = [Number(rows[0]!.size), bavail * bsize]
    if (free < needed * 1.1)
      throw new Failure(
        'unavailable',
        `磁盘空间不够：备份时要在数据文件夹旁临时放 ${megabytes(needed)}，现在只剩 ${megabytes(free)}，请先清理`,
      )
  } finally {
    await client.end()
  }
}

export const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString('zh-CN')} MB`

/** Every file of the copy with its size and fingerprint, by its path in the cluster. */
export type Manifest = ReadonlyMap<string, Fingerprint>

interface ManifestFile {
  Path?: string
  'Encoded-Path'?: string
  Size: number
  'Checksum-Algorithm': string
  Checksum: string
}

/** Reads PostgreSQL's manifest, whose own fingerprint is its last line. */
export function readManifest(text: string): Manifest {
  const at = text.lastIndexOf('"Manifest-Checksum"')
  const { Files: files, 'Manifest-Checksum': own } = JSON.parse(text) as {
    Files: ManifestFile[]
    'Manifest-Checksum': string
  }
  if (createHash('sha256').update(text.slice(0, at)).digest('hex') !== own) throw damaged()
  return new Map(
    files.map((file) => {
      if (file['Checksum-Algorithm'] !== 'SHA256') throw damaged()
      const path = file.Path ?? Buffer.from(file['Encoded-Path'] ?? '', 'hex').toString()
      return [path, { size: file.Size, sha256: file.Checksum }]
    }),
  )
}

/**
 * Unpacks a copied cluster to where its server will look for it, owned by the account that runs it, and checks every
 * file against the manifest. It bears its name only when all of it is right. Answers how many files were checked.
 */
export async function unpackCluster(content: Readable, manifest: Manifest, place: Placement): Promise<number> {
  const fresh = `${place.real}.tmp`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  const own = async (path: string, mode: number) => {
    await chmod(path, mode)
    if (place.account) await chown(path, place.account.uid, place.account.gid)
  }
  await own(fresh, 0o700)
  const unpacked = new Set<string>()
  const extract = tar.extract()
  const flow = pipeline(content, extract)
  flow.catch(() => {})
  for await (const entry of extract) {
    const name = entry.header.name.replace(/^(\.\/)+/, '').replace(/\/+$/, '')
    if (!safeName(name)) throw damaged()
    const path = join(fresh, name)
    if (entry.header.type === 'directory') {
      await mkdir(path, { recursive: true })
      await own(path, 0o700)
      entry.resume()
    } else if (entry.header.type === 'file') {
      const wanted = manifest.get(name)
      const { through, taken } = fingerprinting()
      await pipeline(entry, through, createWriteStream(path, { mode: 0o600 }))
      await own(path, 0o600)
      // the log is not in the manifest: the server itself checks it when it reads it
      if (!wanted && !name.startsWith('pg_wal/')) throw damaged()
      const found = taken()
      if (wanted && (wanted.size !== found.size || wanted.sha256 !== found.sha256)) throw damaged()
      unpacked.add(name)
    } else throw damaged()
  }
  await flow
  for (const name of manifest.keys()) if (!unpacked.has(name)) throw damaged()
  await rename(fresh, place.real)
  return manifest.size
}
