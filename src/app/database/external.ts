import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { Connections } from '../runtime.ts'

/**
 * A PostgreSQL of the office's own, by the owner's URL. The application's roles are made if the owner may make roles;
 * otherwise the two statements that a database administrator must run are part of the refusal.
 */
export async function externalDatabase(url: string, appUrl: string | undefined, data: string): Promise<Connections> {
  const owner: pg.PoolConfig = { connectionString: url }
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ version: number; createrole: boolean; name: string }>(
      "select current_setting('server_version_num')::int as version, rolcreaterole or rolsuper as createrole, current_database() as name from pg_roles where rolname = current_user",
    )
    const [{ version, createrole, name }] = rows as [(typeof rows)[number]]
    if (version < 150000) throw new Error('DATABASE_URL 指向的 PostgreSQL 版本过低：需要 15 以上')
    const passwords = await passwordsIn(data)
    await ensure(client, 'yz_app', passwords.yz_app!, createrole && !appUrl, appUrl !== undefined)
    await ensure(client, 'yz_jobs', passwords.yz_jobs!, createrole, false)
    await client.query(`grant connect on database ${client.escapeIdentifier(name)} to yz_app, yz_jobs`)
    await client.query(`grant create on database ${client.escapeIdentifier(name)} to yz_jobs`)
    const as = (role: string): pg.PoolConfig => {
      const parsed = new URL(url)
      parsed.username = role
      parsed.password = passwords[role]!
      return { connectionString: parsed.toString() }
    }
    return {
      owner,
      app: appUrl ? { connectionString: appUrl } : as('yz_app'),
      jobs: as('yz_jobs'),
      stop: async () => {},
    }
  } finally {
    await client.end()
  }
}

async function passwordsIn(data: string): Promise<Record<string, string>> {
  const path = join(data, 'database-passwords.json')
  if (!existsSync(path)) {
    const fresh = Object.fromEntries(['yz_app', 'yz_jobs'].map((role) => [role, randomBytes(24).toString('base64url')]))
    await writeFile(path, JSON.stringify(fresh), { mode: 0o600 })
  }
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
}

async function ensure(
  client: pg.Client,
  role: string,
  password: string,
  mayMake: boolean,
  given: boolean,
): Promise<void> {
  if (given) return
  if (!mayMake) {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
    if (rowCount) return
    throw new Error(
      `DATABASE_URL 的用户不能新建角色。请让数据库管理员执行：\n  create role yz_app login password '……';\n  create role yz_jobs login password '……';\n并把 yz_app 的连接写在 DATABASE_APP_URL 中`,
    )
  }
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  await client.query(`${rowCount ? 'alter' : 'create'} role ${role} login password '${password}'`)
}
