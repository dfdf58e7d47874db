export { countyCoverage, mergedShare, nameFits, openStations, townshipCoverage } from './station.measures.ts'
export { Station, StationMode, stationStateOn } from './station.ts'
