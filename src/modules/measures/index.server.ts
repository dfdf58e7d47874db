export {
  type Asked,
  behind,
  type Figure,
  figures,
  measureNamed,
  type Subject,
  type Total,
  total,
  valueOf,
} from './engine.server.ts'
export { rollUp } from './rollup.server.ts'
