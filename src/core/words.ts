import { type RawBuilder, sql } from 'kysely'

/** A column's word instead of its code, for a line that people read. */
export function wordSql(column: string, words: Readonly<Record<string, string>>): RawBuilder<string> {
  const cases = Object.entries(words).map(([code, word]) => sql`when ${code} then ${word}`)
  return sql<string>`case ${sql.ref(column)} ${sql.join(cases, sql` `)} else ${sql.ref(column)} end`
}
