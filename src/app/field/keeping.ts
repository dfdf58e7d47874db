import Dexie, { type EntityTable, type Table } from 'dexie'
import {
  fromBase64,
  lockOf,
  openBytes,
  sealBox,
  sealBytes,
  sealedPhotoBytes,
  toBase64,
} from '../../modules/devices/index.ts'
import { type Draft, type DraftStore, stampsOf, type Values } from './drafts.ts'
import type { Item } from './queue.ts'
import type { Card, Followed, Pack, Store } from './sync.ts'
import type { Lock, Vault } from './vault.ts'

/**
 * Somebody this phone is in use for. Several may share a phone; each one's work stays sealed under their own PIN. The
 * worker's own name, login and station stand in the open: they are asked for their PIN by name.
 */
export interface Owner {
  account: string
  name: string
  login: string
  device: string
  token: string
  handoverKey: string
  stations: { id: string; name: string }[]
  lock: Lock
  wrongPins: number
  /** Five wrong PINs, or stopped from the office: handed over and wiped at the next contact. */
  closed: boolean
  lastSyncAt?: string
}

const owners = new Dexie('yizhan-field') as Dexie & { owners: EntityTable<Owner, 'account'> }
owners.version(1).stores({ owners: 'account' })
export const ownersTable = owners.owners

interface ItemRow {
  seq?: number
  command: string
  sealed: Uint8Array
  /** The same, for the installation alone: what is handed over when nobody can open it here any more. */
  box: string
}
interface Sealed {
  key: string
  sealed: Uint8Array
}
interface BlobRow extends Sealed {
  /** What sort of content it is; of a draft's photo this too is sealed. */
  type: string
  /** The key of its own that it is sealed under, itself under the vault; a draft's photo lies under the vault directly. */
  lock?: Uint8Array
}
/** Under the mark of its form: forms are named after clients. */
interface DraftRow extends Sealed {
  /** Counts its changes; one kept by the program's first version has none and is the values alone. */
  turn?: number
}
interface DroppedRow extends Sealed {
  stamps: string[]
}
interface CardRow {
  id: string
  station: string
  stamp: string
  sealed: Uint8Array
}

type Tables = Dexie & {
  items: Table<ItemRow, number>
  cards: Table<CardRow, string>
  blobs: Table<BlobRow, string>
  drafts: Table<DraftRow, string>
  dropped: Table<DroppedRow, string>
  packs: Table<Sealed, string>
  followed: Table<Followed, string>
}

/** Records of past versions come up one step at a time; each step stays for good, for phones that wake up late. */
const ups: readonly ((item: never) => unknown)[] = []

interface Kept {
  v: number
  item: unknown
}

function raised(text: string): Item {
  const { v, item } = JSON.parse(text) as Kept
  if (v > ups.length) throw new Error('这条内容由更新版本的程序填写，请先更新本程序')
  return ups.slice(v).reduce((at, up) => up(at as never), item) as Item
}

function tablesOf(account: string): Tables {
  const db = new Dexie(`yizhan-field-${account}`) as Tables
  db.version(1).stores({
    items: '++seq, &command',
    cards: 'id, station',
    blobs: 'key',
    drafts: 'key',
    packs: 'key',
    followed: 'station',
  })
  db.version(2).stores({ dropped: 'key' })
  return db
}

/** What a pack held by an earlier version of the program has not yet. */
const noPack: Pick<Pack, 'activities'> = { activities: [] }

/** Something taken on the spot: a photo, a signature, a spoken note. */
export interface Taken {
  key: string
  kind: 'photo' | 'signature' | 'voice'
  name: string
  content: Blob
}

const ofDraft = (mark: string) => `draft ${mark} `

interface TakenKept {
  kind: Taken['kind']
  name: string
  mime: string
}

/** The program's earlier versions kept forms under their names, `title|place`; a mark holds no such stroke. */
const named = ({ key }: { key: string }) => key.includes('|')

/** Of two drafts of one form on one phone the later opens, and the other is kept beside it. */
const beside = (one: Draft, two: Draft): Draft =>
  one.main.keptAt >= two.main.keptAt ? { ...one, other: two.main } : { ...two, other: one.main }

/**
 * Brings up what earlier versions kept under names, so that no name of a client lies open; it takes the vault, so it happens
 * at the opening. Each form changes in one piece, and one that another window changed meanwhile is left to the next opening.
 */
