import './assistance.measures.ts'
import './assistance.print.ts'
import './assistance.timeline.ts'
import './roster.import.server.ts'

export {
  addSurvey,
  editApplication,
  handOut,
  keepPaper,
  receivePapers,
  registerApplication,
} from './application.server.ts'
export {
  acceptApplication,
  answerObjection,
  closeNotice,
  closeSecondNotice,
  grantApplication,
  passFirstReview,
  passReview,
  publishNotice,
  publishSecondNotice,
  recordObjection,
  reexamine,
  refuseApplication,
  resubmitApplication,
  returnPapers,
  submitApplication,
  withdrawApplication,
} from './applicationMove.server.ts'
export { getApplication, listAids, listApplications, waitingApplications } from './applications.server.ts'
export { certifyLife, listCertifications, reverseCertification } from './certification.server.ts'
export { countedItems } from './counting.server.ts'
export {
  addRosterEntry,
  changeRosterEntry,
  checkPayment,
  endRosterEntry,
  listRoster,
  sendRoster,
} from './roster.server.ts'
