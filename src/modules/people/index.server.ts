import './person.measures.ts'
import './personFile.measures.ts'

export { appoint, endAppointment, postsAt } from './appointment.server.ts'
export { addCandidate, compareCandidates, decideCandidate } from './candidate.server.ts'
export { addCertificate, editCertificate, renewRegistration } from './certificate.server.ts'
export { cultivation } from './cultivation.server.ts'
export { listEndings } from './ending.server.ts'
export { recordInsurance, withdrawInsurance } from './insurance.server.ts'
export { listLooks, revealPerson } from './look.server.ts'
export * from './person.server.ts'
export {
  addCheck,
  addEducation,
  addEmployment,
  addEthics,
  addExam,
  editCheck,
  editEducation,
  editEmployment,
  editEthics,
  editExam,
  getPersonFile,
} from './personFile.server.ts'
export { exportRoster } from './roster.export.server.ts'
export { rosterImport } from './roster.import.server.ts'
export { listStaff } from './staff.server.ts'
export {
  addIntern,
  editIntern,
  endStreetManager,
  nameStreetManager,
  stationPeople,
} from './stationPeople.server.ts'
