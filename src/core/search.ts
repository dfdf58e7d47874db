import { type RawBuilder, sql } from 'kysely'
import { countiesIn, type Reach } from './access.ts'
import type { Connection } from './db.ts'
import type { AnyEntity } from './entity.ts'
import { splitId } from './identifiers.ts'

/**
 * Words are found again by a b-tree over tokens: row-level security lets no trigram or LIKE index be used
 * (dependencies.md, "Search under row-level security"). Every suffix of a word is a token, so a part is a prefix of one;
 * so is its pinyin, by initials (zsf) and in full (zhangsanfeng).
 */
async function tokensOf(words: readonly string[]): Promise<string[]> {
  const { pinyin } = await import('pinyin-pro')
  const tokens = new Set<string>()
  for (const word of words) {
    const plain = word.toLowerCase().replace(/\s+/g, '')
    const spoken = (pattern: 'first' | 'pinyin') =>
      pinyin(plain, { pattern, toneType: 'none', surname: 'head', type: 'array' }).map((one) => one.toLowerCase())
    const initials = spoken('first').join('')
    for (const whole of [plain, initials]) for (let i = 0; i < whole.length; i++) tokens.add(whole.slice(i, i + 12))
    // whole syllables begin only where one begins
    const syllables = spoken('pinyin')
    for (let i = 0; i < syllables.length; i++) tokens.add(syllables.slice(i).join('').slice(0, 12))
  }
  return [...tokens]
}

/** Makes new records findable by their words. */
export async function addTokens(
  connection: Connection,
  entity: string,
  of: readonly { row: { id: string; station: string | null }; words: readonly string[] }[],
): Promise<void> {
  const lines: [county: string, station: string | null, id: string, token: string][] = []
  for (const { row, words } of of) {
    const { county, uuid } = splitId(row.id)
    const station = row.station && splitId(row.station).uuid
    for (const token of await tokensOf(words)) lines.push([county, station, uuid, token])
  }
  connection.send({
    name: 'search_token_add',
    text: `insert into search_token (county, station, entity, id, token)
      select county, station, $1, id, token from unnest($2::text[], $3::uuid[], $4::uuid[], $5::text[]) as t(county, station, id, token)`,
    values: [entity, ...([0, 1, 2, 3] as const).map((i) => lines.map((line) => line[i]))],
  })
}

/** Keeps the tokens of one record in step with its words. */
export async function writeTokens(
  connection: Connection,
  entity: string,
  row: { id: string; station: string | null },
  words: readonly string[],
  replace: boolean,
): Promise<void> {
  const { county, uuid } = splitId(row.id)
  const tokens = await tokensOf(words)
  if (replace)
    connection.send({
      text: 'delete from search_token where county = $1 and entity = $2 and id = $3',
      values: [county, entity, uuid],
    })
  connection.send({
    text: 'insert into search_token (county, station, entity, id, token) select $1, $2, $3, $4, unnest($5::text[])',
    values: [county, row.station ? splitId(row.station).uuid : null, entity, uuid, tokens],
  })
}

/**
 * Keys (county, id) of the records in the counties of a reach of which a word holds what was typed, or its pinyin does.
 * It names its counties itself and nothing of the statement around it: asked once, by the index, and not row by row.
 */
export function wordedKeys(entity: Pick<AnyEntity, 'name'>, reach: Reach, typed: string): RawBuilder<unknown> {
  const [from, before] = tokenRange(typed)
  return sql`select county, id from search_token
    where county = any(${countiesIn(reach)}::text[]) and entity = ${entity.name} and token >= ${from} and token < ${before}`
}

/** Records of which a word holds what was typed, or its pinyin does. */
export function worded(entity: Pick<AnyEntity, 'name' | 'table'>, reach: Reach, typed: string): RawBuilder<boolean> {
  const column = (of: string) => sql.ref(`${entity.table}.${of}`)
  return sql<boolean>`(${column('county')}, ${column('id')}) in (${wordedKeys(entity, reach, typed)})`
}

/** The range of tokens that begin with what was typed. */
export function tokenRange(typed: string): [from: string, before: string] {
  const plain = typed.toLowerCase().replace(/\s+/g, '').slice(0, 12)
  return [plain, `${plain}\u{10FFFF}`]
}
