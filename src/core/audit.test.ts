import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aPerson, aService, aStation, openWorld, type World } from '../../tests/world.ts'
import { type Actor, nowhere } from './access.ts'
import { type Anchor, chainHash, takeAnchor, verifyAudit, verifyChains } from './audit.ts'
import { type Database, openDatabase, type Statement, transact } from './db.ts'
import { splitId } from './identifiers.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

let world: World
let owner: Database
let worker: Actor
let station: string
let anchor: Anchor
let chain: string

beforeAll(async () => {
  world = await openWorld()
  const { host, port, user, password, database } = world.owner
  owner = openDatabase({ host, port, user, password: password as string, database: database as string }, 2)
  const county = await world.actor(await world.account({ role: 'county', place: '530111' }))
  station = (await aStation(world, county, { place: '530111004' })).id
  const person = await aPerson(world, county, station)
  worker = await world.actor(await world.account({ role: 'residentWorker', station }, person.id))
  for (let i = 0; i < 8; i++) await aService(world, worker, station)
  anchor = await takeAnchor(owner, privateKey, world.surroundings.now().toISOString())
  chain = `530111|${splitId(station).uuid}`
})
afterAll(async () => {
  await owner.close()
  await world.close()
})

const at = () => splitId(station).uuid
const verified = (against?: Anchor) => verifyAudit(owner, 'aes', against, against && publicKey)
const problemsOf = async (against?: Anchor) =>
  (await verified(against)).problems.filter((one) => one.chain === chain).map(({ problem }) => problem)

interface Line {
  seq: number
  at: string
  account: string
  action: string
  entity: string
  record: string
  version: number
  changes: object
}

async function lines(): Promise<Line[]> {
  const { rows } = await owner.pool.query<Line>(
    'select seq, at, account, action, entity, record, version, changes from audit where county = $1 and station = $2 order by seq',
    ['530111', at()],
  )
  return rows
}

const hashed = (previous: Buffer, { seq, at: moment, account, action, entity, record, version, changes }: Line) =>
  chainHash('aes', previous, [seq, moment, account, action, entity, record, version, changes])

/** Does harm as the tables' owner would, sees what a verification says of it, and mends it again. */
async function harmed(harm: () => Promise<unknown>, look: () => Promise<void>): Promise<void> {
  await owner.pool.query('create table kept_audit as table audit')
  await owner.pool.query('create table kept_head as table audit_head')
  try {
    await harm()
    await look()
  } finally {
    await owner.pool.query('delete from audit')
    await owner.pool.query('insert into audit table kept_audit')
    await owner.pool.query('delete from audit_head')
    await owner.pool.query('insert into audit_head table kept_head')
    await owner.pool.query('drop table kept_audit, kept_head')
  }
}

const change = (text: string, values: unknown[] = []) => owner.pool.query(text, values)
const here = () => `county = '530111' and station = '${at()}'`
const lastSeq = async () => (await lines()).at(-1)!.seq

describe('the audit chain', () => {
  beforeEach(async () => expect((await verified(anchor)).problems).toEqual([]))

  it('is whole after honest work, and says how much was read', async () => {
    const { rows } = await owner.pool.query<{ n: number }>('select count(*) as n from audit')
    expect(await verified(anchor)).toMatchObject({ rows: rows[0]!.n, problems: [] })
  })

  it('goes on behind an anchor: new lines are no problem', async () => {
    await aService(world, worker, station)
    expect(await problemsOf(anchor)).toEqual([])
  })

  it('an edited line is found', () =>
    harmed(
      () => change(`update audit set changes = '{"people":[null,99]}' where ${here()} and seq = 3`),
      async () => expect(await problemsOf()).toEqual(['edited']),
    ))

  it('an edited line with a hash of its own is found by the next one', () =>
    harmed(
      async () => {
        const [before, line] = (await lines()).slice(1, 3) as [Line, Line]
        const { rows } = await change(`select hash from audit where ${here()} and seq = ${before.seq}`)
        const forged = { ...line, changes: { people: [null, 99] } }
        await change(`update audit set changes = $1, hash = $2 where ${here()} and seq = ${line.seq}`, [
          JSON.stringify(forged.changes),
          hashed((rows[0] as { hash: Buffer }).hash, forged),
        ])
      },
      async () => expect(await problemsOf()).toEqual(['edited']),
    ))

  it('a line taken out of the middle is found', () =>
    harmed(
      () => change(`delete from audit where ${here()} and seq = 4`),
      async () => expect(await problemsOf()).toEqual(['missing']),
    ))

  it('a tail cut off is found by the head', () =>
    harmed(
      async () => change(`delete from audit where ${here()} and seq > ${(await lastSeq()) - 2}`),
      async () => expect(await problemsOf()).toEqual(['headMoved']),
    ))

  it('a tail cut off together with its head is found by the anchor, and only by it', () =>
    harmed(
      async () => {
        const left = anchoredSeq() - 2
        await change(`delete from audit where ${here()} and seq > ${left}`)
        await change(
          `update audit_head set seq = ${left}, head = (select hash from audit where ${here()} and seq = ${left}) where ${here()}`,
        )
      },
      async () => {
        expect(await problemsOf()).toEqual([])
        expect(await problemsOf(anchor)).toEqual(['behindAnchor'])
      },
    ))

  it('a whole chain written anew is found by the anchor, and only by it', () =>
    harmed(
      async () => {
        let hash: Buffer = Buffer.alloc(0)
        for (const line of await lines()) {
          const forged = line.seq === 3 ? { ...line, changes: { people: [null, 99] } } : line
          hash = hashed(hash, forged)
          await change(`update audit set changes = $1, hash = $2 where ${here()} and seq = ${line.seq}`, [
            JSON.stringify(forged.changes),
            hash,
          ])
        }
        await change(`update audit_head set head = $1 where ${here()}`, [hash])
      },
      async () => {
        expect(await problemsOf()).toEqual([])
        expect(await problemsOf(anchor)).toEqual(['behindAnchor'])
      },
    ))

  it('a chain whose head was taken away, or that was taken away whole, is found', async () => {
    await harmed(
      () => change(`delete from audit_head where ${here()}`),
      async () => expect(await problemsOf()).toEqual(['headMoved']),
    )
    await harmed(
      async () => {
        await change(`delete from audit where ${here()}`)
        await change(`delete from audit_head where ${here()}`)
      },
      async () => expect(await problemsOf(anchor)).toEqual(['behindAnchor']),
    )
  })

  it('an anchor that somebody rewrote is not believed', async () => {
    const forged: Anchor = { ...anchor, heads: anchor.heads.map(([name, seq]) => [name, seq, '00']) }
    expect((await verified(forged)).problems[0]).toMatchObject({ problem: 'anchorForged' })
  })

  it('work going on meanwhile is not mistaken for harm', async () => {
    let wrote = false
    const found = await transact(owner, nowhere, 'read', (connection) =>
      verifyChains(
        {
          ...connection,
          // somebody records a service just after the heads were read
          rows: async (query: Statement) => {
            const rows = await connection.rows(query)
            if (!wrote) await aService(world, worker, station)
            wrote = true
            return rows as never
          },
        },
        'aes',
      ),
    )
    expect(wrote).toBe(true)
    expect(found.problems).toEqual([])
  })
})

const anchoredSeq = () => anchor.heads.find(([name]) => name === chain)![1]
