import { createHash } from 'node:crypto'
import { nowhere } from '../src/core/access.ts'
import { openDatabase, transact } from '../src/core/db.ts'
import { uuidv7 } from '../src/core/identifiers.ts'
import { insertRows } from '../src/core/rows.ts'
import { connection, listen, server, type Typed, whoOf } from './bare.ts'

/**
 * The floor of recording one (W3): a bare server, as the limit server is, that writes just the rows ours writes, in the
 * same three packets: the record, its fact, the month's mark, the counter, the audit line with its chain, the command's
 * row. No walls, no checks, no door. What is between it and ours is ours to gain; what is between it and the limit server
 * is the price of the guarantees themselves.
 */
const db = openDatabase(connection)

server.post<{ Body: Typed }>('/create', async (request) => {
  const { county, station, person } = whoOf(request)
  const { onDay, form, items, people, minutes, summary } = request.body
  const [command, id, at] = [uuidv7(), uuidv7(), new Date().toISOString()]
  return transact(db, nowhere, 'write', async (tx) => {
    const noted = tx.arrays({
      name: 'note',
      text: 'insert into op_log (county, op_id, account, request_hash, at) values ($1, $2, $3, $4, $5) on conflict (county, op_id) do nothing returning 1',
      values: [county, command, person, createHash('sha256').update(JSON.stringify(request.body)).digest(), at],
    })
    await tx.arrays({
      name: 'station',
      text: 'select * from station where county = $1 and id = $2',
      values: [county, station],
    })
    await noted

    insertRows(
      tx,
      'service_record',
      'id, county, station, version, created_at, on_day, form, items, people, minutes, summary, files, worker, state',
      [[id, county, station, 1, at, onDay, form, items, people, minutes, summary, [], person, 'valid']],
    )
    tx.send({
      name: 'mark',
      text: 'insert into stale_month (county, station, month, touched_at) values ($1, $2, $3, $4) on conflict (county, station, month) do update set touched_at = excluded.touched_at',
      values: [county, station, onDay.slice(0, 7), at],
    })
    tx.send({
      name: 'count',
      text: `insert into record_count (county, station, entity, records) values ($1, $2, 'service_record', 1) on conflict (county, station, entity) do update set records = record_count.records + 1`,
      values: [county, station],
    })
    const [head] = (await tx.arrays({
      name: 'head',
      text: 'select seq, head from audit_head where county = $1 and station = $2 for update',
      values: [county, station],
    })) as [number, Buffer][]

    const [seq, previous] = head!
    const changes = JSON.stringify(request.body)
    const hash = createHash('sha256').update(previous).update(changes).digest()
    insertRows(tx, 'audit', 'county, station, seq, at, account, action, entity, record, version, changes, hash', [
      [county, station, seq + 1, at, person, 'floor', 'service_record', `${county}-${id}`, 1, changes, hash],
    ])
    tx.send({
      name: 'move',
      text: 'update audit_head set seq = $3, head = $4 where county = $1 and station = $2',
      values: [county, station, seq + 1, hash],
    })
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
    )
    tx.send({
      name: 'answer',
      text: 'update op_log set record = $3, answer = $4 where county = $1 and op_id = $2',
      values: [county, command, `${county}-${id}`, '{"version":1}'],
    })
    return { id, ...request.body }
  })
})

await listen()
