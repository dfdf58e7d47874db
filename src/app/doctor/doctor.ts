import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { openDatabase } from '../../core/db.ts'
import { connect, type Settings } from '../runtime.ts'
import { type Check, look, warn } from './check.ts'
import { anchor, type Eyes, places, role, schema, version } from './database.ts'
import {
  backupAge,
  clockSane,
  dataWritable,
  diskFree,
  fontsThere,
  keysClosed,
  nodeVersion,
  packsSound,
  pdfMade,
} from './machine.ts'
import { walls } from './walls.ts'

/**
 * Looks an installation over without changing anything in it, while it runs or while it rests. Answers one line for each
 * thing; what depends on a database that cannot be reached is left out.
 */
export async function examine(given: Settings, now = new Date()): Promise<Check[]> {
  const { data } = given
  const checks: Check[] = [
    await look('node', 'Node.js', () => nodeVersion()),
    await look('data', '数据文件夹', () => dataWritable(data)),
    await look('disk', '磁盘', () => diskFree(data)),
    await look('keys', '密钥', () => keysClosed(data)),
    await look('packs', '政策包', () => packsSound(data)),
    await look('fonts', '字体', () => fontsThere()),
    await look('pdf', '打印', () => pdfMade()),
    await look('backup', '备份', () => backupAge(data, now)),
  ]
  let ahead = 0
  checks.push(
    ...(await looksAtDatabase(given, now, (seconds) => {
      ahead = seconds
    })),
  )
  checks.push(await look('clock', '时间', () => clockSane(data, now, ahead)))
  return checks
}

/** `hear` is told by how many seconds the database's clock is ahead of ours. */
async function looksAtDatabase(given: Settings, now: Date, hear: (seconds: number) => void): Promise<Check[]> {
  const checks: Check[] = []
  if (!given.databaseUrl && !existsSync(join(given.data, 'pg')))
    return [await look('database', '数据库', () => warn('还没有建立数据库', '请用 npm start 启动一次'))]
  try {
    const connections = await connect(given)
    const eyes: Eyes = { owner: new pg.Client(connections.owner), app: new pg.Client(connections.app) }
    const database = openDatabase(connections.owner, 1)
    try {
      for (const client of Object.values(eyes)) {
        client.on('error', () => {})
        await client.connect()
      }
      const { rows } = await eyes.owner.query<{ at: Date }>('select clock_timestamp() as at')
      hear((rows[0]!.at.getTime() - Date.now()) / 1000)
      checks.push(await look('database', '数据库', () => version(eyes)))
      const made = await look('schema', '数据库结构', () => schema(eyes))
      checks.push(made, await look('role', '应用角色', () => role(eyes)))
      checks.push(await look('walls', '行级安全', () => walls(eyes)))
      checks.push(await look('places', '行政区划', () => places(eyes)))
      checks.push(await look('anchor', '锚点', () => anchor(eyes, database, given.data, now)))
    } finally {
      await database.close()
      for (const client of Object.values(eyes)) await client.end().catch(() => {})
      await connections.stop()
    }
  } catch (error) {
    checks.push(
      await look('database', '数据库', () => {
        throw error
      }),
    )
  }
  return checks
}
