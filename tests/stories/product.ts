import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
/** A machine that does much else at the same time loads the demo slowly. */
const patienceMs = 300_000

/** The built product, running as the README says on a data folder of its own. */
export interface Product {
  address: string
  folder: string
  /** What it has printed. */
  said: string
  /** Types a command on the machine it runs on; answers what it printed. */
  type(...words: string[]): Promise<string>
  /** Stops it as Ctrl-C would, and removes its data. */
  stop(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** Starts the built product on an empty data folder and waits until it serves. */
export async function startProduct(...words: string[]): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'yizhan-story-'))
  const port = await freePort()
  const env = { ...process.env, YIZHAN_DATA: folder, PORT: String(port), HOST: '127.0.0.1' }
  const run = (typed: readonly string[]) => {
    const child = spawn(process.execPath, [join(root, 'dist/server/main.js'), ...typed], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const heard = { text: '' }
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        heard.text += part.toString()
      })
    return { child, heard }
  }

  const { child, heard } = run(['start', ...words])
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    const impatience = setTimeout(() => {
      child.kill('SIGTERM')
      reject(new Error(`the product did not start in five minutes:\n${heard.text}`))
    }, patienceMs)
    child.stdout.on('data', () => {
      if (!heard.text.includes('按 Ctrl-C 停止')) return
      clearTimeout(impatience)
      resolve()
    })
    child.once('exit', (code, signal) =>
      reject(new Error(`the product ended (${code ?? signal}) while starting:\n${heard.text}`)),
    )
  })
  return {
    address: `http://127.0.0.1:${port}`,
    folder,
    said: heard.text,
    type: (...typed) =>
      new Promise((resolve, reject) => {
        const one = run(typed)
        one.child.once('close', (code) =>
          code === 0
            ? resolve(one.heard.text)
            : reject(new Error(`${typed.join(' ')} ended with ${code}:\n${one.heard.text}`)),
        )
      }),
    async stop() {
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
