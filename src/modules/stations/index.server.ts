export { stationsOfOrganisation, stationsWithin } from './network.server.ts'
export * from './station.server.ts'
