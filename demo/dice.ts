/** Chance that falls the same way every time: one stream a word, so that adding to one part moves no other. */
export interface Dice {
  /** At least 0, less than 1. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  pick<T>(from: readonly T[]): T
  /** One of them, each as likely as its weight. */
  weigh<T>(from: readonly T[], weight: (one: T) => number): T
  chance(share: number): boolean
}

export function openDice(word: string): Dice {
  // mulberry32 over an FNV-1a hash of the word
  let state = 2166136261
  for (let i = 0; i < word.length; i++) state = Math.imul(state ^ word.charCodeAt(i), 16777619)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weigh(from, weight) {
      let left = next() * from.reduce((sum, one) => sum + weight(one), 0)
      return from.find((one) => (left -= weight(one)) < 0) ?? from.at(-1)!
    },
    chance: (share) => next() < share,
  }
}
