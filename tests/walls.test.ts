import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../src/core/access.ts'
import { splitId } from '../src/core/identifiers.ts'
import { aPerson, aService, aStation, openWorld, type World } from './world.ts'

let world: World
let clerk: Actor
let stranger: Actor
let station: string

beforeAll(async () => {
  world = await openWorld()
  clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  stranger = await world.actor(await world.account({ role: 'county', place: '530102' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const person = await aPerson(world, clerk, station)
  const worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  await aService(world, worker, station)
  const elsewhere = (await aStation(world, stranger, { place: '530102001' })).id
  await aPerson(world, stranger, elsewhere)
})
afterAll(() => world.close())

/** Runs SQL as the application's role, with a scope of our own choosing, as a forgotten predicate would. */
async function asApplication<T>(
  scope: { counties?: string; whole?: string; stations?: string },
  text: string,
): Promise<T[]> {
  const client = await world.db.pool.connect()
  try {
    await client.query('begin')
    const { whole = '', stations = '', counties = '' } = scope
    await client.query(`set local yz.scope = '${whole}|${stations}|${counties}'`)
    const { rows } = await client.query(text)
    await client.query('commit')
    return rows as T[]
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const tables = ['station', 'person', 'appointment', 'service_record', 'fact', 'audit', 'search_token', 'record_count']

describe('the second wall, tried as the application’s own role', () => {
  it('a transaction without a scope sees no row of any county', async () => {
    for (const table of tables) expect(await asApplication({}, `select 1 from ${table}`), table).toEqual([])
  })

  it('a scope of one county sees that county whole and nothing else', async () => {
    for (const table of tables) {
      const rows = await asApplication<{ county: string }>(
        { counties: '530111', whole: '530111' },
        `select distinct county from ${table}`,
      )
      expect(rows, table).toEqual([{ county: '530111' }])
    }
  })

  it('a scope of one station sees that station only', async () => {
    const scope = { counties: '530111', stations: splitId(station).uuid }
    expect(await asApplication(scope, 'select distinct station from person')).toEqual([
      { station: splitId(station).uuid },
    ])
    expect(
      await asApplication({ counties: '530102', stations: splitId(station).uuid }, 'select 1 from person'),
    ).toEqual([])
  })

  it('a row cannot be written into another county, nor moved there', async () => {
    const scope = { counties: '530111', whole: '530111' }
    const stolen = `insert into search_token (county, station, token, entity, id) values ('530102', null, 'x', 'person', gen_random_uuid())`
    await expect(asApplication(scope, stolen)).rejects.toThrow('row-level security')
    await expect(asApplication(scope, `update person set county = '530102'`)).rejects.toThrow()
  })

  it('the audit can be added to and read, never changed', async () => {
    const scope = { counties: '530111', whole: '530111' }
    for (const attempt of [
      `update audit set action = 'x'`,
      'delete from audit',
      'truncate audit',
      'delete from access_log',
      'update fact set people = 0',
      'delete from fact',
    ]) {
      await expect(asApplication(scope, attempt), attempt).rejects.toThrow('permission denied')
    }
  })

  it('the application’s role owns nothing and cannot step past the wall', async () => {
    const { rows } = await world.owner.query(
      `select rolsuper, rolbypassrls, rolcreaterole, (select count(*)::int from pg_class c where c.relowner = r.oid) as owned from pg_roles r where rolname = 'yz_app'`,
    )
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 }])
  })

  it('a county of the neighbour looks as if it did not exist, through the door as well', async () => {
    const { modules } = await import('../src/app/modules.ts')
    await expect(world.as(stranger, modules.stations.getStation, { id: station })).rejects.toMatchObject({
      code: 'notFound',
    })
    const listed = await world.as(stranger, modules.people.listPeople, {})
    expect(listed.rows.every(({ person }) => person.county === '530102')).toBe(true)
  })
})
