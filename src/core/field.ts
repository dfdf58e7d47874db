import { type TSchema, Type } from 'typebox'

/** How carefully a value is kept: open to all in reach, personal (masked in exports), sensitive (encrypted), sealed (needs a named reason). */
export type Privacy = 'open' | 'personal' | 'sensitive' | 'sealed'

export type FieldKind =
  | 'text'
  | 'choice'
  | 'choices'
  | 'texts'
  | 'date'
  | 'instant'
  | 'integer'
  | 'decimal'
  | 'flag'
  | 'ref' // a record of the same county
  | 'farRef' // a record of any county, checked by the door instead of a foreign key
  | 'link' // a row without county: place, organisation, account
  | 'files'
  | 'secret' // encrypted at rest, shown masked
  | 'shape' // only in inputs and answers
  | 'list' // only in inputs and answers

export interface FieldOptions {
  privacy?: Privacy
  unit?: string
  /** Money, kept in whole 分 and shown in 元; other points are called 分 too. */
  fen?: boolean
  /** The clause that asks for this field, as users read it. */
  clause?: string
  help?: string
}

/** What a masked value looks like outside the server: never the value, never an editable text. */
export interface Masked {
  masked: true
  hint: string
}

/**
 * One field of a record, an input or an answer. `In` is what is sent, `Out` what is answered.
 * Everything else (JSON Schema, SQL columns, form control, table column, masking) is worked out from it.
 */
export interface Field<In = unknown, Out = In, Optional extends boolean = boolean> extends FieldOptions {
  readonly kind: FieldKind
  readonly label: string
  readonly schema: TSchema
  readonly optional: Optional
  /** SQL type of the column; `undefined` for shapes and lists, which are never stored. */
  readonly column: string | undefined
  readonly choices?: Record<string, string>
  /** Entity name of a ref, table name of a link. */
  readonly target?: string
  /** Fields of a shape, or the one field of a list under the key `of`. */
  readonly parts?: Fields
  /** Rows of this entity are masked by it when they stand inside an answer. */
  readonly entity?: { readonly name: string }
  readonly multiline?: boolean
  /** A text that is a time of day. */
  readonly clock?: boolean
  /** Of files: the grant their content is read with. */
  readonly readBy?: string
  readonly searchable?: boolean
  /** Checks what JSON Schema cannot: answers a sentence, or nothing if all is well. */
  readonly check?: (value: never, today: string) => string | undefined
  /** A valid made-up value; the same seed gives the same value. */
  readonly sample: (seed: number) => unknown
  readonly phantom?: [In, Out]
}

// biome-ignore lint/suspicious/noExplicitAny: a table of fields holds fields of every type; the types come back out in InputOf and RowOf
export type Fields = Record<string, Field<any, any>>

type In<F> = F extends Field<infer I, unknown> ? I : never
type Out<F> = F extends { readonly phantom?: [unknown, infer O] } ? O : never
type OptionalKeys<F> = { [K in keyof F]: F[K] extends { readonly optional: true } ? K : never }[keyof F]
type Simplify<T> = { [K in keyof T]: T[K] }

/** What a caller sends for these fields: optional ones may be left out or null. */
export type InputOf<F extends Fields> = Simplify<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: In<F[K]> } & { [K in OptionalKeys<F>]?: In<F[K]> | null }
>

/** What the server answers for these fields: optional ones are null when not known. */
export type OutputOf<F extends Fields> = Simplify<{
  [K in keyof F]: F[K] extends { readonly optional: true } ? Out<F[K]> | null : Out<F[K]>
}>

type Required<I, O = I> = Field<I, O, false>

function field<I, O = I>(base: Omit<Field<I, O, false>, 'optional' | 'phantom'>): Required<I, O> {
  return { optional: false, ...base }
}

/** Makes a field optional: absent and null mean "not known", never an empty string. */
export function optional<I, O>(of: Field<I, O, boolean>): Field<I, O, true> {
  return { ...of, optional: true }
}

/** Something besides white space, and no NUL, which PostgreSQL cannot store. */
export const notBlank = '^(?=[\\s\\S]*\\S)[^\\u0000]*$'

/** A line of text, or several with `multiline`; trimmed ends are the caller's duty. `max` in characters. */
export function text(
  label: string,
  options: FieldOptions & {
    min?: number
    max?: number
    pattern?: string
    multiline?: boolean
    searchable?: boolean
    check?: (value: string) => string | undefined
  } = {},
): Required<string> {
  const { min = 1, max = 200, pattern, ...rest } = options
  const schema = Type.String({ minLength: min, maxLength: max, pattern: pattern ?? notBlank })
  return field({
    kind: 'text',
    label,
    schema,
    column: 'text',
    sample: (seed) => `${label}${seed}`.slice(0, max),
    ...rest,
  })
}