async function hideNames(db: Tables, vault: Vault): Promise<void> {
  const json = (value: unknown) => vault.seal(JSON.stringify(value))
  const read = async <T>({ sealed }: Sealed) => JSON.parse(await vault.open(sealed)) as T
  for (const row of await db.drafts.filter(named).toArray()) {
    const mark = await vault.mark(row.key)
    const main = row.turn === undefined && { values: await read<Values>(row), keptAt: Date.now(), elsewhere: false }
    const draft = main ? { form: row.key, main, copied: false } : await read<Draft>(row)
    // typed with an earlier version after a newer one had been here
    const there = await db.drafts.get(mark)
    const sealed = await json(there ? beside(await read<Draft>(there), draft) : draft)
    const turn = Math.max(row.turn ?? 0, there?.turn ?? 0) + 1
    await db.transaction('rw', db.drafts, async () => {
      const [now, beneath] = await Promise.all([db.drafts.get(row.key), db.drafts.get(mark)])
      if (!now || now.turn !== row.turn || beneath?.turn !== there?.turn) return
      await db.drafts.put({ key: mark, turn, sealed })
      await db.drafts.delete(row.key)
    })
  }
  for (const row of await db.blobs.filter(named).toArray()) {
    const at = row.key.lastIndexOf(' ')
    const key = ofDraft(await vault.mark(row.key.slice('draft '.length, at))) + row.key.slice(at + 1)
    const hidden = { ...row, key, type: toBase64(await vault.seal(row.type)) }
    await db.transaction('rw', db.blobs, async () => {
      await db.blobs.put(hidden)
      await db.blobs.delete(row.key)
    })
  }
  for (const { key, stamps } of await db.dropped.filter(named).toArray()) {
    const hidden = { key: await vault.mark(key), stamps, sealed: await vault.seal(key) }
    await db.transaction('rw', db.dropped, async () => {
      await db.dropped.put(hidden)
      await db.dropped.delete(key)
    })
  }
}

export interface Keeping extends Store, DraftStore {
  addItem(item: Item, blobs: readonly { key: string; content: Blob }[]): Promise<void>
  /** The same work in the same place of the queue, under another command. */
  renameItem(command: string, item: Item): Promise<void>
  cards(): Promise<Card[]>
  packs(): Promise<Map<string, Pack>>
  draft(form: string): Promise<Draft | undefined>
  /** What was photographed, signed or spoken for a form that is not saved yet. */
  taken(draft: string): Promise<Taken[]>
  putTaken(draft: string, taken: readonly Taken[]): Promise<void>
  close(): void
}

