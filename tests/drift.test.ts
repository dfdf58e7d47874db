import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../src/app/modules.ts'
import { type AnyEntity, entities } from '../src/core/entity.ts'
import { openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface Column {
  name: string
  type: string
  nullable: boolean
}

async function columnsOf(table: string): Promise<Column[]> {
  const { rows } = await world.owner.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type, not a.attnotnull as nullable
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by 1`,
    [table],
  )
  return rows
}

describe('a record and its table say the same', () => {
  it.each([...entities().values()].map((entity): [string, AnyEntity] => [entity.label, entity]))(
    '%s',
    async (_label, entity) => {
      const expected = entity.columns.map(({ name, sqlType, nullable, field }) => ({
        name,
        type: (name === 'id' && !entity.options.tenant) || field.kind !== 'ref' ? sqlType : 'uuid',
        nullable,
      }))
      const actual = await columnsOf(entity.table)
      const idType = actual.find(({ name }) => name === 'id')!.type
      const wanted = expected.map((column) => (column.name === 'id' ? { ...column, type: idType } : column))
      expect(actual).toEqual(wanted.sort((a, b) => (a.name < b.name ? -1 : 1)))
    },
  )
})

/** Tables that name a county but are read before a scope is known, or hold nothing of a person (trust.md, Writes). */
const withoutWall = new Set(['op_log', 'audit_head', 'data_key'])

describe('the schema keeps the rules of scale', () => {
  it('every table of a county begins its key with the county and stands behind the wall', async () => {
    const { rows } = await world.owner.query<{
      table: string
      key: string
      rls: boolean
      forced: boolean
      policies: number
    }>(`
      select c.relname as table, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
        (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as key,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county')`)
    const references = new Set(
      [...entities().values()].filter(({ options }) => !options.tenant).map(({ table }) => table),
    )
    const tenant = rows.filter(({ table }) => !references.has(table))
    expect(tenant.length).toBeGreaterThan(10)
    expect(tenant.filter(({ key }) => key !== 'county').map(({ table }) => table)).toEqual([])
    expect(
      tenant
        .filter(({ table, rls, forced, policies }) => !withoutWall.has(table) && !(rls && forced && policies >= 2))
        .map(({ table }) => table),
    ).toEqual([])
  })

  it('every unique constraint, foreign key and index of a county’s table includes the county', async () => {
    const { rows } = await world.owner.query<{ name: string }>(`
      select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relrowsecurity and i.indisunique and n.nspname = 'public'
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county' and a.attnum = any(i.indkey))
      union all
      select k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
      where k.contype = 'f' and c.relrowsecurity and f.relrowsecurity
        and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county' and a.attnum = any(k.conkey))`)
    expect(rows).toEqual([])
  })

  it('no business trigger, no deferred constraint, no function that looks past the wall', async () => {
    const { rows } = await world.owner.query<{ name: string }>(`
      select tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where not tgisinternal and n.nspname = 'public'
      union all select conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace where condeferrable and n.nspname = 'public'
      union all select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and prosecdef`)
    expect(rows).toEqual([])
  })
})
