/**
 * A new UUIDv7: time-ordered, so that indexes stay compact. Ids come from the client or from here, never from SQL.
 * `at` is milliseconds since 1970.
 */
export function uuidv7(at = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let rest = at
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** How a uuid is written. */
export const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** How the id of a record is written. */
export const idShape = /^[0-9A-Za-z]{1,12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of a record as everyone outside SQL knows it: `<county>-<uuid>`. */
export function joinId(county: string, uuid: string): string {
  return `${county}-${uuid}`
}

/** The two columns behind a record's id. */
export function splitId(id: string): { county: string; uuid: string } {
  const at = id.indexOf('-')
  return { county: id.slice(0, at), uuid: id.slice(at + 1) }
}

/** A fresh record id in this county (the immutable home code of the area that owns the row). */
export function newId(county: string): string {
  return joinId(county, uuidv7())
}
