import Fastify from 'fastify'
import type pg from 'pg'

/** Whom a token stands for; ids are uuids. */
interface Who {
  county: string
  station: string
  person: string
}

/** A service as the bare servers are sent it. */
export interface Typed {
  onDay: string
  form: string
  items: string[]
  people: number
  minutes: number
  summary: string
}

/** What the bench tells a bare server: where the database is, and whose the tokens are. */
export const [connection, tokens] = JSON.parse(process.env.BENCH ?? '[]') as [pg.PoolConfig, Record<string, Who>]

/** What ours is compared with is built upon this: one Node process, Fastify, a bearer token. */
export const server = Fastify({ logger: false })

server.addHook('onRequest', async (request, reply) => {
  const who = tokens[(request.headers.authorization ?? '').slice(7)]
  if (!who) return reply.status(401).send({ message: 'who?' })
  ;(request as unknown as { who: Who }).who = who
})

export const whoOf = (request: unknown): Who => (request as { who: Who }).who

export async function listen(): Promise<void> {
  await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
  process.stdout.write('ready\n')
}
