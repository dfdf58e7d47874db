import { createHash } from 'node:crypto'
import type pg from 'pg'
import { uuidv7 } from '../../core/identifiers.ts'
import { beginning } from './place.ts'

/** `[id, kind, name, parent, county]`, parents first, as tools/divisions.mjs makes them. */
export type Division = [id: string, kind: string, name: string, parent: string | null, county: string]

/**
 * Brings the place table up to the bundled tree, given as the build has written it (`{ source, rows }` as JSON): all of
 * it or none. A tree that was read before is known by its fingerprint and not looked at again. `progress` hears that
 * something is to be done. Answers how many places were added.
 */
export async function keepDivisions(
  owner: pg.Client,
  bundled: string,
  at: Date,
  progress: () => void = () => {},
): Promise<number> {
  const sha256 = createHash('sha256').update(bundled).digest('hex')
  const { rows: read } = await owner.query('select 1 from place_source where sha256 = $1', [sha256])
  if (read.length > 0) return 0
  progress()
  const { source, rows } = JSON.parse(bundled) as { source: string; rows: Division[] }
  await owner.query('begin')
  try {
    // a command beside the first start waits here, and finds them loaded
    await owner.query('select pg_advisory_xact_lock(202611230901)')
    const added = await loadDivisions(owner, rows, source, at)
    await owner.query(
      'insert into place_source (sha256, source, loaded_at) values ($1, $2, $3) on conflict do nothing',
      [sha256, source, at],
    )
    await owner.query('commit')
    return added
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  }
}

/**
 * Adds the divisions that the place table lacks, as the owner, and answers how many. What whoever keeps the tree has
 * entered stands as it is: a place under that code or that name is there already, and below one that has ended nothing
 * is added.
 */
export async function loadDivisions(
  owner: pg.Client,
  rows: readonly Division[],
  source: string,
  at: Date,
): Promise<number> {
  const missing = await missingOf(owner, rows)
  for (let i = 0; i < missing.length; i += 5000) {
    const part = missing.slice(i, i + 5000)
    const column = (n: 0 | 1 | 2 | 3 | 4) => part.map((row) => row[n])
    await owner.query(
      `insert into place (id, county, version, created_at, kind, division_code, source)
       select id, county, 1, $4, kind, id, $5 from unnest($1::text[], $2::text[], $3::text[]) as p(id, kind, county)`,
      [column(0), column(1), column(4), at, source],
    )
    await owner.query(
      `insert into place_tenure (id, county, version, created_at, place, name, parent, from_on)
       select id, county, 1, $6, place, name, parent, $7 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as t(id, place, name, parent, county)`,
      [part.map(() => uuidv7()), column(0), column(2), column(3), column(4), at, beginning],
    )
  }
  if (missing.length > 0) await owner.query('analyze place; analyze place_tenure')
  return missing.length
}

async function missingOf(owner: pg.Client, rows: readonly Division[]): Promise<Division[]> {
  const { rows: places } = await owner.query<{ id: string; code: string | null }>(
    'select id, division_code as code from place',
  )
  const { rows: tenures } = await owner.query<{ place: string; name: string; parent: string | null }>(
    'select place, name, parent from place_tenure where to_on is null',
  )
  const known = new Set(places.flatMap(({ id, code }) => [id, code]))
  const standing = new Set(tenures.map(({ place }) => place))
  const named = new Set(tenures.map(({ name, parent }) => `${parent} ${name}`))
  return rows.filter(([id, , name, parent]) => {
    if (known.has(id) || named.has(`${parent} ${name}`) || (parent !== null && !standing.has(parent))) return false
    standing.add(id)
    return true
  })
}
