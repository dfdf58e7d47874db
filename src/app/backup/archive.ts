import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PassThrough, pipeline as pipe, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { errorCode } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import type { Suite } from '../../core/seal.ts'
import { atParting } from '../parting.ts'
import { type Fingerprint, fingerprinting, fingerprintOf } from './fingerprint.ts'
import { damaged, opening, sealing } from './sealed.ts'

/** What goes into a backup file, one after the other. */
export interface Packing {
  text(name: string, content: string): Promise<void>
  file(name: string, path: string): Promise<void>
}

/** The last entry: what every other one must be. */
const contentsName = 'contents.json'
type Contents = Record<string, Fingerprint>

/** Refuses a file that is there already, or whose folder is not. */
export function refuseTaken(path: string): void {
  if (existsSync(path)) throw new Failure('conflict', `「${path}」已经存在，备份不覆盖已有文件：请换一个文件名`)
  if (!existsSync(dirname(path))) throw new Failure('invalid', `文件夹「${dirname(path)}」不存在，请先建立`)
}

/**
 * Writes a backup file: a compressed archive, sealed under the passphrase unless it is null. It bears its name only when
 * it is whole and on the disk. Answers its size. Throws when the file is there already or the disk is full.
 */
export async function writeArchive(
  path: string,
  { passphrase, suite }: { passphrase: string | null; suite: Suite },
  fill: (packing: Packing) => Promise<void>,
): Promise<number> {
  refuseTaken(path)
  const part = `${path}.part`
  const drop = atParting(() => rm(part, { force: true }))
  try {
    const pack = tar.pack()
    const seal = passphrase === null ? new PassThrough() : await sealing(passphrase, suite)
    const written = pipeline(pack, createGzip({ level: 4 }), seal, createWriteStream(part, { mode: 0o600 }))
    const filling = fillIn(pack, fill)
    // when the disk is full, what still waits to be packed waits for ever
    filling.catch((error: Error) => pack.destroy(error))
    await Promise.all([written, filling])
    const file = await open(part, 'r+')
    await file.sync()
    await file.close()
    await rename(part, path)
    return (await stat(path)).size
  } catch (error) {
    if (errorCode(error) === 'ENOSPC')
      throw new Failure('unavailable', `磁盘空间不够，没有备份成：请清理「${dirname(path)}」所在的磁盘，或另选位置`)
    if (errorCode(error) === 'EACCES')
      throw new Failure('forbidden', `不能写入「${dirname(path)}」：请换一个可写的文件夹`)
    throw error
  } finally {
    await drop.now()
  }
}

async function fillIn(pack: tar.Pack, fill: (packing: Packing) => Promise<void>): Promise<void> {
  const contents: Contents = {}
  const text = (name: string, content: string) =>
    new Promise<void>((resolve, reject) => {
      pack.entry({ name, mode: 0o600 }, content, (error) => (error ? reject(error) : resolve()))
    })
  await fill({
    async text(name, content) {
      await text(name, content)
      contents[name] = fingerprintOf(content)
    },
    async file(name, path) {
      const { size } = await stat(path)
      const { through, taken } = fingerprinting()
      // one that grows meanwhile is taken as it was
      const content = size === 0 ? Readable.from([]) : createReadStream(path, { end: size - 1 })
      await pipeline(content, through, pack.entry({ name, size, mode: 0o600 }))
      contents[name] = taken()
    },
  })
  await text(contentsName, JSON.stringify(contents))
  pack.finalize()
}

/** A plain name within the archive: nothing in it leads out of the folder it is unpacked in. */
export function safeName(name: string): boolean {
  return /^[^\\\0]+$/.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part))
}

/** One entry on its way out of a backup file; it must be read to its end. */
export type Receive = (name: string, content: Readable) => Promise<void>

/**
 * Reads a backup file from beginning to end, entry by entry. Throws `invalid` with a sentence when it is none, when the
 * passphrase is wrong, and when anything is missing, cut or changed; what was received before that must be thrown away.
 */
export async function readArchive(path: string, passphrase: string | undefined, receive: Receive): Promise<void> {
  if (!existsSync(path)) throw new Failure('notFound', `找不到备份文件「${path}」，请核对文件名`)
  const { start, unseal } = await opening(path, passphrase)
  const extract = tar.extract()
  const flow = pipeline(createReadStream(path, { start }), unseal ?? new PassThrough(), createGunzip(), extract)
  flow.catch(() => {})
  const found: Contents = {}
  let contents: Contents | undefined
  try {
    for await (const entry of extract) {
      const { name } = entry.header
      if (!safeName(name) || contents) throw damaged()
      const { through, taken } = fingerprinting()
      // whoever reads the content hears what it broke on
      pipe(entry, through, () => {})
      if (name === contentsName) contents = JSON.parse(await textOf(through)) as Contents
      else {
        await receive(name, through)
        found[name] = taken()
      }
    }
    await flow
  } catch (error) {
    extract.destroy()
    const broken = await flow.then(() => undefined).catch((problem: unknown) => problem)
    // a flow that broke only because we let go of it has nothing to say
    const cause = own(error) || !broken || errorCode(broken) === letGo ? error : broken
    throw cause === error || own(cause) ? cause : damaged()
  }
  if (!contents || !same(contents, found)) throw damaged()
}

const letGo = 'ERR_STREAM_PREMATURE_CLOSE'
const ofDisk = new Set(['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EDQUOT'])

/** Refusals in words, and what the disk says: no fault of the backup file. */
const own = (error: unknown) => error instanceof Failure || ofDisk.has(errorCode(error) ?? '')

/** A short text out of an entry. */
export async function textOf(content: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function same(wanted: Contents, found: Contents): boolean {
  const names = Object.keys(wanted)
  return (
    names.length === Object.keys(found).length &&
    names.every((name) => wanted[name]!.sha256 === found[name]?.sha256 && wanted[name]!.size === found[name]?.size)
  )
}
