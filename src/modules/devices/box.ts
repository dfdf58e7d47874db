/**
 * A box that only the installation can open: what a phone seals unsent work into, so that it can be handed over without the
 * PIN, by whoever holds the phone (trust.md, Phone). ECDH on P-256 with a key used once, HKDF, AES-GCM; the same Web
 * Crypto in the browser and on the server.
 */
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
const context = new TextEncoder().encode('yizhan handover')

export const toBase64 = (bytes: ArrayBuffer | Uint8Array): string => {
  let text = ''
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte)
  return btoa(text)
}

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (one) => one.charCodeAt(0))

/** A key of 32 bytes, for sealing with. */
export const lockOf = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Seals bytes under a key: the nonce, and the ciphertext with its tag behind it. */
export async function sealBytes(
  key: CryptoKey,
  bytes: ArrayBuffer | Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const body = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes))
  const sealed = new Uint8Array(iv.length + body.length)
  sealed.set(iv)
  sealed.set(body, iv.length)
  return sealed
}

/** Opens what `sealBytes` sealed. Throws if a bit was changed or the key is another. */
export function openBytes(key: CryptoKey, sealed: Uint8Array): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(sealed)
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12) }, key, bytes.subarray(12))
}

async function boxKey(privateKey: CryptoKey, publicKey: CryptoKey): Promise<CryptoKey> {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256)
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: context },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** A new pair of keys: the public half as SPKI, the private one as PKCS#8, both in base64. */
export async function makeBoxKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
  const [spki, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('spki', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ])
  return { publicKey: toBase64(spki), privateKey: toBase64(pkcs8) }
}

/** Seals a text to the holder of the private half. The same text never looks the same twice. */
export async function sealBox(publicKey: string, text: string): Promise<string> {
  const theirs = await crypto.subtle.importKey('spki', fromBase64(publicKey), curve, false, [])
  const once = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const key = await boxKey(once.privateKey, theirs)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, new TextEncoder().encode(text))
  const spki = await crypto.subtle.exportKey('spki', once.publicKey)
  return [spki, nonce, sealed].map(toBase64).join('.')
}

/** Opens a box. Throws if it was changed or is not for this key. */
export async function openBox(privateKey: string, box: string): Promise<string> {
  const [spki, nonce, sealed] = box.split('.').map(fromBase64)
  const mine = await crypto.subtle.importKey('pkcs8', fromBase64(privateKey), curve, false, ['deriveBits'])
  const theirs = await crypto.subtle.importKey('spki', spki!, curve, false, [])
  const key = await boxKey(mine, theirs)
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce! }, key, sealed!))
}
