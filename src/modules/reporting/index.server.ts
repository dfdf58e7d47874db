import './report.print.ts'
import './report.measures.ts'

export * from './report.server.ts'
export * from './reportFigures.server.ts'
