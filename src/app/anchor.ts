import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nowhere } from '../core/access.ts'
import { type Anchor, type AuditProblem, compareAnchor, takeAnchor } from '../core/audit.ts'
import { type Database, transact } from '../core/db.ts'
import { type AnchorStore, setAnchors } from '../modules/audit/index.server.ts'
import { sayProblem } from '../modules/audit/index.ts'
import type { Runtime } from './runtime.ts'

const everyHour = 3_600_000
const keptHours = 48

const folderOf = (data: string) => join(data, 'anchors')
const keyOf = (data: string) => join(data, 'anchor.key')

/** The key anchors are signed with: made once, readable only by whoever runs Yizhan. */
async function signingKey(data: string): Promise<{ privateKey: string; publicKey: string }> {
  const path = keyOf(data)
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  const privateKey = await readFile(path, 'utf8')
  if (!existsSync(`${path}.pub`)) {
    const publicKey = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'pem' })
    await writeFile(`${path}.pub`, publicKey, { mode: 0o600 })
  }
  return { privateKey, publicKey: await readFile(`${path}.pub`, 'utf8') }
}

/** Anchors by time, oldest first. */
async function anchorFiles(data: string): Promise<string[]> {
  if (!existsSync(folderOf(data))) return []
  return (await readdir(folderOf(data))).filter((name) => name.endsWith('.json')).sort()
}

/** The newest anchor with its public key, or undefined before the first. */
export function anchorStore(data: string): AnchorStore {
  return {
    async newest() {
      const last = (await anchorFiles(data)).at(-1)
      if (!last) return undefined
      const anchor = JSON.parse(await readFile(join(folderOf(data), last), 'utf8')) as Anchor
      return { anchor, publicKey: (await signingKey(data)).publicKey }
    },
  }
}

/**
 * Takes an anchor over the chains as they stand, and keeps it outside the database. Where the last one no longer holds,
 * none is taken: a new one would cover the tracks of whoever wrote a chain anew. Answers what is wrong.
 */
export async function keepAnchor(owner: Database, data: string, at: string): Promise<AuditProblem[]> {
  const { privateKey } = await signingKey(data)
  const before = await anchorStore(data).newest()
  if (before) {
    const problems = await transact(owner, nowhere, 'read', (connection) =>
      compareAnchor(connection, before.anchor, before.publicKey),
    )
    if (problems.length > 0) return problems
  }
  const anchor = await takeAnchor(owner, privateKey, at)
  if (before && JSON.stringify(before.anchor.heads) === JSON.stringify(anchor.heads)) return []
  await mkdir(folderOf(data), { recursive: true, mode: 0o700 })
  const path = join(folderOf(data), `${at.replaceAll(':', '')}.json`)
  await writeFile(`${path}.part`, JSON.stringify(anchor), { mode: 0o600, flush: true })
  await rename(`${path}.part`, path)
  await thinOut(data, at)
  return []
}

/** Older than two days, one anchor a day is kept: the last. */
async function thinOut(data: string, at: string): Promise<void> {
  const recent = new Date(Date.parse(at) - keptHours * everyHour).toISOString().replaceAll(':', '')
  const old = (await anchorFiles(data)).filter((name) => name < recent)
  const lastOfDay = new Map(old.map((name) => [name.slice(0, 10), name]))
  for (const name of old) if (lastOfDay.get(name.slice(0, 10)) !== name) await rm(join(folderOf(data), name))
}

/** Forgets the anchors of chains that were cleared on purpose, as with the demo. */
export async function dropAnchors(data: string): Promise<void> {
  await rm(folderOf(data), { recursive: true, force: true })
}

async function anchorNow({ owner, settings, surroundings }: Runtime): Promise<void> {
  const problems = await keepAnchor(owner, settings.data, surroundings.now().toISOString())
  for (const problem of problems) console.error(new Date().toISOString(), '留痕', problem.chain, sayProblem(problem))
}

/**
 * Anchors the audit chains now and every hour, and lets the audit pages see the last one. Answers how to stop, which
 * waits for an anchor that is being taken.
 */
export function startAnchors(runtime: Runtime): () => Promise<void> {
  setAnchors(anchorStore(runtime.settings.data))
  let taking = Promise.resolve()
  const take = () => {
    taking = anchorNow(runtime).catch((error: unknown) => console.error(new Date().toISOString(), '锚点', error))
  }
  take()
  const timer = setInterval(take, everyHour)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await taking
  }
}
