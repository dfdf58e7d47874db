import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWorld, type World } from '../../tests/world.ts'
import { nowhere } from './access.ts'
import { type Connection, type Database, openDatabase, transact } from './db.ts'

let world: World
let db: Database
beforeAll(async () => {
  world = await openWorld()
  const { host, port, user, password, database } = world.db.pool.options
  // one connection, so that what one transaction left behind would meet the next
  db = openDatabase({ host, port, user, password: password as string, database: database as string }, 1)
})
afterAll(async () => {
  await db.close()
  await world.close()
})

const read = <T>(work: (connection: Connection) => Promise<T>) => transact(db, nowhere, 'read', work)
const number = (n: number) => ({ name: 'a number', text: 'select $1::int as the_number', values: [n] })

it('what is asked together is answered together, each question its own rows, in its own order', async () => {
  const answers = await read((connection) =>
    Promise.all([
      connection.rows(number(1)),
      connection.rows({ text: `select n from generate_series(1, 3) n` }),
      connection.rows({ text: 'select 1 where false' }),
      connection.rows(number(2)),
    ]),
  )
  expect(answers).toEqual([[{ theNumber: 1 }], [{ n: 1 }, { n: 2 }, { n: 3 }], [], [{ theNumber: 2 }]])
  expect(await read((connection) => connection.first(number(3)))).toEqual({ theNumber: 3 })
})

it('what fails says its own cause, those behind it do not run, and the connection serves on', async () => {
  const later = { name: 'behind the failure', text: 'select 5 as five' }
  const failing = read((connection) =>
    Promise.all([connection.rows(number(1)), connection.rows({ text: 'select 1 / 0' }), connection.rows(later)]),
  )
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect(await read((connection) => connection.rows(later))).toEqual([{ five: 5 }])
  expect(await read((connection) => connection.rows(number(7)))).toEqual([{ theNumber: 7 }])
})

it('nothing of a write stays where one statement failed, also one nobody waited for', async () => {
  const command = 'insert into op_log (county, op_id, account, request_hash, at) values ($1, $2, $2, $3, now())'
  const opId = '01a20982-4c8a-72de-b58c-a2522edf0c4a'
  const failing = transact(db, { whole: ['530111'], stations: [], own: [] }, 'write', async (connection) => {
    await connection.arrays({ text: command, values: ['530111', opId, Buffer.alloc(32)] })
    connection.send({ text: 'select 1 / 0' })
  })
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  const { rows } = await world.owner.query('select from op_log where op_id = $1', [opId])
  expect(rows).toEqual([])
})

it('a value that cannot be sent, or a name given twice, is refused without harm to the next', async () => {
  const endless: Record<string, unknown> = {}
  endless.itself = endless
  await expect(read((connection) => connection.rows({ text: 'select $1::jsonb', values: [endless] }))).rejects.toThrow(
    /circular/,
  )
  await expect(
    read((connection) => connection.rows({ ...number(1), text: 'select $1::int + 1 as the_number' })),
  ).rejects.toThrow('two statements are called a number')
  expect(await read((connection) => connection.rows(number(9)))).toEqual([{ theNumber: 9 }])
})
