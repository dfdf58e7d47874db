import { type RawBuilder, sql } from 'kysely'
import { type Reach, reachesRecord } from './access.ts'
import { compile, errorCode, type Statement } from './db.ts'
import { type AnyEntity, type Column, entities, type RowOf, type TenantRow, type ValuesOf } from './entity.ts'
import { Failure } from './failure.ts'
import type { Fields, Masked } from './field.ts'
import { idShape, joinId, splitId, uuidShape } from './identifiers.ts'
import { insertRows } from './rows.ts'
import { addTokens, writeTokens } from './search.ts'
import type { Tx } from './tx.ts'

type Any = Record<string, unknown>

const uuidOf = (entity: AnyEntity, id: string) => (entity.options.tenant ? splitId(id).uuid : id)
const contextOf = (entity: AnyEntity, row: { county: string; id: string }, key: string) =>
  `${entity.table}|${row.county}|${uuidOf(entity, row.id)}|${key}`

/** What a masked value may show: enough to recognise, too little to use. */
function mask(plain: string): Masked {
  return { masked: true, hint: plain.length > 7 ? `${'*'.repeat(4)}${plain.slice(-4)}` : '****' }
}

function encode(tx: Tx, entity: AnyEntity, column: Column, row: Any): unknown {
  const { field, key } = column
  const value = row[key]
  if (value === undefined || value === null) return null
  switch (field.kind) {
    case 'ref':
      return splitId(value as string).uuid
    case 'farRef': {
      const { county, uuid } = splitId(value as string)
      return column.name.endsWith('_county') ? county : uuid
    }
    case 'files':
      return (value as string[]).map((file) => splitId(file).uuid)
    case 'secret':
      if (column.name.endsWith('_index')) return tx.sealer.index(`${entity.table}.${key}`, value as string)
      return tx.sealer.seal(row.county as string, contextOf(entity, row as unknown as TenantRow, key), value as string)
    default:
      return value
  }
}

/** Positional values of one row, in the order of `entity.columns`, as a record. */
function decode(tx: Tx, entity: AnyEntity, values: readonly unknown[]): Any {
  const row: Any = {}
  for (const [i, { key, name, field }] of entity.columns.entries()) {
    const value = values[i]
    if (value === null || value === undefined) {
      row[key] = null
      continue
    }
    switch (field.kind) {
      case 'ref':
        row[key] = key === 'id' ? value : joinId(row.county as string, value as string)
        break
      case 'farRef':
        row[key] = name.endsWith('_county') ? value : joinId(row[key] as string, value as string)
        break
      case 'files':
        row[key] = (value as string[]).map((file) => joinId(row.county as string, file))
        break
      case 'secret':
        row[key] = name.endsWith('_index') ? row[key] : value
        break
      default:
        row[key] = value
    }
    if (key === 'county' && entity.options.tenant) row.id = joinId(value as string, row.id as string)
  }
  row.station ??= null
  row.can = []
  for (const { key, field } of entity.columns) {
    if (field.kind === 'secret' && Buffer.isBuffer(row[key]))
      row[key] = mask(tx.sealer.unseal(row.county as string, contextOf(entity, row as never, key), row[key]))
  }
  return row
}

/** `id` and `county` come first in every entity's columns. */
const countyColumn = 1

const columnTexts = new WeakMap<AnyEntity, string>()

/** Every column of an entity, in order. */
function columnsOf(entity: AnyEntity): string {
  let text = columnTexts.get(entity)
  if (!text) {
    text = entity.columns.map(({ name }) => `${entity.table}.${name}`).join(', ')
    columnTexts.set(entity, text)
  }
  return text
}

const statementNames = new Map<string, string>()

/**
 * A name for a read that comes again and again, so that it is parsed and planned once a connection. Reads over one, a few
 * and many counties or stations get plans of their own: what is right for one is wrong for a province (performance.md 1).
 */
