// `npm start`: makes ready what is missing, then starts.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, install, root } from './prepare.mjs'

install()
build()
process.argv.splice(2, 0, 'start')
await import(pathToFileURL(join(root, 'dist/server/main.js')).href)
