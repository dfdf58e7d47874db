// Builds dist/: the server as one bundle a command, the console for the browser, the division tree, the fonts of papers.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
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

await server()
await console()
writeFileSync(join(root, 'dist/divisions.json'), JSON.stringify({ source, rows: divisions() }))
fonts()
