import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPhones, type Phones } from '../../../tests/devices.ts'
import { aClient, today } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { addAlert, editClient, getClient, listClientLooks, mergeClients } from '../clients/index.server.ts'
import { planStationVisits, recordVisit } from '../visits/index.server.ts'
import { deviceFeed, listDevices, reportDevice, revokeDevice, takeCards } from './index.server.ts'

let world: Phones['world']
let head: Phones['head']
let worker: Phones['worker']
let colleague: Phones['colleague']
let station: Phones['station']
let mine: Phones['mine']
let theirs: Phones['theirs']
let token: Phones['token']
let aVisit: Phones['aVisit']
let enrol: Phones['enrol']

beforeAll(async () => {
  ;({ world, head, worker, colleague, station, mine, theirs, token, aVisit, enrol } = await openPhones())
})
afterAll(() => world.close())

const feed = (actor: Actor, cursor = 0, digest: string | null = null) =>
  world.as(actor, deviceFeed, { station, cursor, digest })
const report = (device: string, over: object = {}) =>
  world.as(null, reportDevice, {
    device,
    token,
    appVersion: '1',
    unsent: 0,
    oldestUnsentAt: null,
    persistent: true,
    ...over,
  })
/** An edit as the phone’s queue sends it: with the values it was typed against. */
async function edit(actor: Actor, version: number, base: object, over: object, opId = uuidv7()) {
  const caller = { actor, ip: '', agent: '', session: null }
  const input = { id: mine, version, ...base, ...over }
  const { answer } = await world.door.call('clients/editClient', caller, { opId, input, base })
  return answer as { version: number }
}

