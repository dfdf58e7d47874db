export { type Finding, placeFindings, stationFindings } from './evaluate.server.ts'
export * from './finding.server.ts'
