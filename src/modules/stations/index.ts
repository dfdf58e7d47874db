export { Station, StationMode, stationStateOn } from './station.ts'
export { countyCoverage, mergedShare, nameFits, openStations, townshipCoverage } from './station.measures.ts'