export function statementName({ text, values = [] }: Statement): string {
  const sizes = values
    .map((value) => (Array.isArray(value) ? (value.length <= 1 ? 'a' : value.length <= 30 ? 'b' : 'c') : ''))
    .join('')
  const key = `${sizes}|${text}`
  let name = statementNames.get(key)
  if (!name) {
    // texts are made of fixed parts, so there are not many; a bound all the same
    if (statementNames.size >= 1000) return ''
    name = `r${statementNames.size}`
    statementNames.set(key, name)
  }
  return name
}

/**
 * What a list shows beside its records: names of what they point to, joined in the same statement.
 * `columns` are SQL by key; `from` is what is joined to the entity's table.
 */
export interface Beside<K extends string> {
  columns: Readonly<Record<K, RawBuilder<string | null>>>
  from: RawBuilder<unknown>
}

/** What is selected from: the table itself, or a source that is called like it. */
interface Source {
  of?: RawBuilder<unknown>
}

export type WithBeside<Row, K extends string> = Row & { beside: Record<K, string | null> }

/** Reads records by the rest of a select statement (`where …`), already narrowed by a reach. */
export async function select<E extends AnyEntity, K extends string = never>(
  tx: Tx,
  entity: E,
  rest: RawBuilder<unknown>,
  beside?: Beside<K> & Source,
): Promise<WithBeside<RowOf<E>, K>[]> {
  return decodeAll(tx, entity, await tx.arrays(selecting(entity, rest, beside)), keysOf(beside))
}

const keysOf = <K extends string>(beside?: Beside<K>) => (beside ? (Object.keys(beside.columns) as K[]) : [])

function selecting<K extends string>(
  entity: AnyEntity,
  rest: RawBuilder<unknown>,
  beside?: Beside<K> & Source,
): Statement {
  const keys = keysOf(beside)
  const more = keys.length > 0 ? sql`, ${sql.join(keys.map((key) => beside!.columns[key]))}` : sql``
  const columns = sql.raw(columnsOf(entity))
  const query = compile(
    sql`select ${columns}${more} from ${beside?.of ?? sql.table(entity.table)} ${beside?.from ?? sql``} ${rest}`,
  )
  return { ...query, name: statementName(query) }
}

/** Statements that find one record; the values are written anew behind those of what stands beside it. */
const findings = new WeakMap<object, { entity: AnyEntity; statement: Statement }>()

function finding(entity: AnyEntity, id: string, beside?: Beside<string>): Statement {
  const { county, uuid } = splitId(id)
  const at = entity.options.tenant ? [county, uuid] : [id]
  const known = findings.get(beside ?? entity)
  if (known?.entity === entity) {
    const { values = [], ...statement } = known.statement
    return { ...statement, values: [...values.slice(0, -at.length), ...at] }
  }
  const table = sql.table(entity.table)
  const here = entity.options.tenant
    ? sql`${table}.county = ${county} and ${table}.id = ${uuid}`
    : sql`${table}.id = ${id}`
  const statement = selecting(entity, sql`where ${here}`, beside)
  findings.set(beside ?? entity, { entity, statement })
  return statement
}

async function decodeAll<E extends AnyEntity, K extends string>(
  tx: Tx,
  entity: E,
  rows: unknown[][],
  keys: readonly K[],
): Promise<WithBeside<RowOf<E>, K>[]> {
  const secret = rows.length > 0 && entity.columns.some(({ field }) => field.kind === 'secret')
  if (secret) await tx.sealer.prepare(rows.map((row) => row[countyColumn] as string))
  return rows.map((values) => {
    const row = decode(tx, entity, values)
    const width = entity.columns.length
    row.beside = Object.fromEntries(keys.map((key, i) => [key, values[width + i]]))
    return row
  }) as WithBeside<RowOf<E>, K>[]
}

/** Whether an id is written as those of this kind of record are; only a place's is written by others. */
const writtenAs = (entity: AnyEntity, id: string) =>
  entity.options.tenant ? idShape.test(id) : entity.name === 'place' || uuidShape.test(id)

/**
 * One record by its id, within the transaction's scope but whatever the grant; `undefined` if there is none, or if no id is
 * written like this: an address may be typed by hand.
 */
