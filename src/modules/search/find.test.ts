import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPerson, aStation, madeUpIdentity, openWorld, type World } from '../../../tests/world.ts'
import { type Actor, reachOf, unite } from '../../core/access.ts'
import { compile, transact } from '../../core/db.ts'
import { Person } from '../people/index.ts'
import { compileStationReport } from '../reporting/index.server.ts'
import { byTokens } from './find.server.ts'
import { findAnything } from './index.server.ts'

let world: World
let county: Actor
let head: Actor
let otherHead: Actor
let auditor: Actor
let stranger: Actor
let station: string
const number = madeUpIdentity('1990-07-01', 911)

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  stranger = await world.actor(await world.account({ role: 'county', place: '530102' }))
  auditor = await world.actor(await world.account({ role: 'auditor', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004', name: '梧桐街道社会工作服务站' })).id
  const other = (await aStation(world, county, { place: '530111003', name: '银杏街道社会工作服务站' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  otherHead = await world.actor(await world.account({ role: 'stationHead', station: other }))
  await aPerson(world, county, station, { name: '欧阳示例', idNumber: number, bornOn: '1990-07-01', sex: 'male' })
  for (let i = 0; i < 10; i++) await aPerson(world, county, station, { name: `示例欧阳${'一二三四五六七八九十'[i]}` })
  await world.as(head, compileStationReport, { station, period: '2026-10' })
})
afterAll(() => world.close())

async function found(actor: Actor, typed: string): Promise<Record<string, string[]>> {
  const groups = await world.as(actor, findAnything, { text: typed })
  return Object.fromEntries(groups.map(({ group, hits }) => [group, hits.map(({ name }) => name)]))
}

it('people are found by part of the name and by pinyin initials, those that begin so first, at most eight', async () => {
  const { people } = await found(county, '欧阳')
  expect(people).toHaveLength(8)
  expect(people![0]).toBe('欧阳示例')
  expect((await found(county, 'oysl')).people).toEqual(['欧阳示例'])
  expect((await found(county, 'OYSL')).people).toEqual(['欧阳示例'])
})

it('a whole identity number finds its person, a part of it nobody', async () => {
  expect((await found(county, number)).people).toEqual(['欧阳示例'])
  expect((await found(county, number.slice(0, 12))).people).toBeUndefined()
  expect((await found(stranger, number)).people).toBeUndefined()
})

it('stations are found by name and initials, and with them their reports', async () => {
  const byName = await found(county, '梧桐')
  expect(byName.stations).toEqual(['梧桐街道社会工作服务站'])
  expect(byName.reports).toEqual(['梧桐街道社会工作服务站2026年10月工作月报'])
  expect((await found(county, 'wtjd')).stations).toEqual(['梧桐街道社会工作服务站'])
})

it('places of one’s own county are found by name', async () => {
  expect((await found(county, '官渡')).places?.[0]).toBe('官渡区')
  expect((await found(stranger, '官渡区')).places ?? []).not.toContain('官渡区')
})

it('each sees only what they may read: another station, another county and another role see nothing of it', async () => {
  expect((await found(head, '欧阳')).people).toHaveLength(8)
  expect(await found(otherHead, '欧阳')).toEqual({})
  expect((await found(otherHead, '梧桐')).stations).toBeUndefined()
  expect(await found(stranger, '欧阳')).toEqual({})
  // an auditor reads stations, not people
  expect(Object.keys(await found(auditor, '梧桐'))).toEqual(['stations', 'reports'])
  expect(await found(auditor, '欧阳')).toEqual({})
})

it('one letter, or signs that mean something to a database, find nothing and break nothing', async () => {
  for (const typed of ['o', '%', "' or 1=1 --", '\\', '_欧', '欧%', 'ﷺﷺ'])
    expect((await found(county, typed)).people).toBeUndefined()
})

it('the token index is used under row-level security, as the application’s own role', async () => {
  await world.owner.query(`
    insert into search_token (county, station, token, entity, id)
    select county, gen_random_uuid(), 'zz' || n, 'person', gen_random_uuid()
    from generate_series(1, 4000) n cross join (values ('530111'), ('530102')) c(county)`)
  await world.owner.query('analyze search_token')
  for (const actor of [county, head]) {
    const reach = reachOf(actor, 'person.read')
    const plan = await transact(world.db, unite(actor.grants.values()), 'read', async (connection) => {
      const { text, values = [] } = compile(byTokens(Person, reach, actor, '欧阳'))
      const rows = await connection.rows<{ queryPlan: string }>({ text: `explain ${text}`, values })
      return rows.map((row) => Object.values(row)[0]).join('\n')
    })
    expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/)
    expect(plan).toMatch(/Index Cond:.*token >= /s)
    expect(plan).not.toContain('Seq Scan on search_token')
  }
})
