import './station.measures.ts'

export { stationsOfOrganisation, stationsWithin } from './network.server.ts'
export * from './operation.server.ts'
export { suggestName } from './plaque.server.ts'
export * from './station.server.ts'
