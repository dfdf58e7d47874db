import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const [, diff = ''] = /```diff\n([\s\S]*?)```/.exec(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')) ?? []

it('the field that CONTRIBUTING.md adds can be added as written, and touches three files', () => {
  const { status, stdout, stderr } = spawnSync('git', ['apply', '--check', '--numstat', '-'], {
    cwd: root,
    input: diff,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout.trim().split('\n')).toHaveLength(3)
})
