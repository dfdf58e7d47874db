import { Compile } from 'typebox/compile'
import { checkValues, explain, type SchemaError } from './check.ts'
import { Failure } from './failure.ts'
import { type Fields, schemaOf } from './field.ts'

/** Answers the input as it is, or throws `invalid` with a sentence at each wrong field. */
export type Checker = (input: unknown, today: string) => Record<string, unknown>

/** Compiles the check of an input: JSON Schema first, then each field's own check. Server only (CSP forbids eval in browsers). */
export function checkerOf(fields: Fields): Checker {
  const compiled = Compile(schemaOf(fields))
  return (input, today) => {
    if (!compiled.Check(input)) {
      const messages = explain(compiled.Errors(input) as unknown as SchemaError[], fields)
      throw new Failure('invalid', Object.values(messages)[0] ?? '提交的内容格式不对，请刷新页面后重试', messages)
    }
    const messages = checkValues(fields, input as Record<string, unknown>, today)
    const [first] = Object.values(messages)
    if (first) throw new Failure('invalid', first, messages)
    return input as Record<string, unknown>
  }
}
