import type { AnswerOfCall } from '../../core/action.ts'
import { client } from '../../ui/client.ts'

type Server = typeof import('./report.server.ts') &
  typeof import('./reportFigures.server.ts') &
  typeof import('./corrections.server.ts')

export const api = client<Server>('reporting')

export type OpenedReport = AnswerOfCall<Server['getReport']>
export type ReportRow = OpenedReport['report']
export type Figure = AnswerOfCall<Server['reportFigures']>['sections'][number]['figures'][number]
export type Part = AnswerOfCall<Server['reportParts']>[number]
export type StationLine = AnswerOfCall<Server['figureStations']>[number]
