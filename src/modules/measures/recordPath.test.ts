import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { recordPath } from './recordPath.ts'

const modules = join(import.meta.dirname, '..')
const sources = (ending: string) =>
  readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(modules, name), 'utf8'))
const found = (texts: readonly string[], pattern: RegExp) =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, word]) => word!)))

/** What has no page of its own: read where it is a part of another, like a room of a station. */
const withoutPage = new Set([
  'attendance',
  'catalogue',
  'duty_record',
  'equipment',
  'group_session',
  'plan_task',
  'space',
  'street_manager',
  'supervision_session',
])

it('every kind of record that figures and facts are made of opens a page of the console, or is known to have none', () => {
  const listed = found(sources('.measures.ts'), /'([a-z_]+)' as entity/g)
  const told = found(sources('.server.ts'), /source: \{ entity: '([a-z_]+)'/g)
  const pages = found(sources('index.screens.tsx'), /path: '(\/[a-z-]+\/)\$id'/g)
  expect(listed.size).toBeGreaterThan(15)
  expect(told.size).toBeGreaterThan(5)
  for (const entity of new Set([...listed, ...told])) {
    if (withoutPage.has(entity)) expect(recordPath(entity, 'x'), entity).toBeUndefined()
    else expect([...pages], entity).toContain(recordPath(entity, 'x')?.slice(0, -1))
  }
})
