import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from '../../src/app/modules.ts'
import { type Actor, reachesNothing, reachOf } from '../../src/core/access.ts'
import type { InputOfCall } from '../../src/core/action.ts'
import { readableFile, StoredFile } from '../../src/core/files.ts'
import { newId } from '../../src/core/identifiers.ts'
import { insert } from '../../src/core/records.ts'
import { aPerson, aStation, openWorld, type World } from '../world.ts'

const { protection, audit, search } = modules

let world: World
let station: string
let worker: Actor
let head: Actor
let colleague: Actor
let outsiders: Record<string, Actor>
let incident: string
let photo: string
let headsPhoto: string

const upload = (actor: Actor, name: string) =>
  world.door.perform(actor, 'files/upload', async (tx) => {
    const at = { id: newId(station.slice(0, 6)), station }
    const row = await insert(tx, StoredFile, at, {
      name,
      type: 'image/png',
      size: 3,
      sha256: '0'.repeat(64),
      readBy: 'incident.read',
    })
    return row.id
  })

/** The file as it would be downloaded: by the grant it asks for. */
const download = async (actor: Actor, id: string) =>
  reachesNothing(reachOf(actor, 'incident.read'))
    ? undefined
    : world.door.read(actor, 'incident.read', (tx, reach) => readableFile(tx, reach, id))

const report = (over: Partial<InputOfCall<typeof protection.reportIncident>> = {}) => ({
  station,
  situation: 'injuries' as const,
  foundAt: '2026-11-23T01:00:00.000Z',
  source: 'self' as const,
  danger: false,
  victim: '示例女孩小芸',
  summary: '手臂有淤青',
  files: [],
  ...over,
})

beforeAll(async () => {
  world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  const at = async (role: 'residentWorker' | 'stationHead') =>
    world.actor(await world.account({ role, station }, (await aPerson(world, clerk, station)).id))
  worker = await at('residentWorker')
  colleague = await at('residentWorker')
  head = await at('stationHead')
  outsiders = {
    colleague,
    township: await world.actor(await world.account({ role: 'township', place: '530111004' })),
    city: await world.actor(await world.account({ role: 'city', place: '530100' })),
    neighbour: await world.actor(await world.account({ role: 'county', place: '530102' })),
  }
  photo = await upload(worker, '小芸-手臂照片.png')
  incident = (await world.as(worker, protection.reportIncident, report({ files: [photo] }))).id
  headsPhoto = await upload(head, '小芸-谈话.png')
  await world.as(head, protection.addIncidentStep, {
    id: incident,
    version: 1,
    kind: 'evidence',
    at: '2026-11-23T02:00:00.000Z',
    files: [headsPhoto],
  })
})
afterAll(() => world.close())

const nobody = (id: string) => `${id.slice(0, id.indexOf('-'))}-00000000-0000-7000-8000-000000000000`
const said = (asked: Promise<unknown>) => asked.then(JSON.stringify, (error: Error) => error.message)

describe('a sealed incident', () => {
  it('[S21] is to everybody else what does not exist: by its id, in its trail, the search and the counts', async () => {
    for (const [name, actor] of Object.entries(outsiders)) {
      const alike = async (ask: (id: string) => Promise<unknown>, id = incident) =>
        expect(await said(ask(id)), name).toBe(await said(ask(nobody(id))))
      await alike((id) => world.as(actor, protection.openIncident, { id, reason: 'handling' }))
      await alike((id) => world.as(actor, audit.historyOf, { id, entity: 'incident' }))
      await alike((id) => world.as(actor, audit.historyOf, { id, entity: 'file' }), photo)
      await alike((id) => world.as(actor, protection.reopenIncident, { id, version: 1 }))
      for (const text of ['小芸', '2026-0001', '手臂照片'])
        expect(JSON.stringify(await world.as(actor, search.findAnything, { text }))).not.toMatch(/小芸|incident|手臂/)
      if (!reachesNothing(reachOf(actor, 'incident.read')))
        expect(await world.as(actor, protection.listIncidents, {}), name).toEqual([])
    }
    const { lines } = await world.as(
      await world.actor(await world.account({ role: 'auditor', place: '530111' })),
      audit.listAudit,
      {},
    )
    expect(JSON.stringify(lines)).not.toMatch(/小芸|淤青/)
  })

  it('[S2] [S13] its photographs are read by whom it belongs to, whoever uploaded them, and by no colleague', async () => {
    expect((await download(worker, photo))?.name).toBe('小芸-手臂照片.png')
    expect((await download(worker, headsPhoto))?.name).toBe('小芸-谈话.png')
    expect(await download(head, photo)).toBeDefined()
    for (const [name, actor] of Object.entries(outsiders))
      for (const file of [photo, headsPhoto]) expect(await download(actor, file), name).toBeUndefined()
  })

  it('[S2] the id of a colleague’s file is refused on a record of one’s own, as if there were no such file', async () => {
    const theirs = await said(world.as(colleague, protection.reportIncident, report({ files: [photo] })))
    expect(theirs).toBe(await said(world.as(colleague, protection.reportIncident, report({ files: [nobody(photo)] }))))
    expect(theirs).toContain('找不到所选的')
    const own = await upload(colleague, '自己拍的.png')
    expect(await said(world.as(colleague, protection.reportIncident, report({ files: [own] })))).toContain('2026-')
  })
})
