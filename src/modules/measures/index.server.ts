export {
  type Asked,
  behind,
  type Figure,
  figures,
  measureNamed,
  readingOf,
  type Subject,
  type Total,
  total,
} from './engine.server.ts'
export { openable } from './openable.server.ts'
export { rollUp } from './rollup.server.ts'
