// The checks that need no database: format, lint, types, import rules. `npm run check`, and the first part of `npm test`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, root } from './prepare.mjs'

const tool = (...path) => join(root, 'node_modules', ...path)

const checks = [
  ['写法与格式', [tool('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--colors=off']],
  ['类型', [tool('@typescript/native/bin/tsc'), '-p', '.']],
  ['导入规则', [tool('dependency-cruiser/bin/dependency-cruise.mjs'), 'src', '--config', '.dependency-cruiser.cjs']],
  ['多余的文件与依赖', [tool('knip/bin/knip.js'), '--no-progress']],
]

/** Runs every check; answers how many passed and failed. */
export function runChecks() {
  let passed = 0
  let failed = 0
  for (const [name, args] of checks) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64e6,
    })
    if (status === 0) passed += 1
    else {
      failed += 1
      console.log(`✗ ${name}\n${stdout}${stderr}`)
    }
    console.log(`${status === 0 ? '✓' : '✗'} ${name}`)
  }
  return { passed, failed }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install()
  process.exitCode = runChecks().failed > 0 ? 1 : 0
}
