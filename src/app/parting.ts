type Work = () => Promise<unknown> | unknown

const partings = new Set<Work>()
let listening = false

async function part(): Promise<void> {
  for (const work of [...partings].reverse()) await Promise.resolve(work()).catch(() => {})
  process.exit(130)
}

/**
 * Has something done at the end of a command, also when Ctrl-C or SIGTERM cuts it off: a server it started is stopped,
 * a half-written file removed. Answers how to do it now; it is done once.
 */
export function atParting(work: Work): () => Promise<void> {
  if (!listening) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void part())
  listening = true
  partings.add(work)
  return async () => {
    if (partings.delete(work)) await work()
  }
}
