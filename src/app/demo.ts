import type { Runtime } from './runtime.ts'

/** Loads the demo into an empty installation; answers what to print about logging in, if anything. */
export async function prepareDemo(
  _runtime: Runtime,
  _options: { empty: boolean; progress: (line: string) => void },
): Promise<string | undefined> {
  return undefined
}
