import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../core/db.ts'
import { Failure } from '../../core/failure.ts'
import { placesAboveEach } from '../places/index.server.ts'
import { isInForce, loadPacks, type Packs, resolvePolicy } from './load.server.ts'
import type { Policy } from './pack.ts'

/** The project's root: the nearest folder above this file that holds `policies`. */
function bundledFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'policies'))) return join(at, 'policies')
    if (at === dirname(at)) throw new Error('找不到 policies 文件夹')
  }
}

let packs: Packs | undefined
let own: readonly string[] = []
const resolved = new Map<string, Policy>()

/** Says where an installation's own packs lie; all are read when somebody first asks, which most commands never do. */
export function choosePacks(more: readonly string[]): void {
  if (more.join('|') === own.join('|')) return
  own = more
  packs = undefined
  resolved.clear()
  kept.clear()
}

/** Reads the packs again, from the product's folder and these more (an installation's own). Throws `PackError`. */
export function openPacks(more: readonly string[] = own): Packs {
  own = more
  packs = loadPacks([bundledFolder(), ...more])
  resolved.clear()
  kept.clear()
  return packs
}

/** The packs in use. */
export function currentPacks(): Packs {
  return packs ?? openPacks()
}

/** A document's rules on a day, inherited lines included. No such document is `notFound`. */
export function policyByCode(code: string, day: string): Policy {
  const key = `${code}|${day}`
  const known = resolved.get(key)
  if (known) return known
  if (!currentPacks().heads.has(code)) throw new Failure('notFound', `没有代号为 ${code} 的文件，请重新选择`)
  if (resolved.size > 500) resolved.clear()
  const policy = resolvePolicy(currentPacks(), code, day)
  resolved.set(key, policy)
  return policy
}

// the tree changes rarely and every record asks: what a place answered for a day is kept for a minute
const kept = new Map<string, { until: number; code: string }>()
const keepMs = 60_000

/**
 * The code of the pack nearest above each place that is in force on a day; `cn` where no document applies.
 */
export async function packCodesOf(
  connection: Connection,
  places: readonly string[],
  day: string,
): Promise<Map<string, string>> {
  const codes = new Map<string, string>()
  const unknown: string[] = []
  for (const place of places) {
    const known = kept.get(`${place}|${day}`)
    if (known && known.until > Date.now()) codes.set(place, known.code)
    else unknown.push(place)
  }
  if (unknown.length === 0) return codes
  const inForce = [...currentPacks().heads.values()].filter((head) => isInForce(head, day))
  const codeAt = new Map(inForce.map(({ place, code }) => [place, code]))
  if (kept.size > 20_000) kept.clear()
  for (const [place, chain] of await placesAboveEach(connection, unknown, day)) {
    const code = chain.map((one) => codeAt.get(one)).find((one) => one !== undefined) ?? 'cn'
    codes.set(place, code)
    kept.set(`${place}|${day}`, { until: Date.now() + keepMs, code })
  }
  return codes
}

/** The policy that applies at a place on a day. */
export async function policyAt(connection: Connection, place: string, day: string): Promise<Policy> {
  return policyByCode((await packCodesOf(connection, [place], day)).get(place)!, day)
}
