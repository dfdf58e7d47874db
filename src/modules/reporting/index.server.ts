import './report.print.ts'
import './report.measures.ts'

export * from './corrections.server.ts'
export { liveFigures, type StationAt, stationsIn } from './figures.server.ts'
export * from './report.server.ts'
export * from './reportFigures.server.ts'
