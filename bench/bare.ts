import Fastify from 'fastify'
import type pg from 'pg'

/** Whom a token stands for; ids are uuids. */
export interface Who {
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

/** What the bench tells a bare server: where the database is, as its owner and as ours sees it, and whose the tokens are. */
export const [connection, application, tokens] = JSON.parse(process.env.BENCH ?? '[]') as [
  pg.PoolConfig,
  pg.PoolConfig,
  Record<string, Who>,
]

/** A service's columns as they are shown, with the names of its station and its worker beside them. */
export const columns = `r.county || '-' || r.id as id, r.on_day, r.form, r.items, r.people, r.minutes, r.place, r.summary, r.files, r.worker, r.state, r.version, r.created_at, s.name as station_name, p.name as worker_name`
export const joined = `from service_record r join station s on s.county = r.county and s.id = r.station join person p on p.county = r.county and p.id = r.worker`

/** One service of a station: its county, its id, its station. */
export const read = {
  name: 'read',
  text: `select ${columns} ${joined} where r.county = $1 and r.id = $2 and r.station = $3`,
}

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
