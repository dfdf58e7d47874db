import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { type Actor, nowhere } from './access.ts'
import { type Connection, type Database, transact } from './db.ts'
import { splitId } from './identifiers.ts'
import { insertRows } from './rows.ts'
import type { Suite } from './seal.ts'

/** One record's change, as the audit line and the change feed keep it. */
export interface Change {
  county: string
  /** Station id, or null for a row of the area itself. */
  station: string | null
  entity: string
  /** Record id. */
  record: string
  version: number
  /** Field → [before, after]; encrypted fields appear by name only. */
  changes: Record<string, [unknown, unknown]>
}

/** Rows of an area rather than a station hang on this one. */
export const areaChain = '00000000-0000-0000-0000-000000000000'

type Canonical = [
  seq: number,
  at: string,
  account: string,
  action: string,
  entity: string,
  record: string,
  version: number,
  changes: unknown,
]

/** Key order must not matter: the database keeps JSON without it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, of]) => [key, sorted(of)]),
  )
}

export function chainHash(suite: Suite, previous: Buffer, row: Canonical): Buffer {
  const [changes] = row.slice(-1)
  return createHash(suite === 'sm' ? 'sm3' : 'sha256')
    .update(previous)
    .update(JSON.stringify([...row.slice(0, -1), sorted(changes)]))
    .digest()
}

/**
 * Writes the audit lines of one action. Every chain's end is taken under its row lock, in sorted order
 * (trust.md, lock order). Its number is also the cursor of the change feed.
 */
export async function writeAudit(
  connection: Connection,
  suite: Suite,
  actor: Pick<Actor, 'account'>,
  action: string,
  at: string,
  changes: readonly Change[],
): Promise<void> {
  const chains = new Map<string, Change[]>()
  for (const change of changes) {
    const chain = `${change.county}|${change.station ? splitId(change.station).uuid : areaChain}`
    const known = chains.get(chain)
    if (known) known.push(change)
    else chains.set(chain, [change])
  }
  for (const chain of [...chains.keys()].sort()) {
    const [county, station] = chain.split('|') as [string, string]
    const rows = chains.get(chain)!
    let [seq, hash] = await lockHead(connection, county, station)
    const lines: unknown[][] = []
    for (const { entity, record, version, changes } of rows) {
      seq += 1
      hash = chainHash(suite, hash, [seq, at, actor.account, action, entity, record, version, changes])
      lines.push([
        county,
        station,
        seq,
        at,
        actor.account,
        action,
        entity,
        record,
        version,
        JSON.stringify(changes),
        hash,
      ])
    }
    insertRows(connection, 'audit', columns, lines)
    connection.send({
      name: 'audit_head_move',
      text: 'update audit_head set seq = $3, head = $4 where county = $1 and station = $2',
      values: [county, station, seq, hash],
    })
  }
}

const columns = 'county, station, seq, at, account, action, entity, record, version, changes, hash'

/** The number and the hash at the end of a chain, held against other writers until this transaction ends. */
async function lockHead(connection: Connection, county: string, station: string): Promise<[number, Buffer]> {
  const ask = () =>
    connection.arrays({
      name: 'audit_head_lock',
      text: 'select seq, head from audit_head where county = $1 and station = $2 for update',
      values: [county, station],
    })
  let [known] = await ask()
  if (!known) {
    connection.send({
      text: `insert into audit_head (county, station, seq, head) values ($1, $2, 0, '') on conflict do nothing`,
      values: [county, station],
    })
    ;[known] = await ask()
  }
  return known as [number, Buffer]
}

/** The heads of all chains under one signature, to be kept outside the database. */
export interface Anchor {
  at: string
  heads: [chain: string, seq: number, head: string][]
  signature: string
}

const anchorText = (anchor: Pick<Anchor, 'at' | 'heads'>) => Buffer.from(JSON.stringify([anchor.at, anchor.heads]))

/** Signs the heads as they stand. `key` is an Ed25519 private key in PEM. Reads as the owner. */
export async function takeAnchor(owner: Database, key: string, at: string): Promise<Anchor> {
  const { rows } = await owner.pool.query<{ county: string; station: string; seq: number; head: Buffer }>(
    'select county, station, seq, head from audit_head order by county, station',
  )
  const heads = rows.map(({ county, station, seq, head }): Anchor['heads'][number] => [
    `${county}|${station}`,
    seq,
    head.toString('hex'),
  ])
  return { at, heads, signature: sign(null, anchorText({ at, heads }), createPrivateKey(key)).toString('base64') }
}

export interface AuditProblem {
  chain: string
  seq: number
  problem: 'edited' | 'missing' | 'headMoved' | 'behindAnchor' | 'anchorForged'
}

/** Which chains are looked at: by home code and station, `areaChain` for the area's own. */
export type HoldsChain = (county: string, station: string) => boolean

const everyChain: HoldsChain = () => true

