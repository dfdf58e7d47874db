import type { Actor } from '../../core/access.ts'
import { refuseField } from '../../core/failure.ts'
import { date, id, optional, text, version } from '../../core/field.ts'
import { update } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import type { CountedEvent } from './aid.ts'
import { type ApplicationRow, noteStep, policyOf, stepDue } from './application.server.ts'
import { Application } from './application.ts'
import { type ApplicationMove, type ApplicationState, applicationFlow } from './applicationFlow.ts'
import { countService } from './counting.server.ts'

export const moving = {
  id: id(),
  version: version(),
  onDay: optional(date('办理日期', { past: true, help: '不填即今天' })),
  opinion: optional(text('意见', { max: 500, multiline: true })),
}

export interface Moved {
  tx: Tx
  actor: Actor
  found: ApplicationRow
  input: { onDay?: string | null; opinion?: string | null }
}

export type Patch = Partial<Omit<ApplicationRow, 'id'>>

/** The day of a step: not before the one it follows. */
export function dayOf({ tx, found, input }: Moved): string {
  const day = input.onDay ?? tx.today
  if (day < found.stateSince) throw refuseField('onDay', `不能早于上一步的日期 ${found.stateSince}`)
  return day
}

/** Takes the step: the new state with its clock, the line that says who did it, and the service it was. */
export async function advance(
  moved: Moved,
  move: ApplicationMove,
  { to, patch = {}, event }: { to?: ApplicationState; patch?: Patch; event?: CountedEvent } = {},
): Promise<ApplicationRow> {
  const { tx, actor, found, input } = moved
  const on = dayOf(moved)
  const state = to ?? applicationFlow.moves[move].to
  await noteStep(tx, actor, found, {
    move,
    from: found.state,
    to: state,
    on,
    dueOn: found.dueOn,
    opinion: input.opinion ?? null,
  })
  const policy = await policyOf(tx, found, found.appliedOn)
  const row = await update(tx, Application, found, {
    dueOn: stepDue(policy, found.kind, state, on),
    ...patch,
    state,
    stateSince: on,
  })
  if (event)
    await countService(tx, {
      source: { entity: Application.name, id: found.id },
      station: found.station!,
      event,
      on,
      kind: found.kind,
      worker: actor.person,
      client: found.client,
    })
  return row
}
