import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aStation, openWorld, type World } from '../../tests/world.ts'
import type { Actor } from '../core/access.ts'
import { type Database, openDatabase } from '../core/db.ts'
import { anchorStore, dropAnchors, keepAnchor } from './anchor.ts'

let world: World
let owner: Database
let county: Actor
let data: string

beforeAll(async () => {
  world = await openWorld()
  const { host, port, user, password, database } = world.owner
  owner = openDatabase({ host, port, user, password: password as string, database: database as string }, 2)
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  data = await mkdtemp(join(tmpdir(), 'yizhan-anchor-'))
})
afterAll(async () => {
  await owner.close()
  await world.close()
  await rm(data, { recursive: true, force: true })
})

const newest = async () => (await anchorStore(data).newest())?.anchor
const kept = async () => (await readdir(join(data, 'anchors'))).length
const write = () => aStation(world, county, { place: '530111004' })
const mode = async (name: string) => ((await stat(join(data, name))).mode & 0o777).toString(8)

it('an anchor is kept outside the database, readable only by whoever runs Yizhan', async () => {
  expect(await newest()).toBeUndefined()
  await write()
  expect(await keepAnchor(owner, data, '2026-11-24T02:00:00.000Z')).toEqual([])
  expect(await newest()).toMatchObject({ at: '2026-11-24T02:00:00.000Z' })
  expect([await mode('anchor.key'), await mode('anchor.key.pub')]).toEqual(['600', '600'])
  expect(await mode('anchors/2026-11-24T020000.000Z.json')).toBe('600')
})

it('an hour without a line needs no new anchor', async () => {
  await keepAnchor(owner, data, '2026-11-24T03:00:00.000Z')
  expect(await kept()).toBe(1)
})

it('older than two days, the last anchor of each day stays', async () => {
  for (const hour of ['04', '05', '06']) {
    await write()
    await keepAnchor(owner, data, `2026-11-24T${hour}:00:00.000Z`)
  }
  await write()
  await keepAnchor(owner, data, '2026-11-28T02:00:00.000Z')
  expect((await readdir(join(data, 'anchors'))).sort()).toEqual([
    '2026-11-24T060000.000Z.json',
    '2026-11-28T020000.000Z.json',
  ])
})

it('once a chain was rewritten no new anchor covers it: the old one goes on saying so', async () => {
  const before = await newest()
  await owner.pool.query(
    `update audit set hash = '\\x00' where (station, seq) = (select station, seq from audit_head limit 1)`,
  )
  expect(await keepAnchor(owner, data, '2026-11-28T03:00:00.000Z')).toMatchObject([{ problem: 'behindAnchor' }])
  expect(await newest()).toEqual(before)
})

it('after the chains were cleared on purpose, anchoring begins anew', async () => {
  await dropAnchors(data)
  expect(await keepAnchor(owner, data, '2026-11-28T04:00:00.000Z')).toEqual([])
})
