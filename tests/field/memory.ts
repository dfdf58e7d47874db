import type { Dice } from '../../demo/dice.ts'
import type { Item } from '../../src/app/field/queue.ts'
import type { Card, Followed, Pack, Store } from '../../src/app/field/sync.ts'

/** The phone has gone dark in the middle of something: what it had written is there when it comes back. */
export const dark = new Error('the phone has gone dark')

/** What a phone keeps, in memory. It writes as a phone does: each write whole, or not at all. */
export interface Memory extends Store {
  /** The queue as it stands, for whoever looks from outside. */
  held(): Item[]
  cardsOf(station: string): Map<string, Card>
  forgetAll(): void
}

const copy = <T>(value: T): T => structuredClone(value)

/** Opens an empty memory. Records come back in an order of their own each time; the commands of one record in theirs. */
export function openMemory(dice: Dice, dying: () => number): Memory {
  const items = new Map<string, Item>()
  const blobs = new Map<string, Blob>()
  const stations = new Map<string, { followed: Followed; cards: Map<string, Card> }>()
  const write = (change: () => void) => {
    if (dice.chance(dying())) throw dark
    change()
    if (dice.chance(dying())) throw dark
  }
  const memory: Memory = {
    async items() {
      const places = new Map([...items.values()].map(({ record }) => [record, dice.next()]))
      return copy([...items.values()].sort((a, b) => places.get(a.record)! - places.get(b.record)!))
    },
    async putItem(item) {
      write(() => items.set(item.command, copy(item)))
    },
    async dropItem(command) {
      write(() => items.delete(command))
    },
    async blob(key) {
      return blobs.get(key) ?? new Blob([pixel], { type: 'image/png' })
    },
    async followed(station) {
      return stations.get(station)?.followed
    },
    async stamps(station) {
      return new Map([...memory.cardsOf(station).values()].map(({ id, stamp }) => [id, stamp]))
    },
    async take(followed, cards, gone) {
      write(() => {
        const held = new Map(memory.cardsOf(followed.station))
        for (const id of gone) held.delete(id)
        for (const card of cards) held.set(card.id, copy(card))
        stations.set(followed.station, { followed, cards: held })
      })
    },
    async putPack(_station: string, _pack: Pack) {},
    held: () => [...items.values()],
    cardsOf: (station) => stations.get(station)?.cards ?? new Map(),
    forgetAll() {
      items.clear()
      stations.clear()
    },
  }
  return memory
}

/** The smallest photo there is. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
