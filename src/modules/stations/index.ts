export { Station, StationMode } from './station.ts'
