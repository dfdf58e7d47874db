export {
  areaDocument,
  currentDocument,
  hasRules,
  planCompleted,
  planExists,
} from './document.measures.ts'
export { documentLinesFor, RuleDocument, type Standing, standings } from './document.ts'
export { PlanTask, planLinesFor, planTitle, WorkPlan } from './plan.ts'
