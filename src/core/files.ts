import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Reach, reachesRecord, reachSql } from './access.ts'
import { type AnyEntity, defineEntity, entities, type RowOf } from './entity.ts'
import { Failure } from './failure.ts'
import { type Fields, integer, text } from './field.ts'
import { splitId } from './identifiers.ts'
import { find } from './records.ts'
import type { Tx } from './tx.ts'

/** An uploaded file. Its content lies beside the database under its own fingerprint; the same content is kept once. */
export const StoredFile = defineEntity(
  'file',
  '文件',
  { privacy: 'personal' },
  {
    // what a sealed matter's photograph is called says what it is about: the trail keeps that it was there, not its name
    name: text('文件名', { max: 200, privacy: 'sealed' }),
    type: text('类型', { max: 100 }),
    size: integer('大小', { unit: '字节' }),
    sha256: text('指纹', { max: 64 }),
    readBy: text('查看权限', { max: 60, pattern: '^[a-zA-Z]+\\.[a-zA-Z]+$' }),
  },
)

type FileRow = RowOf<typeof StoredFile>

/**
 * A file that a reach of the grant it is read with holds; `undefined` both for what is not there and what is not allowed.
 * Where that reach goes no further than one's own records, a colleague's upload is read only on a record of one's own.
 */
export async function readableFile(tx: Tx, reach: Reach, id: string): Promise<FileRow | undefined> {
  const file = await find(tx, StoredFile, id)
  if (!file || reachesRecord(reach, tx.actor, StoredFile, file)) return file
  if (file.station === null || !reach.own.includes(file.station)) return undefined
  for (const { entity, column } of heldBy(file.readBy)) {
    const part = entity.options.partOf
    const whole = part ? entities().get((entity.fields as Fields)[part]!.target!)! : entity
    const join = part
      ? sql`join ${sql.table(whole.table)} as held on held.county = of.county and held.id = ${sql.ref(`of.${columnOf(entity, part)}`)}`
      : sql``
    const found = await tx.rows(sql`select 1 from ${sql.table(entity.table)} as of ${join}
      where of.county = ${file.county} and of.station = ${splitId(file.station).uuid}::uuid
        and ${splitId(file.id).uuid}::uuid = any(${sql.ref(`of.${column}`)}) and ${reachSql(reach, tx.actor, whole, part ? 'held' : 'of')} limit 1`)
    if (found.length > 0) return file
  }
  return undefined
}

const columnOf = (entity: AnyEntity, key: string) => entity.columns.find((one) => one.key === key)!.name

/** Where files that are read with this grant are named. */
function heldBy(grant: string): { entity: AnyEntity; column: string }[] {
  return [...entities().values()].flatMap((entity) =>
    entity.columns
      .filter(({ field }) => field.kind === 'files' && field.readBy === grant)
      .map(({ name }) => ({ entity, column: name })),
  )
}

/** Where contents lie: a folder here; the same two calls over S3 elsewhere. */
export interface FileStore {
  /** Keeps content for good (flushed to disk) and answers its fingerprint. */
  put(content: Buffer): Promise<string>
  read(sha256: string): NodeJS.ReadableStream
}

/** A store in a folder, content-addressed. A half-written file never gets its name. */
export function openFileStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    async put(content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const path = pathOf(sha256)
      if (existsSync(path)) return sha256
      await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true })
      // the same content may be on its way twice
      const part = `${path}.${randomUUID()}.part`
      const handle = await open(part, 'w', 0o600)
      try {
        await handle.writeFile(content)
        await handle.sync()
        await handle.close()
        await rename(part, path)
      } catch (error) {
        await handle.close().catch(() => {})
        await rm(part, { force: true })
        throw error
      }
      return sha256
    },
    read: (sha256) => createReadStream(pathOf(sha256)),
  }
}

/** Types that may be uploaded, by what the content itself says, with their largest size in bytes. */
const allowed: Readonly<Record<string, number>> = {
  'image/jpeg': 15e6,
  'image/png': 15e6,
  'image/webp': 15e6,
  'image/svg+xml': 2e6,
  // what a phone's browser records speech into, by what the content says of itself
  'video/webm': 10e6,
  'video/mp4': 10e6,
  'audio/mp4': 10e6,
  'audio/x-m4a': 10e6,
  'audio/ogg': 10e6,
  'application/pdf': 20e6,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 20e6,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 20e6,
  'application/x-cfb': 20e6,
}
export const largestFile = Math.max(...Object.values(allowed))

