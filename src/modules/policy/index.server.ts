export { loadPacks, PackError, type PackProblem, type Packs, resolvePolicy } from './load.server.ts'
export { currentPacks, openPacks, packCodeOf, policyAt, policyByCode } from './store.server.ts'
