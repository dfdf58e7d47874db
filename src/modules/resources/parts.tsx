import { client } from '../../ui/client.ts'
import { State, type Tone } from '../../ui/parts.tsx'
import { matchOutcomes } from './resource.ts'

export const api = client<typeof import('./index.server.ts')>('resources')

/** The library and what was found in it, one beside the other. */
export const pages = { '/resources': '资源库', '/resources/matches': '供需对接' } as const

const tones: Record<keyof typeof matchOutcomes, Tone> = { pending: 'busy', met: 'good', failed: 'quiet' }

export const Outcome = ({ of }: { of: keyof typeof matchOutcomes }) => (
  <State tone={tones[of]}>{matchOutcomes[of]}</State>
)
