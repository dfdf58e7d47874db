import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { registry } from '../../src/app/modules.ts'
import { openRuntime, type Runtime } from '../../src/app/runtime.ts'
import { buildServer } from '../../src/app/server/http.ts'
import { openDatabase } from '../../src/core/db.ts'
import { openDoor } from '../../src/core/door.ts'
import { openServer } from '../postgres.ts'
import { type Clock, openClock } from './clock.ts'

/** The product itself, serving HTTP over a throwaway database, on a clock of its own. */
export interface Office {
  address: string
  /** Its data folder. */
  folder: string
  runtime: Runtime
  clock: Clock
  close(): Promise<void>
}

/** The day on which the first simulation of an office begins. */
const firstDay = '2026-11-24'

/** How an office is otherwise than usual. */
interface Unusual {
  /** Its database keeps what it has acknowledged, whatever happens to it. */
  durable?: boolean
  /** The way the product reaches its database. */
  way?: (app: pg.PoolConfig) => pg.PoolConfig
}

/** Starts the product on an empty database with places and nobody in it. */
export async function openOffice({ durable = false, way }: Unusual = {}): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-field-'))
  const database = await openServer(folder, { throwaway: !durable })
  const clock = openClock(firstDay)
  const stop = async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const plain = await openRuntime({ data: folder, suite: 'aes' }, () => {}, { keeper: true })
    const db = way ? openDatabase(way(plain.connections.app)) : plain.surroundings.db
    const surroundings = { ...plain.surroundings, db, now: clock.now }
    const runtime = { ...plain, surroundings, door: openDoor(surroundings, registry) }
    const server = await buildServer(runtime)
    await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.address() as AddressInfo
    return {
      address: `http://127.0.0.1:${port}`,
      folder,
      runtime,
      clock,
      async close() {
        server.server.closeAllConnections()
        await server.close()
        if (way) await db.close()
        await plain.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
