import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aClient, aPerson, aStation, openWorld, today, type World } from '../../../tests/world.ts'
import type { Actor } from '../../core/access.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { addAlert, editClient, getClient, listClientLooks, mergeClients } from '../clients/index.server.ts'
import { catalogueOf } from '../services/index.server.ts'
import { listVisits, planStationVisits, recordVisit } from '../visits/index.server.ts'
import { lockOf, sealBox, sealBytes, toBase64 } from './box.ts'
import {
  deviceFeed,
  enrolDevice,
  handOver,
  handOverPhoto,
  handOverSealed,
  listDevices,
  listHandovers,
  openHandoverPhoto,
  readHandover,
  reportDevice,
  revokeDevice,
  settleHandover,
  takeCards,
} from './index.server.ts'

let world: World
let head: Actor
let worker: Actor
let colleague: Actor
let station: string
let mine: string
let theirs: string
let item: string
const token = 'bWFkZSB1cCBmb3IgdGhlIHRlc3Qgb25seQ=='

beforeAll(async () => {
  world = await openWorld()
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, clerk, { place: '530111004' })).id
  head = await world.actor(await world.account({ role: 'stationHead', station }))
  const person = async () => (await aPerson(world, clerk, station)).id
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, await person()))
  colleague = await world.actor(await world.account({ role: 'residentWorker', station }, await person()))
  item = (await world.as(worker, catalogueOf, { station })).items[0]!.key
  mine = (await aClient(world, worker, station, { phone: '19900001234', address: '太和村3组12号' })).id
  theirs = (await aClient(world, colleague, station)).id
})
afterAll(() => world.close())

const aVisit = (client: string, over: object = {}) => ({
  station,
  client,
  onDay: today,
  way: 'home' as const,
  outcome: 'met' as const,
  minutes: 20,
  unchanged: false,
  items: [item],
  files: [],
  answers: [],
  ...over,
})
const feed = (actor: Actor, cursor = 0, digest: string | null = null) =>
  world.as(actor, deviceFeed, { station, cursor, digest })
const enrol = (actor: Actor) =>
  world.as(actor, enrolDevice, { device: uuidv7(), token, label: '安卓手机 · Chrome', appVersion: '1' })
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

