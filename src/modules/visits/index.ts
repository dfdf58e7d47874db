export { Visit, VisitPlan, visitOutcomes, visitWays } from './visit.ts'
