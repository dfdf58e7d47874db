// Builds dist/: the server as one bundle a command, the console for the browser, the phone's program, the division tree, the fonts of papers.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { divisions, source } from './divisions.mjs'
import { root } from './prepare.mjs'

const quiet = { logLevel: 'warn', root, configFile: false }

/** The server and its commands, into this folder below the project's root. */
export async function buildServer(outDir = join(root, 'dist/server')) {
  await build({
    ...quiet,
    build: {
      ssr: join(root, 'src/main.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' } },
    },
    ssr: { external: true },
  })
}

/** Stops the build where the browser would be given anything of the server: what an import rule cannot see from afar. */
const nothingOfTheServer = {
  name: 'nothing-of-the-server',
  load(id) {
    if (id.endsWith('.server.ts') || id.includes('/node_modules/pg/'))
      this.error(`${id} must not reach the browser: import its types only`)
  },
}

async function console() {
  await build({
    ...quiet,
    root: join(root, 'src/app/console'),
    plugins: [nothingOfTheServer, react()],
    build: { outDir: join(root, 'dist/console'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1200 },
  })
}

/** Writes the service worker: which files the phone keeps, and a version that changes with any of them. */
const keptOnThePhone = {
  name: 'kept-on-the-phone',
  writeBundle({ dir }) {
    const names = readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
      .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
      .sort()
    const hash = createHash('sha256')
    for (const name of names) hash.update(name).update(readFileSync(join(dir, name)))
    const files = ['/field/', ...names.filter((name) => name !== 'index.html').map((name) => `/field/${name}`)]
    const head = `const files = ${JSON.stringify(files)}\nconst version = '${hash.digest('hex').slice(0, 16)}'\n`
    writeFileSync(join(dir, 'sw.js'), head + readFileSync(join(root, 'src/app/field/worker.js'), 'utf8'))
  },
}

/** The phone's program, for working without a network. */
async function field() {
  await build({
    ...quiet,
    root: join(root, 'src/app/field'),
    base: '/field/',
    plugins: [nothingOfTheServer, react(), keptOnThePhone],
    build: { outDir: join(root, 'dist/field'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1200 },
  })
}

/** Lays beside the long files whose name changes with their content what browsers are sent instead: brotli, and gzip. */
function squeeze(folder) {
  const assets = join(root, 'dist', folder, 'assets')
  for (const name of readdirSync(assets).filter((one) => /\.(js|css|svg|json)$/.test(one))) {
    const content = readFileSync(join(assets, name))
    if (content.length < 2048) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
    writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content, { params }))
    writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }))
  }
}

/** The faces that papers are set in: two weights of a serif and of a sans, out of whole families. */
const faces = [
  '@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf',
  '@embedpdf/fonts-sc/fonts/NotoSansHans-Bold.otf',
  '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
]

function fonts() {
  const to = join(root, 'dist/fonts')
  mkdirSync(to, { recursive: true })
  for (const face of faces) copyFileSync(join(root, 'node_modules', face), join(to, basename(face)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildServer()
  await console()
  await field()
  squeeze('console')
  squeeze('field')
  writeFileSync(join(root, 'dist/divisions.json'), JSON.stringify({ source, rows: divisions() }))
  fonts()
}
