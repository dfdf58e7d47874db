import { client } from '../../ui/client.ts'
import { State, type Tone } from '../../ui/parts.tsx'
import { type DiscoveryState, discoveryFlow } from './discovery.ts'

export const api = client<typeof import('./index.server.ts')>('outreach')

/** The two ledgers of outreach, one beside the other. */
export const pages = { '/discoveries': '主动发现', '/patrols': '街面巡查' } as const

const tones: Record<DiscoveryState, Tone> = {
  found: 'warn',
  verified: 'busy',
  reported: 'busy',
  referred: 'busy',
  answered: 'good',
  unfounded: 'quiet',
}

export const StateOf = ({ state }: { state: DiscoveryState }) => (
  <State tone={tones[state]}>{discoveryFlow.states[state]}</State>
)
