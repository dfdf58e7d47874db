import type { AnswerOfCall } from '../../core/action.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import type { handOverSealed } from '../../modules/devices/index.server.ts'
import { toBase64 } from '../../modules/devices/index.ts'
import { type Draft, exchangeDrafts, swapped, typed, type Values } from './drafts.ts'
import {
  boxesOf,
  type Keeping,
  type Owner,
  openKeeping,
  ownersTable,
  sealedPhotoOf,
  type Taken,
  wipe,
} from './keeping.ts'
import { anew, type Item, settled } from './queue.ts'
import { serverOf } from './server.ts'
import { type Card, handOver as giveToHead, type Pack, standing, syncRound } from './sync.ts'
import { makeLock, openLock } from './vault.ts'

/** The version of this program, as the office sees it and judges whether it may still deliver. */
export const appVersion = 1

/** Everything the screens show. Replaced whole with each change. */
export interface Shown {
  ready: boolean
  owners: readonly Owner[]
  owner?: Owner
  items: readonly Item[]
  cards: ReadonlyMap<string, Card>
  packs: ReadonlyMap<string, Pack>
  drafts: readonly string[]
  /** How often drafts of another phone have come in. */
  arrivals: number
  syncing: boolean
  /** Why the last round ended early. */
  stopped?: string
  lastSyncAt?: string
  persistent: boolean
  /** A line that the worker must see once. */
  notice?: string
  /** The office asks for a newer program before anything is delivered. */
  mustUpdate: boolean
}

let shown: Shown = {
  ready: false,
  owners: [],
  items: [],
  cards: new Map(),
  packs: new Map(),
  drafts: [],
  arrivals: 0,
  syncing: false,
  persistent: false,
  mustUpdate: false,
}
let keeping: Keeping | undefined
const listeners = new Set<() => void>()
const tabs = new BroadcastChannel('yizhan-field')

export const subscribe = (listen: () => void) => {
  listeners.add(listen)
  return () => void listeners.delete(listen)
}
export const snapshot = () => shown

function show(more: Partial<Shown>): void {
  shown = { ...shown, ...more }
  for (const listen of listeners) listen()
}

type Part = 'all' | 'allButCards'

/** Reads anew what changed. Cards are many, and each must be unsealed: only where some of them did. */
async function reread(part: Part): Promise<void> {
  const from = keeping
  if (!from) return
  const [items, drafts, packs, cards] = await Promise.all([
    from.items(),
    from.drafts(),
    from.packs(),
    part === 'all' ? from.cards() : undefined,
  ])
  if (keeping !== from) return
  show({
    items,
    drafts: drafts.map(({ form }) => form),
    packs,
    ...(cards && { cards: new Map(cards.map((card) => [card.id, card])) }),
  })
}

/** The same, and the other windows with it. */
async function changed(part: Part): Promise<void> {
  await reread(part)
  tabs.postMessage(part)
}

async function rereadOwners(): Promise<void> {
  show({ owners: await ownersTable.toArray() })
}

/** Begins: who uses this phone, whether the browser promises to keep its store, and contact for those shut out. */
export async function begin(): Promise<void> {
  await rereadOwners()
  const persistent = (await navigator.storage?.persisted?.()) ?? false
  show({ ready: true, persistent })
  tabs.onmessage = ({ data }) => void reread(data as Part)
  globalThis.addEventListener('online', () => void sync())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void sync()
  })
  setInterval(() => void sync(), 60_000)
  for (const owner of shown.owners) await contact(owner)
}

/** Takes this phone into use for whoever is logged in; needs the network once. Answers why not, if not. */
export async function enrol(
  who: { account: string; name: string; login: string; stations: { id: string; name: string }[] },
  pin: string,
  label: string,
): Promise<string | undefined> {
  const persistent = (await navigator.storage?.persist?.().catch(() => false)) ?? false
  const token = toBase64(crypto.getRandomValues(new Uint8Array(32)))
  const reply = await serverOf(who.account).call('devices/enrolDevice', {
    opId: uuidv7(),
    input: { device: uuidv7(), token, label, appVersion: String(appVersion) },
  })
  if (reply.kind === 'silent') return '网络不通，首次启用需要联网'
  if (reply.kind === 'refused') return reply.message
  const { id: device, handoverKey } = reply.answer as { id: string; handoverKey: string }
  const { lock, vault } = await makeLock(pin)
  const owner: Owner = { ...who, device, token, handoverKey, lock, wrongPins: 0, closed: false }
  await ownersTable.put(owner)
  keeping = await openKeeping(owner, vault)
  show({ owner, persistent })
  await rereadOwners()
  await sync()
  return undefined
}

const mostWrong = 5

