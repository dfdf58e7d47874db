import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type pg from 'pg'

/** Cuts the way to the database at the worst moments of a write: `before` its COMMIT arrives, or `after`, before it is answered. */
export type Moment = 'before' | 'after'

export interface Cutter {
  /** The way through the cutter. */
  way(app: pg.PoolConfig): pg.PoolConfig
  /** Cuts the next write that comes so far; later ones wait for another order. */
  next(moment: Moment): void
  /** How often it has cut. */
  cuts(): number
  close(): Promise<void>
}

const commit = Buffer.from('commit\0')
const committed = Buffer.from('COMMIT\0')
/** In front of a query's text stand its kind and its length. */
const header = 5

/** Opens a small TCP proxy; nothing is cut until it is told to. */
export async function openCutter(): Promise<Cutter> {
  let target = ''
  let order: Moment | undefined
  let cuts = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(target)
    let writing = false
    let swallowing = false
    const cut = () => {
      cuts += 1
      client.destroy()
      database.destroy()
    }
    for (const socket of [client, database]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        database.destroy()
      })
    }
    client.on('data', (part: Buffer) => {
      // only an action writes down its command; a reading transaction ends in the same word
      writing ||= part.includes('op_log_insert')
      const at = part.indexOf(commit)
      if (at < 0 || !writing) return void database.write(part)
      writing = false
      if (order === 'before') {
        order = undefined
        database.write(part.subarray(0, at - header), cut)
        return
      }
      if (order === 'after') {
        order = undefined
        swallowing = true
      }
      database.write(part)
    })
    database.on('data', (part: Buffer) => {
      if (!swallowing) return void client.write(part)
      if (part.includes(committed)) cut()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    way(app) {
      target = join(String(app.host), `.s.PGSQL.${app.port}`)
      return { ...app, host: '127.0.0.1', port }
    },
    next: (moment) => {
      order = moment
    },
    cuts: () => cuts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
