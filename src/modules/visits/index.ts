export { Visit, type VisitWay, visitOutcomes, visitWays } from './visit.ts'
export { itemLabel, type Standing, standings, type VisitItem, visitItems } from './visitForm.ts'
