// `npm run sim:field -- --seed N`: builds and runs the simulation of the field. Its last line and exit status tell the result.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, root } from './prepare.mjs'

install()
const { build } = await import('vite')
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: join(root, 'tests/field/main.ts'),
    outDir: join(root, 'dist/sim'),
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: '[name].js' } },
  },
  ssr: { external: true },
})
await import(pathToFileURL(join(root, 'dist/sim/main.js')).href)
