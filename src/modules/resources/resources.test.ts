import { afterAll, beforeAll, expect, it } from 'vitest'
import { judged } from '../../../tests/founded.ts'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { timelineOf } from '../clients/index.server.ts'
import { figures, measureNamed } from '../measures/index.server.ts'
import { periodOf } from '../measures/index.ts'
import { paperKinds } from '../papers/index.server.ts'
import {
  addResource,
  closeMatch,
  endResource,
  getResource,
  listMatches,
  listResources,
  matchResource,
  reviewResource,
} from './index.server.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function seat(county: string, place: string) {
  const clerk = await world.actor(await world.account({ role: 'county', place: county }))
  const station = (await aStation(world, clerk, { place })).id
  const person = await aPerson(world, clerk, station)
  const worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  return { clerk, station, worker, place }
}
type Seat = Awaited<ReturnType<typeof seat>>

const add = ({ worker, station, place }: Seat, over: object = {}) =>
  world.as(worker, addResource, {
    station,
    name: '示例爱心食堂',
    kind: 'charity',
    provider: '示例慈善会',
    offers: '为独居老人送午餐',
    place,
    registeredOn: '2025-10-08',
    ...over,
  } as never)

const itemsOf = async (id: string) => {
  const { rows } = await world.owner.query<{ items: string[]; variant: string }>(
    `select items, variant from fact where source = $1 and kind = 'service.given'`,
    [id.slice(id.indexOf('-') + 1)],
  )
  return rows
}

const share = (actor: Actor, station: string, day: string) =>
  world.door.read(actor, 'resource.read', async (tx) => {
    const [cell] = await figures(tx, measureNamed('resources.reviewedShare'), {
      subject: { stations: [station] },
      period: periodOf(day)!,
      with: { months: 12 },
    })
    return cell && [cell.numerator, cell.denominator]
  })

const printed = async (actor: Actor, paper: string, id: string) => {
  const { title, blocks } = await world.door.read(actor, 'resource.read', (tx, reach) =>
    paperKinds().get(paper)!.build({ tx, reach, input: { id } }),
  )
  return [title, ...blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))]
}

it('[BH-S1.3] the library of a 滨海 station is gone over each year: what is overdue is listed and found, on any day', async () => {
  const here = await seat('120116', '120116001')
  await expect(add(here, { place: '530111001' })).rejects.toMatchObject({
    fields: { place: '请选择本区县的社区（村）；设在外地的，选它服务到的社区，地址写在联系方式里' },
  })
  const old = await add(here)
  expect(old.reviewBy).toBe('2026-10-08')
  await add(here, { name: '示例义工队', kind: 'volunteer', registeredOn: '2026-05-01' })
  const due = async () => (await world.as(here.worker, listResources, { view: 'due' })).rows
  expect((await due()).map(({ resource, due: late }) => [resource.name, late])).toEqual([['示例爱心食堂', true]])
  const finding = () => judged(world, here.clerk, here.station, ['freshness.resource'])
  expect(await finding()).toEqual({ 'freshness.resource': ['notMet', 50] })
  expect(await share(here.clerk, here.station, '2026-10-08')).toEqual([2, 2])
  expect(await share(here.clerk, here.station, today)).toEqual([1, 2])
  const reviewed = await world.as(here.worker, reviewResource, {
    id: old.id,
    version: old.version,
    onDay: today,
    note: '仍在供餐',
  })
  expect(reviewed.reviewBy).toBe('2027-11-24')
  expect(await due()).toEqual([])
  const [title, first] = await printed(here.clerk, 'resources', here.station)
  expect([title, first]).toEqual(['社区资源库', expect.arrayContaining(['示例爱心食堂', '2027-11-24'])])
  expect(await finding()).toEqual({ 'freshness.resource': ['met', 100] })
  const { reviews } = await world.as(here.worker, getResource, { id: old.id })
  expect(reviews.map(({ onDay }) => onDay)).toEqual([today, '2025-10-08'])
  expect((await itemsOf(reviews[0]!.id)).map(({ items }) => items)).toEqual([['catalogue.1.3']])
})

it('[PZ-G3.2.4b] a funeral need is brought to an institution, stands in the archive with its outcome, and counts once as that item', async () => {
  const here = await seat('510402', '510402002')
  const home = await add(here, { name: '示例殡仪服务站', kind: 'funeral', offers: '遗体接运、惠民殡葬办理' })
  expect(home.reviewBy).toBeNull()
  const client = await aClient(world, here.worker, here.station)
  const match = (over: object) =>
    world.as(here.worker, matchResource, {
      id: home.id,
      version: home.version,
      need: '家属在外，协助联系接运和骨灰寄存',
      onDay: today,
      outcome: 'pending',
      ...over,
    } as never)
  await expect(match({})).rejects.toMatchObject({ fields: { forWhom: '请选择服务对象，或写明为谁' } })
  await expect(match({ forWhom: '示例户甲', outcome: 'failed' })).rejects.toMatchObject({
    fields: { result: '请写明为何未能落实' },
  })
  const made = await match({ client: client.id })
  expect(made).toMatchObject({ forWhom: client.name, kind: 'funeral', outcome: 'pending' })
  expect(await itemsOf(made.id)).toEqual([{ items: ['catalogue.3.2.4.2'], variant: 'linkage' }])
  await world.as(here.worker, closeMatch, {
    id: made.id,
    version: made.version,
    outcome: 'met',
    result: '当日接运，骨灰寄存公益墓地',
    closedOn: today,
  })
  const archive = await world.as(here.worker, listMatches, { kind: 'funeral' })
  expect(archive.rows.map(({ forWhom, outcome, closedOn }) => [forWhom, outcome, closedOn])).toEqual([
    [client.name, 'met', today],
  ])
  const [title, ...lines] = await printed(here.worker, 'resourceMatches', `${here.station}_2026_funeral`)
  expect([title, lines.length]).toEqual(['殡葬服务档案', 1])
  expect(lines[0]).toEqual(expect.arrayContaining([client.name, '示例殡仪服务站', '已落实']))
  expect(await printed(here.worker, 'resourceMatches', `${here.station}_2026_legal`)).toEqual(['供需对接台账'])
  await expect(printed(here.worker, 'resourceMatches', `${here.station}_2026_none`)).rejects.toMatchObject({
    message: '没有这份台账',
  })
  expect((await world.as(here.worker, timelineOf, { id: client.id })).lines.map(({ label }) => label)).toContain(
    '资源对接',
  )
  await expect(
    world.as(here.worker, closeMatch, {
      id: made.id,
      version: 2,
      outcome: 'failed',
      result: '又变了',
      closedOn: today,
    }),
  ).rejects.toMatchObject({ message: '这次对接已经登记结果' })
})

it('what has ended is offered to nobody any more, and whoever only oversees reads without writing', async () => {
  const here = await seat('530111', '530111004')
  const one = await add(here)
  await expect(add({ ...here, worker: here.clerk })).rejects.toMatchObject({ code: 'forbidden' })
  const ended = await world.as(here.worker, endResource, {
    id: one.id,
    version: one.version,
    endedOn: today,
    endedWhy: '食堂停办',
  })
  expect(ended.can).toEqual([])
  await expect(
    world.as(here.worker, matchResource, {
      id: one.id,
      version: ended.version,
      forWhom: '示例户甲',
      need: '午餐',
      onDay: today,
      outcome: 'met',
    } as never),
  ).rejects.toMatchObject({ message: '这项资源已经停用，请另选' })
  expect((await world.as(here.clerk, listResources, { view: 'ended' })).rows).toHaveLength(1)
})
