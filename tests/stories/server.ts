import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startProduct } from './product.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the running product, started as the README says on an empty data folder. */
    address: string
    /** What it printed about the demo's logins. */
    logins: string
  }
}

/** Starts the built product once for all stories, with its demo, and stops it as Ctrl-C would. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const product = await startProduct()
  project.provide('address', product.address)
  project.provide('logins', await readFile(join(product.folder, 'demo-logins.txt'), 'utf8'))
  return product.stop
}
