import { addDays } from '../src/core/time.ts'
import { isWeekend, momentOf } from './days.ts'
import { type Dice, openDice } from './dice.ts'
import { type PlaceNamed, shortVillage } from './names.ts'
import type { StationPlan } from './network.ts'
import { affairs } from './occasions/affairs.ts'
import { children } from './occasions/children.ts'
import { community, guidance } from './occasions/community.ts'
import { elders } from './occasions/elders.ts'
import { isAboutOne, type Occasion, written } from './occasions/occasion.ts'
import { relief } from './occasions/relief.ts'

const occasions: readonly Occasion[] = [...elders, ...children, ...relief, ...affairs, ...community, ...guidance]

/** How far back the demo's records go. */
export const daysShown = 100

export interface CatalogueItem {
  key: string
  domain: string
  label: string
}

export interface ServicePlan {
  onDay: string
  /** When it was written down, milliseconds since 1970. */
  enteredAt: number
  form: Occasion['form']
  items: string[]
  people: number
  minutes: number
  place: string
  summary: string
  /** Which of the station's workers wrote it. */
  worker: number
}

/** The occasions a catalogue has items for, each with those items. */
export function occasionsFor(
  catalogue: readonly CatalogueItem[],
  level: StationPlan['level'],
): { occasion: Occasion; items: CatalogueItem[] }[] {
  return occasions.flatMap((occasion) => {
    const { levels = ['station', 'room'], serves } = occasion
    if (!levels.includes(level)) return []
    for (const pattern of serves) {
      const items = catalogue.filter(({ domain, label }) => pattern.test(`${domain}·${label}`))
      if (items.length > 0) return [{ occasion, items }]
    }
    return []
  })
}

/** A hundred days of a station's services, in the order they were written down. */
export function servicesOf(
  plan: StationPlan,
  around: {
    /** The day the demo is loaded, and the moment. */
    today: string
    now: number
    catalogue: readonly CatalogueItem[]
    /** Villages of the station's area; the station's own place if there are none. */
    villages: readonly PlaceNamed[]
    /** Who writes, and from when to when. */
    workers: readonly { fromOn: string; toOn?: string }[]
    /** Share of the full demo, for tests. */
    size: number
  },
): ServicePlan[] {
  const dice = openDice(`services ${plan.place}`)
  const fitting = occasionsFor(around.catalogue, plan.level)
  const days = daysOf(plan, around.today)
  // every station keeps some villages it visits more
  const favourites = around.villages.filter((_, i) => i < 3 || dice.chance(0.3))
  const services: ServicePlan[] = []
  for (let i = 0; i < Math.max(3, Math.round(plan.pace * around.size)); i++) {
    const onDay = dice.pick(days)
    const present = around.workers.flatMap(({ fromOn, toOn }, at) =>
      fromOn <= onDay && (!toOn || onDay <= toOn) ? [at] : [],
    )
    if (present.length === 0) continue
    const { occasion, items } = dice.weigh(fitting, (one) => one.occasion.often)
    const village = dice.pick(dice.chance(0.75) ? favourites : around.villages)
    const text = dice.pick(occasion.texts)
    const [least, most] = occasion.people
    const people = dice.between(least, isAboutOne(text) ? Math.min(most, 2) : most)
    services.push({
      onDay,
      enteredAt: Math.min(enteredAt(dice, onDay), around.now - 120_000),
      form: occasion.form,
      items: chosen(dice, items),
      people,
      minutes: Math.round(dice.between(...occasion.minutes) / 5) * 5,
      place: village.id,
      summary: written(text, dice, { village: shortVillage(village.name), n: people }),
      worker: dice.pick(present),
    })
  }
  return services.sort((a, b) => a.enteredAt - b.enteredAt)
}

/** The days a station works, each as often as it is likely: weekends a quarter of other days. */
function daysOf({ silentDays = 0 }: StationPlan, today: string): string[] {
  const days = Array.from({ length: daysShown - silentDays }, (_, i) => addDays(today, i - daysShown))
  return days.flatMap((day) => (isWeekend(day) ? [day] : [day, day, day, day]))
}

/** Most are written down the same afternoon, some the next morning, a few days later. */
function enteredAt(dice: Dice, onDay: string): number {
  const later = dice.chance(0.72) ? 0 : dice.chance(0.8) ? 1 : dice.between(2, 4)
  const hour = later === 0 ? dice.between(16, 18) : dice.between(9, 10)
  return momentOf(addDays(onDay, later), hour, dice.between(0, 59))
}

function chosen(dice: Dice, items: readonly CatalogueItem[]): string[] {
  const first = dice.pick(items).key
  const second = items.length > 2 && dice.chance(0.12) ? dice.pick(items).key : first
  return [...new Set([first, second])]
}