const partsOf = (chain: string) => chain.split('|') as [county: string, station: string]

/**
 * Whether every chain still holds what the anchor signed: finds a cut tail with a mended head and a chain written anew.
 * Reads one row a chain, so it is cheap enough before each new anchor.
 */
export async function compareAnchor(
  connection: Connection,
  anchor: Anchor,
  publicKey: string,
  holds: HoldsChain = everyChain,
): Promise<AuditProblem[]> {
  const problems: AuditProblem[] = []
  if (!verify(null, anchorText(anchor), createPublicKey(publicKey), Buffer.from(anchor.signature, 'base64')))
    problems.push({ chain: '', seq: 0, problem: 'anchorForged' })
  const heads = anchor.heads.filter(([chain]) => holds(...partsOf(chain)))
  for (let i = 0; i < heads.length; i += 2000) {
    const asked = heads.slice(i, i + 2000)
    const rows = await connection.rows<{ county: string; station: string; hash: Buffer }>({
      text: `select a.county, a.station, a.hash from unnest($1::text[], $2::uuid[], $3::bigint[]) as h(county, station, seq)
        join audit a on a.county = h.county and a.station = h.station and a.seq = h.seq`,
      values: [
        asked.map(([chain]) => partsOf(chain)[0]),
        asked.map(([chain]) => partsOf(chain)[1]),
        asked.map(([, seq]) => seq),
      ],
    })
    const standing = new Map(rows.map(({ county, station, hash }) => [`${county}|${station}`, hash.toString('hex')]))
    for (const [chain, seq, head] of asked)
      if (standing.get(chain) !== head) problems.push({ chain, seq, problem: 'behindAnchor' })
  }
  return problems
}

/**
 * Reads these chains again, all as of one moment, and compares them with their heads and with the last anchor. Finds an
 * edited body, an edited body with its own hash, a deleted middle, a cut tail, and, by the anchor, a cut tail with a
 * mended head or a chain written anew. Nothing may have been read yet, unless `connection.holdMoment` came first.
 */
export async function verifyChains(
  connection: Connection,
  suite: Suite,
  { anchor, publicKey, holds = everyChain }: { anchor?: Anchor; publicKey?: string; holds?: HoldsChain } = {},
): Promise<{ chains: number; rows: number; problems: AuditProblem[] }> {
  connection.holdMoment()
  const problems: AuditProblem[] = []
  const heads = await connection.rows<{ county: string; station: string; seq: number; head: Buffer }>({
    text: 'select county, station, seq, head from audit_head order by county, station',
  })
  const headless = await connection.rows<{ county: string; station: string; seq: number }>({
    text: `select county, station, min(seq) as seq from audit a
      where not exists (select from audit_head h where h.county = a.county and h.station = a.station) group by county, station`,
  })
  for (const { county, station, seq } of headless)
    if (holds(county, station)) problems.push({ chain: `${county}|${station}`, seq, problem: 'headMoved' })
  const held = heads.filter(({ county, station }) => holds(county, station))
  let count = 0
  for (const head of held) {
    const chain = `${head.county}|${head.station}`
    let previous: Buffer = Buffer.alloc(0)
    let expected = 1
    let broken = false
    for (let after = 0; ; ) {
      const rows = await connection.rows<ChainRow>({
        text: 'select seq, at, account, action, entity, record, version, changes, hash from audit where county = $1 and station = $2 and seq > $3 order by seq limit 5000',
        values: [head.county, head.station, after],
      })
      for (const { hash, ...row } of rows) {
        const body = [
          row.seq,
          row.at,
          row.account,
          row.action,
          row.entity,
          row.record,
          row.version,
          row.changes,
        ] as const
        count += 1
        if (!broken && row.seq !== expected) broken = problems.push({ chain, seq: expected, problem: 'missing' }) > 0
        if (!broken && !chainHash(suite, previous, [...body]).equals(hash))
          broken = problems.push({ chain, seq: row.seq, problem: 'edited' }) > 0
        previous = hash
        expected = row.seq + 1
      }
      if (rows.length < 5000) break
      after = rows.at(-1)!.seq
    }
    if (!broken && (head.seq !== expected - 1 || !head.head.equals(previous)))
      problems.push({ chain, seq: head.seq, problem: 'headMoved' })
  }
  if (anchor && publicKey) problems.push(...(await compareAnchor(connection, anchor, publicKey, holds)))
  return { chains: held.length, rows: count, problems }
}

interface ChainRow {
  seq: number
  at: string
  account: string
  action: string
  entity: string
  record: string
  version: number
  changes: unknown
  hash: Buffer
}

/** Verifies every chain, as the owner of the tables. */
export function verifyAudit(owner: Database, suite: Suite, anchor?: Anchor, publicKey?: string) {
  return transact(owner, nowhere, 'read', (connection) =>
    verifyChains(connection, suite, { ...(anchor && { anchor }), ...(publicKey && { publicKey }) }),
  )
}
