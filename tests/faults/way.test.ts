import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbedded } from '../../src/app/database/embedded.ts'
import { type Office, openOffice } from '../field/office.ts'
import { type Network, seedNetwork } from '../field/people.ts'
import { type Cutter, type Moment, openCutter } from './cutter.ts'
import { killServer } from './killing.ts'
import { openWriter, standing, type Writer } from './queue.ts'

let cutter: Cutter
let office: Office
let network: Network
beforeAll(async () => {
  cutter = await openCutter()
  office = await openOffice({ durable: true, way: cutter.way })
  network = await seedNetwork(office, 12, 'way')
}, 60_000)
afterAll(async () => {
  await office.close()
  await cutter.close()
})

const writersAt = (place: number): Promise<Writer[]> => {
  const at = network.places[place]!
  return Promise.all(at.workers.map((member) => openWriter(office, at, member)))
}
const away = { status: 503, retryAfter: '5', code: 'unavailable' }

describe('[F7] the way to the database is cut', () => {
  it.each<[Moment, number]>([
    ['before', 0],
    ['after', 1],
  ])(
    '%s the commit: said to be away, kept by the phone, and there once after it is sent again',
    async (moment, there) => {
      const [writer] = await writersAt(0)
      await writer!.type()
      cutter.next(moment)
      await writer!.push()
      expect(writer!.answers).toEqual([away])
      expect(writer!.memory.held()).toMatchObject([{ state: 'waiting' }])
      expect((await standing(office, [writer!])).there).toBe(there)
      await writer!.push()
      expect(writer!.answers.at(-1)).toMatchObject({ status: 200 })
      expect(writer!.memory.held()).toEqual([])
      expect(await standing(office, [writer!])).toEqual({ lost: [], unequal: [], problems: [], there: 1 })
    },
  )

  it('again and again while everybody writes: nothing acknowledged is lost, each is there once', async () => {
    const writers = await writersAt(1)
    const before = cutter.cuts()
    let turn = 0
    let written = 0
    const cutting = setInterval(() => cutter.next(turn++ % 2 === 0 ? 'before' : 'after'), 40)
    await Promise.all(
      writers.map(async (writer) => {
        // a fast machine is done before it was cut often enough
        for (let i = 0; i < 25 || cutter.cuts() - before < 6; i++) {
          await writer.type()
          written += 1
          await writer.push()
        }
      }),
    )
    clearInterval(cutting)
    expect(cutter.cuts() - before).toBeGreaterThan(5)
    expect((await standing(office, writers)).lost).toEqual([])
    // an order that is still out cuts once more
    for (let i = 0; i < 3; i++) for (const writer of writers) await writer.push()
    expect(await standing(office, writers)).toEqual({ lost: [], unequal: [], problems: [], there: written })
    expect(new Set(writers.flatMap(({ answers }) => answers.map(({ status }) => status)))).toEqual(new Set([200, 503]))
  })
})

it('[F8] the database goes away in the middle: everybody is told to come again, keeps what they typed, and it is there once', async () => {
  const writers = await writersAt(2)
  let gone = false
  const writing = writers.map(async (writer) => {
    while (!gone || writer.answers.at(-1)?.status === 200) {
      await writer.type()
      await writer.push()
    }
    // nobody is known by heart any more: the session itself must be asked for
    await writer.push()
  })
  const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0)
  while (acknowledged() <= 20) await wait(50)
  gone = true
  await killServer(office.folder)
  await Promise.all(writing)
  const told = writers.flatMap(({ answers }) => answers.filter(({ status }) => status !== 200))
  expect(told.length).toBeGreaterThan(0)
  expect(told.filter(({ status, retryAfter }) => status !== 503 || retryAfter !== '5')).toEqual([])
  const unanswered = writers.flatMap(({ memory }) => memory.held())
  expect(unanswered.length).toBeGreaterThan(0)
  // a stranger's session cannot be looked up at all
  const stranger = await fetch(`${office.address}/api/accounts/me`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'yz_session=unknown' },
    body: '{}',
  })
  expect(stranger.status).toBe(503)

  await startEmbedded({ folder: office.folder })
  expect((await standing(office, writers)).lost).toEqual([])
  for (const writer of writers) await writer.push()
  const typed = writers.reduce((sum, writer) => sum + writer.typed.length, 0)
  expect(await standing(office, writers)).toEqual({ lost: [], unequal: [], problems: [], there: typed })
})
