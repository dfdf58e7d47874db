import { expect, inject, it } from 'vitest'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
it('starts', async () => {
  const s = await startEmbedded({ folder: inject('postgres') })
  expect(s.started).toBe(false)
  const ran = await migrate(s.as('yz_owner'))
  console.log(ran)
})
