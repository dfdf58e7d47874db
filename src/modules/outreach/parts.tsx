import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { client } from '../../ui/client.ts'
import { State, type Tone } from '../../ui/parts.tsx'
import { type DiscoveryState, discoveryFlow } from './discovery.ts'

export const api = client<typeof import('./index.server.ts')>('outreach')

const pages = { '/discoveries': '主动发现', '/patrols': '街面巡查' } as const

/** The two ledgers of outreach, one beside the other. */
export function Ways({ here }: { here: keyof typeof pages }) {
  const navigate = useNavigate()
  return (
    <div style={{ marginBottom: 12 }}>
      <Segmented
        value={here}
        onChange={(to) => void navigate({ to: to as never })}
        options={Object.entries(pages).map(([value, label]) => ({ value, label }))}
      />
    </div>
  )
}

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