export async function find<E extends AnyEntity, K extends string = never>(
  tx: Tx,
  entity: E,
  id: string,
  beside?: Beside<K>,
): Promise<WithBeside<RowOf<E>, K> | undefined> {
  if (!writtenAs(entity, id)) return undefined
  const key = `${entity.name}|${id}`
  const known = beside ? undefined : tx.seen.get(key)
  if (known) return known as Promise<WithBeside<RowOf<E>, K> | undefined>
  const reading = tx
    .arrays(finding(entity, id, beside))
    .then(async (rows) => (await decodeAll(tx, entity, rows, keysOf(beside)))[0])
  if (!beside) tx.seen.set(key, reading)
  return reading
}

/**
 * One record this reach holds. Not there and not allowed look the same: `notFound`.
 */
export async function findReachable<E extends AnyEntity, K extends string = never>(
  tx: Tx,
  entity: E,
  reach: Reach,
  id: string,
  beside?: Beside<K>,
): Promise<WithBeside<RowOf<E>, K>> {
  const row = await find(tx, entity, id, beside)
  if (!row || !reachesRecord(reach, tx.actor, entity, row))
    throw new Failure('notFound', `找不到该${entity.label}，或您无权办理`)
  return row
}

const hidden = new Set(['id', 'county', 'station', 'version', 'createdAt', 'createdBy'])

/** Before and after of what changed; secrets and sealed values by name only. */
function diff(entity: AnyEntity, before: Any | undefined, after: Any): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {}
  for (const [key, field] of Object.entries(entity.fields as Fields)) {
    const [from, to] = [before?.[key] ?? null, after[key] ?? null]
    const quiet = field.kind === 'secret' || field.privacy === 'sealed' || entity.options.privacy === 'sealed'
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[key] = quiet ? [null, null] : [from, to]
  }
  return changes
}

function noteChange(tx: Tx, entity: AnyEntity, row: TenantRow, changes: Record<string, [unknown, unknown]>): void {
  tx.changes.push({
    county: row.county,
    station: row.station,
    entity: entity.name,
    record: row.id,
    version: row.version,
    changes,
  })
}

const searchWords = (entity: AnyEntity, row: Any) =>
  (entity.options.search ?? []).map((key) => row[key]).filter((word): word is string => typeof word === 'string')

/** Where a new record stands: its id, and its station; null means a row of the area itself. */
export interface NewAt {
  id: string
  station?: string | null
  county?: string
}

/**
 * Inserts a record: encrypts, writes the audit change, the search tokens and the counter, all in this transaction.
 * `at.id` is the new id; `at.station` null means a row of the area itself. Answers the record as stored.
 */
export async function insert<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  at: NewAt,
  values: ValuesOf<E>,
): Promise<RowOf<E>> {
  const [row] = await insertAll(tx, entity, [{ at, values }])
  return row!
}

/** Inserts many records of one kind, many a statement: what imports write, by the same code as one. */
export async function insertAll<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  of: readonly { at: NewAt; values: ValuesOf<E> }[],
): Promise<RowOf<E>[]> {
  const rows = of.map(({ at, values }) => newRow(tx, entity, at, values))
  const secrets = entity.columns.filter(({ field }) => field.kind === 'secret')
  if (secrets.length > 0) await tx.sealer.prepare(rows.map(({ county }) => county as string))
  insertRows(
    tx,
    entity.table,
    entity.columns.map(({ name }) => name).join(', '),
    rows.map((row) => encoded(tx, entity, row)),
  )
  for (const row of rows) {
    for (const { key } of secrets) if (typeof row[key] === 'string') row[key] = mask(row[key])
    noteChange(tx, entity, row as unknown as TenantRow, diff(entity, undefined, row))
  }
  const worded = rows
    .map((row) => ({ row: row as unknown as TenantRow, words: searchWords(entity, row) }))
    .filter(({ words }) => words.length > 0)
  if (worded.length > 0) await addTokens(tx, entity.name, worded)
  for (const { county, station } of rows)
    if (entity.options.counted && station)
      tx.inserted.push({ county: county as string, station: station as string, entity: entity.name })
  return rows as RowOf<E>[]
}

