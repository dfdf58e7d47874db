import pg from 'pg'
import { uuidv7 } from '../src/core/identifiers.ts'
import { columns, connection, joined, listen, read, server, type Typed, whoOf } from './bare.ts'

/**
 * The limit server (performance.md, b): one Node process, Fastify and pg, the same queries, a bearer token, a station
 * filter; no walls, no audit, no exactly-once, no facts. What ours is measured against, on the same database.
 */
const pool = new pg.Pool({ ...connection, max: 12 })

server.post('/list', async (request) => {
  const { county, station } = whoOf(request)
  const [rows, total] = await Promise.all([
    pool.query({
      name: 'list',
      text: `select ${columns} ${joined} where r.county = $1 and r.station = $2 order by r.on_day desc, r.id desc limit 26`,
      values: [county, station],
    }),
    pool.query({
      name: 'count',
      text: 'select count(*) as total from service_record where county = $1 and station = $2',
      values: [county, station],
    }),
  ])
  return { rows: rows.rows, total: Number(total.rows[0].total) }
})

server.post<{ Body: { id: string } }>('/read', async (request, reply) => {
  const { county, station } = whoOf(request)
  const { rows } = await pool.query({
    ...read,
    values: [county, request.body.id, station],
  })
  return rows[0] ?? reply.status(404).send({ message: 'no such record' })
})

const shape = {
  type: 'object',
  required: ['onDay', 'form', 'items', 'people', 'minutes', 'summary'],
  additionalProperties: false,
  properties: {
    onDay: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    form: { type: 'string', maxLength: 20 },
    items: { type: 'array', items: { type: 'string' } },
    people: { type: 'integer', minimum: 0 },
    minutes: { type: 'integer', minimum: 0 },
    summary: { type: 'string', maxLength: 500 },
  },
}

server.post<{ Body: Typed }>('/create', { schema: { body: shape } }, async (request) => {
  const { county, station, person } = whoOf(request)
  const { onDay, form, items, people, minutes, summary } = request.body
  const { rows } = await pool.query({
    name: 'create',
    text: `insert into service_record (id, county, station, version, created_at, on_day, form, items, people, minutes, summary, files, worker, state)
      values ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, '{}', $11, 'valid') returning *`,
    values: [uuidv7(), county, station, new Date(), onDay, form, items, people, minutes, summary, person],
  })
  return rows[0]
})

await listen()
