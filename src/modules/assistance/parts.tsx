import { client } from '../../ui/client.ts'
import { sayDue, today } from '../../ui/format.ts'
import { State, type Tone } from '../../ui/parts.tsx'
import { type ApplicationState, applicationFlow, openStates } from './applicationFlow.ts'

export const api = client<typeof import('./index.server.ts')>('assistance')

/** The three pages of assistance, one beside the other. */
export const pages = { '/assistance': '救助申请', '/rosters': '在册名册', '/certifications': '生存认证' } as const

const tones: Partial<Record<ApplicationState, Tone>> = {
  returned: 'warn',
  granted: 'good',
  refused: 'bad',
  withdrawn: 'quiet',
}

export const StateOf = ({ state }: { state: ApplicationState }) => (
  <State tone={tones[state] ?? 'busy'}>{applicationFlow.states[state]}</State>
)

/** When the step that is due should be done; nothing where no clock runs. */
export function Due({ state, dueOn }: { state: ApplicationState; dueOn: string | null }) {
  if (!dueOn || !openStates.includes(state)) return <span className="unknown">—</span>
  const late = dueOn < today()
  return <State tone={late ? 'bad' : 'quiet'}>{late ? `超期，应于 ${dueOn}` : `${dueOn}，${sayDue(dueOn)}`}</State>
}
