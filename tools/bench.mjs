// `npm run bench`: generates the data, builds and runs the benches, prints their tables. Nothing of it is a test.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, build as prepareBuild, root } from './prepare.mjs'

install()
prepareBuild()
const { build } = await import('vite')
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: join(root, 'dist/bench'),
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: Object.fromEntries(['main', 'limit', 'floor'].map((name) => [name, join(root, `bench/${name}.ts`)])),
      output: { entryFileNames: '[name].js' },
    },
  },
  ssr: { external: true },
})
await import(pathToFileURL(join(root, 'dist/bench/main.js')).href)
