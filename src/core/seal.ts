import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from './db.ts'

/** Ciphers: the international default, and the national ones (国密) by configuration. OpenSSL has no SM4-GCM, so SM4-CTR with HMAC-SM3. */
export type Suite = 'aes' | 'sm'

/** Encrypts personal data per column. Ciphertext: `key number ‖ nonce ‖ tag ‖ text`, bound to table, county, row and column. */
export interface Sealer {
  readonly suite: Suite
  /** Loads (or makes) the keys of these counties; `seal` and `unseal` are synchronous after it. */
  prepare(counties: readonly string[]): Promise<void>
  seal(county: string, context: string, text: string): Buffer
  /** Throws if the text was moved to another row or changed. */
  unseal(county: string, context: string, sealed: Buffer): string
  /** The same value gives the same 128 bits in one column of this installation: for exact search only. */
  index(column: string, value: string): Buffer
}

const keyNumber = 1

function sealAes(key: Buffer, context: string, content: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(content), cipher.final()])
  return Buffer.concat([Buffer.of(keyNumber), nonce, cipher.getAuthTag(), body])
}

function unsealAes(key: Buffer, context: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
}

const macOf = (key: Buffer, context: string, nonce: Buffer, body: Buffer) =>
  createHmac('sm3', key).update(context).update(nonce).update(body).digest()

function sealSm(key: Buffer, context: string, content: Buffer): Buffer {
  const nonce = randomBytes(16)
  const cipher = createCipheriv('sm4-ctr', key.subarray(0, 16), nonce)
  const body = Buffer.concat([cipher.update(content), cipher.final()])
  return Buffer.concat([Buffer.of(keyNumber), nonce, macOf(key.subarray(16), context, nonce, body), body])
}

function unsealSm(key: Buffer, context: string, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(1, 17)
  const body = sealed.subarray(49)
  if (!timingSafeEqual(sealed.subarray(17, 49), macOf(key.subarray(16), context, nonce, body)))
    throw new Error('sealed text does not belong here')
  const decipher = createDecipheriv('sm4-ctr', key.subarray(0, 16), nonce)
  return Buffer.concat([decipher.update(body), decipher.final()])
}

const seals = { aes: [sealAes, unsealAes], sm: [sealSm, unsealSm] } as const

/** Seals content under a key of 32 bytes, bound to a context. The same content never looks the same twice. */
export function sealContent(suite: Suite, key: Buffer, context: string, content: Buffer): Buffer {
  return seals[suite][0](key, context, content)
}

/** Opens what `sealContent` sealed. Throws if the key or the context is another, or a bit was changed. */
export function openContent(suite: Suite, key: Buffer, context: string, sealed: Buffer): Buffer {
  return seals[suite][1](key, context, sealed)
}

/** A sealer over the master key (32 bytes, kept outside the database), with one wrapped data key a county. */
export function openSealer(db: Database, masterKey: Buffer, suite: Suite = 'aes'): Sealer {
  const sealWith = (key: Buffer, context: string, text: string) => sealContent(suite, key, context, Buffer.from(text))
  const unsealWith = (key: Buffer, context: string, sealed: Buffer) =>
    openContent(suite, key, context, sealed).toString('utf8')
  const keys = new Map<string, Buffer>()
  const indexKeys = new Map<string, Buffer>()
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', masterKey, '', purpose, 32))
  const wrapKey = derive('wrap')

  async function load(county: string): Promise<void> {
    const fresh = sealWith(wrapKey, county, randomBytes(32).toString('base64'))
    await db.pool.query('insert into data_key (county, number, wrapped) values ($1, $2, $3) on conflict do nothing', [
      county,
      keyNumber,
      fresh,
    ])
    const { rows } = await db.pool.query<{ wrapped: Buffer }>(
      'select wrapped from data_key where county = $1 and number = $2',
      [county, keyNumber],
    )
    keys.set(county, Buffer.from(unsealWith(wrapKey, county, rows[0]!.wrapped), 'base64'))
  }
  function keyOf(county: string): Buffer {
    const key = keys.get(county)
    if (!key) throw new Error(`the data key of ${county} was not prepared`)
    return key
  }

  return {
    suite,
    async prepare(counties) {
      for (const county of new Set(counties)) if (!keys.has(county)) await load(county)
    },
    seal: (county, context, text) => sealWith(keyOf(county), context, text),
    unseal: (county, context, sealed) => unsealWith(keyOf(county), context, sealed),
    index(column, value) {
      let key = indexKeys.get(column)
      if (!key) indexKeys.set(column, (key = derive(`index|${column}`)))
      return createHmac(suite === 'sm' ? 'sm3' : 'sha256', key)
        .update(value.trim().toUpperCase())
        .digest()
        .subarray(0, 16)
    },
  }
}
