import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPhones, type Phones } from '../../../tests/devices.ts'
import { uuidv7 } from '../../core/identifiers.ts'
import { getClient } from '../clients/index.server.ts'
import { listVisits, recordVisit } from '../visits/index.server.ts'
import { lockOf, sealBox, sealBytes, toBase64 } from './box.ts'
import {
  handOver,
  handOverPhoto,
  handOverSealed,
  listHandovers,
  openHandoverPhoto,
  readHandover,
  settleHandover,
} from './index.server.ts'

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
        name: '照片1020.webp',
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