/** Opens one's part of the phone. Answers what is wrong, if it is. */
export async function unlock(account: string, pin: string): Promise<string | undefined> {
  const owner = await ownersTable.get(account)
  if (!owner || owner.closed) return '这台设备上已不能再打开，请联网后重新启用'
  const vault = await openLock(owner.lock, pin)
  if (!vault) {
    const wrongPins = owner.wrongPins + 1
    const closed = wrongPins >= mostWrong
    await ownersTable.update(account, { wrongPins, closed })
    await rereadOwners()
    if (!closed) return `PIN 不对，还可以试 ${mostWrong - wrongPins} 次`
    void contact({ ...owner, closed })
    return '连续 5 次不对，本机内容已封存：联网后未同步的内容转交站长，本机清空'
  }
  await ownersTable.update(account, { wrongPins: 0 })
  keeping = await openKeeping(owner, vault)
  show({ owner, ...(owner.lastSyncAt && { lastSyncAt: owner.lastSyncAt }) })
  await reread('all')
  void sync()
  return undefined
}

/** Shuts one's part; what was not sent stays, sealed, for the next time. */
export function lockUp(): void {
  keeping?.close()
  keeping = undefined
  const { owner: _owner, stopped: _stopped, lastSyncAt: _at, notice: _notice, ...rest } = shown
  shown = { ...rest, items: [], cards: new Map(), packs: new Map(), drafts: [], syncing: false }
  for (const listen of listeners) listen()
}

/**
 * The phone says how it stands and hears whether it is still wanted. Shut out or stopped, it first hands over what was
 * not sent, and only then forgets everything.
 */
async function contact(owner: Owner): Promise<'wanted' | 'gone' | 'silent'> {
  const open = shown.owner?.account === owner.account
  const boxes = open ? [] : await boxesOf(owner.account)
  const server = serverOf()
  const reply = await server.call('devices/reportDevice', {
    input: {
      device: owner.device,
      token: owner.token,
      appVersion: String(appVersion),
      persistent: shown.persistent,
      ...(open ? standing(shown.items) : { unsent: boxes.length, oldestUnsentAt: null }),
    },
  })
  if (reply.kind === 'silent') return 'silent'
  if (reply.kind === 'refused' && reply.code !== 'notFound') return 'silent'
  if (reply.kind === 'done') {
    const { state, oldestApp } = reply.answer as { state: string; oldestApp: number }
    show({ mustUpdate: oldestApp > appVersion })
    if (state !== 'revoked' && !owner.closed) return 'wanted'
  } else return 'wanted'
  const left = await boxesOf(owner.account)
  for (let from = 0; from < left.length; from += 100) {
    const handed = await server.call('devices/handOverSealed', {
      input: { device: owner.device, token: owner.token, boxes: left.slice(from, from + 100) },
    })
    if (handed.kind !== 'done') return 'silent'
    const { missing } = handed.answer as AnswerOfCall<typeof handOverSealed>
    for (const { handover, photo } of missing) {
      const content = await sealedPhotoOf(owner.account, photo)
      if (!content) continue
      const input = { device: owner.device, token: owner.token, handover, photo, content }
      const sent = await server.call('devices/handOverPhoto', { input })
      // what does not fit never will; anything else is sent again before the phone forgets
      if (sent.kind === 'silent' || (sent.kind === 'refused' && !['invalid', 'notFound'].includes(sent.code)))
        return 'silent'
    }
  }
  if (open) lockUp()
  await wipe(owner.account)
  await rereadOwners()
  show({
    notice: `${owner.name}在本机的内容已清空${left.length > 0 ? `，未同步的 ${left.length} 条已转交站长` : ''}`,
  })
  return 'gone'
}

/** One round with the server: one at a time over all tabs (lessons.md L2). */
export async function sync(): Promise<void> {
  const [owner, from] = [shown.owner, keeping]
  if (!owner || !from) return
  await navigator.locks.request(`yizhan-field-${owner.account}`, { ifAvailable: true }, async (lock) => {
    if (!lock || keeping !== from) return
    show({ syncing: true })
    const { stopped: _stopped, ...before } = shown
    shown = before
    try {
      if ((await contact(owner)) === 'gone') return
      if (shown.mustUpdate) return show({ stopped: 'mustUpdate' })
      const round = await syncRound(
        from,
        serverOf(owner.account),
        owner.stations.map(({ id }) => id),
      )
      const at = new Date().toISOString()
      if (!round.stopped) await ownersTable.update(owner.account, { lastSyncAt: at })
      show({
        ...(round.stopped ? { stopped: round.stopped } : { lastSyncAt: at }),
        ...(round.handedOver > 0 && { notice: `${round.handedOver} 条已不由您办理，内容完整转交站长处理` }),
      })
      if (keeping === from) await changed(round.cards > 0 ? 'all' : 'allButCards')
      if (round.stopped) return
      await contact(owner)
      // the phone may have been shut meanwhile
      void exchange(owner, from).catch(() => {})
    } finally {
      show({ syncing: false })
    }
  })
}