function newRow(tx: Tx, entity: AnyEntity, at: NewAt, values: Any): Any {
  const row: Any = {
    station: at.station ?? null,
    ...values,
    id: at.id,
    county: at.county ?? splitId(at.id).county,
    version: 1,
    createdAt: tx.now,
    createdBy: tx.actor.account,
    can: [],
  }
  for (const key of Object.keys(entity.fields)) row[key] ??= null
  return row
}

const encoded = (tx: Tx, entity: AnyEntity, row: Any) =>
  entity.columns.map((column) =>
    column.key === 'id' && !entity.options.tenant ? row.id : encode(tx, entity, column, row),
  )

/**
 * Changes fields of a record that was found at a version; if somebody was faster, a `conflict` that says so.
 * Writes the audit change. Answers the record as it is now.
 */
export async function update<E extends AnyEntity>(
  tx: Tx,
  entity: E,
  found: RowOf<E>,
  patch: Partial<ValuesOf<E>>,
): Promise<RowOf<E>> {
  const before = found as unknown as Any
  tx.seen.delete(`${entity.name}|${found.id}`)
  const version = found.version + 1
  const after: Any = { ...before, ...patch, version }
  const touched = entity.columns.filter(({ key }) => key in patch && !hidden.has(key))
  if (touched.some(({ field }) => field.kind === 'secret')) await tx.sealer.prepare([found.county])
  const sets = touched.map(({ name }, i) => `${name} = $${i + 4}`)
  const rows = await tx.arrays({
    text: `update ${entity.table} set ${['version = $3 + 1', ...sets].join(', ')} where county = $1 and id = $2 and version = $3 returning 1`,
    values: [
      found.county,
      uuidOf(entity, found.id),
      found.version,
      ...touched.map((column) => encode(tx, entity, column, after)),
    ],
  })
  if (rows.length === 0)
    throw new Failure('conflict', `这条${entity.label}刚刚在别处被改过，请核对最新内容后再改；您填写的内容仍保留`)
  for (const { key, field } of touched)
    if (field.kind === 'secret' && typeof after[key] === 'string') after[key] = mask(after[key] as string)
  noteChange(tx, entity, after as unknown as TenantRow, diff(entity, before, after))
  if (touched.some(({ key }) => entity.options.search?.includes(key)))
    await writeTokens(tx, entity.name, after as unknown as TenantRow, searchWords(entity, after), true)
  return after as RowOf<E>
}

/** The plain text of one secret field. The caller writes the look down first. */
export async function unseal(tx: Tx, entity: AnyEntity, row: TenantRow, key: string): Promise<string | null> {
  const column = entity.columns.find((one) => one.key === key)!
  const [found] = await tx.arrays({
    text: `select ${column.name} from ${entity.table} where county = $1 and id = $2`,
    values: [row.county, uuidOf(entity, row.id)],
  })
  if (!found?.[0]) return null
  await tx.sealer.prepare([row.county])
  return tx.sealer.unseal(row.county, contextOf(entity, row, key), found[0] as Buffer)
}

/**
 * A broken unique constraint in words: two people were about to write the same at the same moment, and the second is
 * told at its field what the first has done. Other errors are answered as they are.
 */
export function explainConstraint(error: unknown): unknown {
  if (errorCode(error) !== '23505') return error
  const constraint = (error as { constraint?: string }).constraint ?? ''
  for (const { options } of entities().values()) {
    const known = options.unique?.[constraint]
    if (known) return new Failure('conflict', known[1], { [known[0]]: known[1] })
  }
  return new Failure('conflict', '已有相同的记录，可能是刚刚由别人登记的，请刷新后核对')
}

/** The SQL expression of a record's id as everyone outside SQL knows it. */
export function idSql(alias: string, column = 'id'): RawBuilder<string> {
  return sql`(${sql.ref(`${alias}.county`)} || '-' || ${sql.ref(`${alias}.${column}`)})`
}
