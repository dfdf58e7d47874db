export { EmergencyNumber, nationalNumbers } from './emergency.ts'
export { childSituations, Incident, incidentSources, situations } from './incident.ts'
