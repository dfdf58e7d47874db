import pg from 'pg'

/** A statement ready to send; name it only when its plan does not depend on its values (performance.md 1). */
export interface Statement<_Row = unknown> {
  text: string
  values?: unknown[]
  name?: string
  /** It answers no rows, so their columns need not be asked for. */
  silent?: boolean
}

/** What a statement was answered: rows as arrays in the order of the columns, whose names are in camelCase. */
export interface Reply {
  names: readonly string[]
  rows: unknown[][]
  /** `SELECT 3`, `COMMIT`. */
  command: string
}

type Parser = (value: string) => unknown

/** The columns of a statement's rows. */
interface Shape {
  names: readonly string[]
  parsers: readonly Parser[]
}

interface Asked {
  statement: Statement
  shape: Shape | undefined
  reply: Reply
  resolve(reply: Reply): void
  reject(error: unknown): void
}

// Dates stay text end to end; instants are ISO 8601 in UTC; counts and 分 are safe integers.
const parsers: Record<number, Parser> = {
  20: Number,
  1700: Number,
  1082: (value) => value,
  1184: (value) => new Date(value).toISOString(),
  1115: (value) => JSON.parse(`[${value.slice(1, -1)}]`),
}
export const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils

const nameless: Shape = { names: [], parsers: [] }

const camelNames = new Map<string, string>()

function camel(name: string): string {
  let known = camelNames.get(name)
  if (known === undefined) {
    known = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    camelNames.set(name, known)
  }
  return known
}

/** What of pg's connection a turn speaks to: the messages of the extended protocol, and which names are prepared. */
interface Wire {
  parsedStatements: Record<string, string>
  submittedNamedStatements: Record<string, string>
  parse(message: { text: string; name: string }): void
  bind(message: { statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void
  describe(message: { type: 'P'; name: '' }): void
  execute(message: Record<string, never>): void
  sync(): void
  stream: { cork(): void; uncork(): void }
}

/** The columns of prepared statements, which are not asked for again: a plan whose columns change fails in PostgreSQL. */
const shapes = new WeakMap<object, Map<string, Shape>>()

/**
 * Statements that go to PostgreSQL together and are answered together: one packet each way instead of one for each
 * statement, which on a small machine costs more than running most of them. Where one fails, those behind it do not run
 * and are rejected with the same error. They are one transaction only if they say so themselves.
 *
 * It is a query to pg, which hands it the answers one by one.
 */
export class Turn extends pg.Query {
  // pg keeps by these which names are prepared
  name: string | undefined
  text = ''
  readonly asked: Asked[] = []
  #at = 0
  #known: Map<string, Shape> = new Map()
  #broken: { at: number; error: unknown } | undefined

  constructor() {
    super({ text: '' })
  }

  ask(statement: Statement): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const reply: Reply = { names: [], rows: [], command: '' }
      this.asked.push({ statement, shape: undefined, reply, resolve, reject })
    })
  }

  override submit = (connection: unknown): null => {
    const wire = connection as Wire
    this.#known = shapes.get(wire) ?? new Map()
    shapes.set(wire, this.#known)
    wire.stream.cork()
    for (const [i, asked] of this.asked.entries()) {
      const { text, name = '', values = [] } = asked.statement
      try {
        const prepared = name ? (wire.parsedStatements[name] ?? wire.submittedNamedStatements[name]) : undefined
        if (prepared !== undefined && prepared !== text) throw new Error(`two statements are called ${name}`)
        if (prepared === undefined) {
          wire.parse({ text, name })
          if (name) wire.submittedNamedStatements[name] = text
        }
        wire.bind({ statement: name, values, valueMapper: prepareValue })
        asked.shape = asked.statement.silent ? nameless : this.#known.get(name)
        if (!asked.shape) wire.describe({ type: 'P', name: '' })
        wire.execute({})
      } catch (error) {
        this.#broken = { at: i, error }
        break
      }
    }
    wire.sync()
    wire.stream.uncork()
    this.#turnTo(0)
    return null
  }

  #turnTo(at: number): void {
    this.#at = at
    this.name = this.asked[at]?.statement.name
    this.text = this.asked[at]?.statement.text ?? ''
  }

  handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
    this.asked[this.#at]!.shape = {
      names: fields.map((field) => camel(field.name)),
      parsers: fields.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text') as Parser),
    }
  }

  handleDataRow({ fields: values }: { fields: (string | null)[] }): void {
    const { shape, reply } = this.asked[this.#at]!
    try {
      reply.rows.push(values.map((value, i) => (value === null ? null : shape!.parsers[i]!(value))))
    } catch (error) {
      this.#broken ??= { at: this.#at, error }
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    const asked = this.asked[this.#at]!
    asked.shape ??= nameless
    asked.reply.names = asked.shape.names
    asked.reply.command = text
    if (this.name) this.#known.set(this.name, asked.shape)
    this.#turnTo(this.#at + 1)
  }

  handleEmptyQuery(): void {
    this.#turnTo(this.#at + 1)
  }

  handleError(error: unknown, connection: unknown): void {
    const { submittedNamedStatements } = connection as Wire
    for (const { statement } of this.asked.slice(this.#at + 1))
      if (statement.name) delete submittedNamedStatements[statement.name]
    this.#broken = { at: this.#at, error }
    this.handleReadyForQuery()
  }

  handleReadyForQuery(): void {
    const { at, error } = this.#broken ?? { at: this.asked.length, error: undefined }
    for (const [i, { reply, resolve, reject }] of this.asked.entries())
      if (i < at) resolve(reply)
      else reject(error)
  }
}
