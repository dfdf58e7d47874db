import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** A house of a few rooms: what each file imports. */
const good: Record<string, string> = {
  'src/core/time.ts': 'export const now = 1',
  'src/ui/form.ts': "import { now } from '../core/time.ts'\nexport const form = now",
  'src/modules/places/index.ts': "export { inner } from './inner.ts'",
  'src/modules/places/inner.ts': 'export const inner = 1',
  'src/modules/people/people.server.ts': "import { inner } from '../places/index.ts'\nexport const list = inner",
  'src/modules/people/people.screens.tsx':
    "import type { list } from './people.server.ts'\nexport type List = typeof list",
  'src/app/modules.ts': "import { inner } from '../modules/places/index.ts'\nexport const all = [inner]",
}
const bad: Record<string, [rule: string, content: string]> = {
  'src/core/a.ts': ['core-knows-no-module', "import '../modules/places/index.ts'"],
  'src/ui/b.ts': ['ui-knows-no-module', "import '../modules/places/index.ts'"],
  'src/modules/people/c.ts': ['modules-meet-through-their-index', "import '../places/inner.ts'"],
  'src/app/d.ts': ['app-assembles-modules', "import '../modules/places/inner.ts'"],
  'src/modules/people/e.ts': ['modules-know-no-app', "import '../../app/modules.ts'"],
  'src/modules/people/f.screens.tsx': [
    'nothing-of-the-server-in-the-browser',
    "import { list } from './people.server.ts'\nexport const f = list",
  ],
  'src/modules/people/g.ts': ['no-cycles', "import './ring.ts'"],
}
const ring = { 'src/modules/people/ring.ts': "import './g.ts'" }

let house: string
beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'yizhan-house-'))
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) await cp(join(root, name), join(house, name))
  await build(good)
})
afterAll(() => rm(house, { recursive: true }))

async function build(files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(house, name)), { recursive: true })
    await writeFile(join(house, name), `${content}\n`)
  }
}

/** The rules that each file of the house breaks, as `npm run check` sees it. */
function broken(): [file: string, rule: string][] {
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [cruise, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json']
  const { stdout } = spawnSync(process.execPath, args, { cwd: house, encoding: 'utf8' })
  const { violations } = (JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } })
    .summary
  return violations.map(({ from, rule }): [string, string] => [from, rule.name]).sort()
}

describe('the import rules', () => {
  it('let modules meet through their index, and screens know the server’s types', () => {
    expect(broken()).toEqual([])
  })

  it('find every way around them', async () => {
    await build({ ...ring, ...Object.fromEntries(Object.entries(bad).map(([name, [, content]]) => [name, content])) })
    expect(broken()).toEqual(
      Object.entries(bad)
        .map(([name, [rule]]): [string, string] => [name, rule])
        .sort(),
    )
  })
})
