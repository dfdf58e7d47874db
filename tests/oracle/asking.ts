import type { Actor } from '../../src/core/access.ts'
import type { AnyCall } from '../../src/core/action.ts'
import type { Door } from '../../src/core/door.ts'
import { Failure } from '../../src/core/failure.ts'
import type { Field, Fields } from '../../src/core/field.ts'
import { uuidv7 } from '../../src/core/identifiers.ts'
import { completeCreditCode } from '../../src/modules/organisations/index.ts'
import type { Corner } from './world.ts'

/** What came of asking: done, refused with a code, or a crash, which is a deviation of its own. */
export interface Outcome {
  code: string
  message: string
  answer?: unknown
}

export async function ask(door: Door, name: string, actor: Actor | null, input: unknown): Promise<Outcome> {
  try {
    const caller = { actor, ip: '127.0.0.1', agent: 'oracle', session: null }
    const { answer } = await door.call(name, caller, { opId: uuidv7(), input })
    return { code: 'done', message: '', answer }
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, message: error.message }
    return { code: 'crash', message: (error as Error).message }
  }
}

/** Texts that a call understands, by the name of the field. */
const words: Record<string, string> = {
  period: '2026-10',
  fromMonth: '2026-09',
  toMonth: '2026-10',
  code: 'GD',
  scale: 'elderMood',
  rule: 'GD/visit.specialChildren',
  measure: 'service.people',
  county: '530111',
  content: '示例',
  post: 'socialWorker',
  category: 'leftBehindChild',
  creditCode: completeCreditCode('52999999000009999'),
  text: '示例',
  session: '00000000-0000-7000-8000-000000000000',
  password: 'Example-2026-Words',
  kind: 'dibao',
  month: '2026-10',
  lastMonth: '2026-10',
  fromTime: '20:30',
  toTime: '22:00',
  photo: '00000000-0000-7000-8000-000000000000',
  device: '00000000-0000-7000-8000-000000000000',
  token: 'example-token-of-a-phone',
}

/** An input that fits the fields of a call, of one corner of the world; `i` chooses between its two of everything. */
export function inputFor(
  call: AnyCall,
  corner: Corner,
  i: number,
  set: Record<string, unknown> = {},
): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(call.input as Fields)) {
    if (key in set) {
      input[key] = set[key]
      continue
    }
    // what may be left out is, so that only what must be there decides; many a move asks for the opinion all the same
    if (field.optional && key !== 'opinion') continue
    const value = madeUp(key, field, corner, i)
    if (value !== undefined) input[key] = value
  }
  return input
}

export function madeUp(key: string, field: Field, corner: Corner, i: number): unknown {
  const here = (entity: string) => corner.things.get(entity)?.[i]?.id ?? corner.things.get(entity)?.[0]?.id
  switch (field.kind) {
    case 'ref':
    case 'farRef':
      return field.target === ''
        ? ['second', 'first', 'ids'].includes(key)
          ? here('client')
          : undefined
        : here(field.target!)
    case 'link':
      if (field.target === 'place') return ['county', 'planner'].includes(key) ? corner.county : corner.place
      return field.target === 'organisation' ? corner.organisation : undefined
    case 'files':
      return []
    case 'list': {
      const one = madeUp(key, field.parts!.of!, corner, i)
      return one === undefined ? [] : [one]
    }
    case 'shape':
      return Object.fromEntries(
        Object.entries(field.parts!).flatMap(([name, part]) => {
          const value = part.optional ? undefined : madeUp(name, part, corner, i)
          return value === undefined ? [] : [[name, value]]
        }),
      )
    case 'integer':
      return key === 'version' || key.endsWith('Version') ? 1 : key === 'year' ? 2026 : field.sample(i)
    case 'date':
      return '2026-11-20'
    case 'instant':
      return '2026-11-20T02:00:00.000Z'
    case 'text':
      if (key === 'place' || key === 'parent') return corner.place
      if (key === 'to') return here('station')
      if (key === 'root') return corner.county
      return words[key] ?? field.sample(i)
    case 'texts':
      return (field.schema as { minItems?: number }).minItems ? field.sample(i) : []
    default:
      return field.sample(i)
  }
}

/** Ids of records anywhere in an answer. */
export function idsIn(answer: unknown): Set<string> {
  return new Set(JSON.stringify(answer ?? null).match(/\b\d{6}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g) ?? [])
}
