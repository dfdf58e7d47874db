import './follows.ts'
import './agreement.print.ts'
import './protection.measures.ts'

export { addAgreement, editAgreement, endAgreement, listAgreements } from './agreement.server.ts'
export { addEmergencyNumber, emergencyNumbers, endEmergencyNumber } from './emergency.server.ts'
export {
  addIncidentStep,
  closeIncident,
  incidentKindsOf,
  listIncidents,
  openIncident,
  reopenIncident,
  reportIncident,
} from './incident.server.ts'
