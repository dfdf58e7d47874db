import type { Clash } from './merge.ts'

/** Why an action was refused, in words a person can act on. Everything else that is thrown is a bug. */
export type FailureCode =
  | 'invalid' // the input is wrong; `fields` says where
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound' // also when it exists but is out of reach: both look the same
  | 'conflict' // the record moved on, or its state does not allow this
  | 'used' // this command was performed already, with another content
  | 'setAside' // this command was handed over and will not be performed
  | 'tooMany'
  | 'unavailable'

const httpStatus: Record<FailureCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  used: 409,
  setAside: 409,
  tooMany: 429,
  unavailable: 503,
}

/** Sentences keyed by the path of the input field they belong to, e.g. `{ 'certificate.number': '…' }`. */
export type FieldMessages = Record<string, string>

/**
 * A refusal for people: a code for programs and a Chinese sentence that says what is wrong and what to do.
 * Thrown inside an action it rolls the whole transaction back, so nothing is half saved.
 */
export class Failure extends Error {
  readonly code: FailureCode
  readonly fields: FieldMessages
  /** What both sides changed, where an edit cannot be merged by itself. */
  readonly clash: Clash | undefined

  constructor(code: FailureCode, message: string, fields: FieldMessages = {}, clash?: Clash) {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.fields = fields
    this.clash = clash
  }

  get status(): number {
    return httpStatus[this.code]
  }

  toJSON(): { code: FailureCode; message: string; fields: FieldMessages; clash?: Clash } {
    return { code: this.code, message: this.message, fields: this.fields, ...(this.clash && { clash: this.clash }) }
  }
}

/** An `invalid` failure at one field; the sentence is shown beside that field. */
export function refuseField(field: string, message: string): Failure {
  return new Failure('invalid', message, { [field]: message })
}
