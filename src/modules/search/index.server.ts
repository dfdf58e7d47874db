export { findAnything } from './find.server.ts'
