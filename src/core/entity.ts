import {
  type Field,
  type Fields,
  type InputOf,
  instant,
  integer,
  link,
  type OutputOf,
  optional,
  type Privacy,
  ref,
  schemaOf,
  text,
  texts,
} from './field.ts'
import type { Workflow } from './workflow.ts'

export interface EntityOptions {
  /** The privacy of every field that does not say otherwise. */
  privacy: Privacy
  /**
   * `true` (default): rows belong to a county and perhaps a station, behind row-level security.
   * `false`: a reference table; its rows still name the county whose people may change them.
   */
  tenant?: boolean
  /** The life of the record, and the field that holds its state. */
  flow?: { flow: Workflow; field: string }
  /** The field that names the person a record belongs to, for the reach `own`; without it, whoever created it. */
  owner?: string
  /** The field that names the record this one is a part of: its files are read by whom that record belongs to. */
  partOf?: string
  /** Totals of lists are kept with the write. */
  counted?: boolean
  /** What to say, and at which field, when a unique constraint of the table is broken: `{ constraint: [field, sentence] }`. */
  unique?: Readonly<Record<string, readonly [field: string, message: string]>>
  /** Text fields found again by part of a word or by pinyin initials. */
  search?: readonly string[]
}

const tenantBase = {
  id: ref('编号', ''),
  county: text('归属代码', { max: 12 }),
  station: optional(ref('社工站', 'station')),
  version: integer('版本'),
  createdAt: instant('登记时间'),
  createdBy: optional(link('登记人', 'account')),
}
const plainBase = {
  id: text('编号', { max: 40 }),
  county: text('归属代码', { max: 12 }),
  version: integer('版本'),
  createdAt: instant('登记时间'),
  createdBy: optional(link('登记人', 'account')),
}
const can = { can: texts('可办理') }

/** A record's definition: said once here, everything else is worked out from it (house.md room 1). */
export interface Entity<N extends string = string, F extends Fields = Fields> {
  readonly name: N
  readonly label: string
  readonly table: string
  readonly fields: F
  readonly options: EntityOptions & { tenant: boolean }
  /** Every column in its order in SQL reads. */
  readonly columns: readonly Column[]
  /** The record as a field of answers, with `can`: the actions this person may take next. */
  readonly row: Field<never, RowOf<Entity<N, F>>, false>
}

/** The same shape for code that serves every entity. */
// biome-ignore lint/suspicious/noExplicitAny: code that serves every entity cannot name its fields
export type AnyEntity = Entity<string, any>

export interface Column {
  /** Key in the row, or undefined for columns that only SQL sees. */
  readonly key: string
  readonly name: string
  readonly sqlType: string
  readonly nullable: boolean
  readonly field: Field
}

export interface TenantRow {
  id: string
  county: string
  /** `null` for rows of an area rather than of a station. */
  station: string | null
  version: number
  createdAt: string
  createdBy: string | null
  /** The actions this person may take next; filled by the door. */
  can: string[]
}

/** A record as the server holds it: ids joined, dates as text, secrets masked. */
export type RowOf<E> = E extends Entity<string, infer F> ? TenantRow & OutputOf<F> : never
/** What may be written to a record. */
export type ValuesOf<E> = E extends Entity<string, infer F> ? InputOf<F> : never

const registry = new Map<string, AnyEntity>()

/** Every record defined so far, by name. */
export function entities(): ReadonlyMap<string, AnyEntity> {
  return registry
}

export function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function columnsOf(key: string, field: Field): Column[] {
  const name = snake(key)
  const base = { key, nullable: field.optional, field, sqlType: field.column! }
  switch (field.kind) {
    case 'farRef':
      return [
        { ...base, name: `${name}_county`, sqlType: 'text' },
        { ...base, name },
      ]
    case 'secret':
      return field.searchable
        ? [
            { ...base, name },
            { ...base, name: `${name}_index` },
          ]
        : [{ ...base, name }]
    case 'shape':
    case 'list':
      throw new Error(`${key}: a shape cannot be stored; give the parts fields of their own`)
    default:
      return [{ ...base, name }]
  }
}

/**
 * Defines a record. From this come the input check, the API schema, the columns, the form, the table, masking,
 * the audit diff and the test sample. A drift test holds it against the SQL.
 */
export function defineEntity<const N extends string, F extends Fields>(
  name: N,
  label: string,
  options: EntityOptions,
  fields: F,
): Entity<N, F> {
  const tenant = options.tenant ?? true
  const base: Fields = tenant ? tenantBase : plainBase
  const columns = Object.entries({ ...base, ...fields }).flatMap(([key, field]) => columnsOf(key, field))
  const parts = { ...base, ...fields, ...can }
  const row = {
    kind: 'shape',
    label,
    parts,
    schema: schemaOf(parts),
    column: undefined,
    optional: false,
    sample: () => ({}),
  } as const
  const entity = { name, label, table: name, fields, options: { ...options, tenant }, columns } as unknown as Entity<
    N,
    F
  >
  Object.assign(entity, { row: { ...row, entity } })
  registry.set(name, entity)
  return entity
}

/** The privacy class of a field: its own, else the record's. */
export function privacyOf(entity: AnyEntity, key: string): Privacy {
  const field = (entity.fields as Fields)[key]
  return field?.privacy ?? entity.options.privacy
}
