import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { type Embedded, startEmbedded } from '../../src/app/database/embedded.ts'
import type { Actor } from '../../src/core/access.ts'
import { verifyAudit } from '../../src/core/audit.ts'
import { openDatabase } from '../../src/core/db.ts'
import { uuidv7 } from '../../src/core/identifiers.ts'
import { openServer } from '../postgres.ts'
import { aPerson, aService, aStation, openWorld, type World } from '../world.ts'
import { killServer } from './killing.ts'

let folder: string
let server: Embedded
afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const writers = 8

interface Worker {
  actor: Actor
  station: string
}

interface Ground {
  world: World
  workers: Worker[]
}

/** Stations with a worker each, on a server of this test's own. */
async function openGround(settings: readonly string[]): Promise<Ground> {
  folder = await mkdtemp(join(tmpdir(), 'yizhan-fault-'))
  server = await openServer(folder, { settings })
  const world = await openWorld(folder)
  const clerk = await world.actor(await world.account({ role: 'county', place: '530111' }))
  const workers = []
  for (let i = 0; i < writers; i++) {
    const station = (await aStation(world, clerk, { place: '530111004' })).id
    const person = await aPerson(world, clerk, station)
    const account = await world.account({ role: 'residentWorker', station }, person.id)
    workers.push({ actor: await world.actor(account), station })
  }
  return { world, workers }
}

interface Sent {
  by: Worker
  opId: string
  /** The record's id, once the door has acknowledged it. */
  id?: string
}

async function send(world: World, one: Sent): Promise<void> {
  one.id = (await aService(world, one.by.actor, one.by.station, {}, one.opId)).id
}

/** Everybody records services as fast as they can until the server is killed under them; what was sent, and what came back. */
async function writeUntilKilled({ world, workers }: Ground): Promise<Sent[]> {
  const sent: Sent[] = []
  let killed = false
  const writing = workers.map(async (by) => {
    while (!killed) {
      const one: Sent = { by, opId: uuidv7() }
      sent.push(one)
      try {
        await send(world, one)
      } catch (error) {
        // whoever was in the middle of it is told that the database is away
        if (killed) expect(error).toMatchObject({ code: 'unavailable' })
        else throw error
      }
    }
  })
  await wait(1500)
  killed = true
  await killServer(folder)
  await Promise.all(writing)
  return sent
}

/** The server comes back on the same data; answers which of these records are there. */
async function comeBack({ world }: Ground): Promise<{ there: Set<string>; problems: unknown[] }> {
  const { database } = world.owner
  server = await startEmbedded({ folder })
  const again = openDatabase(server.as('yz_owner', database), 2)
  try {
    const { rows } = await again.pool.query<{ id: string }>(`select county || '-' || id as id from service_record`)
    const { problems } = await verifyAudit(again, 'aes')
    return { there: new Set(rows.map(({ id }) => id)), problems }
  } finally {
    await again.close()
  }
}

const acknowledged = (sent: readonly Sent[]) => sent.flatMap(({ id }) => (id ? [id] : []))

it('[F1] a database killed under load three times loses nothing that was acknowledged, and writes nothing twice', async () => {
  const ground = await openGround([])
  const all: Sent[] = []
  for (let round = 0; round < 3; round++) {
    const sent = await writeUntilKilled(ground)
    all.push(...sent)
    const { there, problems } = await comeBack(ground)
    expect(acknowledged(sent).length).toBeGreaterThan(100)
    expect(acknowledged(all).filter((id) => !there.has(id))).toEqual([])
    expect(problems).toEqual([])
    // what nobody heard back about is sent again, whether or not it was written the first time
    for (const one of sent.filter(({ id }) => id === undefined)) await send(ground.world, one)
    expect((await comeBack(ground)).there).toEqual(new Set(acknowledged(all)))
    expect(new Set(acknowledged(all)).size).toBe(all.length)
  }
  await ground.world.db.close()
})

it('[F2] the control: where commits are not waited for, the same load loses some, and we notice', async () => {
  const ground = await openGround(['synchronous_commit=off', 'wal_writer_delay=10s'])
  const sent = await writeUntilKilled(ground)
  const { there } = await comeBack(ground)
  expect(acknowledged(sent).filter((id) => !there.has(id)).length).toBeGreaterThan(0)
  await ground.world.db.close()
})
