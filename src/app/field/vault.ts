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
  /** Stands for a text where it must be found again without being read: the same for the same text, under this vault alone. */
  mark(text: string): Promise<string>
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
const ofContent = new TextEncoder().encode('yizhan field')
const ofMarks = new TextEncoder().encode('yizhan field marks')

interface Keys {
  content: CryptoKey
  marks: CryptoKey
}

async function keysOf(pin: string, { share, salt }: Pick<Lock, 'share' | 'salt'>): Promise<Keys> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'])
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds },
    typed,
    256,
  )
  const from = (info: Uint8Array<ArrayBuffer>) => ({ name: 'HKDF', hash: 'SHA-256', salt: stretched, info })
  const [content, marks] = await Promise.all([
    crypto.subtle.deriveKey(from(ofContent), share, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.deriveKey(from(ofMarks), share, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  ])
  return { content, marks }
}

function vaultOf({ content, marks }: Keys): Vault {
  return {
    sealBytes: (bytes) => sealBytes(content, bytes),
    openBytes: (sealed) => openBytes(content, sealed),
    seal: (text) => sealBytes(content, new TextEncoder().encode(text)),
    open: async (sealed) => new TextDecoder().decode(await openBytes(content, sealed)),
    mark: async (text) => toBase64(await crypto.subtle.sign('HMAC', marks, new TextEncoder().encode(text))),
  }
}

/** Makes a lock for a new PIN. The share is random and stays in this browser. */
export async function makeLock(pin: string): Promise<{ lock: Lock; vault: Vault }> {
  const share = await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'HKDF', false, [
    'deriveKey',
  ])
  const salt = toBase64(crypto.getRandomValues(new Uint8Array(16)))
  const vault = vaultOf(await keysOf(pin, { share, salt }))
  return { lock: { share, salt, check: await vault.seal(known) }, vault }
}

/** Opens a lock; `undefined` for a wrong PIN. */
export async function openLock(lock: Lock, pin: string): Promise<Vault | undefined> {
  const vault = vaultOf(await keysOf(pin, lock))
  const text = await vault.open(lock.check).catch(() => undefined)
  return text === known ? vault : undefined
}
