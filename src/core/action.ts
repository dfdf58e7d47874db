import type { Actor, Reach } from './access.ts'
import type { AnyEntity, RowOf } from './entity.ts'
import type { Field, Fields, InputOf } from './field.ts'
import type { Surroundings, Tx } from './tx.ts'

/** Grants nobody needs to be given. */
export type OpenGrant = 'anyone' | 'signedIn'

/** What an action answers: a record, or a field (shape, list …). */
// biome-ignore lint/suspicious/noExplicitAny: an answer may be any field; its type comes back in AnswerOf
export type Output = AnyEntity | Field<any, any>
export type AnswerOf<O> = O extends AnyEntity
  ? RowOf<O>
  : O extends { readonly phantom?: [unknown, infer V] }
    ? V
    : never

export interface Context<I> {
  tx: Tx
  actor: Actor
  /** How far the actor's grant for this call goes. */
  reach: Reach
  input: I
}

interface Spec<I extends Fields, O extends Output> {
  /** What a worker would call it; on buttons and in the audit line. */
  label: string
  grant: string
  input: I
  output: O
  clause?: string
}

export interface ActionSpec<I extends Fields, O extends Output, E extends AnyEntity> extends Spec<I, O> {
  /** The record acted on: found at `input.id` within the grant's reach, at `input.version` if given. */
  on?: E
  /** The move of the record's workflow that this action takes. */
  move?: string
  /** A further grant that depends on the record, e.g. on the level of a report; it must reach the record too. */
  needs?: (found: RowOf<E>) => string
  /** It may wait in a phone's queue; an edit among them is merged field by field where its version has moved on. */
  offline?: boolean
  /** Why this record can't be acted on now, as a sentence; also hides the button. */
  guard?: (found: RowOf<E>, actor: Actor) => string | undefined
  run(context: Context<InputOf<I>> & { found: RowOf<E>; next: string }): Promise<AnswerOf<O>>
}

export interface QuerySpec<I extends Fields, O extends Output> extends Spec<I, O> {
  run(context: Context<InputOf<I>>): Promise<AnswerOf<O>>
}

export interface Action<I extends Fields = Fields, O extends Output = Output>
  extends Omit<ActionSpec<I, O, AnyEntity>, 'run' | 'guard' | 'needs'> {
  readonly kind: 'action'
  readonly guard?: (found: never, actor: Actor) => string | undefined
  readonly needs?: (found: never) => string
  readonly run: (context: never) => Promise<AnswerOf<O>>
  readonly phantom?: [InputOf<I>, AnswerOf<O>]
}

export interface Query<I extends Fields = Fields, O extends Output = Output> extends Omit<QuerySpec<I, O>, 'run'> {
  readonly kind: 'query'
  readonly run: (context: never) => Promise<AnswerOf<O>>
  readonly phantom?: [InputOf<I>, AnswerOf<O>]
}

/** A caller before the door knows them: where they come from, and the session to set or end. */
export interface Caller {
  actor: Actor | null
  ip: string
  agent: string
  /** Token of the session that was sent along. */
  session: string | null
}

/** A way in before or beside the door: logging in, passwords, one-time links. Nothing it takes or answers is kept in the op log. */
export interface Entrance<I extends Fields = Fields, O extends Output = Output> extends Spec<I, O> {
  readonly kind: 'entrance'
  readonly run: (context: never) => Promise<Entered<O>>
  readonly phantom?: [InputOf<I>, AnswerOf<O>]
}

export interface Entered<O extends Output> {
  answer: AnswerOf<O>
  /** A new session token to set, null to end the present one, absent to leave it. */
  session?: string | null
}

export interface EntranceContext<I> {
  surroundings: Surroundings
  caller: Caller
  input: I
}

export function entrance<I extends Fields, O extends Output>(
  spec: Spec<I, O> & { grant: OpenGrant; run(context: EntranceContext<InputOf<I>>): Promise<Entered<O>> },
): Entrance<I, O> {
  return { ...spec, kind: 'entrance' } as Entrance<I, O>
}

/**
 * A write, named as a worker would say it. One call is one HTTP request and one transaction; sent twice with the same
 * command id it works once. The door has checked who, input, reach, version and state before `run`.
 */
export function action<I extends Fields, O extends Output, E extends AnyEntity = AnyEntity>(
  spec: ActionSpec<I, O, E>,
): Action<I, O> {
  return { ...spec, kind: 'action' } as Action<I, O>
}

/** A read. `reach` is how far the actor's grant goes; every statement narrows itself by it. */
export function query<I extends Fields, O extends Output>(spec: QuerySpec<I, O>): Query<I, O> {
  return { ...spec, kind: 'query' } as Query<I, O>
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds calls of every input and answer
export type AnyCall = Action<any, any> | Query<any, any> | Entrance<any, any>
export type InputOfCall<C> = C extends { readonly phantom?: [infer I, unknown] } ? I : never
export type AnswerOfCall<C> = C extends { readonly phantom?: [unknown, infer A] } ? A : never

/** Every call the server answers, by `module/name`. */
export type Registry = ReadonlyMap<string, AnyCall>

/** Collects the actions and queries that modules export. */
export function collect(modules: Record<string, Record<string, unknown>>): Registry {
  const calls = new Map<string, AnyCall>()
  for (const [module, exported] of Object.entries(modules)) {
    for (const [name, value] of Object.entries(exported)) {
      if (
        value &&
        typeof value === 'object' &&
        'kind' in value &&
        'grant' in value &&
        ['action', 'query', 'entrance'].includes(value.kind as string)
      ) {
        calls.set(`${module}/${name}`, value as AnyCall)
      }
    }
  }
  return calls
}

/** The fields of a call's answer. */
export function outputField(output: Output): Field {
  return 'row' in output ? (output as AnyEntity).row : output
}
