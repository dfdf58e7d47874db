import { clearDemo, loadDemo } from '../demo.ts'
import { openRuntime, settings } from '../runtime.ts'
import type { Outcome } from './outcome.ts'

/** Loads the demo of the five jurisdictions into an installation that nobody uses yet. */
export async function load(asJson: boolean): Promise<Outcome> {
  const runtime = await openRuntime(settings())
  try {
    const { logins, table } = await loadDemo(runtime, asJson ? () => {} : (line) => process.stdout.write(`${line}\n`))
    return { json: { loaded: true, logins }, text: table }
  } finally {
    await runtime.close()
  }
}

/** Removes the demo and everything that was written into it. */
export async function clear(): Promise<Outcome> {
  const runtime = await openRuntime(settings())
  try {
    const text = await clearDemo(runtime)
    return { json: { says: text }, text }
  } finally {
    await runtime.close()
  }
}
