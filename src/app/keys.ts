import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Keeps a secret in a file that only whoever runs Yizhan may read, made at the first time. It is on the disk before it
 * bears its name: a start that is killed here leaves no half secret behind.
 */
export async function keepOnce(path: string, make: () => string | Buffer): Promise<void> {
  if (existsSync(path)) return
  const part = `${path}.${process.pid}`
  const file = await open(part, 'w', 0o600)
  try {
    await file.writeFile(make())
    await file.sync()
    await file.close()
    await rename(part, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(part, { force: true })
    throw error
  }
}

const keyBytes = 32

/** The key of keys: made once, kept outside the database, or given by YIZHAN_MASTER_KEY (32 bytes in base64). */
export async function masterKey(folder: string, env: NodeJS.ProcessEnv): Promise<Buffer> {
  const path = join(folder, 'master.key')
  const given = env.YIZHAN_MASTER_KEY
  if (!given) await keepOnce(path, () => randomBytes(keyBytes).toString('base64'))
  const key = Buffer.from(given ?? (await readFile(path, 'utf8')), 'base64')
  // a shorter key would still seal, and badly
  if (key.length !== keyBytes)
    throw new Error(
      `${given ? '环境变量 YIZHAN_MASTER_KEY' : path} 不是完整的主密钥（应为 32 字节的 Base64），请从备份中恢复`,
    )
  return key
}
