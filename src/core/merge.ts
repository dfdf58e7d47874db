import { Failure } from './failure.ts'
import type { Fields, Masked } from './field.ts'

type Values = Record<string, unknown>

/** What an edit made offline and the record have both changed: by field, what stands there now. */
export interface Clash {
  /** The version that was compared with; the choice is sent on top of it. */
  version: number
  fields: Record<string, { theirs: unknown; mine: unknown }>
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/**
 * An edit typed against an older version, brought onto the record as it is now: field by field, by the values it was typed
 * against. What only one side changed is taken; what both changed, differently, is refused with both values, for the
 * worker to choose (lessons.md L3). A hidden value that somebody replaced meanwhile, by `replaced`, is never overwritten unseen.
 */
export function mergeEdit(
  fields: Fields,
  input: Values,
  base: Values,
  found: Values & { version: number },
  replaced: ReadonlySet<string>,
): Values {
  const merged: Values = { id: input.id, version: found.version }
  const clash: Clash = { version: found.version, fields: {} }
  for (const [key, field] of Object.entries(fields)) {
    if (key === 'id' || key === 'version') continue
    const [mine, was, theirs] = [input[key], base[key], found[key]]
    if (field.kind === 'secret') {
      if (mine === undefined || mine === null) continue
      if (replaced.has(key)) clash.fields[key] = { mine, theirs: theirs as Masked | null }
      merged[key] = mine
    } else if (same(mine, was)) merged[key] = theirs ?? undefined
    else {
      if (!same(theirs, was) && !same(theirs, mine)) clash.fields[key] = { mine: mine ?? null, theirs: theirs ?? null }
      merged[key] = mine
    }
  }
  const clashing = Object.keys(clash.fields)
  if (clashing.length === 0)
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
  const labels = clashing.map((key) => `「${fields[key]!.label}」`).join('、')
  throw new Failure(
    'conflict',
    `您填写期间，别人也改了${labels}，请对照后选一个`,
    Object.fromEntries(clashing.map((key) => [key, '两边都改过，请选择'])),
    clash,
  )
}
