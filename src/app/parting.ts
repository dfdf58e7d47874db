type Work = () => Promise<unknown> | unknown

const partings = new Set<Work>()
let listening = false

async function part(): Promise<void> {
  for (const work of [...partings].reverse()) await Promise.resolve(work()).catch(() => {})
  process.exit(130)
}

/** What is to be done at the end of a command. */
export interface Parting {
  /** Does it now; it is done once. */
  now(): Promise<void>
  /** It need not be done any more. */
  forget(): void
}

/**
 * Has something done at the end of a command, also when Ctrl-C or SIGTERM cuts it off: a server it started is stopped,
 * a half-written file removed. The last one asked for is done first.
 */
export function atParting(work: Work): Parting {
  if (!listening) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void part())
  listening = true
  partings.add(work)
  return {
    async now() {
      if (partings.delete(work)) await work()
    },
    forget: () => void partings.delete(work),
  }
}
