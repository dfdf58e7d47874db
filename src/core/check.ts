import type { FieldMessages } from './failure.ts'
import { type Field, type Fields, notBlank } from './field.ts'

/** One error of the schema checker, server or browser: both come from TypeBox. */
export interface SchemaError {
  keyword: string
  instancePath: string
  params: Record<string, unknown>
}

/** The field at a path such as `/certificates/0/number`. */
function fieldAt(fields: Fields, path: readonly string[]): Field | undefined {
  const [head, ...rest] = path
  if (head === undefined) return undefined
  const field = fields[head] ?? (/^\d+$/.test(head) ? fields.of : undefined)
  if (!field || rest.length === 0) return field
  return field.parts ? fieldAt(field.parts, rest) : field
}

const kindWords: Record<string, string> = {
  integer: '整数',
  decimal: '数字',
  flag: '是或否（true / false）',
  text: '文字（写在文件里时请加引号）',
  shape: '一组内容',
  list: '一个列表',
  texts: '一个列表',
  choices: '一个列表',
}

function sentence(error: SchemaError, field: Field | undefined): string {
  const name = `「${field?.label ?? '此项'}」`
  const unit = field?.unit ? ` ${field.unit}` : ''
  const { limit } = error.params
  switch (error.keyword) {
    case 'enum':
      return `${name}请从列表中选择`
    case 'minLength':
      return `请填写${name}`
    case 'maxLength':
      // a text this long was not typed: it is a file's, whose size people know in MB
      return Number(limit) >= 1e6
        ? `${name}太大（超过 ${Math.floor(Number(limit) / 2 ** 20)} MB），请精简后再上传`
        : `${name}最多 ${limit} 个字，请精简`
    case 'minimum':
      return `${name}不能小于 ${limit}${unit}`
    case 'maximum':
      return `${name}不能大于 ${limit}${unit}，请核对`
    case 'minItems':
      return `${name}请至少选择 ${limit} 项`
    case 'maxItems':
      return `${name}最多 ${limit} 项`
    case 'uniqueItems':
      return `${name}中有重复的项，请去掉`
    case 'format':
      return error.params.format === 'date'
        ? `${name}请写成 2026-11-24 这样的日期`
        : `${name}的时间格式不对，请重新选择`
    case 'pattern':
      if (error.params.pattern === notBlank) return `请填写${name}，不能只有空格或不可见字符`
      return field?.help ? `${name}写法不对：${field.help}` : `${name}不是有效的编号，请从列表中选择`
    case 'type':
      return `${name}请填写${kindWords[field?.kind ?? ''] ?? '正确的内容'}`
    default:
      return `${name}的内容不对，请重新填写`
  }
}

/**
 * The checker's errors as Chinese sentences, keyed by the field's path (`certificates.0.number`), at most one a field.
 */
export function explain(errors: readonly SchemaError[], fields: Fields): FieldMessages {
  const messages: FieldMessages = {}
  for (const error of errors) {
    const path = error.instancePath.split('/').slice(1)
    const add = (more: string[], text: (field: Field | undefined) => string) => {
      const whole = [...path, ...more]
      messages[whole.join('.')] ??= text(fieldAt(fields, whole))
    }
    switch (error.keyword) {
      case 'required':
        for (const key of error.params.requiredProperties as string[])
          add([key], (field) => `请填写「${field?.label ?? key}」`)
        break
      case 'additionalProperties':
        for (const key of error.params.additionalProperties as string[])
          add([key], () => `没有「${key}」这一项，请删除后重试`)
        break
      case 'boolean':
        break // comes with additionalProperties
      default:
        add([], (field) => sentence(error, field))
    }
  }
  return messages
}

/** Runs each field's own check (identity numbers, dates in the future …) on values that already fit the schema. */
export function checkValues(
  fields: Fields,
  values: Record<string, unknown>,
  today: string,
  prefix = '',
): FieldMessages {
  const messages: FieldMessages = {}
  for (const [key, field] of Object.entries(fields)) {
    const value = values[key]
    if (value === undefined || value === null) continue
    const path = `${prefix}${key}`
    const message = field.check?.(value as never, today)
    if (message) messages[path] = message
    if (field.kind === 'shape')
      Object.assign(messages, checkValues(field.parts!, value as Record<string, unknown>, today, `${path}.`))
    if (field.kind === 'list')
      for (const [i, one] of (value as unknown[]).entries())
        Object.assign(messages, checkValues(field.parts!, { of: one }, today, `${path}.${i}.`))
  }
  return Object.fromEntries(
    Object.entries(messages).map(([path, message]) => [path.replace(/\.of(?=\.|$)/g, ''), message]),
  )
}
