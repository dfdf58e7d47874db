import './casework.measures.ts'
import './casework.print.ts'
import './casework.timeline.ts'

export { getCase, getMeeting } from './case.server.ts'
export {
  editIntake,
  endCrisis,
  markCrisis,
  planNext,
  reassignCase,
  registerCase,
} from './caseFile.server.ts'
export {
  approveClosure,
  approvePlan,
  declineCase,
  endEarly,
  finishAssessment,
  openCase,
  reconsiderCase,
  reopenCase,
  resumeIntervention,
  returnClosure,
  returnPlan,
  revisePlan,
  skipAssessment,
  skipPlan,
  startEvaluation,
  submitClosure,
  submitPlan,
  withdrawClosure,
  withdrawPlan,
} from './caseMove.server.ts'
export { caseRules, setCaseRules, setStationCode } from './caseNumber.server.ts'
export {
  editMeeting,
  followUpCase,
  guideMeeting,
  logContact,
  rateGoal,
  recordMeeting,
  reverseMeeting,
  setGoal,
  takeFeedback,
  writeAssessment,
  writePlan,
  writeReview,
} from './casePaper.server.ts'
export {
  acceptReferral,
  enterReply,
  getReferral,
  listReferrals,
  offerReferral,
  refuseReferral,
  stationsToRefer,
  withdrawReferral,
} from './caseReferral.server.ts'
export { casesToReview, listCases, myCases } from './cases.server.ts'
