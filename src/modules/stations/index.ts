export {
  countyCoverage,
  denseVillageCoverage,
  mergedShare,
  nameFits,
  openStations,
  townshipCoverage,
} from './station.measures.ts'
export { Station, StationArea, StationMode, stationStateOn } from './station.ts'
