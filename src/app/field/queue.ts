import type { Clash } from '../../core/merge.ts'

/** A photo, a drawing or a recording that waits on the phone; uploaded before the command that names it. */
export interface Attachment {
  /** The field it belongs to. */
  field: string
  /** Key of the content in the store, until it has been uploaded. */
  blob: string
  name: string
  readBy: string
  /** The key its content is sealed under here, so that it can be handed over unopened. */
  lock?: string
  /** Id of the file once it is on the server. */
  file?: string
}

export const itemStates = {
  waiting: '待同步',
  refused: '需要处理',
} as const

/** One command in the phone's queue: the same action of the door, later. */
export interface Item {
  /** Client-made UUIDv7: sent however often, it works once. */
  command: string
  call: string
  /** The station it happens at: where its files are kept. */
  station: string
  /** What the worker calls it, and about whom. */
  label: string
  about: string
  /** Commands on one record go out in their order; different records do not wait for each other. */
  record: string
  input: Record<string, unknown>
  /** With an edit: the values it was typed against. */
  base?: Record<string, unknown>
  attachments: Attachment[]
  typedAt: string
  state: keyof typeof itemStates
  /** It went out and no answer came: it may have been performed, so it is sent again and never changed. */
  unanswered: boolean
  /** Answers that were no answer to it, such as a broken server; after some it waits for a person. */
  tries: number
  /** What was typed stands with the station's head; only what was photographed for it is still here. */
  handed?: boolean
  /** The office has it as it stood before it was mended; a person says whether this one is to go out as another. */
  used?: boolean
  why?: string
  fields?: Record<string, string>
  clash?: Clash
}

/** How the server, or the network, answered one command. */
export type Reply =
  | { kind: 'done'; answer: unknown }
  | {
      kind: 'refused'
      code: string
      message: string
      fields: Record<string, string>
      clash?: Clash | undefined
    }
  | { kind: 'silent' }

/** After so many broken answers an item waits for a person; the others go on. */
const mostTries = 5

/** What becomes of an item after an answer. */
export type Next =
  | { to: 'done'; answer: unknown }
  | { to: 'stay'; item: Item }
  | { to: 'handOver'; item: Item; why: string }

/** Whether the round goes on after this answer: with no network, no login or a busy server the rest would fare alike. */
export const endsRound = (reply: Reply): boolean =>
  reply.kind === 'silent' ||
  (reply.kind === 'refused' && ['unauthenticated', 'unavailable', 'tooMany'].includes(reply.code))

/** Decides by the answer alone: the phone's clock, the order of ids and the network's word are never asked. */
export function nextOf(item: Item, reply: Reply): Next {
  if (reply.kind === 'done') return { to: 'done', answer: reply.answer }
  if (reply.kind === 'silent') return { to: 'stay', item: { ...item, unanswered: true } }
  switch (reply.code) {
    case 'unauthenticated':
    case 'unavailable':
    case 'tooMany':
      return { to: 'stay', item }
    case 'forbidden':
    case 'notFound':
    // it stands with the head already, and only the word of it was lost: asked again, it is told
    case 'setAside':
      return { to: 'handOver', item, why: reply.message }
    case 'invalid':
    case 'conflict': {
      const { clash: _clash, ...rest } = item
      const refused = {
        ...rest,
        state: 'refused' as const,
        unanswered: false,
        why: reply.message,
        fields: reply.fields,
      }
      return { to: 'stay', item: reply.clash ? { ...refused, clash: reply.clash } : refused }
    }
    case 'used': {
      const { clash: _clash, fields: _fields, ...rest } = item
      return { to: 'stay', item: { ...rest, state: 'refused', unanswered: false, used: true, why: reply.message } }
    }
    default: {
      const tries = item.tries + 1
      const tired = tries >= mostTries
      return {
        to: 'stay',
        item: { ...item, tries, unanswered: true, ...(tired && { state: 'refused' as const, why: reply.message }) },
      }
    }
  }
}

/** What may go out now, in the order it was typed: of each record only its first waiting command. */
export function sendable(items: readonly Item[]): Item[] {
  const begun = new Set<string>()
  return items.filter(({ state, record }) => {
    if (state !== 'waiting' || begun.has(record)) return false
    begun.add(record)
    return true
  })
}

/**
 * A later command on the same record goes on top of what an earlier one has become. One that says what it was typed
 * against is compared by that instead: the earlier one's answer holds others' changes that its writer has not seen.
 */
export function rebased(item: Item, record: string, answer: unknown): Item {
  const version = (answer as { version?: unknown } | null)?.version
  // what went out without an answer must come again exactly as it was
  return !item.unanswered &&
    !item.base &&
    item.record === record &&
    typeof item.input.version === 'number' &&
    typeof version === 'number'
    ? { ...item, input: { ...item.input, version } }
    : item
}

/** The worker's choice where both sides changed a field: theirs is dropped from what was typed, mine stays. */
export function settled(item: Item, choice: Readonly<Record<string, 'mine' | 'theirs'>>): Item {
  const { clash, why: _why, fields: _fields, ...rest } = item
  if (!clash) return item
  const input: Record<string, unknown> = { ...item.input, version: clash.version }
  const base: Record<string, unknown> = { ...item.base }
  for (const [key, { theirs }] of Object.entries(clash.fields)) {
    base[key] = theirs
    if (choice[key] !== 'theirs') continue
    // a hidden value is not known here: leaving it out leaves it as it is
    if (isMasked(theirs)) delete input[key]
    else input[key] = theirs
  }
  return { ...rest, input, base, state: 'waiting', tries: 0 }
}

/** One whose command was used before it was mended, as another command: never by itself, only where a person says so. */
export function anew(item: Item, command: string): Item {
  const { used: _used, why: _why, ...rest } = item
  return { ...rest, command, state: 'waiting', tries: 0 }
}

const isMasked = (value: unknown): boolean => typeof value === 'object' && value !== null && 'masked' in value

/** Unsent work is said by its count and its age, always. */
export function unsent(items: readonly Item[]): { count: number; refused: number; oldest: string | undefined } {
  return {
    count: items.length,
    refused: items.filter(({ state }) => state === 'refused').length,
    oldest: items.map(({ typedAt }) => typedAt).sort()[0],
  }
}
