export { type Result, results } from './finding.ts'