describe('what can no longer be entered by its writer', () => {
  const handed = (command: string, content: object) =>
    world.as(worker, handOver, {
      call: 'visits/recordVisit',
      command,
      content: JSON.stringify(content),
      typedAt: '2026-11-24T01:00:00.000Z',
      why: '您已不在该站任职',
    })

  it('goes whole to the head, once however often it is sent, and the command itself then does nothing', async () => {
    const command = uuidv7()
    const content = aVisit(mine, { findings: '雨天路滑，已提醒' })
    expect(await handed(command, content)).toEqual({ state: 'kept' })
    expect(await handed(command, content)).toEqual({ state: 'kept' })
    await expect(world.as(worker, recordVisit, content, command)).rejects.toMatchObject({ code: 'setAside' })
    const open = await world.as(head, listHandovers, { state: 'open' })
    const [row] = open.filter(({ handover }) => handover.command === command)
    const { content: read, about } = await world.as(head, readHandover, { id: row!.handover.id })
    expect(JSON.parse(read)).toEqual(content)
    expect(about).toBe((await world.as(head, getClient, { id: mine })).client.name)
    await world.as(head, settleHandover, { id: row!.handover.id, version: 1, how: 'applied', note: '已代为登记' })
    expect(await world.as(head, listHandovers, { state: 'open' })).not.toContainEqual(row)
  })

  it('is not kept where the command had been performed and only its answer was lost', async () => {
    const command = uuidv7()
    const content = aVisit(mine, { way: 'phone' })
    await world.as(worker, recordVisit, content, command)
    expect(await handed(command, content)).toEqual({ state: 'done' })
    const { rows } = await world.as(worker, listVisits, { client: mine, way: 'phone' })
    expect(rows).toHaveLength(1)
  })

  it('mended after the first sending had arrived: it is said so, and handed over it stands with the head as well, once', async () => {
    const command = uuidv7()
    const first = aVisit(mine, { way: 'video', findings: '先送出的' })
    const mended = { ...first, findings: '后来改过的' }
    await world.as(worker, recordVisit, first, command)
    await expect(world.as(worker, recordVisit, mended, command)).rejects.toMatchObject({
      code: 'used',
      message: expect.stringContaining('按当时填写的内容办理了'),
    })
    expect(await handed(command, mended)).toEqual({ state: 'kept' })
    expect(await handed(command, mended)).toEqual({ state: 'kept' })
    const open = await world.as(head, listHandovers, { state: 'open' })
    const theirs = open.filter(({ handover }) => handover.why.startsWith('先前的一份已经送到'))
    expect(theirs).toHaveLength(1)
    const { content } = await world.as(head, readHandover, { id: theirs[0]!.handover.id })
    expect(JSON.parse(content)).toEqual(mended)
    expect((await world.as(worker, listVisits, { client: mine, way: 'video' })).rows).toHaveLength(1)
  })

  it('handed over and then changed on the phone, both stand with the head', async () => {
    const command = uuidv7()
    const content = aVisit(mine, { findings: '转交时的' })
    await handed(command, content)
    expect(await handed(command, { ...content, findings: '转交后改的' })).toEqual({ state: 'kept' })
    const open = await world.as(head, listHandovers, { state: 'open' })
    const contents = await Promise.all(
      open.map(async ({ handover }) => (await world.as(head, readHandover, { id: handover.id })).content),
    )
    for (const word of ['转交时的', '转交后改的']) expect(contents.filter((one) => one.includes(word))).toHaveLength(1)
  })

  it('another’s command id says nothing of what was done under it', async () => {
    const command = uuidv7()
    await world.as(colleague, recordVisit, aVisit(theirs), command)
    await expect(world.as(worker, recordVisit, aVisit(mine), command)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('a locked or stopped phone hands over boxes that only the installation opens, by its token alone', async () => {
    const { id, handoverKey } = await enrol(worker)
    const command = uuidv7()
    const content = JSON.stringify(aVisit(mine))
    const box = await sealBox(
      handoverKey,
      JSON.stringify({
        call: 'visits/recordVisit',
        command,
        content,
        typedAt: '2026-11-24T01:00:00.000Z',
        why: '设备已停用',
      }),
    )
    const send = () => world.as(null, handOverSealed, { device: id, token, boxes: [box] })
    expect(await send()).toEqual({ taken: 1, missing: [] })
    expect(await send()).toEqual({ taken: 1, missing: [] })
    const open = await world.as(head, listHandovers, { state: 'open' })
    expect(open.filter(({ handover }) => handover.command === command)).toHaveLength(1)
    await expect(
      world.as(null, handOverSealed, { device: id, token, boxes: [`${box.slice(0, -8)}AAAAAAA=`] }),
    ).rejects.toMatchObject({ code: 'invalid' })
  })

  describe('photos of a stopped phone', () => {
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    /** What a phone hands over with one photo, sealed under a key that only the box names. */
    async function stopped(bytes: Buffer) {
      const { id, handoverKey } = await enrol(worker)
      const key = crypto.getRandomValues(new Uint8Array(32))
      const [command, blob] = [uuidv7(), uuidv7()]
      const photos = [{ blob, name: '照片1020.jpg', field: 'files', readBy: 'visit.read', lock: toBase64(key) }]
      const content = JSON.stringify(aVisit(mine, { findings: '附照片' }))
      const typedAt = '2026-11-24T01:00:00.000Z'
      const box = await sealBox(
        handoverKey,
        JSON.stringify({ call: 'visits/recordVisit', command, content, typedAt, why: '设备已停用', photos }),
      )
      const sealed = toBase64(await sealBytes(await lockOf(key), new Uint8Array(bytes)))
      const hand = () => world.as(null, handOverSealed, { device: id, token, boxes: [box] })
      const send = (handover: string, over: object = {}) =>
        world.as(null, handOverPhoto, { device: id, token, handover, photo: blob, content: sealed, ...over })
      return { hand, send, blob, command, sealed }
    }

    it('are asked for until they are here, kept sealed, and opened by the head alone, each a look', async () => {
      const phone = await stopped(pixel)
      const { missing } = await phone.hand()
      expect(missing).toEqual([{ handover: expect.any(String), photo: phone.blob }])
      const at = missing[0]!.handover
      await phone.send(at)
      await phone.send(at)
      expect((await phone.hand()).missing).toEqual([])
      const { photos } = await world.as(head, readHandover, { id: at })
      expect(photos).toEqual([{ photo: phone.blob, name: '照片1020.jpg', field: 'files', readBy: 'visit.read' }])
      expect(await world.as(head, openHandoverPhoto, { id: at, photo: phone.blob })).toMatchObject({
        name: '照片1020.jpg',
        type: 'image/webp',
      })
      const { rows: looks } = await world.owner.query(
        `select account from access_log where field = 'photo' and record = $1`,
        [at.slice(at.indexOf('-') + 1)],
      )
      expect(looks).toEqual([{ account: head.account }])
      await expect(world.as(colleague, openHandoverPhoto, { id: at, photo: phone.blob })).rejects.toMatchObject({
        code: 'notFound',
      })
      const { rows } = await world.owner.query('select lock, content from handover_photo where photo = $1', [
        phone.blob,
      ])
      expect(rows[0].content.includes(pixel.subarray(0, 8))).toBe(false)
    })

    it('what is no photo, or was changed on the way, is refused when it is opened', async () => {
      const text = await stopped(Buffer.from('只是文字，不是照片'))
      const [at] = (await text.hand()).missing
      await text.send(at!.handover)
      await expect(world.as(head, openHandoverPhoto, { id: at!.handover, photo: text.blob })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('不是可以上传的类型'),
      })
      const changed = await stopped(pixel)
      const [to] = (await changed.hand()).missing
      await changed.send(to!.handover, { content: `${changed.sealed.slice(0, -12)}AAAAAAAAAAA=` })
      await expect(world.as(head, openHandoverPhoto, { id: to!.handover, photo: changed.blob })).rejects.toMatchObject({
        message: expect.stringContaining('打不开'),
      })
    })

    it('nothing is taken that no handover of this writer waits for, nor what is too large', async () => {
      const [phone, other] = [await stopped(pixel), await enrol(colleague)]
      const [at] = (await phone.hand()).missing
      for (const over of [{ photo: uuidv7() }, { device: other.id }, { handover: `530111-${uuidv7()}` }])
        await expect(phone.send(at!.handover, over)).rejects.toMatchObject({ code: 'notFound' })
      await expect(phone.send(at!.handover, { content: 'A'.repeat(4_100_000) })).rejects.toMatchObject({
        code: 'invalid',
      })
      expect((await world.as(head, readHandover, { id: at!.handover })).photos).toEqual([])
    })
  })

  it('an edit, which names no station, goes to the head of the station it was made for', async () => {
    const command = uuidv7()
    await world.as(worker, handOver, {
      call: 'clients/editContact',
      command,
      station,
      content: JSON.stringify({ id: mine, version: 1, memo: '搬到女儿家' }),
      typedAt: '2026-11-24T01:00:00.000Z',
      why: '您已不在该站任职',
    })
    const open = await world.as(head, listHandovers, { state: 'open' })
    expect(open.map(({ handover }) => handover.command)).toContain(command)
  })

  it('stays in its writer’s county, with their own head, where it names a county or a station that is not there', async () => {
    const nowhere = ['999998', '530111'].map((county) => `${county}-${uuidv7()}`)
    const commands = []
    for (const place of nowhere) {
      const command = uuidv7()
      commands.push(command)
      expect(await handed(command, { station: place, summary: '写错了的一条' })).toEqual({ state: 'kept' })
    }
    const open = await world.as(head, listHandovers, { state: 'open' })
    expect(open.map(({ handover }) => handover.command)).toEqual(expect.arrayContaining(commands))
    const { rows } = await world.owner.query(
      `select 'op_log' from op_log where county = '999998' union all select 'data_key' from data_key where county = '999998'`,
    )
    expect(rows).toEqual([])
  })

  it('a colleague sees neither the list nor the content', async () => {
    await expect(world.as(colleague, listHandovers, { state: 'open' })).rejects.toMatchObject({ code: 'forbidden' })
    const { rows } = await world.owner.query(`select county || '-' || id as id from handover limit 1`)
    await expect(world.as(colleague, readHandover, { id: rows[0].id })).rejects.toMatchObject({ code: 'notFound' })
    const kept = await world.owner.query('select content from handover limit 1')
    expect(kept.rows[0].content.toString('utf8')).not.toContain('recordVisit')
  })
})
