import Dexie, { type EntityTable, type Table } from 'dexie'
import { lockOf, openBytes, sealBox, sealBytes, sealedPhotoBytes, toBase64 } from '../../modules/devices/index.ts'
import { type Draft, type DraftStore, stampsOf, type Values } from './drafts.ts'
import type { Item } from './queue.ts'
import type { Card, Followed, Pack, Store } from './sync.ts'
import type { Lock, Vault } from './vault.ts'

/** Somebody this phone is in use for. Several may share a phone; each one's work stays sealed under their own PIN. */
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
  type: string
  /** The key of its own that it is sealed under, itself under the vault; a draft's photo lies under the vault directly. */
  lock?: Uint8Array
}
interface DraftRow extends Sealed {
  /** Counts its changes; one kept by the program's first version has none and is the values alone. */
  turn?: number
}
interface DroppedRow {
  key: string
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

/** Something taken on the spot: a photo, a signature, a spoken note. */
export interface Taken {
  key: string
  kind: 'photo' | 'signature' | 'voice'
  name: string
  content: Blob
}

const ofDraft = (draft: string) => `draft ${draft} `

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

/** An owner's part of the phone, behind their open vault. */
export function openKeeping(owner: Owner, vault: Vault): Keeping {
  const db = tablesOf(owner.account)
  const json = async (value: unknown) => vault.seal(JSON.stringify(value))
  const read = async <T>(sealed: Uint8Array) => JSON.parse(await vault.open(sealed)) as T
  const draftIn = async ({ key, turn, sealed }: DraftRow): Promise<Draft> =>
    turn === undefined
      ? { form: key, main: { values: await read<Values>(sealed), keptAt: Date.now(), elsewhere: false }, copied: false }
      : read<Draft>(sealed)
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
    async putItem(item) {
      await db.items
        .where('command')
        .equals(item.command)
        .modify(await rowOf(item))
    },
    async renameItem(command, item) {
      await db.items
        .where('command')
        .equals(command)
        .modify(await rowOf(item))
    },
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
      return new Map(await Promise.all(rows.map(async ({ key, sealed }) => [key, await read<Pack>(sealed)] as const)))
    },
    async draft(form) {
      const row = await db.drafts.get(form)
      return row && draftIn(row)
    },
    async drafts() {
      const rows = await db.drafts.orderBy('key').toArray()
      return Promise.all(rows.map(draftIn))
    },
    async changeDraft(form, change) {
      for (let done = false; !done; ) {
        const row = await db.drafts.get(form)
        const before = row && (await draftIn(row))
        const after = change(before)
        if (after === before) return
        const next = after && { key: form, turn: (row?.turn ?? 0) + 1, sealed: await json(after) }
        done = await db.transaction('rw', db.drafts, db.dropped, db.blobs, async () => {
          // another window may have been quicker: then once more, on top of that
          const now = await db.drafts.get(form)
          if (Boolean(now) !== Boolean(row) || now?.turn !== row?.turn) return false
          if (next) await db.drafts.put(next)
          else {
            await db.drafts.delete(form)
            await db.blobs.where('key').startsWith(ofDraft(form)).delete()
            const stamps = before ? stampsOf(before) : []
            if (stamps.length > 0) await db.dropped.put({ key: form, stamps })
          }
          return true
        })
      }
    },
    dropped: async () => (await db.dropped.toArray()).map(({ key, stamps }) => ({ form: key, stamps })),
    forgotten: (form) => db.dropped.delete(form),
    async taken(draft) {
      const rows = await db.blobs.where('key').startsWith(ofDraft(draft)).toArray()
      return Promise.all(
        rows.map(async ({ key, type, sealed }) => {
          const { kind, name, mime } = JSON.parse(type) as { kind: Taken['kind']; name: string; mime: string }
          const content = new Blob([await vault.openBytes(sealed)], { type: mime })
          return { key: key.slice(ofDraft(draft).length), kind, name, content }
        }),
      )
    },
    async putTaken(draft, taken) {
      const rows = await Promise.all(
        taken.map(async ({ key, kind, name, content }) => ({
          key: ofDraft(draft) + key,
          type: JSON.stringify({ kind, name, mime: content.type }),
          sealed: await vault.sealBytes(await content.arrayBuffer()),
        })),
      )
      await db.transaction('rw', db.blobs, async () => {
        await db.blobs.where('key').startsWith(ofDraft(draft)).delete()
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
