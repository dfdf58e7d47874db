import { State, type Tone } from '../../ui/parts.tsx'
import { reportFlow } from './report.ts'

type ReportStateKey = keyof typeof reportFlow.states

const tones: Record<ReportStateKey, Tone> = { draft: 'busy', submitted: 'warn', returned: 'bad', accepted: 'good' }

/** How far a report has come, in the same word wherever it is spoken of. */
export function ReportState({ state }: { state: ReportStateKey }) {
  return <State tone={tones[state]}>{reportFlow.states[state]}</State>
}
