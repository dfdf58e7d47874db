import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'
import type { GroupState } from './groupFlow.ts'

export const api = client<typeof import('./index.server.ts')>('groups')

export type OpenedGroup = AnswerOfCall<typeof import('./groups.server.ts').getGroup>

export const stateTone: Record<GroupState, 'busy' | 'warn' | 'good' | 'quiet'> = {
  draft: 'busy',
  planReview: 'warn',
  running: 'busy',
  reportReview: 'warn',
  ended: 'good',
  cancelled: 'quiet',
}
