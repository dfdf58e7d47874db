import { type Field, type Fields, schemaOf } from '../../core/field.ts'
import { fieldsOfFile, lineBase, packHead } from './pack.ts'

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; items?: Schema }

/** What an editor shows beside a field: its help, its unit, and the words behind the keys one may choose. */
function describe({ help, unit, choices }: Field): string | undefined {
  const words = choices && Object.entries(choices).map(([key, label]) => `${key} ${label}`)
  const parts = [help, unit && `单位：${unit}`, words?.join('；')].filter((part) => part)
  return parts.length > 0 ? parts.join('。') : undefined
}

/** The schema that the loader checks by, with words for whoever types; `shared` fields stand once, under `$defs`. */
function annotate(schema: Schema, fields: Fields, shared: Fields): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([key, property]): [string, Schema] => {
    const field = fields[key]!
    if (field === shared[key]) return [key, { $ref: `#/$defs/${key}` }]
    const description = describe(field)
    const parts = field.parts?.of?.parts
    const items = property.items && parts ? { items: annotate(property.items, parts, shared) } : {}
    return [key, { ...property, ...items, ...(description && { description }) }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

/**
 * The JSON Schema of a pack's YAML files, made from the same fields that the loader checks by: a file that names a
 * `code` is a pack's head, every other one lists lines by kind.
 */
function packSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: '政策包',
    if: { required: ['code'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: annotate(schemaOf(packHead) as Schema, packHead, {}),
    else: annotate(schemaOf(fieldsOfFile()) as Schema, fieldsOfFile(), lineBase),
    $defs: annotate(schemaOf(lineBase) as Schema, lineBase, {}).properties,
  }
}

/** As JSON, one line a kind: whoever compares two versions sees which kinds have changed. */
export function writtenSchema(): string {
  return `${written(packSchema(), 3, '')}\n`
}

function written(value: unknown, depth: number, indent: string): string {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  const inner = `${indent}  `
  const lines = Object.entries(value).map(
    ([key, of]) => `${inner}${JSON.stringify(key)}: ${written(of, depth - 1, inner)}`,
  )
  return `{\n${lines.join(',\n')}\n${indent}}`
}
