import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadPacks, PackError, resolvePolicy } from './load.server.ts'

const folder = join(import.meta.dirname, '../../../policies')

it('the packs that come with the product are without fault', () => {
  try {
    const packs = loadPacks([folder])
    for (const code of packs.heads.keys()) console.log(code, resolvePolicy(packs, code).lines.length)
  } catch (error) {
    if (error instanceof PackError) expect.fail(error.message)
    throw error
  }
})
