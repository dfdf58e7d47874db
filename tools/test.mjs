// `npm test`: everything, from a fresh clone: dependencies, checks, promises on a real PostgreSQL, the build, and the
// stories in a real browser. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, install, root } from './prepare.mjs'

install()
const { runChecks } = await import('./check.mjs')
const total = runChecks()

/** Runs one group of tests and counts it by vitest's own report. A group that could not run at all is one failure. */
function run(project) {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-report-'))
  const report = join(folder, 'report.json')
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
    total.passed += numPassedTests
    // a skipped promise is not kept
    total.failed += numFailedTests + numPendingTests + numTodoTests
    if (status !== 0 && numFailedTests === 0) total.failed += 1
  } catch {
    total.failed += 1
  }
  rmSync(folder, { recursive: true, force: true })
}

run('promises')
build()
run('stories')
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