/** An owner's part of the phone, behind their open vault; whatever earlier versions left in the open is sealed first. */
export async function openKeeping(owner: Owner, vault: Vault): Promise<Keeping> {
  const db = tablesOf(owner.account)
  // a full store is no reason to shut the worker out: what waits goes out, and the next opening tries again
  await hideNames(db, vault).catch((error) => console.error(error))
  const json = async (value: unknown) => vault.seal(JSON.stringify(value))
  const read = async <T>(sealed: Uint8Array) => JSON.parse(await vault.open(sealed)) as T
  const rowOf = async (item: Item): Promise<ItemRow> => {
    const { call, command, station, input, typedAt, why, attachments } = item
    const photos = attachments.filter(({ file, lock }) => !file && lock)
    const content = JSON.stringify(input)
    const handed = { call, command, station, content, typedAt, why: why ?? '设备上未能同步', photos }
    return {
      command,
      sealed: await json({ v: ups.length, item } satisfies Kept),
      box: await sealBox(owner.handoverKey, JSON.stringify(handed)),
    }
  }
  const putAt = async (command: string, item: Item) => {
    const row = await rowOf(item)
    await db.items.where('command').equals(command).modify(row)
  }
  return {
    async items() {
      const rows = await db.items.orderBy('seq').toArray()
      return Promise.all(rows.map(async ({ sealed }) => raised(await vault.open(sealed))))
    },
    async addItem(item, blobs) {
      const locks = new Map(blobs.map(({ key }) => [key, crypto.getRandomValues(new Uint8Array(32))]))
      const sealed = await Promise.all(
        blobs.map(async ({ key, content }) => ({
          key,
          type: content.type,
          sealed: await sealBytes(await lockOf(locks.get(key)!), await content.arrayBuffer()),
          lock: await vault.sealBytes(locks.get(key)!),
        })),
      )
      const attachments = item.attachments.map((one) => {
        const lock = locks.get(one.blob)
        return lock ? { ...one, lock: toBase64(lock) } : one
      })
      const row = await rowOf({ ...item, attachments })
      await db.transaction('rw', db.items, db.blobs, async () => {
        await db.items.add(row)
        await db.blobs.bulkAdd(sealed)
      })
    },
    putItem: (item) => putAt(item.command, item),
    renameItem: putAt,
    async dropItem(command) {
      const row = await db.items.where('command').equals(command).first()
      if (!row) return
      const { attachments } = raised(await vault.open(row.sealed))
      await db.transaction('rw', db.items, db.blobs, async () => {
        await db.items.delete(row.seq!)
        await db.blobs.bulkDelete(attachments.map(({ blob }) => blob))
      })
    },
    async blob(key) {
      const row = await db.blobs.get(key)
      if (!row) return undefined
      const { lock, sealed, type } = row
      const plain = lock
        ? await openBytes(await lockOf(new Uint8Array(await vault.openBytes(lock))), sealed)
        : await vault.openBytes(sealed)
      return new Blob([plain], { type })
    },
    followed: (station) => db.followed.get(station),
    async stamps(station) {
      const rows = await db.cards.where('station').equals(station).toArray()
      return new Map(rows.map(({ id, stamp }) => [id, stamp]))
    },
    async take(followed, cards, gone) {
      const { station } = followed
      const rows = await Promise.all(
        cards.map(async (card) => ({ id: card.id, station, stamp: card.stamp, sealed: await json(card) })),
      )
      await db.transaction('rw', db.cards, db.followed, async () => {
        await db.cards.bulkPut(rows)
        await db.cards.bulkDelete([...gone])
        await db.followed.put(followed)
      })
    },
    async cards() {
      const rows = await db.cards.toArray()
      return Promise.all(rows.map(({ sealed }) => read<Card>(sealed)))
    },
    async putPack(station, pack) {
      await db.packs.put({ key: station, sealed: await json(pack) })
    },
    async packs() {
      const rows = await db.packs.toArray()
      return new Map(
        await Promise.all(
          rows.map(async ({ key, sealed }) => [key, { ...noPack, ...(await read<Pack>(sealed)) }] as const),
        ),
      )
    },
    async draft(form) {
      const row = await db.drafts.get(await vault.mark(form))
      return row && read<Draft>(row.sealed)
    },
    async drafts() {
      const rows = await db.drafts.toArray()
      const drafts = await Promise.all(rows.filter((row) => !named(row)).map(({ sealed }) => read<Draft>(sealed)))
      return drafts.sort((a, b) => a.form.localeCompare(b.form, 'zh'))
    },
    async changeDraft(form, change) {
      const mark = await vault.mark(form)
      const name = await vault.seal(form)
      for (let done = false; !done; ) {
        const row = await db.drafts.get(mark)
        const before = row && (await read<Draft>(row.sealed))
        const after = change(before)
        if (after === before) return
        const next = after && { key: mark, turn: (row?.turn ?? 0) + 1, sealed: await json(after) }
        done = await db.transaction('rw', db.drafts, db.dropped, db.blobs, async () => {
          // another window may have been quicker: then once more, on top of that
          const now = await db.drafts.get(mark)
          if (Boolean(now) !== Boolean(row) || now?.turn !== row?.turn) return false
          if (next) await db.drafts.put(next)
          else {
            await db.drafts.delete(mark)
            await db.blobs.where('key').startsWith(ofDraft(mark)).delete()
            const stamps = before ? stampsOf(before) : []
            if (stamps.length > 0) await db.dropped.put({ key: mark, stamps, sealed: name })
          }
          return true
        })
      }
    },
    async dropped() {
      const rows = await db.dropped.toArray()
      return Promise.all(
        rows
          .filter((row) => !named(row))
          .map(async ({ stamps, sealed }) => ({ form: await vault.open(sealed), stamps })),
      )
    },
    forgotten: async (form) => db.dropped.delete(await vault.mark(form)),
    async taken(draft) {
      const prefix = ofDraft(await vault.mark(draft))
      const rows = await db.blobs.where('key').startsWith(prefix).toArray()
      return Promise.all(
        rows.map(async ({ key, type, sealed }) => {
          const { kind, name, mime } = await read<TakenKept>(fromBase64(type))
          const content = new Blob([await vault.openBytes(sealed)], { type: mime })
          return { key: key.slice(prefix.length), kind, name, content }
        }),
      )
    },
    async putTaken(draft, taken) {
      const prefix = ofDraft(await vault.mark(draft))
      const rows = await Promise.all(
        taken.map(async ({ key, kind, name, content }) => ({
          key: prefix + key,
          type: toBase64(await json({ kind, name, mime: content.type } satisfies TakenKept)),
          sealed: await vault.sealBytes(await content.arrayBuffer()),
        })),
      )
      await db.transaction('rw', db.blobs, async () => {
        await db.blobs.where('key').startsWith(prefix).delete()
        await db.blobs.bulkPut(rows)
      })
    },
    close: () => db.close(),
  }
}

/** The sealed boxes of what an owner has not sent, for handing over without their PIN. */
export async function boxesOf(account: string): Promise<string[]> {
  const db = tablesOf(account)
  const rows = await db.items.orderBy('seq').toArray()
  db.close()
  return rows.map(({ box }) => box)
}

/** A photo of an owner's as it lies here, sealed under a key that only its box names; in base64. */
export async function sealedPhotoOf(account: string, key: string): Promise<string | undefined> {
  const db = tablesOf(account)
  const row = await db.blobs.get(key)
  db.close()
  return row?.lock && row.sealed.length <= sealedPhotoBytes ? toBase64(row.sealed) : undefined
}

/** Forgets an owner and everything of theirs. Only after what they had not sent stands on the server. */
export async function wipe(account: string): Promise<void> {
  await Dexie.delete(`yizhan-field-${account}`)
  await ownersTable.delete(account)
}
