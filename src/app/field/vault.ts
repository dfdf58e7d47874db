import { fromBase64, openBytes, sealBytes, toBase64 } from '../../modules/devices/index.ts'

/**
 * What a phone holds is sealed under a key that needs two things: the PIN, and a share that this browser keeps and can use
 * but not read out (trust.md, Phone). It works after a restart without a network; a copied file of the browser's profile
 * alone opens nothing.
 */
export interface Vault {
  seal(text: string): Promise<Uint8Array<ArrayBuffer>>
  open(sealed: Uint8Array): Promise<string>
  sealBytes(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  openBytes(sealed: Uint8Array): Promise<ArrayBuffer>
}

/** What is kept in the open to work the key out again. */
export interface Lock {
  share: CryptoKey
  salt: string
  /** A known text sealed, to tell a right PIN from a wrong one. */
  check: Uint8Array
}

const rounds = 600_000
const known = 'yizhan'
const info = new TextEncoder().encode('yizhan field')

async function keyOf(pin: string, { share, salt }: Pick<Lock, 'share' | 'salt'>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds },
    typed,
    256,
  )
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: stretched, info },
    share,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

function vaultOf(key: CryptoKey): Vault {
  return {
    sealBytes: (bytes) => sealBytes(key, bytes),
    openBytes: (sealed) => openBytes(key, sealed),
    seal: (text) => sealBytes(key, new TextEncoder().encode(text)),
    open: async (sealed) => new TextDecoder().decode(await openBytes(key, sealed)),
  }
}

/** Makes a lock for a new PIN. The share is random and stays in this browser. */
export async function makeLock(pin: string): Promise<{ lock: Lock; vault: Vault }> {
  const share = await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'HKDF', false, [
    'deriveKey',
  ])
  const salt = toBase64(crypto.getRandomValues(new Uint8Array(16)))
  const vault = vaultOf(await keyOf(pin, { share, salt }))
  return { lock: { share, salt, check: await vault.seal(known) }, vault }
}

/** Opens a lock; `undefined` for a wrong PIN. */
export async function openLock(lock: Lock, pin: string): Promise<Vault | undefined> {
  const vault = vaultOf(await keyOf(pin, lock))
  const text = await vault.open(lock.check).catch(() => undefined)
  return text === known ? vault : undefined
}
