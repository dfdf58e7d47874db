import type { Connection } from './db.ts'

const insertStep = 100
const insertTexts = new Map<string, string>()

/** Sends rows to a table, a hundred a statement, each with its values in the order of `columns` (`a, b, c`). */
export function insertRows(
  connection: Pick<Connection, 'send'>,
  table: string,
  columns: string,
  rows: readonly (readonly unknown[])[],
): void {
  for (let from = 0; from < rows.length; from += insertStep) {
    const part = rows.slice(from, from + insertStep)
    const name = `insert_${table}_${part.length}`
    const text = insertTexts.get(name) ?? `insert into ${table} (${columns}) values ${placesOf(part)}`
    // only the usual sizes are kept prepared
    const usual = part.length === 1 || part.length === insertStep
    if (usual) insertTexts.set(name, text)
    connection.send({ ...(usual && { name }), text, values: part.flat(1) })
  }
}

/** `($1, $2), ($3, $4)` */
function placesOf(rows: readonly (readonly unknown[])[]): string {
  let place = 0
  return rows.map((row) => `(${row.map(() => `$${++place}`).join(', ')})`).join(', ')
}
