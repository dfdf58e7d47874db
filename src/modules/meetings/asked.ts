import { cite, linesOf, type Policy } from '../policy/index.ts'
import type { MeetingKind } from './meeting.ts'

/** A meeting that a document asks for. */
export interface AskedMeeting {
  key: string
  label: string
  kind: MeetingKind
  members: readonly string[]
  /** How often; null where the document does not say. */
  period: 'month' | 'quarter' | 'halfYear' | 'year' | null
  clause: string
}

const counted = ['month', 'quarter', 'halfYear', 'year'] as const
const periodOfLine = (period: string | null) => counted.find((one) => one === period) ?? null

/** Inspections that are held as a meeting: 调度 and 现场会 (攀民政〔2021〕31号 三（二）). */
const asMeeting = { dispatch: 'dispatch', meeting: 'yearEnd' } as const

/** Whether an inspection is held as a meeting, and its minutes are what shows that it was. */
export const isMeeting = ({ form }: { form: string }): boolean => form in asMeeting

/** Every meeting that a policy asks for, whoever calls it. */
export function meetingsAsked(policy: Policy): AskedMeeting[] {
  return [
    ...linesOf(policy, 'meeting').map((line) => ({
      key: line.key,
      label: String(line.value),
      kind: line.form,
      members: line.members ?? [],
      period: periodOfLine(line.period),
      clause: cite(policy, line),
    })),
    ...linesOf(policy, 'inspection').flatMap((line) => {
      const kind = asMeeting[line.form as keyof typeof asMeeting]
      if (!kind) return []
      const period = periodOfLine(line.period)
      return [{ key: line.key, label: String(line.value), kind, members: [], period, clause: cite(policy, line) }]
    }),
  ]
}
