import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type AuditProblem, verifyAudit } from '../../core/audit.ts'
import { openDatabase } from '../../core/db.ts'
import { openSealer } from '../../core/seal.ts'
import { sayProblem } from '../../modules/audit/index.ts'
import { anchorStore } from '../anchor.ts'
import type { Connections } from '../runtime.ts'
import { type About, countRows } from './about.ts'

/** What a restored copy showed when it was started once and looked over. */
export interface Drill {
  tables: { name: string; before: number; after: number; found: number; agrees: boolean }[]
  audit: { chains: number; rows: number; anchorAt: string | null; problems: AuditProblem[] }
  /** Counties whose data key the master key opens; null where the key is not in the backup. */
  keys: number | null
  files: { rows: number; missing: number }
  /** What is wrong, in sentences; empty when the copy is good. */
  problems: string[]
}

type Expected = Pick<About, 'tables' | 'suite' | 'masterKey'>

/** Looks a restored copy over: rows against the backup's counts, audit chains, keys, contents of files. Changes nothing. */
export async function drill(connections: Connections, data: string, about: Expected): Promise<Drill> {
  const tables = await compareRows(connections.owner, about)
  const audit = await verifyChains(connections.owner, data, about)
  const keys = await openKeys(connections, data, about)
  const files = await findFiles(connections.owner, data)
  const problems = [
    ...tables
      .filter(({ agrees }) => !agrees)
      .map(({ name, before, after, found }) => `表 ${name} 有 ${found} 行，备份时有 ${between(before, after)} 行`),
    ...audit.problems.map((problem) => `留痕 ${problem.chain}：${sayProblem(problem)}`),
    ...(typeof keys === 'string' ? [keys] : []),
    ...(files.missing > 0 ? [`${files.missing} 份附件的内容不在备份里`] : []),
  ]
  return { tables, audit, keys: typeof keys === 'string' ? 0 : keys, files, problems }
}

const between = (before: number, after: number) => (before === after ? String(before) : `${before}–${after}`)

/**
 * What the application can only add to must lie between the two counts. Of the rest, rows come and go while a backup is
 * made, so only what stood still can be held against them.
 */
async function compareRows(owner: pg.PoolConfig, about: Expected): Promise<Drill['tables']> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const found = new Map((await countRows(client)).map(({ name, rows }) => [name, rows]))
    return about.tables.map(({ name, before, after, lasting }) => {
      const rows = found.get(name) ?? -1
      const within = rows >= Math.min(before, after) && rows <= Math.max(before, after)
      return { name, before, after, found: rows, agrees: within || (!lasting && before !== after && rows >= 0) }
    })
  } finally {
    await client.end()
  }
}

async function verifyChains(owner: pg.PoolConfig, data: string, { suite }: Expected): Promise<Drill['audit']> {
  const database = openDatabase(owner, 1)
  try {
    const kept = await anchorStore(data).newest()
    const verified = await verifyAudit(database, suite, kept?.anchor, kept?.publicKey)
    return { ...verified, anchorAt: kept?.anchor.at ?? null }
  } finally {
    await database.close()
  }
}

/** Tries the master key on every county's data key. Answers how many it opens, or what is wrong. */
async function openKeys({ app }: Connections, data: string, about: Expected): Promise<number | string | null> {
  const database = openDatabase(app, 1)
  try {
    const { rows } = await database.pool.query<{ county: string }>('select county from data_key order by county')
    if (rows.length === 0) return 0
    const given = about.masterKey ? await readFile(join(data, 'master.key'), 'utf8') : process.env.YIZHAN_MASTER_KEY
    if (!given) return null
    const sealer = openSealer(database, Buffer.from(given, 'base64'), about.suite)
    return await sealer.prepare(rows.map(({ county }) => county)).then(
      () => rows.length,
      () => '主密钥打不开数据里的密文：密钥与数据不是同一套',
    )
  } finally {
    await database.close()
  }
}

async function findFiles(owner: pg.PoolConfig, data: string): Promise<Drill['files']> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ sha256: string }>('select distinct sha256 from file')
    const missing = rows.filter(({ sha256 }) => !existsSync(join(data, 'files', sha256.slice(0, 2), sha256)))
    return { rows: rows.length, missing: missing.length }
  } finally {
    await client.end()
  }
}
