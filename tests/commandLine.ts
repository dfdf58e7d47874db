import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { run } from '../src/app/cli/program.ts'
import { buildServer } from '../tools/build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** How a command ended, and what it said. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

const wordsOf = (typed: string) => typed.split(' ').filter((word) => word !== '')

/** Types a command, its words apart by blanks, without a process of its own: one at a time. */
export async function type(typed: string): Promise<Ended> {
  const said = { out: '', err: '' }
  const hear = (as: 'out' | 'err') => (part: string | Uint8Array) => {
    said[as] += part
    return true
  }
  const ears = [
    vi.spyOn(process.stdout, 'write').mockImplementation(hear('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(hear('err')),
  ]
  try {
    const code = await run(['node', 'yizhan', ...wordsOf(typed)])
    return { code, ...said }
  } finally {
    for (const ear of ears) ear.mockRestore()
  }
}

/** What a command answers with --json. Throws what it said when it did not end well. */
export async function typeJson<T>(typed: string): Promise<T> {
  const { code, out, err } = await type(`${typed} --json`)
  if (code !== 0 || err !== '') throw new Error(`${typed} ended with ${code}: ${err}${out}`)
  return JSON.parse(out)
}

/** The command line as whoever sits at the machine has it: built from the sources as they are, each time a process of its own. */
export interface CommandLine {
  start(typed: string, env?: Record<string, string>): ChildProcess
  run(typed: string, env?: Record<string, string>): Promise<Ended>
  close(): Promise<void>
}

/** Builds the command line for a data folder. */
export async function openCommandLine(data: string): Promise<CommandLine> {
  const folder = join(root, `dist/.commands-${process.pid}`)
  await buildServer(folder)
  const { DATABASE_URL: _url, YIZHAN_BACKUP_PASSPHRASE: _passphrase, YIZHAN_MASTER_KEY: _key, ...usual } = process.env
  const start = (typed: string, env: Record<string, string> = {}) =>
    spawn(process.execPath, [join(folder, 'main.js'), ...wordsOf(typed)], {
      env: { ...usual, YIZHAN_DATA: data, ...env },
    })
  return {
    start,
    async run(typed, env) {
      const child = start(typed, env)
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
      return { code, out, err }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