/** A time of day `HH:MM`, Asia/Shanghai. */
export function clock(label: string, options: FieldOptions = {}): Required<string> {
  return {
    ...text(label, { max: 5, pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', ...options }),
    clock: true,
    sample: (seed) => `0${1 + (seed % 9)}:30`,
  }
}

/** One of a closed list. Keys are stored, the Chinese words are shown. */
export function choice<const K extends string>(
  label: string,
  choices: Record<K, string>,
  options: FieldOptions = {},
): Required<K> {
  const keys = Object.keys(choices)
  return field({
    kind: 'choice',
    label,
    schema: Type.Enum(keys),
    column: 'text',
    choices,
    sample: (seed) => keys[seed % keys.length],
    ...options,
  })
}

/** Several of a closed list, each once. */
export function choices<const K extends string>(
  label: string,
  of: Record<K, string>,
  options: FieldOptions = {},
): Required<K[]> {
  const keys = Object.keys(of)
  const schema = Type.Array(Type.Enum(keys), { uniqueItems: true, maxItems: keys.length })
  return field({
    kind: 'choices',
    label,
    schema,
    column: 'text[]',
    choices: of,
    sample: (seed) => [keys[seed % keys.length]],
    ...options,
  })
}

/** A list of short keys that come from data, e.g. catalogue items of a policy pack. */
export function texts(label: string, options: FieldOptions & { min?: number; max?: number } = {}): Required<string[]> {
  const { min = 0, max = 50, ...rest } = options
  const schema = Type.Array(Type.String({ minLength: 1, maxLength: 120 }), {
    minItems: min,
    maxItems: max,
    uniqueItems: true,
  })
  return field({ kind: 'texts', label, schema, column: 'text[]', sample: (seed) => [`item${seed}`], ...rest })
}

/** A business day `YYYY-MM-DD`, Asia/Shanghai, never passed through a time zone. */
export function date(label: string, options: FieldOptions & { past?: boolean } = {}): Required<string> {
  const { past, ...rest } = options
  const check = past
    ? (value: string, today: string) => (value > today ? `「${label}」不能晚于今天（${today}），请核对` : undefined)
    : undefined
  return field({
    kind: 'date',
    label,
    schema: Type.String({ format: 'date' }),
    column: 'date',
    ...(check && { check }),
    sample: (seed) => `2026-0${1 + (seed % 9)}-15`,
    ...rest,
  })
}

/** A moment, ISO 8601 in UTC. */
export function instant(label: string, options: FieldOptions = {}): Required<string> {
  return field({
    kind: 'instant',
    label,
    schema: Type.String({ format: 'date-time' }),
    column: 'timestamp with time zone',
    sample: (seed) => `2026-01-0${1 + (seed % 9)}T01:00:00.000Z`,
    ...options,
  })
}

/** A whole number with its unit, e.g. 人, 分钟. */
export function integer(label: string, options: FieldOptions & { min?: number; max?: number } = {}): Required<number> {
  const { min = 0, max = 2_000_000_000, ...rest } = options
  return field({
    kind: 'integer',
    label,
    schema: Type.Integer({ minimum: min, maximum: max }),
    column: 'integer',
    sample: (seed) => Math.min(max, min + 1 + (seed % 9)),
    ...rest,
  })
}

/** A number with decimals, e.g. an area in m². */
export function decimal(label: string, options: FieldOptions & { min?: number; max?: number } = {}): Required<number> {
  const { min = 0, max = 1e9, ...rest } = options
  return field({
    kind: 'decimal',
    label,
    schema: Type.Number({ minimum: min, maximum: max }),
    column: 'numeric',
    sample: (seed) => Math.min(max, min + 0.5 + (seed % 9)),
    ...rest,
  })
}

/** Money in whole 分; shown as 元. */
export function fen(label: string, options: FieldOptions = {}): Required<number> {
  return field({
    kind: 'integer',
    label,
    unit: '分',
    fen: true,
    schema: Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 }),
    column: 'bigint',
    sample: (seed) => 10_000 * (1 + (seed % 9)),
    ...options,
  })
}

