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
  grantApplication,
  passFirstReview,
  passReview,
  reexamine,
  refuseApplication,
  resubmitApplication,
  returnPapers,
  submitApplication,
  withdrawApplication,
} from './applicationMove.server.ts'
export {
  answerObjection,
  closeNotice,
  closeSecondNotice,
  publishNotice,
  publishSecondNotice,
  recordObjection,
} from './applicationNotice.server.ts'
export { getApplication, listAids, listApplications, waitingApplications } from './applications.server.ts'
export { certifyLife, listCertifications, reverseCertification } from './certification.server.ts'
export { countedItems, countService } from './counting.server.ts'
export {
  addRosterEntry,
  changeRosterEntry,
  checkPayment,
  endRosterEntry,
  listRoster,
  sendRoster,
} from './roster.server.ts'
