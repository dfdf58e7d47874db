import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Size and SHA-256 of content. */
export interface Fingerprint {
  size: number
  sha256: string
}

export function fingerprintOf(content: string): Fingerprint {
  return { size: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') }
}

/** Passes content on unchanged; once it is through, `taken` answers its fingerprint. */
export function fingerprinting(): { through: Transform; taken: () => Fingerprint } {
  const hash = createHash('sha256')
  let size = 0
  const through = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part)
      size += part.length
      done(null, part)
    },
  })
  return { through, taken: () => ({ size, sha256: hash.digest('hex') }) }
}
