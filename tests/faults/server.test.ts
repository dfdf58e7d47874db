import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { Embedded } from '../../src/app/database/embedded.ts'
import { openRuntime, type Runtime } from '../../src/app/runtime.ts'
import { businessDay } from '../../src/core/time.ts'
import { type CommandLine, openCommandLine } from '../commandLine.ts'
import type { Office } from '../field/office.ts'
import { seedNetwork } from '../field/people.ts'
import { openServer } from '../postgres.ts'
import { kill } from './killing.ts'
import { openWriter, standing } from './queue.ts'

let folder: string
let database: Embedded
let runtime: Runtime
let commands: CommandLine
let product: ChildProcess
afterEach(async () => {
  product.kill('SIGKILL')
  await commands.close()
  await runtime.close()
  await database.stop()
  await rm(folder, { recursive: true, force: true })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** Starts the product as an office does, and waits until it serves. */
async function startProduct(port: number): Promise<void> {
  product = commands.start('start --empty', { PORT: String(port), HOST: '127.0.0.1' })
  let heard = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [product.stdout!, product.stderr!])
      stream.on('data', (part: Buffer) => {
        heard += part.toString()
        if (heard.includes('按 Ctrl-C 停止')) resolve()
      })
    product.once('exit', () => reject(new Error(`the product ended while starting:\n${heard}`)))
  })
}

it('[F3] a server killed under load three times has lost nothing that it acknowledged, and does nothing twice', async () => {
  folder = await mkdtemp(join(tmpdir(), 'yizhan-fault-'))
  database = await openServer(folder)
  commands = await openCommandLine(folder)
  runtime = await openRuntime({ data: folder, suite: 'aes' })
  const port = await freePort()
  await startProduct(port)
  const now = () => new Date()
  const clock = { now, today: () => businessDay(now()), nextMorning: () => {} }
  const office: Office = { address: `http://127.0.0.1:${port}`, folder, runtime, clock, close: async () => {} }
  const network = await seedNetwork(office, 9, 'server')
  const writers = await Promise.all(
    network.places.flatMap((place) => place.workers.map((member) => openWriter(office, place, member))),
  )
  let cutOff = 0
  for (let round = 0; round < 3; round++) {
    const before = writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
    let killed = false
    const writing = writers.map(async (writer) => {
      while (!killed) {
        await writer.type()
        await writer.push()
      }
    })
    await wait(1500)
    killed = true
    await kill(product.pid!)
    await Promise.all(writing)
    expect(writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0) - before).toBeGreaterThan(20)
    cutOff += writers.reduce((sum, { memory }) => sum + memory.held().length, 0)
    expect((await standing(office, writers)).lost).toEqual([])

    await startProduct(port)
    for (const writer of writers) await writer.push()
    const typed = writers.reduce((sum, writer) => sum + writer.typed.length, 0)
    expect(await standing(office, writers)).toEqual({ lost: [], unequal: [], problems: [], there: typed })
  }
  expect(cutOff).toBeGreaterThan(3)
}, 180_000)
