import type pg from 'pg'
import { uuidv7 } from '../../core/identifiers.ts'
import { beginning } from './place.ts'

/** `[id, kind, name, parent, county]`, parents first, as tools/divisions.mjs makes them. */
export type Division = [id: string, kind: string, name: string, parent: string | null, county: string]

/** Loads the division tree into an empty place table, as the owner; does nothing where places are already there. */
export async function loadDivisions(
  owner: pg.Client,
  rows: readonly Division[],
  source: string,
  at: Date,
): Promise<number> {
  const { rows: known } = await owner.query<{ there: boolean }>('select exists (select from place) as there')
  if (known[0]!.there) return 0
  for (let i = 0; i < rows.length; i += 5000) {
    const part = rows.slice(i, i + 5000)
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
  await owner.query('analyze place; analyze place_tenure')
  return rows.length
}
