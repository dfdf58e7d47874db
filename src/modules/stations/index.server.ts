import './station.measures.ts'

export * from './area.server.ts'
export { stationsOfOrganisation, stationsWithin } from './network.server.ts'
export * from './operation.server.ts'
export * from './origin.server.ts'
export { placeNamesOf, suggestName } from './plaque.server.ts'
export { runningNumber } from './running.server.ts'
export * from './station.server.ts'
