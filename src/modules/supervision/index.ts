export { Guided, SupervisionPlan, SupervisionSession, supervisionKinds } from './supervision.ts'
