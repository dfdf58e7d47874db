import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aClient,
  aPerson,
  aService,
  aStation,
  madeUpIdentity,
  openWorld,
  today,
  type World,
} from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { entities } from '../../core/entity.ts'
import { splitId } from '../../core/identifiers.ts'
import {
  addCategory,
  addNeed,
  assessRisk,
  compareClients,
  findDuplicates,
  getClient,
  keepApart,
  listClients,
  listDuplicates,
  listMerges,
  mergeClients,
  timelineOf,
  undoMerge,
} from './index.server.ts'
import { referringTables } from './merge.server.ts'

let world: World
let county: Actor
let head: Actor
let worker: Actor
let otherHead: Actor
let station: string
let other: string

beforeAll(async () => {
  world = await openWorld()
  county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  other = (await aStation(world, county, { place: '530111003' })).id
  const person = await aPerson(world, county, station)
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  otherHead = await world.actor(await world.account({ role: 'stationHead', station: other }))
})
afterAll(() => world.close())

const withoutNumber = { idNumber: null, noIdReason: '证件遗失', bornOn: '1950-01-02' } as const

/** Every row of every table that refers to these two files, as it stands in the database. */
async function everything(...ids: string[]): Promise<Record<string, unknown[]>> {
  const uuids = ids.map((one) => splitId(one).uuid)
  const found: Record<string, unknown[]> = {}
  for (const { table, column } of [...referringTables(), { table: 'client', column: 'id' }]) {
    const { rows } = await world.owner.query(`select * from ${table} where ${column} = any($1::uuid[]) order by id`, [
      uuids,
    ])
    // versions and sealed bytes differ although they say the same
    found[`${table}.${column}`] = rows.map(
      ({ version: _version, id_number: _i, phone: _p, address: _a, ...row }) => row,
    )
  }
  return found
}

describe('duplicates', () => {
  it('who looks alike is said while the file is opened, and confirmed as somebody else before it is saved', async () => {
    const first = await aClient(world, worker, station, { name: '示例双名', ...withoutNumber })
    await expect(aClient(world, worker, station, { name: '示例 双名', ...withoutNumber })).rejects.toMatchObject({
      code: 'conflict',
      fields: { confirmedDifferent: expect.stringContaining('姓名与出生日期相同') },
    })
    const second = await aClient(world, worker, station, {
      name: '示例双名',
      ...withoutNumber,
      confirmedDifferent: [first.id],
    })
    expect(
      (await world.as(head, listDuplicates, { state: 'different' })).rows.map(({ duplicate }) =>
        [duplicate.first, duplicate.second].sort(),
      ),
    ).toContainEqual([first.id, second.id].sort())
    // what has been looked at does not come again
    await world.as(head, findDuplicates, {})
    expect((await world.as(head, listDuplicates, {})).rows.map(({ duplicate }) => duplicate.first)).not.toContain(
      first.id,
    )
  })

  it('files of two stations are found later by the county, which alone sees the pair; a shared office phone is none', async () => {
    const one = await aClient(world, worker, station, { name: '示例两站', ...withoutNumber })
    const two = await aClient(world, otherHead, other, { name: '示例两站', ...withoutNumber })
    for (let i = 0; i < 6; i++)
      await aClient(world, worker, station, {
        phone: '19900008888',
        confirmedDifferent: (await world.as(worker, listClients, { search: '19900008888' })).rows.map(({ id }) => id),
      })
    expect((await world.as(county, findDuplicates, {})).found).toBe(1)
    expect((await world.as(county, findDuplicates, {})).found).toBe(0)
    const pairs = (await world.as(county, listDuplicates, {})).rows
    expect(pairs.map(({ duplicate }) => [duplicate.first, duplicate.second])).toEqual([[one.id, two.id].sort()])
    expect(pairs[0]!.duplicate.why).toEqual(['nameBorn'])
    expect((await world.as(head, listDuplicates, {})).rows).toEqual([])
    await world.as(county, keepApart, { id: pairs[0]!.duplicate.id, version: 1 })
    expect((await world.as(county, listDuplicates, {})).rows).toEqual([])
  })
})

