import './assessment.measures.ts'
import './assessment.print.ts'
import './assessment.timeline.ts'

export { answersTable } from './assessment.print.ts'
export {
  assessClient,
  assessmentsOf,
  clientAssessments,
  getAssessment,
  withdrawAssessment,
} from './assessment.server.ts'
export { listScales, loadScale, retireScale, scaleOf, scalesAt } from './scale.server.ts'
