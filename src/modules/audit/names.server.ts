import { sql } from 'kysely'
import { type AnyEntity, entities } from '../../core/entity.ts'
import type { Fields } from '../../core/field.ts'
import { splitId, uuidShape } from '../../core/identifiers.ts'
import type { Tx } from '../../core/tx.ts'

/** Ids by the record they are of. */
export type Wanted = Map<string, Set<string>>

export function want(wanted: Wanted, target: string, id: string): void {
  const known = wanted.get(target)
  if (known) known.add(id)
  else wanted.set(target, new Set([id]))
}

/** Names by `<record>|<id>`; what the asker's scope does not hold is left out. */
export type Names = ReadonlyMap<string, string>

const nameKeys = ['name', 'title', 'personName'] as const

/** The column a record is called by, if it has a name at all. */
export function nameColumn(entity: AnyEntity): string | undefined {
  const fields = entity.fields as Fields
  const key = nameKeys.find((one) => fields[one]?.kind === 'text' && fields[one]?.privacy !== 'sealed')
  return key && entity.columns.find((column) => column.key === key)!.name
}

export async function namesOf(tx: Tx, wanted: Wanted): Promise<Names> {
  const found = await Promise.all(
    [...wanted].map(async ([target, ids]) => {
      const rows = await namesOfOne(tx, target, [...ids])
      return rows.map(({ id, name }) => [`${target}|${id}`, name] as const)
    }),
  )
  return new Map(found.flat())
}

async function namesOfOne(tx: Tx, target: string, ids: string[]): Promise<{ id: string; name: string }[]> {
  if (target === 'place') {
    return tx.rows(
      sql`select distinct on (place) place as id, name from place_tenure where place = any(${ids}::text[]) order by place, from_on desc`,
    )
  }
  const entity = entities().get(target)
  const column = entity && nameColumn(entity)
  if (!column) return []
  const name = sql.ref(column)
  if (!entity.options.tenant) {
    return tx.rows(
      sql`select id::text as id, ${name} as name from ${sql.table(entity.table)} where id = any(${ids.filter((id) => uuidShape.test(id))}::uuid[])`,
    )
  }
  const split = ids.map(splitId).filter((one) => uuidShape.test(one.uuid))
  return tx.rows(
    sql`select county || '-' || id as id, ${name} as name from ${sql.table(entity.table)}
      where county = any(${[...new Set(split.map(({ county }) => county))]}::text[]) and id = any(${split.map((one) => one.uuid)}::uuid[])`,
  )
}
