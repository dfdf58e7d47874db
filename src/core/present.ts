import { type Actor, reachesRecord, reachOf } from './access.ts'
import type { Action, Registry } from './action.ts'
import type { AnyEntity, TenantRow } from './entity.ts'
import type { Field } from './field.ts'
import { movesFrom, type Workflow } from './workflow.ts'

/** Actions by the record they act on, to say in each answer what may come next. */
export type Movers = ReadonlyMap<string, readonly { name: string; call: Action }[]>

export function moversOf(registry: Registry): Movers {
  const movers = new Map<string, { name: string; call: Action }[]>()
  for (const [name, call] of registry) {
    if (call.kind !== 'action' || !call.on) continue
    const known = movers.get(call.on.name) ?? []
    known.push({ name: name.split('/')[1]!, call })
    movers.set(call.on.name, known)
  }
  return movers
}

/** The life of a record that has one. */
export function flowOf(entity: AnyEntity): { flow: Workflow; field: string } {
  const { flow } = entity.options
  if (!flow) throw new Error(`${entity.name} has no workflow`)
  return flow
}

/** Why an action on this record is refused whatever its state: no further grant, or the action's own guard. */
export function refusalOf(call: Action, row: TenantRow, actor: Actor): string | undefined {
  const further = (call.needs as ((found: unknown) => string) | undefined)?.(row)
  if (further && !reachesRecord(reachOf(actor, further), actor, call.on!, row))
    return `这份${call.on!.label}不由您办理「${call.label}」`
  return (call.guard as ((found: unknown, actor: Actor) => string | undefined) | undefined)?.(row, actor)
}

/** What this person may do next with this record: the screens show these and re-implement no rule. */
function canOf(entity: AnyEntity, row: TenantRow, actor: Actor, movers: Movers): string[] {
  const can: string[] = []
  for (const { name, call } of movers.get(entity.name) ?? []) {
    if (!reachesRecord(reachOf(actor, call.grant), actor, entity, row)) continue
    if (call.move) {
      const { flow, field } = flowOf(entity)
      if (!movesFrom(flow, (row as unknown as Record<string, string>)[field]!).includes(call.move)) continue
    }
    if (refusalOf(call, row, actor)) continue
    can.push(name)
  }
  return can
}

const layouts = new WeakMap<Field, readonly [key: string, part: Field, nested: boolean][]>()

/** The parts of a shape in order, worked out once: a list asks for them with every row. */
function layoutOf(field: Field): readonly [key: string, part: Field, nested: boolean][] {
  let layout = layouts.get(field)
  if (!layout) {
    layout = Object.entries(field.parts!).map(([key, part]) => [
      key,
      part,
      part.kind === 'shape' || part.kind === 'list',
    ])
    layouts.set(field, layout)
  }
  return layout
}

/** Leaves only what the output declares, adds `can` to records: the same guard for every answer. */
export function present(field: Field, value: unknown, actor: Actor, movers: Movers): unknown {
  if (value === null || value === undefined) return null
  if (field.kind === 'list') {
    const of = field.parts!.of!
    return (value as unknown[]).map((one) => present(of, one, actor, movers))
  }
  if (field.kind !== 'shape') return value
  const answer: Record<string, unknown> = {}
  for (const [key, part, nested] of layoutOf(field)) {
    const one = (value as Record<string, unknown>)[key]
    answer[key] = nested ? present(part, one, actor, movers) : (one ?? null)
  }
  if (field.entity) answer.can = canOf(field.entity as AnyEntity, value as TenantRow, actor, movers)
  return answer
}
