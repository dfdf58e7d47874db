import type { Field, Fields } from '../../../core/field.ts'

/**
 * What a policy pack may say. Each kind of line has a typed schema here and a reader somewhere in the modules:
 * a line that is only text is not a line. `value` is the figure or name that the clause fixes.
 */
export interface LineKind {
  readonly label: string
  /** The field that `value` must fit; without it the line has no single value. */
  readonly value?: Field
  /** Fields beside the value. */
  readonly fields: Fields
}
