import { createHash } from 'node:crypto'
import { nowhere, type Reach } from '../src/core/access.ts'
import { type Connection, openDatabase, transact } from '../src/core/db.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { insertRows } from '../src/core/rows.ts'
import { application, connection, listen, read, server, type Typed, type Who, whoOf } from './bare.ts'

/**
 * The floors of reading one and of recording one (W2, W3): a bare server, as the limit server is, that asks and writes just
 * what ours does. No checks, no door. What is between a floor and ours is ours to gain; what is between it and the limit
 * server is the price of the guarantees themselves.
 */
const db = openDatabase(connection)
const walled = openDatabase(application)

/** The limit server's own statement, behind the wall, in a transaction with a scope. */
server.post<{ Body: { id: string } }>('/read', async (request, reply) => {
  const { county, station } = whoOf(request)
  const [row] = await transact(walled, reachOf(county, station), 'read', (tx) =>
    tx.rows({ ...read, values: [county, request.body.id, station] }),
  )
  return row ?? reply.status(404).send({ message: 'no such record' })
})

const reaches = new Map<string, Reach>()

function reachOf(county: string, station: string): Reach {
  const known = reaches.get(station) ?? { whole: [], stations: [`${county}-${station}`], own: [] }
  reaches.set(station, known)
  return known
}

/** The rows of one service, and the command's. */
function writing(tx: Connection, { county, station, person }: Who, typed: Typed) {
  const { onDay, form, items, people, minutes, summary } = typed
  const [command, id, at] = [uuidv7(), uuidv7(), new Date().toISOString()]
  const changes = JSON.stringify(typed)
  return {
    id,
    op: [county, command, person, createHash('sha256').update(changes).digest(), at],
    record: () =>
      insertRows(
        tx,
        'service_record',
        'id, county, station, version, created_at, on_day, form, items, people, minutes, summary, files, worker, state',
        [[id, county, station, 1, at, onDay, form, items, people, minutes, summary, [], person, 'valid']],
      ),
    mark: () =>
      tx.send({
        name: 'mark',
        text: 'insert into stale_month (county, station, month, touched_at) values ($1, $2, $3, $4) on conflict (county, station, month) do update set touched_at = excluded.touched_at',
        values: [county, station, onDay.slice(0, 7), at],
      }),
    count: () =>
      tx.send({
        name: 'count',
        text: `insert into record_count (county, station, entity, records) values ($1, $2, 'service_record', 1) on conflict (county, station, entity) do update set records = record_count.records + 1`,
        values: [county, station],
      }),
    line: (previous: Buffer) => {
      const hash = createHash('sha256').update(previous).update(changes).digest()
      return [at, person, 'floor', 'service_record', `${county}-${id}`, 1, changes, hash]
    },
    fact: () =>
      insertRows(
        tx,
        'fact',
        'county, id, station, kind, on_day, recorded_at, variant, worker, people, minutes, fen, items, source_entity, source, sign',
        [
          [
            county,
            uuidv7(),
            station,
            'service.given',
            onDay,
            at,
            form,
            person,
            people,
            minutes,
            0,
            items,
            'service_record',
            id,
            1,
          ],
        ],
      ),
    answer: [`${county}-${id}`, '{"version":1}'],
  }
}

const auditColumns = 'county, station, seq, at, account, action, entity, record, version, changes, hash'

/**
 * The rows ours writes, in the same three packets: the record, its fact, the month's mark, the counter, the audit line with
 * its chain, the command's row.
 */
server.post<{ Body: Typed }>('/create', async (request) => {
  const { county, station } = whoOf(request)
  return transact(db, nowhere, 'write', async (tx) => {
    const { id, op, record, mark, count, line, fact, answer } = writing(tx, whoOf(request), request.body)
    const noted = tx.arrays({
      name: 'note',
      text: 'insert into op_log (county, op_id, account, request_hash, at) values ($1, $2, $3, $4, $5) on conflict (county, op_id) do nothing returning 1',
      values: op,
    })
    await tx.arrays({
      name: 'station',
      text: 'select * from station where county = $1 and id = $2',
      values: [county, station],
    })
    await noted

    record()
    mark()
    count()
    const [head] = (await tx.arrays({
      name: 'head',
      text: 'select seq, head from audit_head where county = $1 and station = $2 for update',
      values: [county, station],
    })) as [number, Buffer][]

    const [seq, previous] = head!
    const values = line(previous)
    insertRows(tx, 'audit', auditColumns, [[county, station, seq + 1, ...values]])
    tx.send({
      name: 'move',
      text: 'update audit_head set seq = $3, head = $4 where county = $1 and station = $2',
      values: [county, station, seq + 1, values.at(-1)],
    })
    fact()
    tx.send({
      name: 'answer',
      text: 'update op_log set record = $3, answer = $4 where county = $1 and op_id = $2',
      values: [county, op[1], ...answer],
    })
    return { id, ...request.body }
  })
})

/**
 * The same rows, each written once, in one packet, with a chain that chains nothing: less than any order of their locks
 * allows. What even this does not reach, no arrangement of these rows does.
 */
server.post<{ Body: Typed }>('/once', async (request) => {
  const { county, station } = whoOf(request)
  return transact(db, nowhere, 'write', async (tx) => {
    const { id, op, record, mark, count, line, fact, answer } = writing(tx, whoOf(request), request.body)
    record()
    mark()
    count()
    tx.send({
      name: 'line',
      text: `with head as (update audit_head set seq = seq + 1, head = $10 where county = $1 and station = $2 returning seq)
        insert into audit (${auditColumns}) select $1, $2, seq, $3, $4, $5, $6, $7, $8, $9, $10 from head`,
      values: [county, station, ...line(Buffer.alloc(32))],
    })
    fact()
    insertRows(tx, 'op_log', 'county, op_id, account, request_hash, at, record, answer', [[...op, ...answer]])
    return { id, ...request.body }
  })
})

await listen()
