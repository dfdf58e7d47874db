import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the running product, started as the README says on an empty data folder. */
    address: string
    /** What it printed about the demo's logins. */
    logins: string
  }
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const port = 18_787

/** Starts the built product once for all stories, with its demo, and stops it as Ctrl-C would. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-story-'))
  const server = spawn(process.execPath, [join(root, 'dist/server/main.js'), 'start'], {
    env: { ...process.env, YIZHAN_DATA: folder, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listening = new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer) => {
      output += text.toString()
      if (output.includes('按 Ctrl-C 停止')) resolve()
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', () => reject(new Error(`the product ended while starting:\n${output}`)))
    setTimeout(() => reject(new Error(`the product did not start in two minutes:\n${output}`)), 120_000).unref()
  })
  await listening
  project.provide('address', `http://127.0.0.1:${port}`)
  project.provide('logins', await readFile(join(folder, 'demo-logins.txt'), 'utf8'))
  return async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}
