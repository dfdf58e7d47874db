// Builds dist/: the server as one bundle a command, the console for the browser, the division tree, the fonts of papers.
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { divisions, source } from './divisions.mjs'
import { root } from './prepare.mjs'

const quiet = { logLevel: 'warn', root, configFile: false }

async function server() {
  await build({
    ...quiet,
    build: {
      ssr: join(root, 'src/main.ts'),
      outDir: join(root, 'dist/server'),
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' } },
    },
    ssr: { external: true },
  })
}

async function console() {
  await build({
    ...quiet,
    root: join(root, 'src/app/console'),
    plugins: [react()],
    build: { outDir: join(root, 'dist/console'), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1200 },
  })
}

/** Only two weights of one family are needed of the whole package. */
function fonts() {
  const from = join(root, 'node_modules/@embedpdf/fonts-sc/fonts')
  const to = join(root, 'dist/fonts')
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) if (/Regular|Bold/.test(name)) copyFileSync(join(from, name), join(to, name))
}

await server()
await console()
writeFileSync(join(root, 'dist/divisions.json'), JSON.stringify({ source, rows: divisions() }))
fonts()
