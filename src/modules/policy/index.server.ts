export { loadPacks, PackError, type PackProblem, type Packs, resolvePolicy } from './load.server.ts'
export * from './policy.server.ts'
export { currentPacks, openPacks, packCodesOf, policyAt, policyByCode } from './store.server.ts'
