import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import type { ActivityState } from './activityFlow.ts'

export const api = client<typeof import('./index.server.ts')>('activities')

export type OpenedActivity = AnswerOfCall<typeof import('./activities.server.ts').getActivity>

export const stateTone: Record<ActivityState, 'busy' | 'good' | 'quiet'> = {
  planned: 'busy',
  held: 'good',
  cancelled: 'quiet',
}
