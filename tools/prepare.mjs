// Makes a fresh clone ready to run: the locked dependencies, then the build; nothing where both are up to date.
// Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`一站需要 Node.js 20.19 以上，现在是 ${process.versions.node}：请先升级 Node.js`)
  process.exit(1)
}

const hashFile = (path) => createHash('sha256').update(readFileSync(path)).digest('hex')

function hashFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) hashFolder(hash, path)
    else if (!/\.test\.tsx?$/.test(entry.name)) hash.update(path.slice(root.length)).update(readFileSync(path))
  }
}

/** A fingerprint of everything the build is made of. */
function sourceHash() {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'tools/build.mjs', 'tools/divisions.mjs', 'tsconfig.json'])
    hash.update(readFileSync(join(root, file)))
  for (const folder of ['src', 'demo']) if (existsSync(join(root, folder))) hashFolder(hash, join(root, folder))
  return hash.digest('hex')
}

function run(command, args) {
  // what a command answers is alone on stdout
  const stdio = ['inherit', 2, 'inherit']
  const { status } = spawnSync(command, args, { cwd: root, stdio, shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Installs the locked dependencies when they are not there yet or the lock has changed. */
export function install() {
  requireNode()
  const stamp = join(root, 'node_modules/.yizhan-lock')
  const wanted = hashFile(join(root, 'package-lock.json'))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('正在安装依赖（仅第一次，约一分钟）')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  if (npm?.endsWith('.js')) run(process.execPath, [npm, ...args])
  else run('npm', args)
  writeFileSync(stamp, wanted)
}

/** Builds server and console when their sources have changed since the last build. */
export function build() {
  const stamp = join(root, 'dist/.built')
  const wanted = sourceHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('正在构建（仅第一次或更新后）')
  run(process.execPath, [join(root, 'tools/build.mjs')])
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(stamp, wanted)
}
