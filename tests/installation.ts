import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDemo } from '../src/app/demo.ts'
import { keep } from '../src/app/keeper.ts'
import { openRuntime, type Runtime } from '../src/app/runtime.ts'
import { openServer } from './postgres.ts'

/** A data folder as on an office's machine, served by this process, and what stands on it. */
export interface Installation {
  data: string
  runtime: Runtime
  /** The table of the demo's logins, where it was loaded. */
  logins: string
  /** Another empty place for files of the test; it goes with the installation. */
  beside: string
  close(): Promise<void>
}

/** Opens an installation of a test's own, with `demo` that share of the demo's records in it. */
export async function openInstallation({ demo = 0 }: { demo?: number } = {}): Promise<Installation> {
  const [data, beside] = await Promise.all([openFolder('office'), openFolder('beside')])
  await openServer(data, { throwaway: true })
  const giveUp = keep(data)
  const runtime = await openRuntime({ data, suite: 'aes' }, () => {}, { keeper: true })
  const logins = demo > 0 ? await loadDemo(runtime, () => {}, { size: demo }) : ''
  return {
    data,
    runtime,
    logins,
    beside,
    async close() {
      await runtime.close()
      giveUp()
      for (const folder of [data, beside]) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A fresh folder that the account of the database server may enter, whoever runs the tests. */
async function openFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `yizhan-${name}-`))
  await chmod(folder, 0o755)
  return folder
}
