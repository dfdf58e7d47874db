import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/app/database/embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of the throwaway server that all tests share; each test file clones its own database. */
    postgres: string
  }
}

/** One real PostgreSQL for the whole run, thrown away at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-test-'))
  await chmod(folder, 0o755)
  const server = await startEmbedded({ folder, throwaway: true })
  project.provide('postgres', folder)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
