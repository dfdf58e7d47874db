import { Failure } from './failure.ts'
import { choice, type Field } from './field.ts'

export interface Move<S extends string> {
  from: readonly S[]
  to: S
  /** The word on the button. */
  label: string
  /** Fields that must be filled before this move. */
  needs?: readonly string[]
  clause?: string
}

/** The life of a record as a table: buttons, refusals, diagrams and tests read it; nothing else compares states. */
export interface Workflow<S extends string = string, M extends string = string> {
  readonly states: Record<S, string>
  readonly initial: S
  readonly moves: Record<M, Move<S>>
}

export function defineWorkflow<const S extends string, const M extends string>(flow: {
  states: Record<S, string>
  initial: NoInfer<S>
  moves: Record<M, Move<NoInfer<S>>>
}): Workflow<S, M> {
  return flow
}

/** The field that holds the state; its words come from the flow. */
export function stateOf<S extends string, M extends string>(label: string, flow: Workflow<S, M>): Field<S, S, false> {
  return choice(label, flow.states)
}

/** The field of a line that says which step was taken; `others` are steps that are no move, such as how it all began. */
export function stepOf(
  label: string,
  { moves }: Pick<Workflow, 'moves'>,
  others: Readonly<Record<string, string>>,
): Field<string, string, false> {
  return choice(label, {
    ...others,
    ...Object.fromEntries(Object.entries(moves).map(([key, move]) => [key, move.label])),
  })
}

/** The moves open from this state. */
export function movesFrom<S extends string, M extends string>(flow: Workflow<S, M>, state: S): M[] {
  return (Object.keys(flow.moves) as M[]).filter((move) => flow.moves[move].from.includes(state))
}

/**
 * Takes one step: the new state, or a conflict that names the state and the move.
 * `filled` holds what the record will contain, to check what the move needs.
 */
export function step<S extends string, M extends string>(
  flow: Workflow<S, M>,
  state: S,
  move: M,
  filled: Record<string, unknown> = {},
): S {
  const { from, to, label, needs = [] } = flow.moves[move]
  if (!from.includes(state))
    throw new Failure('conflict', `「${flow.states[state]}」状态不能${label}，请刷新后查看最新状态`)
  const missing = needs.filter((key) => filled[key] === undefined || filled[key] === null || filled[key] === '')
  if (missing.length > 0)
    throw new Failure(
      'invalid',
      `${label}前请先填写`,
      Object.fromEntries(missing.map((key) => [key, `${label}前请填写此项`])),
    )
  return to
}