export interface NewItem extends Pick<Item, 'call' | 'station' | 'label' | 'about' | 'record' | 'input' | 'base'> {
  photos: readonly { field: string; readBy: string; name: string; content: Blob }[]
}

/** Puts a command into the queue; it is safe on the phone once this has come back. */
export async function addItem({ photos, ...typed }: NewItem): Promise<void> {
  const blobs = photos.map((one) => ({ ...one, key: uuidv7() }))
  const item: Item = {
    ...typed,
    command: uuidv7(),
    attachments: blobs.map(({ field, readBy, name, key }) => ({ field, readBy, name, blob: key })),
    typedAt: new Date().toISOString(),
    state: 'waiting',
    unanswered: false,
    tries: 0,
  }
  await keeping!.addItem(
    item,
    blobs.map(({ key, content }) => ({ key, content })),
  )
  await changed('allButCards')
  void sync()
}

/** Sends one again that waited for a person, as it is or as it has been mended. */
export async function retry(item: Item): Promise<void> {
  const { why: _why, fields: _fields, clash: _clash, ...rest } = item
  await keeping!.putItem({ ...rest, state: 'waiting', tries: 0 })
  await changed('allButCards')
  void sync()
}

/** Sends as another command what was mended after the first had arrived: whoever asks for it has looked at that one. */
export async function sendAnew(item: Item): Promise<void> {
  await keeping!.renameItem(item.command, anew(item, uuidv7()))
  await changed('allButCards')
  void sync()
}

/** The worker has chosen between two values. */
export async function settle(item: Item, choice: Readonly<Record<string, 'mine' | 'theirs'>>): Promise<void> {
  await keeping!.putItem(settled(item, choice))
  await changed('allButCards')
  void sync()
}

/** Gives one to the station's head instead. Answers why not, if not. */
export async function handOver(item: Item): Promise<string | undefined> {
  const reply = await giveToHead(keeping!, serverOf(shown.owner!.account), item, item.why ?? '本人转交')
  await changed('allButCards')
  if (reply.kind === 'done') return undefined
  return reply.kind === 'silent' ? '网络不通，联网后再转交' : reply.message
}

/** What was photographed, signed or spoken for an item, to be saved elsewhere. */
export async function attachedTo(item: Item): Promise<{ name: string; content: Blob }[]> {
  const found = await Promise.all(
    item.attachments.map(async ({ name, blob }) => ({ name, content: await keeping!.blob(blob) })),
  )
  return found.flatMap(({ name, content }) => (content ? [{ name, content }] : []))
}

/** Takes one out that the worker gives up; never one that may have been performed. */
export async function discard(item: Item): Promise<void> {
  await keeping!.dropItem(item.command)
  await changed('allButCards')
}

export const draftOf = (form: string): Promise<Draft | undefined> => keeping?.draft(form) ?? Promise.resolve(undefined)

let drafting = Promise.resolve()

/** One change of a draft after the other: a draft is not to come back after its form was saved. */
function changeDraft(form: string, change: (now: Draft | undefined) => Draft | undefined): Promise<void> {
  const from = keeping
  const next = drafting.then(async () => {
    await from?.changeDraft(form, change)
    if (from && from === keeping) show({ drafts: (await from.drafts()).map((one) => one.form) })
  })
  drafting = next.catch(() => {})
  return next
}

/** Keeps a form as it stands; `undefined` forgets it, and what was taken for it. */
export function keepDraft(form: string, values: Values | undefined): Promise<void> {
  const at = Date.now()
  return changeDraft(form, (now) => values && typed(now, form, values, at))
}

/** Of a form begun on two phones, takes the other one. */
export const takeOtherDraft = (form: string): Promise<void> =>
  changeDraft(form, (now) => now && swapped(now, Date.now()))

/** Forms in which somebody is typing just now. */
const beingTyped = new Set<string>()

export function typing(form: string, yes: boolean): void {
  if (yes) beingTyped.add(form)
  else beingTyped.delete(form)
}

/** Drafts go to the office and come from there when there is a network; nothing waits for it and nothing is said of it. */
async function exchange(owner: Owner, from: Keeping): Promise<void> {
  await navigator.locks.request(`yizhan-drafts-${owner.account}`, { ifAvailable: true }, async (lock) => {
    if (!lock || keeping !== from) return
    const came = await exchangeDrafts(
      from,
      serverOf(owner.account),
      (form) => beingTyped.has(form),
      () => Date.now(),
    )
    if (came === 0 || keeping !== from) return
    await changed('allButCards')
    show({ arrivals: shown.arrivals + 1 })
  })
}

export const takenOf = (draft: string) => keeping?.taken(draft) ?? Promise.resolve([])
export const keepTaken = (draft: string, taken: readonly Taken[]) => keeping!.putTaken(draft, taken)

export const dismissNotice = () => {
  const { notice: _notice, ...rest } = shown
  shown = rest
  show({})
}
