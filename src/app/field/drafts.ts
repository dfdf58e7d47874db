import type { AnswerOfCall } from '../../core/action.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import type { keepDraft, listDrafts } from '../../modules/devices/index.server.ts'
import { draftLimits } from '../../modules/devices/index.ts'
import type { Server } from './sync.ts'

export type Values = Record<string, unknown>

/** What was typed into a form, on which phone, and when by this phone's clock (milliseconds since 1970). */
export interface Version {
  values: Values
  keptAt: number
  elsewhere: boolean
}

/** A form begun and not saved, as it stands on this phone. */
export interface Draft {
  form: string
  /** What the form opens with. */
  main: Version
  /** The other one, where the writer began the same form on two phones. */
  other?: Version
  /** The office's copy that `main` stands on or has taken notice of. */
  stamp?: string
  /** The copy that was last sent from here; whether it arrived is seen in the next list. */
  sending?: string
  /** `main` is that copy. */
  copied: boolean
  /** The copy is gone though this phone did not ask for it: the form was saved or given up on another phone. */
  gone?: boolean
}

/** Drafts as the phone keeps them, sealed; `dropped` are those that the office has still to forget. */
export interface DraftStore {
  drafts(): Promise<Draft[]>
  /** One change of one draft, nothing coming in between; `undefined` forgets it here, and the office's copy is noted as `dropped`. */
  changeDraft(form: string, change: (now: Draft | undefined) => Draft | undefined): Promise<void>
  dropped(): Promise<{ form: string; stamps: string[] }[]>
  forgotten(form: string): Promise<void>
}

/** The draft after something was typed on this phone. */
export function typed(now: Draft | undefined, form: string, values: Values, keptAt: number): Draft {
  const { gone: _gone, ...rest } = now ?? { form }
  return { ...rest, form, main: { values, keptAt, elsewhere: false }, copied: false }
}

/** The draft after another phone's copy has come: the newer opens, the other is kept beside it, neither is lost. */
export function arrived(now: Draft | undefined, form: string, theirs: Version, stamp: string): Draft {
  const { gone: _gone, ...rest } = now ?? { form }
  if (!now) return { ...rest, form, main: theirs, stamp, copied: true }
  if (JSON.stringify(now.main.values) === JSON.stringify(theirs.values))
    return { ...rest, form, main: now.main, stamp, copied: true }
  return now.main.keptAt >= theirs.keptAt
    ? { ...rest, form, main: now.main, other: theirs, stamp, copied: false }
    : { ...rest, form, main: theirs, other: now.main, stamp, copied: true }
}

/** The worker takes the other one: what is chosen now is the newest. */
export function swapped(now: Draft, at: number): Draft {
  return now.other ? { ...now, main: { ...now.other, keptAt: at }, other: now.main, copied: false } : now
}

const contentOf = ({ main }: Draft) => JSON.stringify(main.values)

/** Small enough, young enough, and not yet there. What does not fit stays on this phone alone. */
const wanted = (draft: Draft, now: number) =>
  !draft.copied &&
  contentOf(draft).length <= draftLimits.chars &&
  now - draft.main.keptAt < draftLimits.days * 86_400_000

/** Under which stamps the office may hold what stands here. */
export const stampsOf = ({ stamp, sending }: Draft): string[] => [stamp, sending].filter((one) => one !== undefined)

type Listed = AnswerOfCall<typeof listDrafts>

/**
 * Makes the drafts of a writer's phones the same, as far as the network goes; whatever fails waits for the next time. A form
 * in which somebody is typing (`typing`) is not touched. Answers of how many something new is to be said.
 */
export async function exchangeDrafts(
  store: DraftStore,
  server: Server,
  typing: (form: string) => boolean,
  clock: () => number,
): Promise<number> {
  for (const { form, stamps } of await store.dropped()) {
    const reply = await server.call('devices/dropDraft', { input: { form, stamps } })
    if (reply.kind !== 'done') return 0
    await store.forgotten(form)
  }
  const known = (await store.drafts()).flatMap(stampsOf)
  const listed = await server.call('devices/listDrafts', { input: { known } })
  if (listed.kind !== 'done') return 0
  const there = listed.answer as Listed
  const came = (await takeIn(store, there, typing, clock)) + (await markGone(store, there, known))
  for (const draft of await store.drafts()) if (wanted(draft, clock())) await copy(store, server, draft.form, clock)
  return came
}

async function takeIn(
  store: DraftStore,
  there: Listed,
  typing: (form: string) => boolean,
  clock: () => number,
): Promise<number> {
  let came = 0
  const leaving = new Set((await store.dropped()).map(({ form }) => form))
  for (const { form, stamp, age, content } of there) {
    if (content === null) {
      // one's own, whose answer was lost on the way
      await store.changeDraft(form, (now) => (now?.sending === stamp ? { ...now, stamp } : now))
      continue
    }
    if (typing(form) || leaving.has(form)) continue
    const theirs = { values: JSON.parse(content) as Values, keptAt: clock() - age * 1000, elsewhere: true }
    await store.changeDraft(form, (now) => arrived(now, form, theirs, stamp))
    came += 1
  }
  return came
}

/** What the office had from this phone and has no more: saved or given up elsewhere, or thirty days old. */
async function markGone(store: DraftStore, there: Listed, known: readonly string[]): Promise<number> {
  let went = 0
  const standing = new Set(there.map(({ form }) => form))
  for (const { form, stamp } of await store.drafts())
    if (stamp && known.includes(stamp) && !standing.has(form))
      await store.changeDraft(form, (now) => {
        if (now?.stamp !== stamp) return now
        const { stamp: _stamp, ...rest } = now
        if (!now.copied) return rest
        went += 1
        return { ...rest, gone: true }
      })
  return went
}

async function copy(store: DraftStore, server: Server, form: string, clock: () => number): Promise<void> {
  const stamp = uuidv7()
  let sent: Draft | undefined
  await store.changeDraft(form, (now) => (sent = now && { ...now, sending: stamp }))
  if (!sent) return
  const { main, stamp: over } = sent
  const age = Math.max(0, Math.floor((clock() - main.keptAt) / 1000))
  const reply = await server.call('devices/keepDraft', {
    input: { form, content: contentOf(sent), age, stamp, over: over ?? null },
  })
  if (reply.kind !== 'done' || !(reply.answer as AnswerOfCall<typeof keepDraft>).kept) return
  await store.changeDraft(
    form,
    (now) => now && { ...now, stamp, copied: JSON.stringify(now.main) === JSON.stringify(main) },
  )
}
