import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../src/app/database/embedded.ts'
import { migrate } from '../src/app/database/migrate.ts'
import { prepareJobs } from '../src/app/jobs.ts'
import { loadDivisions } from '../src/modules/places/index.server.ts'
import { divisions, source } from '../tools/divisions.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of the throwaway server that all tests share; each test file clones its database. */
    postgres: string
  }
}

/** The areas of the five documents, whole, and what stands above them. */
const areas = ['5301', '5104', '6201', '120116']
const within = (id: string) =>
  id.endsWith('0000') || areas.some((area) => id.startsWith(area) || area.startsWith(id.replace(/0+$/, '')))

/** A server of its own with the schema and the places of the five documents: durable, unless it is thrown away. */
export async function openServer(folder: string, options: Omit<EmbeddedOptions, 'folder'> = {}): Promise<Embedded> {
  await chmod(folder, 0o755)
  const server = await startEmbedded({ folder, ...options })
  await migrate(server.as('yz_owner'))
  await prepareJobs(server.as('yz_jobs'))
  const owner = new pg.Client(server.as('yz_owner'))
  await owner.connect()
  await loadDivisions(owner, divisions(within), source, new Date())
  await owner.end()
  return server
}

/** One real PostgreSQL for the whole run, migrated and with places, thrown away at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-test-'))
  const server = await openServer(folder, { throwaway: true })
  project.provide('postgres', folder)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
