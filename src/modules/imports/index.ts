export { ImportBatch, importFlow } from './importBatch.ts'
