import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Transform, type TransformCallback } from 'node:stream'
import { Failure } from '../../core/failure.ts'
import { openContent, type Suite, sealContent } from '../../core/seal.ts'

// A sealed file: one line of JSON that says how the key is made, then pieces of at most 1 MiB, each with its length,
// sealed by itself and bound to its number and to whether it is the last: cut, swapped and repeated pieces are noticed.
const pieceSize = 1 << 20
const lastBit = 0x8000_0000
const headLimit = 1000

interface Head {
  yizhan: 'backup'
  suite: Suite
  /** scrypt's cost; block size 8, one lane. */
  cost: number
  salt: string
  /** Tells a wrong passphrase from a damaged file. */
  check: string
}

/** An office's passphrase is typed from paper: long rather than strange. */
export const shortestPassphrase = 12

export const damaged = () =>
  new Failure('invalid', '备份文件不完整或被改动过，不能用来恢复：请重新复制一份，或改用另一份备份')

function keyFrom(passphrase: string, { salt, cost }: Pick<Head, 'salt' | 'cost'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

const checkOf = (key: Buffer) => createHmac('sha256', key).update('yizhan backup').digest().subarray(0, 16)

const contextOf = ({ salt, suite, cost }: Head, number: number, last: boolean) =>
  `${suite}|${cost}|${salt}|${number}|${last ? 'last' : 'more'}`

/** Seals what flows through under a passphrase. */
export async function sealing(passphrase: string, suite: Suite): Promise<Transform> {
  const start = { yizhan: 'backup', suite, cost: 1 << 17, salt: randomBytes(16).toString('base64') } as const
  const key = await keyFrom(passphrase, start)
  const head: Head = { ...start, check: checkOf(key).toString('base64') }
  let number = 0
  let waiting = Buffer.alloc(0)
  const piece = (content: Buffer, last: boolean): Buffer => {
    const sealed = sealContent(suite, key, contextOf(head, number++, last), content)
    const length = Buffer.alloc(4)
    length.writeUInt32BE((sealed.length | (last ? lastBit : 0)) >>> 0)
    return Buffer.concat([length, sealed])
  }
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      waiting = Buffer.concat([waiting, chunk])
      for (; waiting.length > pieceSize; waiting = waiting.subarray(pieceSize))
        this.push(piece(waiting.subarray(0, pieceSize), false))
      done()
    },
    flush(done) {
      this.push(piece(waiting, true))
      done()
    },
  })
  stream.push(`${JSON.stringify(head)}\n`)
  return stream
}

/** How a file begins: sealed by us, plain (gzip), or something else. */
async function beginningOf(path: string): Promise<{ head?: Head; length: number }> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headLimit), 0, headLimit, 0)
    const start = buffer.subarray(0, bytesRead)
    if (start[0] === 0x1f && start[1] === 0x8b) return { length: 0 }
    const end = start.indexOf('\n')
    const head = JSON.parse(start.subarray(0, Math.max(end, 0)).toString()) as Head
    if (head.yizhan !== 'backup' || !['aes', 'sm'].includes(head.suite)) throw new Error('not ours')
    // more memory than any of our own asks for is not ours either
    if (!Number.isInteger(head.cost) || head.cost > 1 << 20 || head.cost < 1 << 14) throw new Error('not ours')
    return { head, length: end + 1 }
  } catch {
    throw new Failure('invalid', `「${path}」不是一站的备份文件，请核对文件名`)
  } finally {
    await file.close()
  }
}

/**
 * What opens a backup file: where its content begins, and what unseals it, if it is sealed. Throws `invalid` when it is
 * no backup of ours, and when the passphrase is missing or wrong.
 */
export async function opening(
  path: string,
  passphrase: string | undefined,
): Promise<{ start: number; unseal?: Transform }> {
  const { head, length } = await beginningOf(path)
  if (!head) return { start: 0 }
  if (passphrase === undefined)
    throw new Failure(
      'invalid',
      '这份备份是加密的：请用 --passphrase-file 指定存放备份口令的文件，或设环境变量 YIZHAN_BACKUP_PASSPHRASE',
    )
  const key = await keyFrom(passphrase, head)
  const check = Buffer.from(head.check ?? '', 'base64')
  if (check.length !== 16 || !timingSafeEqual(check, checkOf(key)))
    throw new Failure('invalid', '备份口令不对，打不开这份备份：请核对后重试')
  return { start: length, unseal: unsealing(head, key) }
}

function unsealing(head: Head, key: Buffer): Transform {
  let number = 0
  let ended = false
  let waiting = Buffer.alloc(0)
  const longest = pieceSize + 64
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk])
      try {
        while (waiting.length >= 4) {
          const word = waiting.readUInt32BE()
          const last = (word & lastBit) !== 0
          const length = word & ~lastBit
          if (ended || length > longest) throw damaged()
          if (waiting.length < 4 + length) break
          this.push(openContent(head.suite, key, contextOf(head, number++, last), waiting.subarray(4, 4 + length)))
          ended = last
          waiting = waiting.subarray(4 + length)
        }
        done()
      } catch {
        done(damaged())
      }
    },
    flush(done) {
      done(ended && waiting.length === 0 ? null : damaged())
    },
  })
}
