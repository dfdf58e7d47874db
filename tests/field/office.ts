import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registry } from '../../src/app/modules.ts'
import { openRuntime, type Runtime } from '../../src/app/runtime.ts'
import { buildServer } from '../../src/app/server/http.ts'
import { openDoor } from '../../src/core/door.ts'
import { openServer } from '../postgres.ts'
import { type Clock, openClock } from './clock.ts'

/** The product itself, serving HTTP over a throwaway database, on a clock of its own. */
export interface Office {
  address: string
  runtime: Runtime
  clock: Clock
  close(): Promise<void>
}

/** The day on which the first simulation of an office begins. */
const firstDay = '2026-11-24'

/** Starts the product on an empty database with places and nobody in it. */
export async function openOffice(): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-field-'))
  const database = await openServer(folder, { throwaway: true })
  const clock = openClock(firstDay)
  const stop = async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const plain = await openRuntime({ data: folder, suite: 'aes' }, () => {}, { keeper: true })
    const surroundings = { ...plain.surroundings, now: clock.now }
    const runtime = { ...plain, surroundings, door: openDoor(surroundings, registry) }
    const server = await buildServer(runtime)
    await server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = server.server.address() as AddressInfo
    return {
      address: `http://127.0.0.1:${port}`,
      runtime,
      clock,
      async close() {
        server.server.closeAllConnections()
        await server.close()
        await plain.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
