import { isMeeting } from '../meetings/index.ts'
import { type Line, linesOf, type Policy, type ResolvedLine, readsPolicy } from '../policy/index.ts'

/** What a document asks somebody to do, and how often. */
export type DutyLine = Pick<ResolvedLine<'duty'>, 'key' | 'label' | 'value' | 'party' | 'period' | 'clause' | 'from'>

const heldBy = ['province', 'city', 'county', 'zone', 'township', 'village', 'hub', 'station', 'room', 'operator']

/** Whether duties of this party are listed and recorded: of offices, stations and who runs them. */
const isHeld = ({ party }: { party: string }): boolean => heldBy.includes(party)

/** Everything that is recorded as a duty done: the duties, and the inspections that are not held as a meeting. */
export function dutiesIn(policy: Policy): DutyLine[] {
  const inspections = linesOf(policy, 'inspection').filter((line) => !isMeeting(line))
  return [...linesOf(policy, 'duty'), ...inspections.map((line) => ({ ...line, party: line.by }))]
}

readsPolicy('duty', (line) => (isHeld(line as Line<'duty'>) ? 'checked' : 'notYet'))
readsPolicy('inspection', (line) => (isHeld({ party: (line as Line<'inspection'>).by }) ? 'checked' : 'notYet'))
