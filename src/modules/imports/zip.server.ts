import { inflateRawSync } from 'node:zlib'
import { Failure } from '../../core/failure.ts'

/** Bytes that a workbook may unfold to, cells it may hold, cells that may be merged (trust.md S12). */
const most = { unfolded: 60_000_000, entries: 500, cells: 1_000_000, merged: 100_000 } as const

const tooLarge = () => new Failure('invalid', '这个文件展开后太大，请删去空白的行列和图片，或分成几个文件再导入')
const broken = () => new Failure('invalid', '这不是完整的 Excel 文件（.xlsx），请在 Excel 或 WPS 中另存为 .xlsx 后重试')

const columnNumber = (letters: string) => [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0)

function mergedCells(xml: string): number {
  let sum = 0
  for (const [, a, b, c, d] of xml.matchAll(/<mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g))
    sum += (columnNumber(c!) - columnNumber(a!) + 1) * (Number(d) - Number(b) + 1)
  return sum
}

/**
 * Refuses a workbook that would unfold to more than a server should hold, before any library opens it: every entry is
 * unfolded here under a limit, whatever its header claims. Also no document type (entities), no endless merged ranges.
 */
export function refuseBomb(file: Buffer): void {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || file.length < end + 22) throw broken()
  const entries = file.readUInt16LE(end + 10)
  if (entries > most.entries) throw tooLarge()
  let at = file.readUInt32LE(end + 16)
  let unfolded = 0
  let cells = 0
  for (let i = 0; i < entries; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw broken()
    const [method, packed, local] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)]
    const nameLength = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
    if (local + 30 > file.length) throw broken()
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const body = unfold(method, file.subarray(from, from + packed), most.unfolded - unfolded)
    unfolded += body.length
    if (unfolded > most.unfolded) throw tooLarge()
    if (!/\.(xml|rels)$/.test(name)) continue
    const xml = body.toString('latin1')
    if (xml.includes('<!DOCTYPE') || xml.includes('<!ENTITY')) throw broken()
    if (!/worksheets\//.test(name)) continue
    cells += xml.split('<c ').length - 1
    if (cells > most.cells || mergedCells(xml) > most.merged) throw tooLarge()
  }
}

function unfold(method: number, packed: Buffer, limit: number): Buffer {
  if (method === 0) return packed
  if (method !== 8) throw broken()
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, limit) })
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : broken()
  }
}