/** Yes or no; reads as a fact. */
export function flag(label: string, options: FieldOptions = {}): Required<boolean> {
  return field({
    kind: 'flag',
    label,
    schema: Type.Boolean(),
    column: 'boolean',
    sample: (seed) => seed % 2 === 0,
    ...options,
  })
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const recordId = `^[0-9A-Za-z]{1,12}-${uuid}$`

/** Another record of the same county, by its id `<county>-<uuid>`. */
export function ref(label: string, target: string, options: FieldOptions = {}): Required<string> {
  return field({
    kind: 'ref',
    label,
    target,
    schema: Type.String({ pattern: recordId }),
    column: 'uuid',
    sample: () => undefined,
    ...options,
  })
}

/** Another record, perhaps of another county: two columns, no foreign key (scale.md rule 1). */
export function farRef(label: string, target: string, options: FieldOptions = {}): Required<string> {
  return field({
    kind: 'farRef',
    label,
    target,
    schema: Type.String({ pattern: recordId }),
    column: 'uuid',
    sample: () => undefined,
    ...options,
  })
}

/** A row of a table without county: `place`, `organisation`, `account`. */
export function link(label: string, target: string, options: FieldOptions = {}): Required<string> {
  // only a place's id is written by others
  const schema =
    target === 'place'
      ? Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' })
      : Type.String({ pattern: `^${uuid}$` })
  return field({
    kind: 'link',
    label,
    target,
    schema,
    column: target === 'place' ? 'text' : 'uuid',
    sample: () => undefined,
    ...options,
  })
}

/** So many files may be asked for their names at once. */
export const mostNames = 100

/** Uploaded files, by their ids. `readBy` is the grant their content is read with: that of the record they belong to. */
export function files(
  label: string,
  options: FieldOptions & { max?: number; readBy?: string } = {},
): Required<string[]> {
  const { max = 20, readBy = 'service.read', ...rest } = options
  const schema = Type.Array(Type.String({ pattern: recordId }), { maxItems: max, uniqueItems: true })
  return field({ kind: 'files', label, schema, column: 'uuid[]', sample: () => [], readBy, ...rest })
}

/** A text encrypted at rest and shown masked; with `searchable` it is found again by its exact value. */
export function secret(
  label: string,
  options: FieldOptions & {
    max?: number
    searchable?: boolean
    multiline?: boolean
    check?: (value: string, today: string) => string | undefined
  } = {},
): Required<string, Masked> {
  const { max = 200, ...rest } = options
  const schema = Type.String({ minLength: 1, maxLength: max, pattern: notBlank })
  return field({
    kind: 'secret',
    label,
    privacy: 'sensitive',
    schema,
    column: 'bytea',
    sample: (seed) => `${label}${seed}`,
    ...rest,
  })
}

/** The id of a record, for inputs. */
export function id(label = '编号'): Required<string> {
  return ref(label, '')
}

/** The version the caller saw; a move on a newer record is refused. */
export function version(): Required<number> {
  return integer('版本', { min: 1 })
}

/** A group of named values; only in inputs and answers. */
export function shape<F extends Fields>(label: string, parts: F): Required<InputOf<F>, OutputOf<F>> {
  return field({ kind: 'shape', label, parts, schema: schemaOf(parts), column: undefined, sample: () => ({}) })
}

/** Several of one thing; only in inputs and answers. */
export function list<I, O>(
  label: string,
  of: Field<I, O, boolean>,
  options: { max?: number } = {},
): Required<I[], O[]> {
  const schema = Type.Array(nullableSchema(of), { maxItems: options.max ?? 5000 })
  return field({ kind: 'list', label, parts: { of }, schema, column: undefined, sample: () => [] })
}

function nullableSchema(of: Field): TSchema {
  if (!of.optional) return of.schema
  const plain = of.schema as TSchema & { type?: string; enum?: unknown[] }
  if (plain.enum) return { ...plain, enum: [...plain.enum, null] } as TSchema
  return (
    typeof plain.type === 'string' ? { ...plain, type: [plain.type, 'null'] } : Type.Union([plain, Type.Null()])
  ) as TSchema
}

/** The JSON Schema of an object with these fields: unknown keys are refused, never dropped. */
export function schemaOf(fields: Fields): TSchema {
  const properties: Record<string, TSchema> = {}
  const required: string[] = []
  for (const [key, of] of Object.entries(fields)) {
    properties[key] = { ...nullableSchema(of), title: of.label } as TSchema
    if (!of.optional) required.push(key)
  }
  return { type: 'object', properties, required, additionalProperties: false } as unknown as TSchema
}
