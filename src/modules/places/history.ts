import type { AnswerOfCall } from '../../core/action.ts'
import { formatInstant } from '../../ui/format.ts'
import { beginning, successions } from './place.ts'

export type Detail = AnswerOfCall<typeof import('./browse.server.ts').placeDetail>

/** One line of a place's history. */
export interface Event {
  on: string
  /** Before anything that was entered here: the day says nothing. */
  bundled: boolean
  says: string
  /** Places that the line speaks of. */
  places: { id: string; name: string }[]
  document: string | null
}

const begun: Partial<Record<keyof typeof successions, string>> = {
  merge: '合并设立，原为',
  split: '拆分设立，原属',
  transfer: '由别的区县划入，原为',
}
const ended: Partial<Record<keyof typeof successions, string>> = {
  merge: '撤并，并入',
  split: '撤销，拆分为',
  transfer: '划入别的区县，现为',
}

/** What happened to a place, the latest first: its names and parents, who it came from and became, its 涉改 mark. */
export function historyOf({ place, tenures, predecessors, successors, merger, withdrawals }: Detail): Event[] {
  const events: Event[] = []
  const add = (event: Omit<Event, 'bundled'>) => events.push({ ...event, bundled: false })
  const [first] = tenures
  const origin = predecessors.filter(({ onDay }) => onDay === first!.fromOn)
  if (origin[0])
    add({
      on: first!.fromOn,
      says: begun[origin[0].change] ?? successions[origin[0].change],
      places: origin,
      document: origin[0].document,
    })
  else {
    const bundled = first!.fromOn === beginning
    const says = bundled ? `载入时已有，来源：${place.source}` : '设立'
    events.push({ on: first!.fromOn, bundled, says, places: [], document: first!.document })
  }
  for (const joined of predecessors.filter(({ onDay }) => onDay !== first!.fromOn))
    add({ on: joined.onDay, says: '并入本区划的有', places: [joined], document: joined.document })
  for (const [i, tenure] of tenures.entries()) {
    const before = tenures[i - 1]
    if (!before) continue
    const { fromOn: on, document } = tenure
    if (tenure.name !== before.name) add({ on, says: `更名：${before.name} 改为 ${tenure.name}`, places: [], document })
    if (tenure.parent !== before.parent)
      add({
        on,
        says: `划转：上级由 ${before.parentName ?? '无'} 改为`,
        places: tenure.parent ? [{ id: tenure.parent, name: tenure.parentName ?? tenure.parent }] : [],
        document,
      })
  }
  const last = tenures.at(-1)!
  const days = [...new Set(successors.map(({ onDay }) => onDay))]
  for (const on of days) {
    const places = successors.filter(({ onDay }) => onDay === on)
    const goesOn = last.toOn === null || on <= last.toOn
    const says = goesOn ? '析出' : (ended[places[0]!.change] ?? successions[places[0]!.change])
    add({ on, says, places, document: places[0]!.document })
  }
  if (merger)
    add({
      on: merger.fromOn,
      says: `列为涉改${merger.note ? `（${merger.note}）` : ''}`,
      places: [],
      document: null,
    })
  for (const { fromOn, reason, createdAt } of withdrawals)
    add({
      on: formatInstant(createdAt).slice(0, 10),
      says: `取消涉改标记（原自 ${fromOn}）：${reason}`,
      places: [],
      document: null,
    })
  return events.sort((a, b) => (a.on < b.on ? 1 : -1))
}