describe('merging', () => {
  it('every table that refers to a client is moved, without being named', () => {
    const tables = referringTables().map(({ table }) => table)
    const refs = [...entities().values()].filter(
      ({ columns, name }) =>
        !['duplicate', 'client_merge', 'client_moved'].includes(name) &&
        columns.some(({ field }) => field.target === 'client' && field.kind === 'ref'),
    )
    expect(refs.length).toBeGreaterThan(12)
    for (const { table } of refs) expect(tables).toContain(table)
  })

  it('a merge loses nothing, leaves an alias, and its undoing restores every row exactly', async () => {
    const number = madeUpIdentity('1944-04-04', 302)
    const kept = await aClient(world, worker, station, { name: '示例合并', ...withoutNumber, bornOn: '1944-04-04' })
    const merged = await aClient(world, worker, station, {
      name: '示例合并甲',
      idNumber: number,
      bornOn: '1944-04-04',
      phone: '19900007777',
    })
    await world.as(worker, addCategory, {
      id: merged.id,
      category: 'livingAlone',
      fromOn: '2026-01-05',
      source: 'roster',
      proof: [],
    })
    await world.as(worker, addNeed, { id: merged.id, kind: 'care', content: '需要助餐', foundOn: today })
    await world.as(worker, assessRisk, {
      id: kept.id,
      level: 'high',
      reasons: '独居多病',
      fromOn: today,
      reviewOn: '2027-05-24',
    })
    await aService(world, worker, station, { clients: [merged.id], summary: '只给乙' })
    await aService(world, worker, station, { clients: [kept.id, merged.id], people: 2, summary: '两份都选了' })
    const before = await everything(kept.id, merged.id)
    const counted = (await world.as(head, listClients, {})).total

    const compared = await world.as(head, compareClients, { first: kept.id, second: merged.id })
    expect(compared.records.find(({ label }) => label === '服务记录')).toEqual({
      label: '服务记录',
      first: 1,
      second: 2,
    })
    const merge = await world.as(head, mergeClients, {
      id: kept.id,
      version: compared.first.version,
      merged: merged.id,
      mergedVersion: compared.second.version,
      take: ['idNumber', 'phone'],
      reason: '同一人两次建档',
    })
    const file = await world.as(worker, getClient, { id: kept.id })
    expect(file.client.idNumber).toEqual({ masked: true, hint: `****${number.slice(-4)}` })
    expect(file.client.formerName).toBe('示例合并甲')
    expect(file.needs.map(({ content }) => content)).toEqual(['需要助餐'])
    expect((await world.as(worker, timelineOf, { id: kept.id })).lines.map(({ title }) => title).sort()).toEqual([
      '两份都选了',
      '只给乙',
    ])
    expect((await world.as(worker, listClients, { search: number })).rows.map(({ id }) => id)).toEqual([kept.id])
    expect((await world.as(worker, getClient, { id: merged.id })).mergedIntoName).toBe('示例合并')
    expect((await world.as(head, listClients, {})).total).toBe(counted - 1)
    await expect(aClient(world, worker, station, { idNumber: number, bornOn: '1944-04-04' })).rejects.toMatchObject({
      code: 'conflict',
    })

    const undone = await world.as(head, undoMerge, { id: merge.id, version: 1, undoneReason: '其实是两姐妹' })
    expect(undone.undoneOn).toBe(today)
    expect(await everything(kept.id, merged.id)).toEqual(before)
    expect((await world.as(worker, listClients, { search: '合并甲' })).rows.map(({ id }) => id)).toEqual([merged.id])
    expect((await world.as(head, listClients, {})).total).toBe(counted)
    expect(
      (await world.as(head, listMerges, { client: kept.id })).map(({ keptName, mergedName }) => [keptName, mergedName]),
    ).toEqual([['示例合并', '示例合并甲']])
  })

  it('what was written since a merge stays with the kept file when the merge is undone', async () => {
    const kept = await aClient(world, worker, station)
    const merged = await aClient(world, worker, station, { occupation: '退休' })
    const merge = await world.as(head, mergeClients, {
      id: kept.id,
      version: 1,
      merged: merged.id,
      mergedVersion: 1,
      take: ['occupation'],
      reason: '同一人',
    })
    await world.as(worker, addNeed, { id: kept.id, kind: 'medical', content: '合并后才发现', foundOn: today })
    await expect(
      world.as(worker, addNeed, { id: merged.id, kind: 'medical', content: '写到旧档案', foundOn: today }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await world.as(head, undoMerge, { id: merge.id, version: 1, undoneReason: '弄错了' })
    expect((await world.as(worker, getClient, { id: kept.id })).needs).toHaveLength(1)
    expect((await world.as(worker, getClient, { id: merged.id })).needs).toHaveLength(0)
    expect((await world.as(worker, getClient, { id: kept.id })).client.occupation).toBeNull()
  })

  it('a worker may not merge, and nobody merges with a file out of their reach', async () => {
    const [kept, foreign] = [await aClient(world, worker, station), await aClient(world, otherHead, other)]
    const merging = { id: kept.id, version: 1, merged: foreign.id, mergedVersion: 1, reason: '试' }
    await expect(world.as(worker, mergeClients, merging)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(world.as(head, mergeClients, merging)).rejects.toMatchObject({ code: 'notFound' })
    const merge = await world.as(county, mergeClients, merging)
    const moved = await everything(kept.id)
    expect(moved['client_station.client']!.map((row) => (row as { station: string }).station)).toEqual([
      splitId(station).uuid,
      splitId(station).uuid,
    ])
    await world.as(county, undoMerge, { id: merge.id, version: 1, undoneReason: '试完' })
    expect((await world.as(otherHead, getClient, { id: foreign.id })).stations).toHaveLength(1)
  })
})