export interface CheckedFile {
  /** The name as uploaded; a picture's with the ending of what it became. */
  name: string
  type: string
  content: Buffer
}

/** A drawing by its first element, whatever stands before it; one with entities of its own is none for us. */
function isDrawing(content: Buffer): boolean {
  const text = content.toString('utf8', 0, 20_000)
  return (
    /^\uFEFF?\s*(<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^[>]*>\s*)*<svg[\s>]/i.test(text) &&
    !/<!ENTITY/i.test(text)
  )
}

/** A PDF is read from its end: without the table it points to there, no reader can open it. */
const hasPdfEnd = (content: Buffer) => /startxref\s+\d+\s+%%EOF/.test(content.toString('latin1', content.length - 4096))

const officeStreams = ['WordDocument', 'Workbook', 'Book', 'PowerPoint Document']

/**
 * Whether the directory of an OLE container names the stream of an Office document: installers, mails and encrypted
 * papers have the same first bytes. A directory's entries are 128 bytes each, and every sector begins at a multiple of
 * that; an entry is its name with a closing zero in UTF-16LE, that name's length in bytes (under 256), and 2 for a stream.
 */
function holdsOfficeStream(content: Buffer): boolean {
  return officeStreams.some((stream) => {
    const name = Buffer.from(`${stream}\0`, 'utf16le')
    for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at + 1))
      if (at % 128 === 0 && content[at + 64] === name.length && content[at + 66] === 2) return true
    return false
  })
}

/** What must be found in papers of these types besides their first bytes, and what to say where it is not. */
const wholeness: Readonly<Record<string, readonly [(content: Buffer) => boolean, string]>> = {
  'application/pdf': [hasPdfEnd, '已损坏或没有传完整，不能作为 PDF 打开，请重新导出或扫描后再上传'],
  'application/x-cfb': [
    holdsOfficeStream,
    '已损坏，或不是 Word、Excel、PowerPoint 文件；设有打开密码的请先去掉密码，再上传',
  ],
}

/** Pictures are kept as WebP, and are called so, so that the office's computer opens what it has saved. */
const asWebp = (name: string) => `${name.replace(/\.[a-z][a-z0-9]{0,4}$/i, '')}.webp`

/**
 * Checks an upload by its content, not its name. Photos are turned upright, made at most 1,600 pixels and lose place and
 * camera (no GPS is kept); a drawing becomes pixels, so that nothing in it can run; other papers are kept as they are.
 * Throws `invalid` with what to do.
 */
export async function checkFile(name: string, content: Buffer): Promise<CheckedFile> {
  if (content.length === 0) throw new Failure('invalid', `「${name}」是空文件，请重新选择`)
  const { fileTypeFromBuffer } = await import('file-type')
  const type = isDrawing(content) ? 'image/svg+xml' : ((await fileTypeFromBuffer(content))?.mime ?? '')
  const limit = allowed[type]
  if (!limit)
    throw new Failure('invalid', `「${name}」不是可以上传的类型：请上传 JPG、PNG 照片、录音或 PDF、Word、Excel 文件`)
  if (content.length > limit)
    throw new Failure(
      'invalid',
      `「${name}」太大（${Math.ceil(content.length / 1e6)} MB），请压缩到 ${limit / 1e6} MB 以内`,
    )
  const [isWhole, otherwise] = wholeness[type] ?? []
  if (isWhole && !isWhole(content)) throw new Failure('invalid', `「${name}」${otherwise}`)
  if (!type.startsWith('image/')) return { name, type, content }
  const { default: sharp } = await import('sharp')
  try {
    const drawing = type === 'image/svg+xml'
    const small = await sharp(content, { limitInputPixels: 60e6 })
      .rotate()
      .resize(1600, 1600, { fit: 'inside', withoutEnlargement: !drawing })
      .webp(drawing ? { lossless: true } : { quality: 82 })
      .toBuffer()
    return { name: asWebp(name), type: 'image/webp', content: small }
  } catch {
    throw new Failure('invalid', `「${name}」不是完整的照片，请重新拍摄或选择`)
  }
}

/** A file name that is only a name: no folders, no control characters, no way to hide its ending. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control and direction characters are what must go
  return last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').slice(-150) || '文件'
}