describe('a phone is taken into use', () => {
  it('reports by its token, with nobody logged in; another’s token says nothing', async () => {
    const { id } = await enrol(worker)
    expect(await report(id, { unsent: 3, oldestUnsentAt: '2026-11-23T01:00:00.000Z' })).toMatchObject({
      state: 'active',
    })
    await expect(report(id, { token: 'YW5vdGhlciB0b2tlbiwgbm90IHRoaXMgb25l' })).rejects.toMatchObject({
      code: 'notFound',
    })
    const seen = (await world.as(head, listDevices, {})).find(({ device }) => device.id === id)!
    expect(seen.device).toMatchObject({ unsent: 3, oldestUnsentAt: '2026-11-23T01:00:00.000Z', persistent: true })
  })

  it('is stopped by its holder or the head, not by a colleague, and hears of it at its next contact', async () => {
    const { id } = await enrol(worker)
    const stop = (actor: Actor) => world.as(actor, revokeDevice, { id, version: 1, revokedReason: '手机丢失' })
    await expect(stop(colleague)).rejects.toMatchObject({ code: 'notFound' })
    await stop(head)
    expect(await report(id)).toMatchObject({ state: 'revoked' })
    await expect(stop(worker)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('what a phone carries', () => {
  it('is the worker’s own clients and those nobody answers for; the head carries the station’s', async () => {
    const idsOf = async (actor: Actor) => (await feed(actor)).members!.map(({ id }) => id)
    expect(await idsOf(worker)).toContain(mine)
    expect(await idsOf(worker)).not.toContain(theirs)
    expect(await idsOf(head)).toEqual(expect.arrayContaining([mine, theirs]))
    expect(await world.as(worker, takeCards, { station, ids: [theirs] })).toEqual([])
  })

  it('brings address and telephone to find the home, and each is a look on the client’s file', async () => {
    const [card] = await world.as(worker, takeCards, { station, ids: [mine] })
    expect(card).toMatchObject({ address: '太和村3组12号', phone: '19900001234' })
    const looks = await world.as(worker, listClientLooks, { id: mine })
    expect(looks[0]).toMatchObject({ reason: '带到走访设备' })
  })

  it('is told of changes by the station’s own numbering: nothing twice, nothing missed', async () => {
    const first = await feed(worker)
    const again = await feed(worker, first.cursor, first.digest)
    expect(again).toMatchObject({ members: null, changed: [] })
    await world.as(worker, recordVisit, aVisit(mine))
    const after = await feed(worker, first.cursor, first.digest)
    expect(after).toMatchObject({ members: null, changed: [mine] })
    expect((await feed(worker, after.cursor, first.digest)).changed).toEqual([])
    const [card] = await world.as(worker, takeCards, { station, ids: [mine] })
    expect(card).toMatchObject({ lastOn: today, lastWay: 'home', lastMinutes: 20 })
  })

  it('whoever comes, goes or is owed a new visit changes the list of whom to carry', async () => {
    const before = await feed(worker)
    const fresh = await aClient(world, worker, station, { bornOn: '2016-05-04', basis: 'law', law: '未成年人保护法' })
    const after = await feed(worker, before.cursor, before.digest)
    expect(after.members!.map(({ id }) => id)).toContain(fresh.id)
    await world.as(head, planStationVisits, { station })
    expect((await feed(worker, after.cursor, after.digest)).cursor).toBeGreaterThanOrEqual(after.cursor)
  })
})

describe('a card is renewed', () => {
  const followed = async () => {
    const before = await feed(head)
    return (after: { members: { id: string; stamp: string }[] | null; changed: string[] }) => {
      const known = new Map(before.members!.map(({ id, stamp }) => [id, stamp]))
      const renewed = (after.members ?? []).filter(({ id, stamp }) => known.get(id) !== stamp).map(({ id }) => id)
      return new Set([...renewed, ...after.changed])
    }
  }

  it('where another file was taken into it, with the visits paid there', async () => {
    const [kept, merged] = [await aClient(world, worker, station), await aClient(world, worker, station)]
    await world.as(worker, recordVisit, aVisit(merged.id))
    const [before, renewedIn] = [await feed(head), await followed()]
    await world.as(head, mergeClients, {
      id: kept.id,
      version: 1,
      merged: merged.id,
      mergedVersion: 1,
      reason: '同一人',
    })
    expect(renewedIn(await feed(head, before.cursor, before.digest))).toContain(kept.id)
    const [card] = await world.as(head, takeCards, { station, ids: [kept.id] })
    expect(card).toMatchObject({ lastOn: today })
  })

  it('where a day has passed and something on it has ended, with nobody writing anything', async () => {
    await world.as(worker, addAlert, { id: mine, content: '今日停水', toOn: today })
    const [before, renewedIn] = [await feed(head), await followed()]
    expect(renewedIn(await feed(head, before.cursor, before.digest))).not.toContain(mine)
    world.setDay('2026-11-25')
    const after = await feed(head, before.cursor, before.digest)
    const [card] = await world.as(head, takeCards, { station, ids: [mine] })
    world.setDay(today)
    expect(renewedIn(after)).toContain(mine)
    expect(card).toMatchObject({ alerts: [] })
  })
})

describe('an edit that waited while others edited too', () => {
  const card = async () => {
    const { client } = await world.as(worker, getClient, { id: mine })
    const { name, sex, place, noIdReason, ethnicGroup, occupation, memo, bornOn, version } = client
    return { version, base: { name, sex, place, noIdReason, ethnicGroup, occupation, memo, bornOn } }
  }

  it('takes what only one side changed', async () => {
    const { version, base } = await card()
    await edit(colleague, version, base, { occupation: '务农' })
    await edit(worker, version, base, { memo: '白天多在地里' })
    expect((await card()).base).toMatchObject({ occupation: '务农', memo: '白天多在地里' })
  })

  it('shows both values where both changed the same, writes nothing, and takes the choice', async () => {
    const { version, base } = await card()
    await edit(colleague, version, base, { occupation: '打零工' })
    const refused = await edit(worker, version, base, { occupation: '做小生意', memo: '傍晚在家' }).catch(
      (error) => error,
    )
    expect(refused).toMatchObject({
      code: 'conflict',
      clash: { version: version + 1, fields: { occupation: { theirs: '打零工', mine: '做小生意' } } },
    })
    expect((await card()).base.memo).toBe(base.memo)
    const now = await card()
    await edit(worker, now.version, now.base, { occupation: '做小生意', memo: '傍晚在家' })
    expect((await card()).base).toMatchObject({ occupation: '做小生意', memo: '傍晚在家' })
  })

  it('never overwrites unseen a hidden value that somebody replaced meanwhile', async () => {
    const { version, base } = await card()
    await edit(colleague, version, base, { phone: '19900005678' })
    await expect(edit(worker, version, base, { phone: '19900009999' })).rejects.toMatchObject({
      clash: { fields: { phone: { mine: '19900009999' } } },
    })
  })

  it('the second of two edits in a queue overwrites nothing that came between them', async () => {
    const { version, base } = await card()
    await edit(colleague, version, base, { occupation: '护林员' })
    const first = await edit(worker, version, base, { memo: '周一赶集' })
    // typed before the first was sent, on the file as the phone showed it
    await edit(worker, first.version, { ...base, memo: '周一赶集' }, { memo: '周二赶集' })
    expect((await card()).base).toMatchObject({ occupation: '护林员', memo: '周二赶集' })
  })

  it('a hidden value of one’s own is no news to oneself', async () => {
    const { version, base } = await card()
    await edit(worker, version, base, { phone: '19900002468' })
    await edit(worker, version, base, { phone: '19900001357' })
    expect((await card()).version).toBe(version + 2)
  })

  it('without the values it was typed against it is refused as ever', async () => {
    const { version, base } = await card()
    await expect(
      world.as(worker, editClient, { id: mine, ...base, version: version - 1 } as never),
    ).rejects.toMatchObject({ code: 'conflict', clash: undefined })
  })
})
